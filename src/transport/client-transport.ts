// What a session sees of its pipe: envelopes in, framed bytes out, a proper end. The same for TCP and
// WebSocket, under TLS or not.

import type { FrameLimit, FrameStatus, Framing } from '../protocol/frames.js';
import type { TransferableHandle } from './byte-socket.js';

/** Receives what a client sends. Nothing is called from inside a call to the transport. */
export interface TransportSink {
  /** Bytes came, whatever they hold: the client is alive. Called before the envelopes in them. */
  onActivity(): void;
  /**
   * One envelope, not checked. Valid only during the call. Returning false means that the sink has
   * closed the transport: nothing more is delivered.
   */
  onEnvelope(bytes: Uint8Array, start: number, end: number): boolean;
  /** A WebSocket ping or pong came. Returning false means that the sink has closed the transport. */
  onPing(): boolean;
  /** The peer broke the framing; the sink closes with the code that fits. Nothing more is delivered. */
  onViolation(status: FrameStatus): void;
  /** Everything written has been taken by the kernel, after a `write` had said false. */
  onDrain(): void;
  /** The pipe is gone or the peer finished sending, not by `close`. At most once, the last call. */
  onLost(cause: string): void;
}

export interface ClientTransport {
  readonly framing: Framing;
  /** "address:port" of the client. */
  readonly address: string;
  /** Monotonic milliseconds when the connection was accepted: the Hello deadline counts from there. */
  readonly acceptedAtMs: number;
  /** Monotonic milliseconds when what the sink is being given was read; what was put off came earlier than now. */
  readAtMs(): number;
  /** Largest envelope taken; the session raises it at Welcome. */
  readonly limit: FrameLimit;
  /** Bytes written that the kernel has not taken. */
  readonly queuedBytes: number;
  /** Writes bytes that are framed already. As ByteSocket.write. */
  write(framed: Uint8Array): boolean;
  /**
   * Ends in order: what was written, on WebSocket a close frame with 4000 + `disconnectCode`, end of
   * writing; then input is discarded until the peer ends or 2 s pass. The sink hears nothing more.
   */
  close(disconnectCode: number): void;
  /** Drops the pipe at once. The sink hears nothing more. */
  destroy(): void;
  /**
   * Gives the pipe up for another process, between two envelopes: the sink hears nothing more, the client
   * notices nothing. Undefined when it cannot travel; it is as it was then.
   */
  release?(): ReleasedTransport | undefined;
}

/** A transport on its way to another process. */
export interface ReleasedTransport {
  readonly handle: TransferableHandle;
  readonly framing: Framing['name'];
  readonly address: string;
}
