// The client's end of the wire, without I/O: what happened goes in with the time it happened, what to
// do comes out as actions. The driver (client.ts) owns the transport, the timer and the callers.
//
// The phases and their transitions are the table in phases.ts; counts and open requests are the
// session's (session.ts). Here is what binds them: Hello and Welcome, control messages, deadlines, and
// what follows from the end of a transport.

import type { Random } from '../../clock.js';
import { Advice, type DisconnectName } from '../../protocol/codes.js';
import type { GoAway, Welcome } from '../../protocol/control-messages.js';
import { FIRST_APPLICATION_TYPE, HELLO_BYTES_MAX, REFRESH } from '../../protocol/control-types.js';
import { newEnvelopeHead, scanEnvelope } from '../../protocol/envelope.js';
import type { Action, Departure, Outcome } from './actions.js';
import { localDeparture, movedAway, planFor, transportLost } from './departures.js';
import { goAwayEvent, readControl, type Inbound, type Refreshed } from './inbound.js';
import { ackEnvelope, disconnectEnvelope, helloEnvelope, refreshEnvelope } from './outbound.js';
import type { Ticket } from './pending-requests.js';
import { nextPhase, type Phase, type PhaseEvent } from './phases.js';
import { Reconnection } from './reconnection.js';
import { RefreshExchange } from './refresh-exchange.js';
import { localFailure, type RequestFailure } from './request-error.js';
import { ClientSession, type Outgoing, type Sent, type SessionLimits } from './session.js';
import { TokenKeeper } from './token-keeper.js';
import { UnsentRequests, type UnsentRequest } from './unsent-requests.js';

/** The client gives up on a transport after so many silent heartbeat intervals. */
const SILENT_INTERVALS_MAX = 2.5;

/** How long a move that a GoAway asks for waits for open requests. One that goes on asking is not waited for. */
const SET_OUT_WAIT_MS = 5_000;

export interface ConnectionOptions {
  readonly url: string;
  /** undefined: fetched by the driver, and again when it is refused or about to end. */
  readonly token: string | undefined;
  readonly resumable: boolean;
  /** Name and version for the gateway's logs. */
  readonly client: string;
  /** Wished heartbeat interval; 0: the gateway's. */
  readonly heartbeatMs: number;
  /** From the first step of a try to connect to its Welcome. */
  readonly handshakeTimeoutMs: number;
  readonly limits: SessionLimits;
  readonly random: Random;
}

export class ClientConnection {
  readonly #options: ConnectionOptions;
  readonly #token: TokenKeeper;
  readonly #reconnection: Reconnection;
  readonly #refresh = new RefreshExchange();
  readonly #unsent: UnsentRequests;
  readonly #head = newEnvelopeHead();
  #actions: Action[] = [];
  #phase: Phase = 'idle';
  #session: ClientSession | undefined;
  #everOpen = false;
  /** Rises with each Hello, so that a delayed one cannot steal the session back. */
  #attempt = 0;
  #helloSeq = 0;
  #helloToken = '';
  #heardAtMs = 0;
  /** End of the phase: of the wait in 'waiting', of the try to connect in those before 'open'. */
  #phaseEndsAtMs = Infinity;
  /** A GoAway that waits for its time. */
  #move: { readonly atMs: number; readonly goAway: GoAway } | undefined;
  #lateAnswers = 0;

  constructor(options: ConnectionOptions) {
    this.#options = options;
    this.#token = new TokenKeeper(options.token);
    this.#reconnection = new Reconnection(options.url, options.random);
    this.#unsent = new UnsentRequests(options.limits.sendBytesMax);
  }

  get phase(): Phase {
    return this.#phase;
  }

  /** undefined before the first Welcome and between two sessions. */
  get session(): ClientSession | undefined {
    return this.#session;
  }

  /** Answers that came after their callers had been told CLIENT_TIMEOUT. */
  get lateAnswers(): number {
    return this.#lateAnswers;
  }

  /** When to call `tick`, monotonic milliseconds; Infinity: nothing is due by time alone. */
  get wakeAtMs(): number {
    const waitMs = Math.min(this.#session?.pending.wakeAtMs ?? Infinity, this.#refresh.deadlineMs);
    if (this.#phase !== 'open') return Math.min(waitMs, this.#phaseEndsAtMs, this.#unsent.wakeAtMs);
    const ackDueMs = this.#session?.counting?.receipt.dueMs ?? Infinity;
    return Math.min(waitMs, ackDueMs, this.#setOutAtMs(), this.#token.refreshAtMs, this.#silentAtMs());
  }

  start(nowMs: number): Action[] {
    if (this.#enter('start')) this.#authenticate(nowMs);
    return this.#take();
  }

  tokenFetched(token: string): Action[] {
    if (this.#phase === 'authenticating') {
      this.#token.fetched(token);
      this.#connect(token);
    } else if (this.#phase === 'open' && !this.#refresh.pending) {
      this.#refresh.begin(undefined, token, Infinity);
      this.#sendRefresh();
    }
    return this.#take();
  }

  tokenFailed(cause: string, nowMs: number): Action[] {
    if (this.#phase === 'open') this.#token.refreshFailed(nowMs);
    if (this.#phase !== 'authenticating') return this.#take();
    const departure = localDeparture('AUTH_UNAVAILABLE', `no token: ${cause}`, Advice.RESUME);
    // That the first token cannot be had is the caller's news; later it is an outage to wait for.
    if (this.#everOpen) this.#lost(departure, 0, nowMs);
    else this.#stop(departure);
    return this.#take();
  }

  pipeOpened(): Action[] {
    if (this.#enter('piped')) this.#sendHello();
    return this.#take();
  }

  /** Bytes came, whatever they hold: the gateway is alive. */
  heard(nowMs: number): void {
    this.#heardAtMs = nowMs;
  }

  /** One envelope, unchecked. It is the connection's from now on: payloads are parts of it. */
  received(envelope: Uint8Array, nowMs: number): Action[] {
    this.#heardAtMs = nowMs;
    if (this.#phase !== 'greeting' && this.#phase !== 'open') return this.#take();
    const inbound = this.#scan(envelope);
    if (this.#phase === 'greeting') this.#greeted(inbound, nowMs);
    else if (inbound.is === 'application') this.#receiveApplication(envelope, nowMs);
    else this.#receiveControl(inbound, nowMs);
    return this.#take();
  }

  /** The gateway broke the framing. */
  violated(name: DisconnectName, nowMs: number): Action[] {
    this.#breakOff(name, nowMs);
    return this.#take();
  }

  pipeLost(cause: string, nowMs: number): Action[] {
    this.#lost(transportLost(cause), 0, nowMs);
    return this.#take();
  }

  /** @param queuedBytes what the transport holds unsent */
  request(
    ticket: Ticket,
    outgoing: Outgoing,
    timeoutMs: number,
    queuedBytes: number,
    nowMs: number,
  ): Action[] {
    const request = { ticket, outgoing, deadlineMs: nowMs + timeoutMs };
    const failure = this.#isBetween()
      ? this.#keep(request, nowMs)
      : this.#forward(this.#session?.request(ticket, outgoing, request.deadlineMs, queuedBytes), nowMs);
    if (failure !== undefined) this.#refuse(ticket, failure);
    return this.#take();
  }

  /** @returns the actions, and why nothing was sent if so */
  notify(outgoing: Outgoing, queuedBytes: number, nowMs: number): [Action[], RequestFailure | undefined] {
    const failure = this.#forward(this.#session?.notify(outgoing, queuedBytes), nowMs);
    return [this.#take(), failure];
  }

  /** A new token, for the live session or, while there is no transport, for the next Welcome's. */
  refresh(ticket: Ticket, token: string, timeoutMs: number, nowMs: number): Action[] {
    if (this.#phase === 'closed') this.#refuse(ticket, localFailure('NOT_CONNECTED'));
    else if (this.#refresh.pending) this.#refuse(ticket, localFailure('TOO_MANY_REQUESTS'));
    else {
      this.#refresh.begin(ticket, token, nowMs + timeoutMs);
      if (this.#phase === 'open') this.#sendRefresh();
    }
    return this.#take();
  }

  /** The user's end, or the driver's verdict. The session ends at the gateway at once if it can be told. */
  stop(departure: Departure): Action[] {
    this.#writeDisconnect(departure);
    this.#stop(departure);
    return this.#take();
  }

  tick(nowMs: number): Action[] {
    const expired = this.#session?.pending.expire(nowMs) ?? [];
    const late = this.#unsent.expire(nowMs);
    // Those of a session are among its own.
    if (this.#session === undefined) expired.push(...late.map(({ ticket }) => ticket));
    const refreshTicket = this.#refresh.expire(nowMs);
    if (refreshTicket !== undefined) expired.push(refreshTicket);
    for (const ticket of expired) this.#refuse(ticket, localFailure('CLIENT_TIMEOUT'));
    if (this.#phase === 'open') this.#tickOpen(nowMs);
    else if (nowMs >= this.#phaseEndsAtMs) this.#phaseEnded(nowMs);
    return this.#take();
  }

  #tickOpen(nowMs: number): void {
    if (nowMs >= this.#silentAtMs()) {
      return this.#lost(localDeparture('HEARTBEAT_LOST', 'nothing heard from the gateway'), 0, nowMs);
    }
    if (this.#move !== undefined && nowMs >= this.#setOutAtMs())
      return this.#moveNow(this.#move.goAway, nowMs);
    this.#acknowledge(nowMs);
    if (nowMs < this.#token.refreshAtMs) return;
    this.#token.refreshing();
    this.#act({ do: 'fetch-token' });
  }

  #phaseEnded(nowMs: number): void {
    if (this.#enter('retry')) return this.#authenticate(nowMs);
    this.#lost(transportLost(`no Welcome within ${this.#options.handshakeTimeoutMs} ms`), 0, nowMs);
  }

  #authenticate(nowMs: number): void {
    this.#phaseEndsAtMs = nowMs + this.#options.handshakeTimeoutMs;
    const token = this.#token.current(nowMs);
    if (token === undefined) this.#act({ do: 'fetch-token' });
    else this.#connect(token);
  }

  #connect(token: string): void {
    this.#helloToken = token;
    if (this.#enter('token')) this.#act({ do: 'open', url: this.#reconnection.url });
  }

  #sendHello(): void {
    const session = this.#session;
    this.#attempt++;
    this.#helloSeq = session?.pending.freeSeq() ?? 1;
    const envelope = helloEnvelope(this.#helloSeq, {
      token: this.#helloToken,
      resume: session?.welcome.resume ?? '',
      received: session?.counting?.receipt.received ?? 0,
      attempt: this.#attempt,
      resumable: this.#options.resumable,
      client: this.#options.client,
      heartbeatMs: this.#options.heartbeatMs,
    });
    if (envelope.length > HELLO_BYTES_MAX) return this.#stop(helloTooLong(envelope.length));
    session?.counting?.receipt.told();
    this.#act({ do: 'limit', bytesMax: HELLO_BYTES_MAX });
    this.#act({ do: 'write', envelope });
  }

  #scan(envelope: Uint8Array): Inbound {
    const head = this.#head;
    if (!scanEnvelope(envelope, 0, envelope.length, head) || head.type === 0)
      return { is: 'violation', name: 'MALFORMED' };
    if (head.type >= FIRST_APPLICATION_TYPE) return { is: 'application' };
    return readControl(head, envelope.subarray(head.payloadStart, head.payloadEnd));
  }

  /** Before Welcome there is nothing but Welcome or Disconnect. */
  #greeted(inbound: Inbound, nowMs: number): void {
    if (inbound.is === 'welcome' && inbound.seq === this.#helloSeq) this.#welcomed(inbound.welcome, nowMs);
    else if (inbound.is === 'disconnect') this.#lost(inbound.departure, inbound.retryAfterMs, nowMs);
    else this.#breakOff(inbound.is === 'violation' ? inbound.name : 'PROTOCOL', nowMs);
  }

  #welcomed(welcome: Welcome, nowMs: number): void {
    const resumed = welcome.resumed === 1;
    const missed = resumed ? this.#session?.resume(welcome) : [];
    if (missed === undefined) return this.#breakOff('PROTOCOL', nowMs);
    if (!resumed) {
      this.#endSession();
      this.#session = new ClientSession(welcome, this.#options.limits);
    }
    this.#enter('welcome');
    this.#everOpen = true;
    this.#reconnection.opened(nowMs);
    this.#token.accepted(this.#helloToken, welcome.tokenExpiresInMs, nowMs);
    this.#act({ do: 'limit', bytesMax: welcome.frameBytesMax });
    for (const envelope of missed) this.#act({ do: 'write', envelope });
    this.#sendRefresh();
    // What a resumed session kept unsent was written with the rest of it.
    const unsent = this.#unsent.clear();
    if (!resumed) for (const request of unsent) this.#sendKept(request, nowMs);
    const { session, user, gateway } = welcome;
    this.#act({ do: 'emit', name: 'connected', event: { session, user, gateway, resumed } });
  }

  #receiveApplication(envelope: Uint8Array, nowMs: number): void {
    const received = this.#session?.receive(this.#head, envelope, nowMs);
    if (received === undefined) return;
    if (received.is === 'violation') return this.#breakOff(received.name, nowMs);
    if (received.is === 'push') this.#act({ do: 'emit', name: 'push', event: received.push });
    else if (received.is === 'answer') this.#answer(received.ticket, received.outcome);
    else this.#lateAnswers++;
    this.#acknowledge(nowMs);
  }

  #receiveControl(inbound: Inbound, nowMs: number): void {
    switch (inbound.is) {
      case 'ping':
        return this.#act({ do: 'write', envelope: inbound.pong });
      case 'ack':
        if (this.#session?.counting?.log.acknowledge(inbound.received) === false)
          this.#breakOff('PROTOCOL', nowMs);
        return;
      case 'refreshed':
        return this.#refreshed(inbound, nowMs);
      case 'go-away':
        return this.#goAway(inbound.goAway, nowMs);
      case 'disconnect':
        return this.#lost(inbound.departure, inbound.retryAfterMs, nowMs);
      case 'event':
        return this.#act({ do: 'emit', ...inbound.event });
      case 'welcome':
      case 'application':
        return this.#breakOff('PROTOCOL', nowMs);
      case 'violation':
        return this.#breakOff(inbound.name, nowMs);
      case 'ignored':
        return;
    }
  }

  #sendRefresh(): void {
    const token = this.#refresh.unsent;
    if (token === undefined || this.#session === undefined) return;
    const seq = this.#session.pending.take(REFRESH);
    this.#refresh.sent(seq);
    this.#act({ do: 'write', envelope: refreshEnvelope(seq, token) });
  }

  #refreshed({ seq, outcome, expiresInMs }: Refreshed, nowMs: number): void {
    if (this.#session?.pending.settle(seq, REFRESH).is !== 'late') return this.#breakOff('PROTOCOL', nowMs);
    const ended = this.#refresh.settle(seq);
    if (ended === undefined) return;
    if (outcome.ok) this.#token.accepted(ended.token, expiresInMs, nowMs);
    else this.#token.refreshFailed(nowMs);
    if (ended.ticket !== undefined) this.#answer(ended.ticket, outcome);
  }

  #goAway(goAway: GoAway, nowMs: number): void {
    this.#move = { atMs: nowMs + goAway.reconnectAfterMs, goAway };
    this.#act({ do: 'emit', ...goAwayEvent(goAway) });
  }

  /** Where the session cannot be resumed, what is pending is lost: answers under way are waited for. */
  #setOutAtMs(): number {
    if (this.#move === undefined) return Infinity;
    const waitMs = this.#session?.pending.size === 0 ? 0 : SET_OUT_WAIT_MS;
    return this.#move.atMs + waitMs;
  }

  /** Closing without a Disconnect keeps the session: the next Hello resumes it. */
  #moveNow({ code, address }: GoAway, nowMs: number): void {
    this.#reconnection.move(address);
    this.#lost(movedAway(code), 0, nowMs);
  }

  /** Sends an Ack if one is due: counted at the latest one message or one interval ago. */
  #acknowledge(nowMs: number): void {
    const receipt = this.#session?.counting?.receipt;
    if (receipt?.dueMs === undefined || nowMs < receipt.dueMs) return;
    receipt.told();
    this.#act({ do: 'write', envelope: ackEnvelope(receipt.received) });
  }

  /** Writes what a session gave to be sent. @returns why nothing was, if so */
  #forward(sent: Sent | undefined, nowMs: number): RequestFailure | undefined {
    if (sent === undefined) return localFailure('NOT_CONNECTED');
    if (sent.is === 'refused') return sent.failure;
    if (sent.is === 'exhausted') {
      this.#breakOff('COUNT_EXHAUSTED', nowMs);
      return localFailure('NOT_CONNECTED');
    }
    if (this.#phase === 'open') this.#act({ do: 'write', envelope: sent.envelope });
    return undefined;
  }

  /** The gateway did what it may not, or a count ended: the session cannot be trusted to be whole. */
  #breakOff(name: DisconnectName, nowMs: number): void {
    const departure = localDeparture(name);
    this.#writeDisconnect(departure);
    this.#lost(departure, 0, nowMs);
  }

  #writeDisconnect(departure: Departure): void {
    if (this.#phase !== 'open' && this.#phase !== 'greeting') return;
    this.#act({ do: 'write', envelope: disconnectEnvelope(departure) });
  }

  /** The transport, or the try to get one, has ended. What next is the advice's to say. */
  #lost(departure: Departure, retryAfterMs: number, nowMs: number): void {
    const plan = planFor(departure);
    if (!plan.reconnect || (plan.newToken && !this.#token.renewable)) return this.#stop(departure);
    if (!this.#enter('lost')) return;
    this.#act({ do: 'close', code: departure.code });
    if (plan.newToken) this.#token.refused();
    if (!plan.keepSession || this.#session?.counting === undefined) this.#endSession();
    this.#move = undefined;
    this.#refresh.transportLost();
    const willRetryInMs = this.#reconnection.lost(retryAfterMs, nowMs);
    this.#phaseEndsAtMs = nowMs + willRetryInMs;
    this.#act({ do: 'emit', name: 'disconnected', event: { ...departure, willRetryInMs } });
  }

  #stop(departure: Departure): void {
    if (!this.#enter('stop')) return;
    this.#act({ do: 'close', code: departure.code });
    this.#phaseEndsAtMs = Infinity;
    this.#endSession();
    const ticket = this.#refresh.clear();
    if (ticket !== undefined) this.#refuse(ticket, localFailure('SESSION_LOST'));
    for (const unsent of this.#unsent.clear()) this.#refuse(unsent.ticket, localFailure('NOT_CONNECTED'));
    this.#act({ do: 'emit', name: 'closed', event: departure });
  }

  /** There was a session, and another transport is on its way. */
  #isBetween(): boolean {
    return this.#everOpen && this.#phase !== 'open' && this.#phase !== 'closed';
  }

  /** Keeps a request for the next transport; in a session, in its order. @returns why not, if so */
  #keep(request: UnsentRequest, nowMs: number): RequestFailure | undefined {
    const { ticket, outgoing, deadlineMs } = request;
    if (!this.#unsent.hasRoomFor(outgoing)) return localFailure('SEND_QUEUE_FULL');
    const sent = this.#session?.request(ticket, outgoing, deadlineMs, 0);
    const failure = sent && this.#forward(sent, nowMs);
    if (failure === undefined) this.#unsent.add(request);
    return failure;
  }

  #sendKept({ ticket, outgoing, deadlineMs }: UnsentRequest, nowMs: number): void {
    const failure = this.#forward(this.#session?.request(ticket, outgoing, deadlineMs, 0), nowMs);
    if (failure !== undefined) this.#refuse(ticket, failure);
  }

  /**
   * Every open request gets its answer here: the outcome is unknown, silence would be worse. Those that no
   * gateway has seen wait for the next session.
   */
  #endSession(): void {
    const unsent = this.#unsent.tickets();
    const lost = (this.#session?.pending.clear() ?? []).filter((ticket) => !unsent.has(ticket));
    this.#session = undefined;
    this.#reconnection.home();
    for (const ticket of lost) this.#refuse(ticket, localFailure('SESSION_LOST'));
  }

  #silentAtMs(): number {
    const heartbeatMs = this.#session?.welcome.heartbeatMs ?? 0;
    return heartbeatMs === 0 ? Infinity : this.#heardAtMs + heartbeatMs * SILENT_INTERVALS_MAX;
  }

  #enter(event: PhaseEvent): boolean {
    const next = nextPhase(this.#phase, event);
    if (next !== undefined) this.#phase = next;
    return next !== undefined;
  }

  #refuse(ticket: Ticket, failure: RequestFailure): void {
    this.#answer(ticket, { ok: false, failure });
  }

  #answer(ticket: Ticket, outcome: Outcome): void {
    this.#act({ do: 'answer', ticket, outcome });
  }

  #act(action: Action): void {
    this.#actions.push(action);
  }

  #take(): Action[] {
    const actions = this.#actions;
    this.#actions = [];
    return actions;
  }
}

function helloTooLong(bytes: number): Departure {
  const reason = `Hello has ${bytes} bytes, ${HELLO_BYTES_MAX} are allowed: use a shorter token`;
  return localDeparture('FRAME_TOO_LARGE', reason);
}
