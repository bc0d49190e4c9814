// A pipe over raw TCP or TLS, for Node.

import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls, type ConnectionOptions } from 'node:tls';
import type { Clock, Timer } from '../../clock.js';
import { FrameStatus, frameEnvelope, type FrameLimit, type FrameSink } from '../../protocol/frames.js';
import { TcpFrameReader, tcpFraming } from '../../protocol/tcp-frames.js';
import { parseEndpoint } from './endpoint.js';
import { CLOSE_TIMEOUT_MS, type OpenPipe, type Pipe, type PipeSink } from './pipe.js';

export class TcpPipe implements Pipe, FrameSink {
  readonly limit: FrameLimit;
  readonly #socket: Socket;
  readonly #sink: PipeSink;
  readonly #clock: Clock;
  readonly #reader: TcpFrameReader;
  /** Runs from `close` until the socket is gone; what still comes in meanwhile is discarded. */
  #closing: Timer | undefined;
  #corked = false;
  #failure = 'the gateway closed the connection';

  /** @param socket one that is not connected yet; its event is `openEvent` */
  constructor(socket: Socket, openEvent: string, sink: PipeSink, limit: FrameLimit, clock: Clock) {
    this.#socket = socket;
    this.#sink = sink;
    this.limit = limit;
    this.#clock = clock;
    this.#reader = new TcpFrameReader(limit);
    socket.setNoDelay(true);
    socket.on(openEvent, () => {
      sink.onOpen();
    });
    socket.on('data', (bytes: Buffer) => {
      this.#onBytes(bytes);
    });
    socket.on('error', (error) => {
      this.#failure = error.message;
    });
    socket.on('close', () => {
      this.#closing?.cancel();
      sink.onLost(this.#failure);
    });
  }

  get queuedBytes(): number {
    return this.#socket.writableLength;
  }

  /** All that is written in one turn of the event loop leaves as one packet. */
  write(envelope: Uint8Array): void {
    if (!this.#corked) {
      this.#corked = true;
      this.#socket.cork();
      process.nextTick(() => {
        this.#corked = false;
        this.#socket.uncork();
      });
    }
    this.#socket.write(frameEnvelope(tcpFraming, envelope));
  }

  close(): void {
    if (this.#closing !== undefined || this.#socket.destroyed) return;
    this.#closing = this.#clock.after(CLOSE_TIMEOUT_MS, () => {
      this.#socket.destroy();
    });
    if (this.#socket.connecting) this.#socket.destroy();
    else this.#socket.end();
  }

  onEnvelope(bytes: Uint8Array, start: number, end: number): boolean {
    this.#sink.onEnvelope(new Uint8Array(bytes.subarray(start, end)));
    return this.#closing === undefined;
  }

  onPing(): void {
    return;
  }

  onClose(): void {
    return;
  }

  #onBytes(bytes: Uint8Array): void {
    if (this.#closing !== undefined) return;
    this.#sink.onActivity();
    const status = this.#reader.push(bytes, 0, bytes.length, this);
    if (status === FrameStatus.TOO_LARGE) this.#sink.onViolation('FRAME_TOO_LARGE');
  }
}

/** What may be set for tls:// and wss://; the names are Node's. */
export type TlsOptions = Pick<ConnectionOptions, 'ca' | 'cert' | 'key' | 'rejectUnauthorized' | 'servername'>;

/** @returns how to open tcp://host:port and tls://host:port */
export function tcpPipes(tls: TlsOptions): OpenPipe {
  return (url, sink, limit, clock) => {
    const { scheme, host, port } = parseEndpoint(url);
    if (scheme === 'tcp') return new TcpPipe(connectTcp({ host, port }), 'connect', sink, limit, clock);
    // A name for SNI must not be an address (RFC 6066 section 3).
    const servername = isIP(host) === 0 ? host : '';
    const socket = connectTls({ host, port, servername, ...tls });
    return new TcpPipe(socket, 'secureConnect', sink, limit, clock);
  };
}
