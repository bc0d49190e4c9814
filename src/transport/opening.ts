// A connection between accept and transport: waits for the first byte, goes through the upgrade when
// it is HTTP, and hands the socket on with everything that was read. One deadline covers all of it.

import type { Clock, Timer } from '../clock.js';
import type { ByteSink, ByteSocket } from './byte-socket.js';
import { protocolOf } from './first-byte.js';
import { tcpPipe, websocketPipe, type Pipe } from './framed-transport.js';
import { HttpStream, type HttpOutcome, type HttpRefusal } from './http-stream.js';
import type { WebSocketUpgrade } from './websocket-upgrade.js';

/** Why a connection never became a transport. */
export const REFUSALS = [
  /** Too many connections were opening at once. */
  'openings-full',
  /** Neither a TCP frame nor an upgrade before the deadline. */
  'opening-timeout',
  /** The client left, or the connection broke. */
  'left-early',
  /** The listener was closed meanwhile. */
  'listener-closed',
  'first-byte-unknown',
  'tls-not-configured',
  'http-plain',
  'http-malformed',
  'upgrade-refused',
] as const;
export type Refusal = (typeof REFUSALS)[number];

/** Hears exactly one of `onOpen` and `onRefused`, once, and `onOpeningGone` once: before the one, after the other. */
export interface OpeningOwner {
  /** The socket is the callee's from now on. `unread` are the first bytes of the pipe. */
  onOpen(opening: Opening, pipe: Pipe, unread: readonly Uint8Array[]): void;
  onRefused(opening: Opening, reason: Refusal): void;
  /** Nothing is left of the opening: the socket is gone or somebody else's. */
  onOpeningGone(opening: Opening): void;
}

export interface OpeningOptions {
  readonly socket: ByteSocket;
  readonly upgrade: WebSocketUpgrade;
  readonly clock: Clock;
  readonly timeoutMs: number;
  readonly owner: OpeningOwner;
}

export class Opening implements ByteSink, HttpOutcome {
  readonly socket: ByteSocket;
  readonly acceptedAtMs: number;
  readonly #upgrade: WebSocketUpgrade;
  readonly #owner: OpeningOwner;
  readonly #deadline: Timer;
  #http: HttpStream | undefined;
  /** The owner knows how it went. After a refusal the answer may still be on its way. */
  #decided = false;

  constructor(options: OpeningOptions) {
    this.socket = options.socket;
    this.#upgrade = options.upgrade;
    this.#owner = options.owner;
    this.acceptedAtMs = options.clock.nowMs();
    this.#deadline = options.clock.after(options.timeoutMs, () => {
      this.#drop('opening-timeout');
    });
  }

  start(): void {
    this.socket.start(this);
  }

  /** The listener closes: drops the connection at once. */
  abandon(): void {
    this.#drop('listener-closed');
  }

  onBytes(bytes: Uint8Array, start: number, end: number): void {
    if (this.#http !== undefined) this.#http.receive(bytes, start, end);
    else if (!this.#decided) this.#sniff(bytes.subarray(start, end));
  }

  onEnd(): void {
    if (this.#http !== undefined) this.#http.receiveEnd();
    else this.#drop('left-early');
  }

  onDrain(): void {
    this.#http?.drained();
  }

  onClosed(): void {
    this.#decide('left-early');
    this.#deadline.cancel();
    this.#http?.destroy();
    this.#owner.onOpeningGone(this);
  }

  onUpgraded(unread: readonly Uint8Array[]): void {
    this.#open(websocketPipe, unread);
  }

  onRefused(reason: HttpRefusal): void {
    this.#decide(reason);
  }

  #sniff(bytes: Uint8Array): void {
    switch (protocolOf(bytes[0] ?? 0)) {
      case 'tcp':
        this.#open(tcpPipe, [bytes]);
        break;
      case 'http':
        this.#http = new HttpStream(this.socket, this);
        this.#upgrade.accept(this.#http);
        this.#http.receive(bytes, 0, bytes.length);
        break;
      case 'tls':
        this.#drop('tls-not-configured');
        break;
      case 'unknown':
        this.#drop('first-byte-unknown');
        break;
    }
  }

  #open(pipe: Pipe, unread: readonly Uint8Array[]): void {
    if (this.#decided) return;
    this.#decided = true;
    this.#deadline.cancel();
    this.#owner.onOpeningGone(this);
    this.#owner.onOpen(this, pipe, unread);
  }

  #drop(reason: Refusal): void {
    this.#decide(reason);
    this.socket.destroy();
  }

  #decide(refusal: Refusal): void {
    if (this.#decided) return;
    this.#decided = true;
    this.#owner.onRefused(this, refusal);
  }
}
