// What Hello asks for, as pure decisions: is it well-formed, does it resume a session, and what Welcome says.

import { hello as helloCodec, welcome, type Hello } from '../protocol/control-messages.js';
import { HELLO, PROTOCOL_VERSION, UINT32_MAX } from '../protocol/control-types.js';
import type { EnvelopeHead } from '../protocol/envelope.js';
import type { DisconnectName } from '../protocol/codes.js';
import type { ClientSession, ResumeMatch, SessionContext } from './contracts.js';

/** Characters of Hello.client that are kept. */
const CLIENT_NAME_MAX = 64;

export type HelloOutcome =
  { readonly ok: true; readonly hello: Hello } | { readonly ok: false; readonly refusal: DisconnectName };

/** Reads the first envelope of a transport. */
export function readHello(head: EnvelopeHead, payload: Uint8Array): HelloOutcome {
  if (head.type !== HELLO || head.seq === 0) return { ok: false, refusal: 'PROTOCOL' };
  const hello = helloCodec.decode(payload);
  if (hello === undefined) return { ok: false, refusal: 'MALFORMED' };
  if (hello.protocol !== PROTOCOL_VERSION) return { ok: false, refusal: 'VERSION_UNSUPPORTED' };
  return { ok: true, hello };
}

/** The client's name for logs: cut, and without anything that could break a line. */
export function clientName(hello: Hello): string {
  return hello.client.slice(0, CLIENT_NAME_MAX).replace(/[^\x20-\x7e]/g, '?');
}

/** The heartbeat interval in force: the client's wish within the gateway's bounds. */
export function heartbeatInForce(wishMs: number, defaultMs: number, minMs: number, maxMs: number): number {
  return wishMs === 0 ? defaultMs : Math.min(maxMs, Math.max(minMs, wishMs));
}

export type ResumeDecision =
  /** A new session, nothing old is touched. */
  | 'new'
  /** A new session; the old one cannot be proven whole and ends. */
  | 'new-ends-old'
  /** A newer attempt holds the session: refuse and leave it alone. */
  | 'stale'
  /** The old session, whole. */
  | 'resume';

/**
 * Whether a Hello takes an old session over.
 * @param user whom Hello's token names: a resume token alone is not enough
 */
export function decideResume(match: ResumeMatch | undefined, hello: Hello, user: string): ResumeDecision {
  if (match?.session.identity.user !== user) return 'new';
  const { session, retired } = match;
  if (hello.attempt <= session.attempt) return 'stale';
  // A token that was replaced and whose successor was used proves nothing about what the client has.
  if (retired) return 'new-ends-old';
  return session.canResumeFrom(hello.received) ? 'resume' : 'new-ends-old';
}

/** A count has come to its end: one more could not be told from 0. */
export function countExhausted(count: number): boolean {
  return count >= UINT32_MAX;
}

/** As a u32 of milliseconds; 0 means that the token does not end. */
export function tokenExpiresInMs(expiresAtMs: number, epochMs: number): number {
  return expiresAtMs === Infinity ? 0 : Math.min(UINT32_MAX, Math.max(1, Math.floor(expiresAtMs - epochMs)));
}

/** What Welcome says beside what the session and the settings say. */
export interface Greeted {
  /** In force for this transport. */
  readonly heartbeatMs: number;
  /** The new resume token; '' when the session is not resumable. */
  readonly resume: string;
  readonly resumed: boolean;
}

/** The payload of the Welcome that gives `session` to a client. */
export function welcomePayload(
  { settings, clock }: Pick<SessionContext, 'settings' | 'clock'>,
  session: ClientSession,
  { heartbeatMs, resume, resumed }: Greeted,
): Uint8Array {
  return welcome.encode({
    protocol: PROTOCOL_VERSION,
    session: session.id,
    user: session.identity.user,
    resume,
    resumed: resumed ? 1 : 0,
    received: session.received,
    heartbeatMs,
    tokenExpiresInMs: tokenExpiresInMs(session.identity.expiresAtMs, clock.epochMs()),
    resumeWindowMs: session.resumable ? settings.resumeWindowMs : 0,
    frameBytesMax: settings.frameBytesMax,
    requestsMax: settings.requestsMax,
    gateway: settings.gatewayId,
  });
}
