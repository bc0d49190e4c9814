// A ByteSocket dressed as the Duplex that node:http and ws want, for as long as an upgrade takes.
//
// Node's HTTP server and ws leave listeners and fields of theirs on the stream they work with. Here that
// is this stream and not the socket: after the upgrade it is dropped, and what it hung on is as clean as
// a socket that never saw HTTP. Both document that any Duplex will do.

import type { ByteSocket } from './byte-socket.js';
import { ByteSocketStream } from './byte-socket-stream.js';

/**
 * Bytes that may wait for the HTTP parser. It takes them as they come, except while the answers to
 * pipelined requests are stuck.
 */
const UNPARSED_BYTES_MAX = 64 * 1024;

/** How an HTTP connection went on. If the client stays long enough, one of these is called first; only that counts. */
export interface HttpOutcome {
  /** The answer 101 is written, and the stream is dead. `unread` is what came after the request. */
  onUpgraded(unread: readonly Uint8Array[]): void;
  /** Something else is written, and sending has ended. */
  onRefused(reason: HttpRefusal): void;
}

/** 'http-plain': no upgrade was asked for. 'http-malformed': it could not be parsed, or was too long. */
export type HttpRefusal = 'http-plain' | 'http-malformed' | 'upgrade-refused' | 'origin-refused';

const REASON_PHRASES = {
  400: 'Bad Request',
  403: 'Forbidden',
  431: 'Request Header Fields Too Large',
} as const;

export class HttpStream extends ByteSocketStream {
  readonly #outcome: HttpOutcome;
  /** The socket is not ours any more. */
  #released = false;

  constructor(socket: ByteSocket, outcome: HttpOutcome) {
    super(socket);
    this.#outcome = outcome;
  }

  /** Bytes from the socket. What comes after an answer that ended the stream is discarded. */
  receive(bytes: Uint8Array, start: number, end: number): void {
    if (this.writableEnded || this.destroyed) return;
    if (this.readableLength <= UNPARSED_BYTES_MAX) {
      this.push(Buffer.from(bytes.subarray(start, end)));
      return;
    }
    this.report('http-malformed');
    this.destroy();
  }

  /** Reports a refusal that somebody else answers. */
  report(reason: HttpRefusal): void {
    this.#outcome.onRefused(reason);
  }

  /** Answers with an error in plain text and ends. */
  refuse(status: keyof typeof REASON_PHRASES, reason: HttpRefusal, text: string): void {
    if (!this.writable) return;
    const body = `${text}\n`;
    this.end(
      `HTTP/1.1 ${status} ${REASON_PHRASES[status]}\r\n` +
        'Connection: close\r\n' +
        'Content-Type: text/plain; charset=utf-8\r\n' +
        `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    );
    this.report(reason);
  }

  /** Gives the socket up, with `head` and whatever else was received and not parsed. */
  release(head: Uint8Array): void {
    const unread = [head];
    // What is read is told to listeners too, and ws, which listens by now, would parse it: a bad frame would
    // be an error that nobody takes.
    this.removeAllListeners('data');
    for (let rest = this.#readRest(); rest !== null; rest = this.#readRest()) unread.push(rest);
    this.#released = true;
    this.destroy();
    this.#outcome.onUpgraded(unread);
  }

  #readRest(): Buffer | null {
    return this.read() as Buffer | null;
  }

  override _read(): void {
    // Bytes are pushed as they come.
  }

  override _destroy(error: Error | null, onDone: (error: Error | null) => void): void {
    if (this.#released) onDone(error);
    else super._destroy(error, onDone);
  }
}
