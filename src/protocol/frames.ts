// The seam between bytes and envelopes: what a frame codec of one pipe offers, for TCP and WebSocket
// alike. Sans I/O: bytes go in, events come out at the sink, in any split of the bytes the same ones.

/** Receives what a reader found. Offsets are into a buffer that is valid only during the call. */
export interface FrameSink {
  /** One whole envelope. Returning false stops the reader: nothing after it is delivered any more. */
  onEnvelope(bytes: Uint8Array, start: number, end: number): boolean;
  /**
   * Asked before a frame that begins at `bytes[start]`. True: the sink takes `bytes[start, end)` over, to push it
   * later, and the reader is done with it. Default: it never does.
   */
  putsOff?(bytes: Uint8Array, start: number, end: number): boolean;
  /** A WebSocket ping; the answer is a pong with the same payload, `bytes[start, end)`. Never called on TCP. */
  onPing(bytes: Uint8Array, start: number, end: number): void;
  /** A WebSocket pong. For who counts them: there is nothing to answer. */
  onPong?(): void;
  /** A WebSocket close frame. Nothing comes after it. Never called on TCP. */
  onClose(): void;
}

/** How a push of bytes ended. Anything but OK or STOPPED is the peer's violation, and final. */
export const FrameStatus = {
  OK: 0,
  /** The sink asked to stop, or a close frame came. */
  STOPPED: 1,
  /** A frame is longer than the limit in force. */
  TOO_LARGE: 2,
  /** The pipe's own rules were broken (reserved bits, mask, opcode, control frame rules). */
  MALFORMED: 3,
  /** A WebSocket text message: only binary ones are spoken here. */
  TEXT: 4,
} as const;
export type FrameStatus = (typeof FrameStatus)[keyof typeof FrameStatus];

/** Splits the bytes of one pipe into envelopes. */
export interface FrameReader {
  /**
   * Takes `bytes[start, end)`. The buffer may be changed (unmasked in place) and is not kept.
   * After anything but OK the reader must not be used again.
   */
  push(bytes: Uint8Array, start: number, end: number, sink: FrameSink): FrameStatus;
  /** Bytes of an unfinished frame that the reader holds. */
  readonly heldBytes: number;
}

/** One that can be lent to another pipe of the same kind while it is idle, and is then given its limit. */
export interface LendableReader extends FrameReader {
  limit: FrameLimit;
  /** It holds nothing of its pipe: the next byte is the first of a frame that begins a message. */
  readonly isIdle: boolean;
}

/** Puts envelopes into frames. Stateless: one object serves every connection, so a push is framed once. */
export interface Framing {
  /** Name for logs and metrics. */
  readonly name: 'tcp' | 'ws';
  /** Bytes of the frame head for an envelope of `length` bytes. */
  headBytes(length: number): number;
  /** Writes that head at `at` and returns the offset behind it. */
  writeHead(bytes: Uint8Array, at: number, length: number): number;
}

/** Longest frame head of any framing, in bytes. */
export const FRAME_HEAD_BYTES_MAX = 10;

/** Mutable limit shared by a connection and its reader: it grows once, at Welcome. */
export interface FrameLimit {
  /** Largest envelope in bytes that is taken. */
  bytesMax: number;
}

/** One whole frame around `envelope`, in a fresh array. */
export function frameEnvelope(framing: Framing, envelope: Uint8Array): Uint8Array {
  const frame = new Uint8Array(framing.headBytes(envelope.length) + envelope.length);
  frame.set(envelope, framing.writeHead(frame, 0, envelope.length));
  return frame;
}
