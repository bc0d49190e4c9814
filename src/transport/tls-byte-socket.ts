// TLS as the server, over any ByteSocket:
//
//   sink ◀▶ TlsByteSocket ◀▶ node:tls TLSSocket ◀▶ CipherStream ◀▶ the ByteSocket that was accepted
//
// TLSSocket wants a Duplex below it, so the accepted socket is dressed as one. What is written waits in
// TLSSocket until the socket below has taken its records, so back-pressure goes through: a write is never
// taken at once, its drain comes in a later turn.

import { TLSSocket, type SecureContext } from 'node:tls';
import type { ByteSink, ByteSocket } from './byte-socket.js';
import { ByteSocketStream } from './byte-socket-stream.js';

/** What the wire asks for: the only protocol under TLS on this port that names itself. */
const ALPN_PROTOCOLS = ['http/1.1'];

export class TlsByteSocket implements ByteSocket {
  readonly remote: string;
  readonly #below: ByteSocket;
  readonly #tls: TLSSocket;
  #sink: ByteSink | undefined;
  #isSecure = false;
  #owesDrain = false;
  #cause = 'closed';
  readonly #onWritten = (): void => {
    this.#settleWrites();
  };

  /**
   * Takes `below` over and begins the handshake once started.
   * @param unread what was read from it already
   * @param onSecure the handshake is done; before the first bytes
   */
  constructor(below: ByteSocket, unread: Uint8Array, secureContext: SecureContext, onSecure: () => void) {
    this.remote = below.remote;
    this.#below = below;
    const stream = new CipherStream(below, unread);
    this.#tls = new TLSSocket(stream, { isServer: true, secureContext, ALPNProtocols: ALPN_PROTOCOLS });
    // A client could ask for new handshakes without end; TLS 1.3 has none.
    this.#tls.disableRenegotiation();
    this.#tls.on('secure', () => {
      this.#isSecure = true;
      onSecure();
    });
    this.#tls.on('error', (error: Error) => {
      this.#cause = causeOf(error);
    });
    this.#tls.on('close', () => this.#sink?.onClosed(this.#cause));
  }

  /** Whether the handshake is done. */
  get isSecure(): boolean {
    return this.#isSecure;
  }

  get queuedBytes(): number {
    return this.#tls.writableLength;
  }

  start(sink: ByteSink): void {
    const first = this.#sink === undefined;
    this.#sink = sink;
    if (!first) return;
    this.#tls.on('end', () => this.#sink?.onEnd());
    this.#tls.on('data', (chunk: Buffer) => this.#sink?.onBytes(chunk, 0, chunk.length));
  }

  write(bytes: Uint8Array): boolean {
    if (!this.#tls.writable) return true;
    this.#tls.write(bytes, this.#onWritten);
    if (this.#tls.writableLength === 0) return true;
    this.#owesDrain = true;
    return false;
  }

  pause(paused: boolean): void {
    if (paused) this.#tls.pause();
    else this.#tls.resume();
  }

  end(): void {
    this.#tls.end();
  }

  destroy(): void {
    this.#tls.destroy();
    this.#below.destroy();
  }

  #settleWrites(): void {
    if (!this.#owesDrain || this.#tls.destroyed || this.#tls.writableLength > 0) return;
    this.#owesDrain = false;
    this.#sink?.onDrain();
  }
}

/** OpenSSL's reason where there is one, else Node's code: both are stable, messages are not. */
function causeOf(error: Error): string {
  if ('reason' in error && typeof error.reason === 'string') return error.reason;
  return 'code' in error && typeof error.code === 'string' ? error.code : error.message;
}

/** The accepted socket as TLSSocket wants it: a Duplex of records. */
class CipherStream extends ByteSocketStream implements ByteSink {
  #paused = false;

  constructor(socket: ByteSocket, unread: Uint8Array) {
    super(socket);
    if (unread.length > 0) this.push(Buffer.from(unread));
    socket.start(this);
  }

  onBytes(bytes: Uint8Array, start: number, end: number): void {
    if (this.destroyed || this.push(Buffer.from(bytes.subarray(start, end)))) return;
    this.#paused = true;
    this.socket.pause(true);
  }

  onEnd(): void {
    this.receiveEnd();
  }

  onDrain(): void {
    this.drained();
  }

  onClosed(): void {
    this.destroy();
  }

  override _read(): void {
    if (!this.#paused) return;
    this.#paused = false;
    this.socket.pause(false);
  }
}
