// One transport of a client, from accept to its end: Hello, the verdict, then envelopes to the session.
// It drives the table in connection-states.ts; what an open session's control types do is in control.ts.

import type { Verdict } from '../auth/verifier.js';
import { DISCONNECTS, ERRORS, type Advice, type DisconnectName } from '../protocol/codes.js';
import { disconnect, type Hello } from '../protocol/control-messages.js';
import { DISCONNECT, FIRST_APPLICATION_TYPE, KEY_BYTES_MAX, WELCOME } from '../protocol/control-types.js';
import { encodeEnvelope, scanEnvelope, type EnvelopeHead } from '../protocol/envelope.js';
import type { FrameStatus } from '../protocol/frames.js';
import type { ClientTransport, TransportSink } from '../transport/client-transport.js';
import { Authentication, type Applicant } from './authentication.js';
import { nextConnectionState, type ConnectionEvent, type ConnectionState } from './connection-states.js';
import type { ClientConnection, ClientSession, SessionContext } from './contracts.js';
import { controlUnits, receiveControl } from './control.js';
import { clientName, decideResume, heartbeatInForce, readHello, welcomePayload } from './hello.js';
import { endOldestSilent } from './handshakes.js';
import { takeIdentity } from './new-token.js';
import { Outbox, type Broadcast } from './outbox.js';
import { Session } from './session.js';
import { adviceOf, FAULTS, REFUSALS, SURVIVED, VIOLATIONS } from './transport-ends.js';
import { Intake } from '../traffic/intake.js';

export class Connection extends Outbox implements ClientConnection, TransportSink, Applicant {
  // The heartbeat, see Heartbeat. Whole milliseconds: a fraction would cost a heap number each.
  heartbeatMs: number;
  heard = true;
  sent = false;
  lastHeardMs: number;
  lastSentMs: number;
  lastPingMs: number;
  readonly #context: SessionContext;
  readonly #transport: ClientTransport;
  #state: ConnectionState = 'awaiting-hello';
  #session: ClientSession | undefined;
  /** From Hello to Welcome. */
  #authentication: Authentication | undefined;
  /** What the client sends, against the limits. Made at the first need: an idle client sends nothing. */
  #intake: Intake | undefined;

  constructor(context: SessionContext, transport: ClientTransport) {
    super(transport, context);
    this.#context = context;
    this.#transport = transport;
    const { settings } = context;
    this.heartbeatMs = settings.heartbeatMs;
    this.lastHeardMs = this.lastSentMs = this.lastPingMs = Math.floor(transport.acceptedAtMs);
    context.handshakes.add(this);
    if (context.handshakes.size > settings.handshakesMax) endOldestSilent(context);
  }

  get address(): string {
    return this.#transport.address;
  }

  get state(): ConnectionState {
    return this.#state;
  }

  // ---- from the client --------------------------------------------------------------------------

  onActivity(): void {
    this.heard = true;
  }

  onEnvelope(bytes: Uint8Array, start: number, end: number): boolean {
    const { head } = this.#context;
    if (!scanEnvelope(bytes, start, end, head) || !isClientHead(head)) return this.#violate('MALFORMED');
    const session = this.#session;
    if (session === undefined) return this.#receiveHello(head, bytes, start, end);
    session.retirePreviousToken();
    if (head.type >= FIRST_APPLICATION_TYPE) this.#receiveApplication(session, head, bytes, start, end);
    else if (this.#mayControl(controlUnits(head.type)))
      receiveControl(this.#context, session, this, head, bytes);
    return this.#state === 'open';
  }

  onPing(): boolean {
    return this.#mayControl(1);
  }

  onViolation(status: FrameStatus): void {
    this.end(VIOLATIONS[status]);
  }

  onDrain(): void {
    this.drained();
  }

  onLost(cause: string): void {
    if (!this.#close()) return;
    this.#context.counters.disconnected(DISCONNECTS.TRANSPORT_LOST.code);
    this.#session?.transportLost(DISCONNECTS.TRANSPORT_LOST.code, cause);
  }

  #receiveApplication(
    session: ClientSession,
    head: EnvelopeHead,
    bytes: Uint8Array,
    start: number,
    end: number,
  ): void {
    const { counters, router } = this.#context;
    counters.received++;
    counters.receivedBytes += end - start;
    if (head.seq !== 0 && !this.claimSeq(session, head.seq)) return;
    const waitMs = this.#limited.message(end - start);
    if (waitMs !== 0) this.#refuseRate(session, head, waitMs);
    else if (this.#context.userMessages === undefined || this.#hasUserRoom(session, head))
      router.routeEnvelope(session, head, bytes, start, end);
    session.countReceived(end - start);
  }

  get #limited(): Intake {
    return (this.#intake ??= new Intake(this.#context.intakeLimits, this.#transport));
  }

  /** A refusal is work too: a client that goes on all the same ends as one that floods. */
  #refuseRate(session: ClientSession, head: EnvelopeHead, waitMs: number): void {
    this.#context.counters.rateLimited++;
    if (this.#mayControl(1)) session.fail(head.type, head.seq, ERRORS.RATE_LIMITED.code, waitMs);
  }

  /**
   * Whether the user may send one more, over all gateways; else the message is answered. The session's own
   * limits bound how often: what the user's other sessions spend is no flood of this one.
   */
  #hasUserRoom(session: ClientSession, head: EnvelopeHead): boolean {
    const waitMs = this.#context.userMessages?.take(session.user) ?? 0;
    if (waitMs > 0) session.fail(head.type, head.seq, ERRORS.USER_RATE_LIMITED.code, waitMs);
    return waitMs === 0;
  }

  /** Whether the gateway does something for the client that is no message of it. False: it has ended. */
  #mayControl(units: number): boolean {
    if (this.#limited.control(units) === 0) return true;
    this.end('FLOOD', DISCONNECTS.FLOOD.reason, this.#context.gate.laterMs());
    return false;
  }

  /** Marks a request's seq as used. False, and the end of the session, when it is pending already. */
  claimSeq(session: ClientSession, seq: number): boolean {
    if (seq > session.seqHigh) session.seqHigh = seq;
    else if (seq === session.refreshSeq || this.#context.router.isPending(session, seq)) {
      this.end('PROTOCOL', 'seq of a pending request used again');
      return false;
    }
    return true;
  }

  // ---- Hello ------------------------------------------------------------------------------------

  #receiveHello(head: EnvelopeHead, bytes: Uint8Array, start: number, end: number): boolean {
    const outcome = readHello(head, bytes.subarray(head.payloadStart, head.payloadEnd));
    if (this.#state !== 'awaiting-hello') return this.#violate('PROTOCOL');
    if (!outcome.ok) return this.#violate(outcome.refusal);
    if (this.#movesHome(outcome.hello.resume, bytes, start, end)) return false;
    if (!this.#isKnown(outcome.hello.resume) && this.#isRefused()) return false;
    this.#move('hello');
    this.#context.handshakes.heard(this);
    const bearer = { address: this.address, client: clientName(outcome.hello) };
    this.#authentication = new Authentication(this.#context, outcome.hello, head.seq, bearer, this);
    return true;
  }

  /** Whether a session may be resumed by this token: then it is let in also where no new one is. */
  #isKnown(resume: string): boolean {
    return resume !== '' && this.#context.registry.byResumeToken(resume) !== undefined;
  }

  /** A session of a sibling is resumed by that one: the transport goes on there. */
  #movesHome(resume: string, bytes: Uint8Array, start: number, end: number): boolean {
    const { siblings } = this.#context;
    if (resume === '' || siblings === undefined) return false;
    return (
      siblings.moveHome(resume, this.#transport, Uint8Array.from(bytes.subarray(start, end))) && this.#close()
    );
  }

  verdictLate(): void {
    this.end('AUTH_TIMEOUT');
  }

  judge(hello: Hello, verdict: Verdict): void {
    if (this.#state !== 'verifying') return;
    if (!verdict.ok) {
      this.#context.log.info(
        { address: this.address, refusal: verdict.refusal, detail: verdict.detail },
        'token refused',
      );
      this.end(REFUSALS[verdict.refusal]);
      return;
    }
    const { registry } = this.#context;
    const match = hello.resume === '' ? undefined : registry.byResumeToken(hello.resume);
    const decision = decideResume(match, hello, verdict.identity.user);
    if (decision === 'stale') return this.end('RESUME_STALE');
    if (decision === 'resume' && match !== undefined) return this.#resume(match.session, hello, verdict);
    if (hello.resume !== '') this.#context.counters.resumeRefused++;
    if (match === undefined && hello.resume !== '') this.#abandon(hello, verdict.identity.user);
    if (decision === 'new-ends-old')
      match?.session.end('RESUME_EXPIRED', 'the resume could not be proven whole');
    // Again: others came in while the token was checked, and not every resume keeps its old session.
    if (this.#isRefused() || this.#isUserRefused(verdict.identity.user)) return;
    const session = this.#newSession(hello, verdict);
    if (this.#context.logins.areLimited) this.#askToOpen(session, hello);
    else this.#open(session, hello);
  }

  /** The other gateways have a say in it: the answer comes later, while the deadline of Hello runs on. */
  #askToOpen(session: Session, hello: Hello): void {
    const { logins, gate } = this.#context;
    session.address = this.address;
    logins.admit(session, (refusal) => {
      if (refusal !== undefined) this.end(refusal.name, refusal.reason, gate.laterMs());
      else if (this.#state !== 'verifying' || this.#isRefused()) logins.giveUp(session);
      else this.#open(session, hello);
    });
  }

  /** Not resumable here: if a sibling has the session, it ends there. */
  #abandon({ resume, attempt }: Hello, user: string): void {
    this.#context.siblings?.abandon({ resume, user, attempt });
  }

  /** Whether there is no room for a new session; the transport has ended then. */
  #isRefused(): boolean {
    const refusal = this.#context.gate.refusal();
    if (refusal !== undefined) this.end(refusal.name, DISCONNECTS[refusal.name].reason, refusal.retryAfterMs);
    return refusal !== undefined;
  }

  /** Whether the user logs in too often, over all gateways; the transport has ended then. */
  #isUserRefused(user: string): boolean {
    const { userLogins, gate } = this.#context;
    const waitMs = userLogins?.take(user) ?? 0;
    if (waitMs === 0) return false;
    gate.refused['user-logins']++;
    this.end('LOGIN_RATE_LIMITED', DISCONNECTS.LOGIN_RATE_LIMITED.reason, waitMs);
    return true;
  }

  #newSession(hello: Hello, verdict: Verdict & { ok: true }): Session {
    const { randomId, sessionTag, settings } = this.#context;
    return new Session(this.#context, {
      id: sessionTag + randomId(),
      identity: verdict.identity,
      attempt: hello.attempt,
      resumable: hello.resumable && settings.resumeWindowMs > 0,
      client: clientName(hello),
    });
  }

  #open(session: ClientSession, hello: Hello): void {
    const { registry, counters, router } = this.#context;
    registry.add(session);
    counters.opened++;
    router.sessionOpened(session);
    this.#welcome(session, hello, false);
  }

  #resume(session: ClientSession, hello: Hello, verdict: Verdict & { ok: true }): void {
    const { counters, router } = this.#context;
    session.connection?.supersede();
    takeIdentity(this.#context, session, verdict.identity);
    session.attempt = hello.attempt;
    session.generation++;
    session.refreshSeq = 0;
    counters.resumed++;
    this.#welcome(session, hello, true);
    session.repeatAfter(hello.received);
    if (session.state === 'live') router.sessionResumed(session);
  }

  #welcome(session: ClientSession, hello: Hello, resumed: boolean): void {
    const seq = this.#authentication?.seq ?? 0;
    this.#move('welcomed');
    this.#endHandshake();
    this.#session = session;
    const { settings, registry, randomId, siblings } = this.#context;
    const { heartbeatMs, heartbeatMsMin, heartbeatMsMax } = settings;
    this.heartbeatMs = heartbeatInForce(hello.heartbeatMs, heartbeatMs, heartbeatMsMin, heartbeatMsMax);
    this.#transport.limit.bytesMax = settings.frameBytesMax;
    const resume = session.resumable ? (siblings?.mark ?? '') + randomId() : '';
    if (session.resumable) registry.giveResumeToken(session, resume, resumed ? hello.resume : '');
    session.attach(this);
    this.sendControl(
      encodeEnvelope({
        type: WELCOME,
        seq,
        payload: welcomePayload(this.#context, session, { heartbeatMs: this.heartbeatMs, resume, resumed }),
      }),
    );
  }

  // ---- to the client ----------------------------------------------------------------------------

  /** @returns false when the send queue is full. */
  override send(bytes: Uint8Array, start: number, end: number): boolean {
    this.sent = true;
    return super.send(bytes, start, end);
  }

  sendBroadcast(broadcast: Broadcast): boolean {
    this.sent = true;
    return this.sendFramed(broadcast.framed(this.#transport.framing));
  }

  /** Sends an envelope of the gateway's own. */
  sendControl(envelope: Uint8Array): void {
    if (!this.send(envelope, 0, envelope.length)) this.end('SLOW_CONSUMER');
  }

  // ---- the end ----------------------------------------------------------------------------------

  /** Ends the transport for a reason that lies in it; a resumable session may survive it. */
  end(name: DisconnectName, reason: string = DISCONNECTS[name].reason, retryAfterMs = 0): void {
    const session = this.#session;
    if (FAULTS.has(name) && this.#state !== 'closed')
      this.#context.log.info(
        { address: this.address, session: session?.id, code: name, reason },
        'client at fault',
      );
    const survives = SURVIVED.has(name) && session?.resumable === true;
    if (!this.finish(name, reason, adviceOf(name, session !== undefined && !survives), retryAfterMs)) return;
    if (survives) session.transportLost(DISCONNECTS[name].code, reason);
    else session?.closedByConnection(DISCONNECTS[name].code, reason);
  }

  /** Sends Disconnect as the last envelope and ends the transport. The session is the caller's concern. */
  finish(
    name: DisconnectName,
    reason: string,
    advice: Advice = DISCONNECTS[name].advice,
    retryAfterMs = 0,
  ): boolean {
    if (!this.#close()) return false;
    const { code } = DISCONNECTS[name];
    this.#context.counters.disconnected(code);
    const payload = disconnect.encode({ code, reason, advice, retryAfterMs });
    this.sendLast(encodeEnvelope({ type: DISCONNECT, payload }));
    this.#transport.close(code);
    return true;
  }

  /** Another transport took the session over: nothing is read from this one any more. */
  supersede(): void {
    this.finish('SUPERSEDED', DISCONNECTS.SUPERSEDED.reason);
  }

  /** The client said Disconnect: the session ends at once, nothing is answered. */
  endedByClient(reason: string): void {
    const session = this.#session;
    if (!this.#close()) return;
    this.#context.counters.disconnected(DISCONNECTS.CLOSED.code);
    this.discard();
    this.#transport.close(DISCONNECTS.CLOSED.code);
    session?.closedByConnection(DISCONNECTS.CLOSED.code, reason);
  }

  #violate(name: DisconnectName): false {
    this.end(name);
    return false;
  }

  /** Leaves the last state but one. False when it was left before. */
  #close(): boolean {
    if (!this.#move('end')) return false;
    this.#endHandshake();
    return true;
  }

  #endHandshake(): void {
    this.#context.handshakes.delete(this);
    this.#authentication?.end();
    this.#authentication = undefined;
  }

  #move(event: ConnectionEvent): boolean {
    const next = nextConnectionState(this.#state, event);
    if (next !== undefined) this.#state = next;
    return next !== undefined;
  }
}

/** What DESIGN asks of a client's envelope beyond canonical form. */
function isClientHead(head: EnvelopeHead): boolean {
  return head.type !== 0 && head.code === 0 && head.keyEnd - head.keyStart <= KEY_BYTES_MAX;
}
