// The seam under every pipe, client transports and links alike: bytes in, bytes out, nothing about
// frames. Implementations: net-byte-socket.ts (Node's public API), handle-byte-socket.ts (its internals),
// tls-byte-socket.ts (TLS over one of them).

/** Receives what a socket reads. Nothing is called from inside a call to the socket. */
export interface ByteSink {
  /** `bytes[start, end)` are valid only during the call, and may be changed by the callee. */
  onBytes(bytes: Uint8Array, start: number, end: number): void;
  /** The peer has finished sending. What it should still get can be written. */
  onEnd(): void;
  /** Everything written has been taken by the kernel, after a `write` had said false. */
  onDrain(): void;
  /** The socket is gone. Exactly once, and the last call. `cause` is for logs. */
  onClosed(cause: string): void;
}

export interface ByteSocket {
  /** "address:port" of the peer, IPv6 in brackets. */
  readonly remote: string;
  /** Bytes written that the kernel has not taken. */
  readonly queuedBytes: number;
  /**
   * Starts reading; called before anything else. Called again, also by the sink from inside one of its
   * calls, it hands the socket over: from then on the new sink hears everything and the old one nothing.
   */
  start(sink: ByteSink): void;
  /**
   * Hands bytes over for sending. After true the kernel has them and the buffer is the caller's again;
   * after false the socket keeps the buffer until `onDrain`. On a dead socket it does nothing: true.
   */
  write(bytes: Uint8Array): boolean;
  /** Stops (true) or goes on (false) reading, for back-pressure. */
  pause(paused: boolean): void;
  /** Finishes sending after what was written; reading goes on. When both sides have finished, it closes. */
  end(): void;
  /** Drops everything at once. */
  destroy(): void;
  /**
   * Gives the connection up without ending it, for another process: nothing is read or told any more, and
   * what was received here is the owner's to pass on. Absent where a connection cannot travel (TLS).
   * @returns Node's handle of it, the caller's to close; undefined when it cannot travel now
   */
  release?(): TransferableHandle | undefined;
}

/** Node's handle of a TCP connection, as child_process sends it to another process. Nothing reads from it. */
export interface TransferableHandle {
  close(): void;
}
