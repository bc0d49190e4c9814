// One authenticated client. It outlives its transport when it is resumable: what it sent is kept until
// acknowledged, its pending requests stay pending, its groups and attributes stay.
//
// Outgoing: deliver (answers, pushes) → replay → outbox of the transport, if there is one.
// Incoming envelopes come from connection.ts and leave through the router.

import type { Identity } from '../auth/verifier.js';
import type { GatewayLink } from '../link/gateway-link.js';
import type { LinkBinding } from '../link/session-peer.js';
import { attributesToList, type Attributes } from '../protocol/attributes.js';
import { DISCONNECTS, ERRORS, errorName, type Advice, type DisconnectName } from '../protocol/codes.js';
import { ack, failure, lost, undelivered } from '../protocol/control-messages.js';
import type { SessionOpened } from '../protocol/link-messages.js';
import { ACK, ACK_EVERY, ACK_INTERVAL_MS, LOST, UNDELIVERED } from '../protocol/control-types.js';
import { encodeEnvelope, newEnvelopeHead, scanEnvelope } from '../protocol/envelope.js';
import { accountOf } from './closed-sessions.js';
import type { ClientConnection, ClientSession, SessionContext } from './contracts.js';
import { countExhausted } from './hello.js';
import { LostNotice } from './lost-notice.js';
import type { Broadcast } from './outbox.js';
import type { Choice } from '../traffic/picker.js';
import { Replay } from './replay.js';
import { nextSessionState, type SessionEvent, type SessionState } from './session-states.js';
import { SWEEP_INTERVAL_MS } from './sweep.js';
import { UndeliveredNotices } from './undelivered.js';

/** The sweep notices it a round late, and the wire promises an Ack each second. */
const ACK_AFTER_MS = ACK_INTERVAL_MS - SWEEP_INTERVAL_MS;

/**
 * What a client has not acknowledged for this long and a resume window is not kept any more. A hidden tab
 * acknowledges about once a minute.
 */
const REPLAY_AGE_MS = 120_000;

// Shared by all sessions that have none: an idle session should cost little memory.
const NO_GROUPS: ReadonlySet<string> = new Set();

export interface SessionStart {
  readonly id: string;
  readonly identity: Identity;
  readonly attempt: number;
  readonly resumable: boolean;
  readonly client: string;
}

export class Session implements ClientSession {
  readonly id: string;
  readonly client: string;
  readonly resumable: boolean;
  readonly openedAtEpochMs: number;
  identity: Identity;
  attributes: Attributes;
  /** 1 at login, one more at each takeover. */
  generation = 1;
  /** Hello.attempt of the transport that holds the session. */
  attempt: number;
  address = '';
  /** Application envelopes received from the client. */
  received = 0;
  receivedBytes = 0;
  /** Application envelopes meant for the client, whether they reached it or not. */
  sent = 0;
  sentBytes = 0;
  /** When the transport was lost; only meaningful while suspended. */
  suspendedAtMs = 0;

  bindings: LinkBinding | undefined;
  pendingHead = -1;
  pendingCount = 0;
  /** Highest seq of any request so far: a higher one cannot be pending. */
  seqHigh = 0;
  /** Seq of a Refresh under way, 0 when there is none. */
  refreshSeq = 0;
  /** Service → server id, set by backends; undefined until the first. */
  pins: Map<string, string> | undefined;
  /** What the router last chose for this session, a chain of one entry a service. Owned by the router. */
  choices: Choice<GatewayLink> | undefined;

  readonly #context: SessionContext;
  readonly #replay: Replay | undefined;
  #state: SessionState = 'suspended';
  #connection: ClientConnection | undefined;
  #ownGroups: Set<string> | undefined;
  #undelivered: UndeliveredNotices | undefined;
  #lost: LostNotice | undefined;
  #acknowledged = 0;
  #acknowledgedAtMs = 0;
  #resumeToken = '';
  #previousToken: string | undefined;
  #previousRetired = false;

  constructor(context: SessionContext, start: SessionStart) {
    this.#context = context;
    this.id = start.id;
    this.identity = start.identity;
    this.attributes = start.identity.attributes;
    this.attempt = start.attempt;
    this.client = start.client;
    this.resumable = start.resumable;
    this.openedAtEpochMs = context.clock.epochMs();
    this.#replay = start.resumable ? new Replay(context.settings.replayBytesMax) : undefined;
  }

  get state(): SessionState {
    return this.#state;
  }

  get connection(): ClientConnection | undefined {
    return this.#connection;
  }

  // ---- as the directory knows it ----------------------------------------------------------------

  get sessionId(): string {
    return this.id;
  }

  get user(): string {
    return this.identity.user;
  }

  get gatewayId(): string {
    return this.#context.settings.gatewayId;
  }

  get sinceEpochMs(): number {
    return this.openedAtEpochMs;
  }

  /** Single login tells devices apart by it. */
  get device(): string {
    return this.identity.device ?? '';
  }

  get groups(): ReadonlySet<string> {
    return this.#ownGroups ?? NO_GROUPS;
  }

  /** Only `Groups` calls these two: it keeps the other direction. */
  joined(group: string): void {
    this.#ownGroups ??= new Set();
    this.#ownGroups.add(group);
  }

  left(group: string): void {
    this.#ownGroups?.delete(group);
  }

  describe(): SessionOpened {
    return {
      id: this.id,
      generation: this.generation,
      user: this.identity.user,
      roles: [...this.identity.roles],
      attributes: attributesToList(this.attributes),
      address: this.address,
      client: this.client,
      suspended: this.#state === 'suspended',
    };
  }

  // ---- to the client ----------------------------------------------------------------------------

  /** Sends an application envelope, in canonical form, byte for byte. */
  deliver(bytes: Uint8Array, start: number, end: number): void {
    if (this.#state === 'closed') return this.#drop();
    if (end - start > this.#context.settings.frameBytesMax) return this.#leaveOut();
    this.#count(end - start);
    this.#replay?.add(bytes, start, end);
    if (this.#connection?.send(bytes, start, end) === false) this.#connection.end('SLOW_CONSUMER');
    if (this.#replay !== undefined && countExhausted(this.#replay.sent)) this.end('COUNT_EXHAUSTED');
  }

  /** As `deliver`, for an envelope that goes to many sessions. */
  deliverBroadcast(broadcast: Broadcast): void {
    const { envelope } = broadcast;
    if (this.#state === 'closed') return this.#drop();
    if (envelope.length > this.#context.settings.frameBytesMax) return this.#leaveOut();
    this.#count(envelope.length);
    this.#replay?.add(envelope, 0, envelope.length);
    if (this.#connection?.sendBroadcast(broadcast) === false) this.#connection.end('SLOW_CONSUMER');
    if (this.#replay !== undefined && countExhausted(this.#replay.sent)) this.end('COUNT_EXHAUSTED');
  }

  /** Tells the client that pushes for it were lost between gateways. */
  deliverLost(count: number): void {
    if (this.#state === 'closed') return;
    this.#context.counters.lost++;
    this.#lost ??= new LostNotice();
    this.#lost.add(count);
    this.#tellLost();
  }

  /** Without a transport it waits for the resume. */
  #tellLost(): void {
    if (this.#connection === undefined) return;
    const count = this.#lost?.take(this.#replay?.sent ?? 0);
    if (count !== undefined)
      this.#connection.sendControl(encodeEnvelope({ type: LOST, payload: lost.encode({ count }) }));
    if (this.#replay === undefined) this.#lost = undefined;
  }

  /** Answers a request with an error of the gateway, or notes a notification as undelivered. */
  fail(type: number, seq: number, code: number, retryAfterMs = 0): void {
    if (seq === 0) return this.#noteUndelivered(type, code);
    const name = errorName(code);
    const message = name in ERRORS ? ERRORS[name as keyof typeof ERRORS].message : name;
    const payload = failure.encode({ message, retryAfterMs });
    const envelope = encodeEnvelope({ type, seq, code, payload });
    // Answers to control types are not counted and so not replayed: a Refresh is simply sent again.
    if (type < 100) this.#connection?.sendControl(envelope);
    else this.deliver(envelope, 0, envelope.length);
  }

  requestAnswered(_origin: number, bytes: Uint8Array, start: number, end: number): void {
    this.deliver(bytes, start, end);
    if (end - start > this.#context.settings.frameBytesMax) this.#failTooLong(bytes, start, end);
  }

  /** An answer that the client may not be sent is still an end of its request. */
  #failTooLong(bytes: Uint8Array, start: number, end: number): void {
    const head = newEnvelopeHead();
    if (scanEnvelope(bytes, start, end, head)) this.fail(head.type, head.seq, ERRORS.HANDLER_FAILED.code);
  }

  requestFailed(type: number, seq: number, _origin: number, code: number): void {
    this.fail(type, seq, code);
  }

  #noteUndelivered(type: number, code: number): void {
    this.#context.counters.undelivered++;
    this.#undelivered ??= new UndeliveredNotices();
    const hasReader = this.#connection !== undefined;
    const outcome = this.#undelivered.note(type, code, this.#context.clock.nowMs(), hasReader);
    if (outcome === 'tell') this.#tellUndelivered(type, code, 1);
    if (outcome === 'untold') this.#context.counters.undeliveredUntold++;
  }

  /** @returns false when there is no transport, or it has ended by it. */
  #tellUndelivered(type: number, code: number, count: number): boolean {
    const payload = undelivered.encode({ type, code, count });
    this.#connection?.sendControl(encodeEnvelope({ type: UNDELIVERED, payload }));
    return this.#connection !== undefined;
  }

  #count(bytes: number): void {
    this.sent++;
    this.sentBytes += bytes;
    this.#context.counters.sent++;
    this.#context.counters.sentBytes += bytes;
  }

  #drop(): void {
    this.#context.counters.dropped++;
  }

  /** Longer than Welcome's frame_bytes_max: the client would end the transport, resume, and get it again. */
  #leaveOut(): void {
    this.#context.counters.tooLong++;
  }

  // ---- counting (docs/PROTOCOL.md, resume) ------------------------------------------------------

  /** Counts an application envelope from the client. */
  countReceived(bytes: number): void {
    this.received++;
    this.receivedBytes += bytes;
    if (this.#replay === undefined) return;
    if (this.received - this.#acknowledged >= ACK_EVERY) this.#acknowledge();
    if (countExhausted(this.received)) this.end('COUNT_EXHAUSTED');
  }

  /** The client says how many it received. @returns false when that is more than were sent. */
  acknowledgedByClient(count: number): boolean {
    if (this.#lost?.isReadAt(count) === true) this.#lost = undefined;
    return this.#replay === undefined || this.#replay.acknowledge(count);
  }

  canResumeFrom(count: number): boolean {
    return this.#replay?.canResumeFrom(count) ?? false;
  }

  #acknowledge(): void {
    this.#acknowledged = this.received;
    this.#acknowledgedAtMs = this.#context.clock.nowMs();
    this.#connection?.sendControl(
      encodeEnvelope({ type: ACK, payload: ack.encode({ received: this.received }) }),
    );
  }

  /** What time brings: an Ack that is due, notices of undelivered notifications. */
  sweep(nowMs: number): void {
    // Without a transport nobody would hear them: they wait for the resume.
    if (this.#undelivered !== undefined && this.#connection !== undefined) {
      this.#undelivered.takeDue(nowMs, (type, code, count) => this.#tellUndelivered(type, code, count));
      if (this.#undelivered.isEmpty) this.#undelivered = undefined;
    }
    this.#replay?.expire(nowMs, this.#context.settings.resumeWindowMs + REPLAY_AGE_MS);
    const unacknowledged = this.#replay !== undefined && this.received > this.#acknowledged;
    if (unacknowledged && nowMs - this.#acknowledgedAtMs >= ACK_AFTER_MS) this.#acknowledge();
  }

  // ---- resume tokens ----------------------------------------------------------------------------

  get resumeTokens(): readonly string[] {
    return this.#previousToken === undefined ? [this.#resumeToken] : [this.#resumeToken, this.#previousToken];
  }

  /**
   * The presented token stays good beside the new one until the client has sent something: the Welcome
   * with the new one may be lost. A client presents the newest it has, so any other is in nobody's hands.
   */
  replaceResumeToken(token: string, presented: string): void {
    this.#previousToken = presented === '' ? undefined : presented;
    this.#previousRetired = false;
    this.#resumeToken = token;
  }

  /** The client has sent something after the last Welcome: it has the newest token. */
  retirePreviousToken(): void {
    this.#previousRetired = true;
  }

  isRetired(token: string): boolean {
    return token !== this.#resumeToken && this.#previousRetired;
  }

  // ---- life -------------------------------------------------------------------------------------

  /** Gives the session its transport. The connection has said Welcome already. */
  attach(connection: ClientConnection): void {
    this.#move('taken-over');
    this.#connection = connection;
    this.address = connection.address;
    this.#acknowledged = this.received;
  }

  /** Repeats to a resumed client everything after the `count` envelopes that it received. */
  repeatAfter(count: number): void {
    this.#replay?.repeatAfter(count, (bytes, start, end) => {
      const sent = this.#connection?.send(bytes, start, end) ?? false;
      if (!sent) this.#connection?.end('SLOW_CONSUMER');
      return sent;
    });
    this.#lost?.resumedAt(count);
    this.#tellLost();
  }

  /** The transport is gone without the session's wish: it waits for a resume, or ends. */
  transportLost(code: number, reason: string): void {
    this.#connection = undefined;
    if (!this.resumable) return this.#close(code, reason);
    if (!this.#move('transport-lost')) return;
    this.suspendedAtMs = this.#context.clock.nowMs();
    this.#context.counters.suspended++;
    this.#context.router.sessionSuspended(this);
  }

  /** Ends the session and its transport. Does nothing when it has ended already. */
  end(
    name: DisconnectName,
    reason: string = DISCONNECTS[name].reason,
    advice?: Advice,
    retryAfterMs?: number,
  ): void {
    const connection = this.#connection;
    this.#connection = undefined;
    connection?.finish(name, reason, advice, retryAfterMs);
    this.#close(DISCONNECTS[name].code, reason);
  }

  /** The transport has ended already, with this code, and the session ends with it. */
  closedByConnection(code: number, reason: string): void {
    this.#connection = undefined;
    this.#close(code, reason);
  }

  #close(code: number, reason: string): void {
    if (!this.#move('end')) return;
    const { registry, router, closed, clock } = this.#context;
    registry.remove(this);
    closed.add(accountOf(this, code, reason, clock.epochMs()));
    router.sessionClosed(this, code, reason);
  }

  #move(event: SessionEvent): boolean {
    const next = nextSessionState(this.#state, event);
    if (next !== undefined) this.#state = next;
    return next !== undefined;
  }
}
