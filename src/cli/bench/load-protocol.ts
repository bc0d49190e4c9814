// What is spoken to a peer, over whatever pipe: how a session begins, what stands around an envelope in a frame,
// and what comes besides answers and pushes. One protocol for each load, one talk for each session.

import type { EnvelopeHead } from '../../protocol/envelope.js';
import type { ClientPipe } from './client-pipe.js';

/** The order for a protocol, as it goes between processes. */
export type Speech =
  /** A gateway of ours: sessions greet with this token. */
  | { readonly kind: 'causeway'; readonly token: string }
  /** Envelopes and nothing else, for proxies and plain gateways. */
  | { readonly kind: 'bare' }
  /** Envelopes as messages of NATS, requests to one subject that a responder serves. */
  | { readonly kind: 'nats' };

/** An envelope and what stands around it in one frame. */
export interface Wrapped {
  readonly bytes: Uint8Array;
  readonly envelopeAt: number;
  /** Where the session's number stands, in SESSION_DIGITS decimal digits; undefined: nowhere. */
  readonly sessionAt: number | undefined;
}

/** So many digits a session's number has where it is written out. */
export const SESSION_DIGITS = 6;

export interface LoadProtocol {
  readonly pipe: ClientPipe;
  wrapRequest(envelope: Uint8Array): Wrapped;
  /** What makes everybody get `envelope`. */
  wrapNotification(envelope: Uint8Array): Uint8Array;
  newTalk(session: TalkingSession): Talk;
}

/** Why a session could not be opened. */
export interface OpenFailure {
  readonly cause: string;
  /** The gateway has too much to do right now; it may have room after so many milliseconds. */
  readonly retryAfterMs: number | undefined;
}

/** What a talk may do to its session. */
export interface TalkingSession {
  /** From 0, over the whole load. */
  readonly index: number;
  /** Sends one frame. */
  send(body: Uint8Array): void;
  /** Requests may be sent. */
  up(): void;
  /** An answer or a push has come: `head` describes the envelope in `bytes`. */
  deliver(bytes: Uint8Array, head: EnvelopeHead): void;
  fault(what: string): void;
  /** It ends, whatever it was doing. */
  lose(failure: OpenFailure): void;
}

export interface Talk {
  /** The pipe is open. */
  begin(): void;
  /** One frame's `bytes[start, end)`, valid during the call. */
  onBody(bytes: Uint8Array, start: number, end: number): void;
}
