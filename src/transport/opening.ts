// A connection between accept and transport: reads the PROXY header where one is expected, waits for the
// first byte, goes through the TLS handshake when it is TLS and then waits again, goes through the upgrade
// when it is HTTP, and hands the socket on with everything that was read. One deadline covers all of it.
//
// Each of these steps waits in line for its turn (src/admission.ts), with what was read for it; meanwhile
// nothing more is read.

import type { SecureContext } from 'node:tls';
import { AT_ONCE, type AdmissionLine, type AdmissionStep } from '../admission.js';
import { peerDeadline } from '../clock-standstill.js';
import type { Clock, Timer } from '../clock.js';
import type { ByteSink, ByteSocket } from './byte-socket.js';
import { CONNECTION_REFUSALS, type ConnectionRefusal } from './connection-gate.js';
import { protocolOf } from './first-byte.js';
import { tcpPipe, websocketPipe, type Pipe } from './framed-transport.js';
import { HttpStream, type HttpOutcome, type HttpRefusal } from './http-stream.js';
import { PROXY_HEADER_BYTES_MAX, readProxyHeader } from './proxy-header.js';
import { TlsByteSocket } from './tls-byte-socket.js';
import type { WebSocketUpgrade } from './websocket-upgrade.js';

/** Why a connection never became a transport. */
export const REFUSALS = [
  /** By the limits on connections, at accept or behind a proxy. */
  ...CONNECTION_REFUSALS,
  /** Too many connections were opening at once: this was the oldest that said nothing, or the newest. */
  'openings-full',
  /** Neither a TCP frame nor an upgrade before the deadline. */
  'opening-timeout',
  /** The client left, or the connection broke. */
  'left-early',
  /** The listener was closed meanwhile. */
  'listener-closed',
  'first-byte-unknown',
  'tls-not-configured',
  /** It left or broke the handshake off, or the handshake failed. */
  'tls-failed',
  /** Without TLS, where that is required. */
  'plain-refused',
  /** No PROXY header, or a broken one, from a proxy that is to send it. */
  'proxy-malformed',
  'http-plain',
  'http-malformed',
  'upgrade-refused',
  /** A web page of an origin that is not allowed. */
  'origin-refused',
] as const;
export type Refusal = (typeof REFUSALS)[number];

/** Hears exactly one of `onOpen` and `onRefused`, once, and `onOpeningGone` once: before the one, after the other. */
export interface OpeningOwner {
  /** The socket is the callee's from now on. `unread` are the first bytes of the pipe. */
  onOpen(opening: Opening, pipe: Pipe, unread: readonly Uint8Array[]): void;
  onRefused(opening: Opening, reason: Refusal): void;
  /** The TLS handshake is done. At most once, before the others. */
  onSecured(): void;
  /** Whether the client that a proxy speaks for may connect. */
  admitProxied(client: string): ConnectionRefusal | undefined;
  /** Nothing is left of the opening: the socket is gone or somebody else's. */
  onOpeningGone(opening: Opening): void;
}

export interface OpeningOptions {
  readonly socket: ByteSocket;
  readonly upgrade: WebSocketUpgrade;
  readonly clock: Clock;
  readonly timeoutMs: number;
  readonly owner: OpeningOwner;
  /** A PROXY header comes first. */
  readonly expectsProxyHeader?: boolean;
  readonly tls?: TlsEntry | undefined;
  /** Default: nothing waits. */
  readonly admission?: AdmissionLine | undefined;
}

/** TLS on the client port. */
export interface TlsEntry {
  /** The certificate in force, for the next handshake. */
  secureContext(): SecureContext;
  /** Whether clients without TLS are refused. */
  readonly required: boolean;
}

export class Opening implements ByteSink, HttpOutcome, AdmissionStep {
  readonly acceptedAtMs: number;
  readonly #tlsEntry: TlsEntry | undefined;
  readonly #upgrade: WebSocketUpgrade;
  readonly #owner: OpeningOwner;
  readonly #deadline: Timer;
  readonly #admission: AdmissionLine;
  #socket: ByteSocket;
  #isStarted = false;
  /** Read, and in line. */
  #held: Uint8Array | undefined;
  /** The socket is not read from, because something is in line. */
  #isPaused = false;
  /** What has come of a PROXY header; undefined when none is expected or it is whole. */
  #proxyBytes: Uint8Array | undefined;
  #proxiedClient: string | undefined;
  #tls: TlsByteSocket | undefined;
  #http: HttpStream | undefined;
  /** The owner knows how it went. After a refusal the answer may still be on its way. */
  #decided = false;
  #isOpen = false;

  constructor(options: OpeningOptions) {
    this.#socket = options.socket;
    this.#tlsEntry = options.tls;
    if (options.expectsProxyHeader === true) this.#proxyBytes = new Uint8Array(0);
    this.#upgrade = options.upgrade;
    this.#owner = options.owner;
    this.#admission = options.admission ?? AT_ONCE;
    this.acceptedAtMs = options.clock.nowMs();
    this.#deadline = peerDeadline(options.clock, options.timeoutMs, () => {
      this.#drop('opening-timeout');
    });
  }

  /** The pipe: under TLS, what is inside. */
  get socket(): ByteSocket {
    return this.#socket;
  }

  /** "address:port" of the client, also behind a proxy that says so. */
  get address(): string {
    return this.#proxiedClient ?? this.#socket.remote;
  }

  /** Whether it has become a transport. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  start(): void {
    this.#admission.add(this);
  }

  /** The next step: the first reads, the others take what was read. */
  admit(): void {
    if (!this.#isStarted) {
      this.#isStarted = true;
      this.#socket.start(this);
      return;
    }
    this.#takeHeld();
  }

  /** The listener closes: drops the connection at once. */
  abandon(): void {
    this.#drop('listener-closed');
  }

  /** Whether it is the client's turn: all that came was taken, and it is not in line. */
  get isSilent(): boolean {
    return this.#isStarted && this.#held === undefined;
  }

  /** Makes room for newer ones, when it is silent: a client that means it has sent something by now. */
  crowdOut(): void {
    this.#drop('openings-full');
  }

  onBytes(bytes: Uint8Array, start: number, end: number): void {
    if (this.#decided && this.#http === undefined) return;
    const more = bytes.subarray(start, end);
    const isInLine = this.#held !== undefined;
    this.#held = this.#held === undefined ? more : Buffer.concat([this.#held, more]);
    if (!isInLine) this.#admission.add(this);
    if (this.#held !== more) return;
    // It waits, and the buffer is used again.
    this.#held = Buffer.from(more);
    this.#isPaused = true;
    this.#socket.pause(true);
  }

  onEnd(): void {
    if (this.#held !== undefined) this.#takeHeld();
    if (this.#http !== undefined) this.#http.receiveEnd();
    else this.#drop('left-early');
  }

  onDrain(): void {
    this.#http?.drained();
  }

  onClosed(): void {
    this.#decide(this.#tls?.isSecure === false ? 'tls-failed' : 'left-early');
    this.#deadline.cancel();
    this.#leaveLine();
    this.#http?.destroy();
    this.#owner.onOpeningGone(this);
  }

  onUpgraded(unread: readonly Uint8Array[]): void {
    this.#open(websocketPipe, unread);
  }

  onRefused(reason: HttpRefusal): void {
    this.#decide(reason);
  }

  #takeHeld(): void {
    const held = this.#held;
    this.#leaveLine();
    // Before the bytes: they may make the socket somebody else's.
    this.#readOn();
    if (held !== undefined) this.#receive(held);
  }

  #receive(bytes: Uint8Array): void {
    if (this.#http !== undefined) this.#http.receive(bytes, 0, bytes.length);
    else if (this.#decided) return;
    else if (this.#proxyBytes !== undefined) this.#readProxy(this.#proxyBytes, bytes);
    else this.#sniff(bytes);
  }

  #readOn(): void {
    if (!this.#isPaused) return;
    this.#isPaused = false;
    this.#socket.pause(false);
  }

  #leaveLine(): void {
    this.#held = undefined;
    this.#admission.forget(this);
  }

  #readProxy(before: Uint8Array, bytes: Uint8Array): void {
    const read = Buffer.concat([before, bytes.subarray(0, PROXY_HEADER_BYTES_MAX)]);
    const header = readProxyHeader(read);
    if (header.outcome === 'malformed') return this.#drop('proxy-malformed');
    this.#proxyBytes = header.outcome === 'more' ? read : undefined;
    if (header.outcome === 'more') return;
    const refusal = header.client === undefined ? undefined : this.#owner.admitProxied(header.client);
    if (refusal !== undefined) return this.#drop(refusal);
    this.#proxiedClient = header.client;
    const rest = bytes.subarray(header.bytes - before.length);
    if (rest.length > 0) this.#sniff(rest);
  }

  #sniff(bytes: Uint8Array): void {
    const protocol = protocolOf(bytes[0] ?? 0);
    if (protocol === 'tls') this.#secure(bytes);
    else if (protocol === 'unknown') this.#drop('first-byte-unknown');
    else if (this.#tls === undefined && this.#tlsEntry?.required === true) this.#drop('plain-refused');
    else if (protocol === 'tcp') this.#open(tcpPipe, [bytes]);
    else this.#startHttp(bytes);
  }

  #startHttp(bytes: Uint8Array): void {
    this.#http = new HttpStream(this.#socket, this);
    this.#upgrade.accept(this.#http);
    this.#http.receive(bytes, 0, bytes.length);
  }

  /** What comes out of TLS is told apart as if it had come by itself, but for a second TLS inside. */
  #secure(bytes: Uint8Array): void {
    const entry = this.#tlsEntry;
    if (entry === undefined) return this.#drop('tls-not-configured');
    if (this.#tls !== undefined) return this.#drop('first-byte-unknown');
    this.#tls = new TlsByteSocket(this.#socket, bytes, entry.secureContext(), () => {
      this.#owner.onSecured();
    });
    this.#socket = this.#tls;
    this.#tls.start(this);
  }

  #open(pipe: Pipe, unread: readonly Uint8Array[]): void {
    if (this.#decided) return;
    this.#decided = this.#isOpen = true;
    this.#deadline.cancel();
    const all = this.#held === undefined ? unread : [...unread, this.#held];
    this.#leaveLine();
    this.#readOn();
    this.#owner.onOpeningGone(this);
    this.#owner.onOpen(this, pipe, all);
  }

  #drop(reason: Refusal): void {
    this.#decide(reason);
    this.#leaveLine();
    this.#socket.destroy();
    // A socket that was never started tells nobody of its end.
    if (!this.#isStarted) this.onClosed();
  }

  #decide(refusal: Refusal): void {
    if (this.#decided) return;
    this.#decided = true;
    this.#owner.onRefused(this, refusal);
  }
}
