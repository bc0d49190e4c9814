// The words of the session room: what its parts know of each other, and what routing, links and the
// composition root know of them. Interfaces only, so that imports go one way.

import type { AdmissionLine } from '../admission.js';
import type { Identity, TokenVerifier } from '../auth/verifier.js';
import type { Clock } from '../clock.js';
import type { Presence } from '../cluster/cluster.js';
import type { GatewayLink } from '../link/gateway-link.js';
import type { Requester } from '../link/pending-requests.js';
import type { SessionPeer } from '../link/session-peer.js';
import type { Log } from '../log.js';
import type { Attributes } from '../protocol/attributes.js';
import type { Advice, DisconnectName } from '../protocol/codes.js';
import type { EnvelopeHead } from '../protocol/envelope.js';
import type { IntakeLimits, IntakeSettings } from '../traffic/intake.js';
import type { Choice } from '../traffic/picker.js';
import type { UserLimit } from '../traffic/shared-limits.js';
import type { ClientTransport } from '../transport/client-transport.js';
import type { Turn } from '../turn.js';
import type { ClosedSessions } from './closed-sessions.js';
import type { SessionCounters } from './counters.js';
import type { SessionGate } from './gate.js';
import type { Broadcast } from './outbox.js';
import type { SendPages } from './send-pages.js';
import type { ConnectionState } from './connection-states.js';
import type { SessionState } from './session-states.js';

/** Limits and intervals of all sessions of a gateway. Units in the names. */
export interface SessionSettings extends IntakeSettings {
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
  /** Connections without a session at once, from the end of the upgrade to Welcome. */
  readonly handshakesMax: number;
}

/** An authenticated client, as everyone outside session.ts sees it. */
export interface ClientSession extends Requester, SessionPeer, Presence {
  readonly id: string;
  readonly resumable: boolean;
  readonly openedAtEpochMs: number;
  readonly state: SessionState;
  readonly connection: ClientConnection | undefined;
  readonly groups: ReadonlySet<string>;
  identity: Identity;
  attributes: Attributes;
  generation: number;
  attempt: number;
  readonly address: string;
  readonly received: number;
  suspendedAtMs: number;
  seqHigh: number;
  /** Seq of a Refresh under way on this generation, 0 when there is none. */
  refreshSeq: number;
  /** Service → server id, set by backends; undefined until the first. */
  pins: Map<string, string> | undefined;
  /** What the router last chose for this session, a chain of one entry a service. Owned by the router. */
  choices: Choice<GatewayLink> | undefined;

  /** As `deliver`, for an envelope that goes to many sessions. */
  deliverBroadcast(broadcast: Broadcast): void;
  /** Tells the client that pushes for it were lost between gateways. @param count 0: nobody knows how many */
  deliverLost(count: number): void;
  /** Answers a request with an error of the gateway, or notes a notification as undelivered. */
  fail(type: number, seq: number, code: number, retryAfterMs?: number): void;
  countReceived(bytes: number): void;
  acknowledgedByClient(count: number): boolean;
  canResumeFrom(count: number): boolean;
  sweep(nowMs: number): void;
  readonly resumeTokens: readonly string[];
  replaceResumeToken(token: string, presented: string): void;
  retirePreviousToken(): void;
  isRetired(token: string): boolean;
  joined(group: string): void;
  left(group: string): void;
  attach(connection: ClientConnection): void;
  repeatAfter(count: number): void;
  transportLost(code: number, reason: string): void;
  /** Ends the session and its transport. Does nothing when it has ended already. */
  end(name: DisconnectName, reason?: string, advice?: Advice, retryAfterMs?: number): void;
  closedByConnection(code: number, reason: string): void;
}

/** One transport of a client, as its session and the sweep see it. */
export interface ClientConnection extends Heartbeat {
  readonly address: string;
  readonly state: ConnectionState;
  readonly queuedBytes: number;
  /** @returns false when the send queue is full. */
  send(bytes: Uint8Array, start: number, end: number): boolean;
  sendBroadcast(broadcast: Broadcast): boolean;
  /** Sends an envelope of the gateway's own. */
  sendControl(envelope: Uint8Array): void;
  /** Marks a request's seq as used. False, and the end of the session, when it is pending already. */
  claimSeq(session: ClientSession, seq: number): boolean;
  /** Ends the transport for a reason that lies in it; a resumable session may survive it. */
  end(name: DisconnectName, reason?: string, retryAfterMs?: number): void;
  /** Sends Disconnect as the last envelope and ends the transport. The session is the caller's concern. */
  finish(name: DisconnectName, reason: string, advice?: Advice, retryAfterMs?: number): boolean;
  supersede(): void;
  endedByClient(reason: string): void;
}

/** What the heartbeat of one transport is decided from. The flags are set per message, the times per sweep. */
export interface Heartbeat {
  heartbeatMs: number;
  /** Bytes came since the last sweep. */
  heard: boolean;
  /** Something was sent since the last sweep. */
  sent: boolean;
  lastHeardMs: number;
  lastSentMs: number;
  lastPingMs: number;
}

export interface ResumeMatch {
  readonly session: ClientSession;
  /** The token was replaced and the client has used the newer one: it resumes nothing any more. */
  readonly retired: boolean;
}

/** Connections that have no session yet. Implemented by handshakes.ts. */
export interface Handshakes extends Iterable<ClientConnection> {
  readonly size: number;
  /** Those that have not said Hello, the oldest first. */
  readonly silent: Iterable<ClientConnection>;
  add(connection: ClientConnection): void;
  /** It has said Hello. */
  heard(connection: ClientConnection): void;
  delete(connection: ClientConnection): void;
}

/** All sessions of this gateway. Implemented by registry.ts. */
export interface Sessions {
  readonly size: number;
  add(session: ClientSession): void;
  remove(session: ClientSession): void;
  byId(id: string): ClientSession | undefined;
  byUser(user: string): Iterable<ClientSession>;
  all(): Iterable<ClientSession>;
  /** @param presented the token that the client came back with, '' at login */
  giveResumeToken(session: ClientSession, token: string, presented: string): void;
  byResumeToken(token: string): ResumeMatch | undefined;
}

/** Takes a client's application envelopes and what happens to sessions. Implemented by routing. */
export interface ClientRouter {
  /** An envelope of type 100 or more, checked for form; the offsets in `head` are valid during the call. */
  routeEnvelope(
    session: ClientSession,
    head: EnvelopeHead,
    bytes: Uint8Array,
    start: number,
    end: number,
  ): void;
  /** Whether a request of the session with this seq is pending. */
  isPending(session: ClientSession, seq: number): boolean;
  sessionOpened(session: ClientSession): void;
  sessionSuspended(session: ClientSession): void;
  sessionResumed(session: ClientSession): void;
  /** Its roles or its attributes are others than before. */
  sessionChanged(session: ClientSession): void;
  /** Nothing about the session is called after it. */
  sessionClosed(session: ClientSession, code: number, reason: string): void;
}

/** What a client said that could not be resumed, after its token was found good. */
export interface AbandonedResume {
  readonly resume: string;
  readonly user: string;
  /** Hello.attempt: a delayed Hello ends nothing that a newer one has taken over. */
  readonly attempt: number;
}

/** The other gateways behind the same port, when there are workers (src/workers). */
export interface Siblings {
  /** Each resume token made here begins with it. */
  readonly mark: string;
  /**
   * Hands a transport over to the sibling that made the token, with the Hello that names it. False: nobody
   * else made it, or the transport cannot travel; it is as it was then.
   */
  moveHome(resume: string, transport: ClientTransport, hello: Uint8Array): boolean;
  /** The sibling that made the token ends that session, if it is this user's: it could not be resumed here. */
  abandon(resume: AbandonedResume): void;
}

export interface LoginCounters {
  /** Refused: the user had as many sessions as allowed. */
  refused: number;
  /** Sessions that ended for a newer login. */
  displaced: number;
  /** Logins decided without the other gateways. */
  alone: number;
  /** Logins refused because the other gateways could not be asked. */
  undecided: number;
}

export interface LoginRefusal {
  readonly name: DisconnectName;
  readonly reason: string;
}

/** Asked before a session begins, where sessions of a user are limited. Implemented by logins.ts. */
export interface LoginGate {
  readonly counters: Readonly<LoginCounters>;
  /** Whether logins are decided at all; otherwise nobody need ask. */
  readonly areLimited: boolean;
  /** @param decided called once, later; a session that was let in begins in that very call, or is given up */
  admit(session: ClientSession, decided: (refusal: LoginRefusal | undefined) => void): void;
  /** The transport ended before its session began. */
  giveUp(session: ClientSession): void;
  /** A newer login took the session's place. @returns how many sessions of this gateway it concerned */
  displace(sessionId: string): number;
  /** Sessions of the user whose logins are not decided yet do not begin when their token was revoked. */
  refuseRevoked(user: string, isRevoked: (identity: Identity) => boolean): void;
}

/** Everything sessions of one gateway share. Given by the composition root. */
export interface SessionContext {
  readonly settings: SessionSettings;
  readonly clock: Clock;
  readonly log: Log;
  readonly verifier: TokenVerifier;
  /** Where those wait whose token is to be checked. */
  readonly admission: AdmissionLine;
  readonly router: ClientRouter;
  readonly registry: Sessions;
  /** Told of each session that ends. */
  readonly closed: ClosedSessions;
  /** Asked before a session begins. */
  readonly gate: SessionGate;
  /** Asked where sessions of a user are limited. */
  readonly logins: LoginGate;
  readonly counters: SessionCounters;
  /** Limits of users over all gateways; undefined: none. */
  readonly userMessages?: UserLimit | undefined;
  readonly userLogins?: UserLimit | undefined;
  /** What each client may send in a second. */
  readonly intakeLimits: IntakeLimits;
  readonly turn: Turn;
  readonly pages: SendPages;
  /** Where every envelope of every session is scanned into: valid until the next scan. */
  readonly head: EnvelopeHead;
  /** Undefined: this gateway has its port for itself. */
  readonly siblings?: Siblings | undefined;
  /** Connections that have no session yet. */
  readonly handshakes: Handshakes;
  /** How the ids of all sessions here begin: other gateways know by it where a session is. */
  readonly sessionTag: string;
  /** 128 fresh random bits or more, as text. */
  readonly randomId: () => string;
}
