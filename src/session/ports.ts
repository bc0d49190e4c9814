// What the session room needs from others: interfaces only, given by the composition root.

import type { Log } from '../log.js';
import type { Clock } from '../clock.js';
import type { TokenVerifier } from '../auth/verifier.js';
import type { EnvelopeHead } from '../protocol/envelope.js';
import type { ChunkPool } from './chunk-pool.js';
import type { FlushQueue } from './flush-queue.js';
import type { Session } from './session.js';
import type { SessionCounters } from './counters.js';
import type { SessionRegistry } from './registry.js';

/** Limits and intervals of all sessions of a gateway. Units in the names. */
export interface SessionSettings {
  readonly gatewayId: string;
  readonly heartbeatMs: number;
  readonly heartbeatMsMin: number;
  readonly heartbeatMsMax: number;
  readonly frameBytesMax: number;
  readonly requestsMax: number;
  readonly queueBytesMax: number;
  readonly resumeWindowMs: number;
  readonly replayBytesMax: number;
  readonly helloTimeoutMs: number;
  readonly authTimeoutMs: number;
  /** How long after its end a token still keeps the live session. */
  readonly tokenGraceMs: number;
  readonly sessionsMax: number;
}

/** Takes a client's application envelopes and what happens to sessions. Implemented by routing. */
export interface ClientRouter {
  /** An envelope of type 100 or more, checked for form; the offsets in `head` are valid during the call. */
  routeEnvelope(session: Session, head: EnvelopeHead, bytes: Uint8Array, start: number, end: number): void;
  /** Whether a request of the session with this seq is pending. */
  isPending(session: Session, seq: number): boolean;
  sessionOpened(session: Session): void;
  sessionSuspended(session: Session): void;
  sessionResumed(session: Session): void;
  sessionChanged(session: Session): void;
  /** Nothing about the session is called after it. */
  sessionClosed(session: Session, code: number, reason: string): void;
}

/** Everything sessions of one gateway share. */
export interface SessionContext {
  readonly settings: SessionSettings;
  readonly clock: Clock;
  readonly log: Log;
  readonly verifier: TokenVerifier;
  readonly router: ClientRouter;
  readonly registry: SessionRegistry;
  readonly counters: SessionCounters;
  readonly flushQueue: FlushQueue;
  readonly chunkPool: ChunkPool;
  /** 128 fresh random bits or more, as text. */
  readonly randomId: () => string;
}
