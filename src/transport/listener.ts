// The client port. A connection is accepted, becomes an Opening, and then a transport or nothing:
//
// (a PROXY header from a listed proxy, and TLS, are taken off in Opening; what is inside goes the same ways)
//
//   accept ─ Opening ─┬ first byte of a TCP frame ─────────────── FramedTransport(tcp)
//                     ├ HTTP ─ HttpStream ─ node:http, ws ─ 101 ─ FramedTransport(ws)
//                     └ anything else, or the deadline ────────── closed and counted by reason
//
// accepted = opening + refused (all reasons) + transports ever opened.

import { once } from 'node:events';
import { createServer, Socket, type Server } from 'node:net';
import type { AdmissionLine } from '../admission.js';
import type { Clock } from '../clock.js';
import type { Log } from '../log.js';
import type { Framing } from '../protocol/frames.js';
import { PongSlot } from '../protocol/websocket-frames.js';
import type { ByteSocket, TransferableHandle } from './byte-socket.js';
import type { ClientTransport, ReleasedTransport, TransportSink } from './client-transport.js';
import {
  FramedTransport,
  SpareReader,
  tcpPipe,
  websocketPipe,
  type Pipe,
  type TransportOwner,
  type TransportParts,
} from './framed-transport.js';
import { OPEN_GATE, type ConnectionGate, type ConnectionRefusal } from './connection-gate.js';
import { HandleSockets } from './handle-byte-socket.js';
import { testHandleSockets } from './handle-self-test.js';
import { socketOfHandle } from './handle-transfer.js';
import { NetByteSocket } from './net-byte-socket.js';
import { listedPeers, type ListedPeers } from './networks.js';
import { ReadPortions } from './read-portions.js';
import { Opening, REFUSALS, type OpeningOwner, type Refusal, type TlsEntry } from './opening.js';
import { allowedOrigins } from './origins.js';
import { WebSocketUpgrade } from './websocket-upgrade.js';

/** Connections the kernel completes ahead of us; it caps this by net.core.somaxconn. Room for a reconnect storm. */
const BACKLOG = 4096;

/** An opening costs a few KiB. A storm that fills this is let in as fast as openings finish. */
const OPENINGS_MAX = 4096;

/** Of the oldest openings so many are looked at for one to be crowded out: a flood must not make it dear. */
const CROWDED_MAX = 64;

/** The wire's deadline from accept to Hello; what comes before Hello has to fit into it. */
const OPENING_TIMEOUT_MS = 5000;

/** When accepting fails (no file descriptors), it fails very often. */
const ACCEPT_ERROR_LOG_INTERVAL_MS = 1000;

export interface ListenOptions {
  readonly host: string;
  /** 0: the system picks one; see `Listener.address`. */
  readonly port: number;
  readonly clock: Clock;
  readonly log: Log;
  /** Called for each new transport; what it returns hears everything that the client sends. */
  readonly newSink: (transport: ClientTransport) => TransportSink;
  /** 'handle': Node's internals (handle-byte-socket.ts), which cost less. Default: its public API. */
  readonly sockets?: 'public' | 'handle' | undefined;
  /** Undefined: no TLS. */
  readonly tls?: TlsEntry | undefined;
  /** Web pages that may connect, see origins.ts. Default: all. */
  readonly origins?: readonly string[];
  /** Networks of the proxies that begin with a PROXY header. Default: none. */
  readonly proxyFrom?: readonly string[];
  /** Asked before anything is read. Default: everybody may. */
  readonly gate?: ConnectionGate;
  /** Where what it costs to let a client in waits for its turn. Default: nowhere. */
  readonly admission?: AdmissionLine;
  readonly openingsMax?: number;
  readonly openingTimeoutMs?: number;
  /** Brings the connections instead of a port of this process; `host` and `port` only name it then. */
  readonly source?: ConnectionSource | undefined;
}

/** Where connections come from when another process accepts them (src/workers). */
export interface ConnectionSource {
  /** Called once. Each connection is a socket or Node's handle of one. */
  start(taker: ConnectionTaker): void;
  /** No more connections from now on. */
  close(): void;
}

export interface ConnectionTaker {
  accept(connection: Socket | TransferableHandle): void;
  /** Goes on with a transport that another process released behind its first envelope. */
  adopt(released: ReleasedTransport, firstEnvelope: Uint8Array): void;
}

/** Plain numbers: gauges first, then totals since the start. */
export interface ListenerCounters {
  /** Connections that are no transport yet, and refused ones whose answer is on its way. */
  opening: number;
  /** Transports whose socket is there. */
  open: number;
  /** 1 when Node's internals carry the clients, 0 when its public sockets do. */
  handleSockets: 0 | 1;
  accepted: number;
  /** TLS handshakes that were done. */
  secured: number;
  /** Transports by the name of their framing. */
  readonly opened: Record<Framing['name'], number>;
  readonly refused: Record<Refusal, number>;
  acceptErrors: number;
  /** WebSocket pings left unanswered, because the client does not read. */
  pongsDropped: number;
  /** Reads of clients whose rest was put off to the next turn. */
  readsPutOff: number;
}

export interface Listener {
  readonly counters: Readonly<ListenerCounters>;
  address(): { readonly host: string; readonly port: number };
  /** Stops accepting and drops what is no transport yet. Transports go on. */
  close(): void;
}

/**
 * Starts to listen.
 * @throws Error (as rejection) that tells an operator why the address can't be listened on.
 */
export async function listen(options: ListenOptions): Promise<Listener> {
  const listener = new ClientListener(options);
  await listener.bind();
  return listener;
}

function newCounters(): ListenerCounters {
  const refused = Object.fromEntries(REFUSALS.map((reason) => [reason, 0])) as Record<Refusal, number>;
  const opened = { tcp: 0, ws: 0 };
  const totals = {
    accepted: 0,
    secured: 0,
    opened,
    refused,
    acceptErrors: 0,
    pongsDropped: 0,
    readsPutOff: 0,
  };
  return { opening: 0, open: 0, handleSockets: 0, ...totals };
}

class ClientListener implements Listener, OpeningOwner, TransportOwner, ConnectionTaker {
  readonly counters = newCounters();
  readonly #options: ListenOptions;
  readonly #server: Server;
  readonly #upgrade: WebSocketUpgrade;
  readonly #isProxy: ListedPeers;
  readonly #openings = new Set<Opening>();
  readonly #gate: ConnectionGate;
  /** For handles that another process accepted; undefined: public sockets. */
  #handleSockets: HandleSockets | undefined;
  /** By the name of the framing. */
  readonly #parts: Readonly<Record<Framing['name'], TransportParts>>;
  #acceptErrorLoggedMs = -Infinity;

  constructor(options: ListenOptions) {
    this.#options = options;
    this.#gate = options.gate ?? OPEN_GATE;
    const { clock } = options;
    const portions = new ReadPortions(clock, setImmediate);
    const shared = { pong: new PongSlot(), portions, clock, owner: this };
    this.#parts = {
      tcp: { readers: new SpareReader(tcpPipe), ...shared },
      ws: { readers: new SpareReader(websocketPipe), ...shared },
    };
    this.#upgrade = new WebSocketUpgrade(allowedOrigins(options.origins ?? []));
    this.#isProxy = listedPeers(options.proxyFrom ?? []);
    // Half-open: a client that has finished sending still gets its Disconnect.
    this.#server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
      this.#accept(new NetByteSocket(socket));
    });
  }

  async bind(): Promise<void> {
    const { source, sockets } = this.#options;
    if (source !== undefined) {
      // The process that accepts has tested them.
      if (sockets === 'handle') this.#handleSockets = HandleSockets.open();
      this.counters.handleSockets = this.#handleSockets === undefined ? 0 : 1;
      source.start(this);
      return;
    }
    await bindClientPort(this.#server, this.#options);
    this.#server.on('error', (error) => {
      this.#countAcceptError(error);
    });
    await this.#chooseSockets();
  }

  /** Node's internals where they are wanted and pass their self-test, its public API everywhere else. */
  async #chooseSockets(): Promise<void> {
    if (this.#options.sockets !== 'handle') return;
    const test = await testHandleSockets();
    const taken =
      test.ok &&
      test.sockets.takeConnections(
        this.#server,
        (socket) => {
          this.#accept(socket);
        },
        (error) => {
          this.#countAcceptError(error);
        },
      );
    this.counters.handleSockets = taken ? 1 : 0;
    if (taken) return;
    const reason = test.ok ? 'the server has no handle to take' : test.reason;
    this.#options.log.warn(
      { reason },
      'this Node does not pass the self-test of the fast sockets; using its public ones',
    );
  }

  address(): { readonly host: string; readonly port: number } {
    const bound = this.#server.address();
    // A string is the name of a pipe and null a closed server; neither has another address to tell.
    if (bound === null || typeof bound === 'string') return this.#options;
    return { host: bound.address, port: bound.port };
  }

  close(): void {
    this.#options.source?.close();
    this.#server.close();
    for (const opening of this.#openings) opening.abandon();
  }

  onOpen(opening: Opening, pipe: Pipe, unread: readonly Uint8Array[]): void {
    const { socket, address, acceptedAtMs } = opening;
    const { name } = pipe.framing;
    this.counters.opened[name]++;
    this.counters.open++;
    const transport = new FramedTransport(this.#parts[name], { socket, address, acceptedAtMs });
    transport.open(this.#options.newSink, unread);
  }

  onRefused(opening: Opening, reason: Refusal): void {
    this.counters.refused[reason]++;
    this.#options.log.debug({ client: opening.address, reason }, 'connection refused');
  }

  onSecured(): void {
    this.counters.secured++;
  }

  admitProxied(client: string): ConnectionRefusal | undefined {
    return this.#gate.admitAddress(client);
  }

  onOpeningGone(opening: Opening): void {
    if (!opening.isOpen) this.#gate.release(opening.address);
    this.#openings.delete(opening);
    this.counters.opening = this.#openings.size;
  }

  onPongDropped(): void {
    this.counters.pongsDropped++;
  }

  onReadPutOff(): void {
    this.counters.readsPutOff++;
  }

  onTransportGone(address: string): void {
    this.#gate.release(address);
    this.counters.open--;
  }

  accept(connection: Socket | TransferableHandle): void {
    this.#accept(this.#byteSocketOf(connection));
  }

  adopt({ handle, framing, address }: ReleasedTransport, firstEnvelope: Uint8Array): void {
    const { clock, newSink } = this.#options;
    const socket = this.#byteSocketOf(handle);
    this.counters.accepted++;
    const refusal = this.#gate.admit(address);
    if (refusal !== undefined) {
      this.counters.refused[refusal]++;
      socket.destroy();
      return;
    }
    this.counters.opened[framing]++;
    this.counters.open++;
    const acceptedAtMs = clock.nowMs();
    const transport = new FramedTransport(this.#parts[framing], { socket, address, acceptedAtMs });
    transport.open(newSink, []);
    transport.onEnvelope(firstEnvelope, 0, firstEnvelope.length);
  }

  #byteSocketOf(connection: Socket | TransferableHandle): ByteSocket {
    if (connection instanceof Socket) {
      connection.allowHalfOpen = true;
      return new NetByteSocket(connection);
    }
    return this.#handleSockets?.receive(connection) ?? new NetByteSocket(socketOfHandle(connection));
  }

  #accept(socket: ByteSocket): void {
    const { clock, tls, openingsMax = OPENINGS_MAX, openingTimeoutMs = OPENING_TIMEOUT_MS } = this.#options;
    this.counters.accepted++;
    const refusal = this.#gate.admit(socket.remote);
    if (refusal !== undefined) {
      this.counters.refused[refusal]++;
      socket.destroy();
      return;
    }
    if (this.#openings.size >= openingsMax && !this.#crowdOutOldest()) {
      this.counters.refused['openings-full']++;
      this.#gate.release(socket.remote);
      socket.destroy();
      return;
    }
    const opening = new Opening({
      socket,
      upgrade: this.#upgrade,
      clock,
      timeoutMs: openingTimeoutMs,
      owner: this,
      expectsProxyHeader: this.#isProxy(socket.remote),
      tls,
      admission: this.#options.admission,
    });
    this.#openings.add(opening);
    this.counters.opening = this.#openings.size;
    opening.start();
  }

  /**
   * Clients that connect and say nothing push each other out, and not those who wait for us.
   * @returns false when all wait for us
   */
  #crowdOutOldest(): boolean {
    let left = CROWDED_MAX;
    for (const opening of this.#openings) {
      if (left-- === 0) return false;
      if (!opening.isSilent) continue;
      this.#openings.delete(opening);
      opening.crowdOut();
      return true;
    }
    return false;
  }

  #countAcceptError(error: Error): void {
    this.counters.acceptErrors++;
    const nowMs = this.#options.clock.nowMs();
    if (nowMs - this.#acceptErrorLoggedMs < ACCEPT_ERROR_LOG_INTERVAL_MS) return;
    this.#acceptErrorLoggedMs = nowMs;
    const fields = { error: error.message, acceptErrors: this.counters.acceptErrors };
    this.#options.log.error(fields, 'cannot accept clients: raise the limit of open files (ulimit -n)');
  }
}

/**
 * Lets `server` listen for clients.
 * @throws Error (as rejection) that tells an operator why it can't
 */
export async function bindClientPort(
  server: Server,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<void> {
  server.listen({ host, port, backlog: BACKLOG });
  try {
    await once(server, 'listening');
  } catch (error) {
    throw new Error(`cannot listen for clients on ${host}:${port}: ${remedyFor(error)}`, { cause: error });
  }
}

const REMEDIES: ReadonlyMap<string, string> = new Map([
  ['EADDRINUSE', 'the port is taken; stop the program that uses it or choose another port'],
  ['EACCES', 'not permitted; choose a port from 1024 on or give the process the right to bind it'],
  ['EADDRNOTAVAIL', 'this machine has no such address; choose one of its own, or 0.0.0.0 for all'],
  ['ENOTFOUND', 'the host name is not known; write an address'],
]);

function remedyFor(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error ? String(error.code) : '';
  return REMEDIES.get(code) ?? error.message;
}
