// The seam under the client: a transport that carries whole envelopes. tcp-pipe.ts and
// websocket-pipe.ts implement it; nothing above knows which one runs.

import type { Clock } from '../../clock.js';
import type { DisconnectName } from '../../protocol/codes.js';
import type { FrameLimit } from '../../protocol/frames.js';

/** Hears a pipe. Never called from inside a call to the pipe, nor after `onLost`. */
export interface PipeSink {
  onOpen(): void;
  /** Bytes came that are no whole envelope yet. */
  onActivity(): void;
  /** One envelope, unchecked; the array is the sink's to keep. */
  onEnvelope(envelope: Uint8Array): void;
  /** The gateway broke the framing. The sink closes the pipe. */
  onViolation(name: DisconnectName): void;
  /** The pipe is gone, or never came to be. Exactly once, also after `close` and `destroy`. */
  onLost(cause: string): void;
}

export interface Pipe {
  /** Bytes written that have not left for the network. */
  readonly queuedBytes: number;
  /** Largest envelope taken; changed by the owner. */
  readonly limit: FrameLimit;
  /** Frames and sends one envelope, which must not be changed until it has left. */
  write(envelope: Uint8Array): void;
  /** Ends after what was written; dropped when that takes longer than CLOSE_TIMEOUT_MS. */
  close(disconnectCode: number): void;
}

/** Starts a pipe at once; what comes of it is told to the sink, later. */
export type OpenPipe = (url: string, sink: PipeSink, limit: FrameLimit, clock: Clock) => Pipe;

/** As long as the gateway discards input after a Disconnect. */
export const CLOSE_TIMEOUT_MS = 2_000;
