// The client's end of the wire, without I/O: what happened goes in with the time it happened, what to
// do comes out as actions. The driver (client.ts) owns the transport, the timer and the callers.
//
// The phases and their transitions are the table in phases.ts; counts and open requests are the
// session's (session.ts). Here is what binds them: Hello and Welcome, control messages, deadlines, and
// what follows from the end of a transport.

import type { DisconnectName } from '../../protocol/codes.js';
import type { GoAway, Welcome } from '../../protocol/control-messages.js';
import { HELLO_BYTES_MAX } from '../../protocol/control-types.js';
import { newEnvelopeHead } from '../../protocol/envelope.js';
import { ActionList } from './action-list.js';
import type { Action, Departure } from './actions.js';
import { helloTooLong, localDeparture, movedAway, planFor, transportLost } from './departures.js';
import { goAwayEvent, readInbound, type Inbound, type Refreshed } from './inbound.js';
import type { ConnectionOptions } from './connection-options.js';
import { ackEnvelope, disconnectEnvelope, helloEnvelope } from './outbound.js';
import type { Ticket } from './pending-requests.js';
import { nextPhase, type Phase, type PhaseEvent } from './phases.js';
import { PlannedMove } from './planned-move.js';
import { Reconnection } from './reconnection.js';
import { localFailure, type RequestFailure } from './request-error.js';
import { Requests } from './requests.js';
import type { ClientSession, Outgoing } from './session.js';
import { Tokens } from './tokens.js';

/** The client gives up on a transport after so many silent heartbeat intervals. */
const SILENT_INTERVALS_MAX = 2.5;

export class ClientConnection {
  readonly #options: ConnectionOptions;
  readonly #actions = new ActionList();
  readonly #tokens: Tokens;
  readonly #reconnection: Reconnection;
  readonly #requests: Requests;
  readonly #head = newEnvelopeHead();
  #phase: Phase = 'idle';
  #everOpen = false;
  /** Rises with each Hello, so that a delayed one cannot steal the session back. */
  #attempt = 0;
  #helloSeq = 0;
  #heardAtMs = 0;
  /** End of the phase: of the wait in 'waiting', of the try to connect in those before 'open'. */
  #phaseEndsAtMs = Infinity;
  readonly #move = new PlannedMove();
  #lateAnswers = 0;

  constructor(options: ConnectionOptions) {
    this.#options = options;
    this.#tokens = new Tokens(options.token, this.#actions);
    this.#reconnection = new Reconnection(options.url, options.random);
    this.#requests = new Requests(options.limits, this.#actions, {
      isOpen: () => this.#phase === 'open',
      isBetween: () => this.#everOpen && this.#phase !== 'open' && this.#phase !== 'closed',
      exhausted: (nowMs) => {
        this.#breakOff('COUNT_EXHAUSTED', nowMs);
      },
    });
  }

  get phase(): Phase {
    return this.#phase;
  }

  /** undefined before the first Welcome and between two sessions. */
  get session(): ClientSession | undefined {
    return this.#requests.session;
  }

  /** Answers that came after their callers had been told CLIENT_TIMEOUT. */
  get lateAnswers(): number {
    return this.#lateAnswers;
  }

  /** When to call `tick`, monotonic milliseconds; Infinity: nothing is due by time alone. */
  get wakeAtMs(): number {
    const waitMs = Math.min(this.#requests.wakeAtMs, this.#tokens.deadlineMs);
    if (this.#phase !== 'open') return Math.min(waitMs, this.#phaseEndsAtMs);
    const ackDueMs = this.#requests.session?.counting?.receipt.dueMs ?? Infinity;
    return Math.min(
      waitMs,
      ackDueMs,
      this.#move.atMs(this.#hasPending),
      this.#tokens.refreshAtMs,
      this.#silentAtMs(),
    );
  }

  start(nowMs: number): Action[] {
    if (this.#enter('start')) this.#authenticate(nowMs);
    return this.#actions.take();
  }

  tokenFetched(token: string): Action[] {
    if (this.#phase === 'authenticating') {
      this.#tokens.fetched(token);
      this.#connect(token);
    } else if (this.#phase === 'open') {
      this.#tokens.renew(token);
      this.#tokens.send(this.#requests.session);
    }
    return this.#actions.take();
  }

  tokenFailed(cause: string, nowMs: number): Action[] {
    if (this.#phase === 'open') this.#tokens.refreshFailed(nowMs);
    if (this.#phase !== 'authenticating') return this.#actions.take();
    const departure = localDeparture('AUTH_UNAVAILABLE', `no token: ${cause}`);
    // That the first token cannot be had is the caller's news; later it is an outage to wait for.
    if (this.#everOpen) this.#lost(departure, 0, nowMs);
    else this.#stop(departure);
    return this.#actions.take();
  }

  pipeOpened(): Action[] {
    if (this.#enter('piped')) this.#sendHello();
    return this.#actions.take();
  }

  /** Bytes came, whatever they hold: the gateway is alive. */
  heard(nowMs: number): void {
    this.#heardAtMs = nowMs;
  }

  /** One envelope, unchecked. It is the connection's from now on: payloads are parts of it. */
  received(envelope: Uint8Array, nowMs: number): Action[] {
    this.#heardAtMs = nowMs;
    if (this.#phase !== 'greeting' && this.#phase !== 'open') return this.#actions.take();
    const inbound = readInbound(envelope, this.#head);
    if (this.#phase === 'greeting') this.#greeted(inbound, nowMs);
    else if (inbound.is === 'application') this.#receiveApplication(envelope, nowMs);
    else this.#receiveControl(inbound, nowMs);
    return this.#actions.take();
  }

  /** The gateway broke the framing. */
  violated(name: DisconnectName, nowMs: number): Action[] {
    this.#breakOff(name, nowMs);
    return this.#actions.take();
  }

  pipeLost(cause: string, nowMs: number): Action[] {
    this.#lost(transportLost(cause), 0, nowMs);
    return this.#actions.take();
  }

  /** @param queuedBytes what the transport holds unsent */
  request(
    ticket: Ticket,
    outgoing: Outgoing,
    timeoutMs: number,
    queuedBytes: number,
    nowMs: number,
  ): Action[] {
    this.#requests.send({ ticket, outgoing, deadlineMs: nowMs + timeoutMs }, queuedBytes, nowMs);
    return this.#actions.take();
  }

  /** @returns the actions, and why nothing was sent if so */
  notify(outgoing: Outgoing, queuedBytes: number, nowMs: number): [Action[], RequestFailure | undefined] {
    const failure = this.#requests.notify(outgoing, queuedBytes, nowMs);
    return [this.#actions.take(), failure];
  }

  /** A new token, for the live session or, while there is no transport, for the next Welcome's. */
  refresh(ticket: Ticket, token: string, timeoutMs: number, nowMs: number): Action[] {
    if (this.#phase === 'closed') this.#actions.refuse(ticket, localFailure('NOT_CONNECTED'));
    else this.#tokens.refresh(ticket, token, nowMs + timeoutMs);
    if (this.#phase === 'open') this.#tokens.send(this.#requests.session);
    return this.#actions.take();
  }

  /** The user's end, or the driver's verdict. The session ends at the gateway at once if the transport is open. */
  stop(departure: Departure): Action[] {
    this.#writeDisconnect(departure);
    this.#stop(departure);
    return this.#actions.take();
  }

  tick(nowMs: number): Action[] {
    this.#requests.expire(nowMs);
    this.#tokens.expire(nowMs);
    if (this.#phase === 'open') this.#tickOpen(nowMs);
    else if (nowMs >= this.#phaseEndsAtMs) this.#phaseEnded(nowMs);
    return this.#actions.take();
  }

  #tickOpen(nowMs: number): void {
    if (nowMs >= this.#silentAtMs()) {
      return this.#lost(localDeparture('HEARTBEAT_LOST', 'nothing heard from the gateway'), 0, nowMs);
    }
    const goAway = this.#move.due(this.#hasPending, nowMs);
    if (goAway !== undefined) return this.#moveNow(goAway, nowMs);
    this.#acknowledge(nowMs);
    this.#tokens.fetchIfDue(nowMs);
  }

  #phaseEnded(nowMs: number): void {
    if (this.#enter('retry')) return this.#authenticate(nowMs);
    this.#lost(transportLost(`no Welcome within ${this.#options.handshakeTimeoutMs} ms`), 0, nowMs);
  }

  #authenticate(nowMs: number): void {
    this.#phaseEndsAtMs = nowMs + this.#options.handshakeTimeoutMs;
    const token = this.#tokens.current(nowMs);
    if (token === undefined) this.#tokens.fetch();
    else this.#connect(token);
  }

  #connect(token: string): void {
    this.#tokens.show(token);
    if (this.#enter('token')) this.#actions.add({ do: 'open', url: this.#reconnection.url });
  }

  #sendHello(): void {
    const session = this.#requests.session;
    this.#attempt++;
    this.#helloSeq = session?.pending.freeSeq() ?? 1;
    const { resumable, client, heartbeatMs } = this.#options;
    const envelope = helloEnvelope(this.#helloSeq, {
      ...{ token: this.#tokens.shown, attempt: this.#attempt, resumable, client, heartbeatMs },
      resume: session?.welcome.resume ?? '',
      received: session?.counting?.receipt.received ?? 0,
    });
    if (envelope.length > HELLO_BYTES_MAX) return this.#stop(helloTooLong(envelope.length));
    session?.counting?.receipt.told();
    this.#actions.add({ do: 'limit', bytesMax: HELLO_BYTES_MAX });
    this.#actions.write(envelope);
  }

  /** Before Welcome there is nothing but Welcome or Disconnect. */
  #greeted(inbound: Inbound, nowMs: number): void {
    if (inbound.is === 'welcome' && inbound.seq === this.#helloSeq) this.#welcomed(inbound.welcome, nowMs);
    else if (inbound.is === 'disconnect') this.#lost(inbound.departure, inbound.retryAfterMs, nowMs);
    else this.#breakOff(inbound.is === 'violation' ? inbound.name : 'PROTOCOL', nowMs);
  }

  #welcomed(welcome: Welcome, nowMs: number): void {
    this.#enter('welcome');
    const resumed = welcome.resumed === 1;
    const missed = resumed ? this.#requests.session?.resume(welcome) : [];
    if (missed === undefined) return this.#breakOff('PROTOCOL', nowMs);
    if (!resumed) {
      this.#reconnection.home();
      this.#requests.begin(welcome);
    }
    this.#everOpen = true;
    this.#reconnection.opened(nowMs);
    this.#tokens.accepted(welcome.tokenExpiresInMs, nowMs);
    this.#actions.add({ do: 'limit', bytesMax: welcome.frameBytesMax });
    for (const envelope of missed) this.#actions.write(envelope);
    this.#tokens.send(this.#requests.session);
    this.#requests.sendUnsent(resumed, nowMs);
    const { session, user, gateway } = welcome;
    this.#actions.add({ do: 'emit', name: 'connected', event: { session, user, gateway, resumed } });
  }

  #receiveApplication(envelope: Uint8Array, nowMs: number): void {
    const received = this.#requests.session?.receive(this.#head, envelope, nowMs);
    if (received === undefined) return;
    if (received.is === 'violation') return this.#breakOff(received.name, nowMs);
    if (received.is === 'push') this.#actions.add({ do: 'emit', name: 'push', event: received.push });
    else if (received.is === 'answer') this.#actions.answer(received.ticket, received.outcome);
    else this.#lateAnswers++;
    this.#acknowledge(nowMs);
  }

  #receiveControl(inbound: Inbound, nowMs: number): void {
    switch (inbound.is) {
      case 'ping':
        return this.#actions.write(inbound.pong);
      case 'ack':
        if (this.#requests.session?.counting?.log.acknowledge(inbound.received) === false)
          this.#breakOff('PROTOCOL', nowMs);
        return;
      case 'refreshed':
        return this.#settleRefresh(inbound, nowMs);
      case 'go-away':
        this.#move.plan(inbound.goAway, nowMs);
        return this.#actions.add({ do: 'emit', ...goAwayEvent(inbound.goAway) });
      case 'disconnect':
        return this.#lost(inbound.departure, inbound.retryAfterMs, nowMs);
      case 'event':
        return this.#actions.add({ do: 'emit', ...inbound.event });
      case 'welcome':
      case 'application':
        return this.#breakOff('PROTOCOL', nowMs);
      case 'violation':
        return this.#breakOff(inbound.name, nowMs);
      case 'ignored':
        return;
    }
  }

  #settleRefresh(answer: Refreshed, nowMs: number): void {
    if (!this.#tokens.settle(this.#requests.session, answer, nowMs)) this.#breakOff('PROTOCOL', nowMs);
  }

  /** Closing without a Disconnect keeps the session: the next Hello resumes it. */
  #moveNow({ code, address }: GoAway, nowMs: number): void {
    this.#reconnection.move(address);
    this.#lost(movedAway(code), 0, nowMs);
  }

  /** Sends an Ack if one is due: counted at the latest one message or one interval ago. */
  #acknowledge(nowMs: number): void {
    const receipt = this.#requests.session?.counting?.receipt;
    if (receipt?.dueMs === undefined || nowMs < receipt.dueMs) return;
    receipt.told();
    this.#actions.write(ackEnvelope(receipt.received));
  }

  /** The gateway did what it may not, or a count ended: the session cannot be trusted to be whole. */
  #breakOff(name: DisconnectName, nowMs: number): void {
    const departure = localDeparture(name);
    this.#writeDisconnect(departure);
    this.#lost(departure, 0, nowMs);
  }

  /** Before Welcome nothing follows Hello, not even this. */
  #writeDisconnect(departure: Departure): void {
    if (this.#phase === 'open') this.#actions.write(disconnectEnvelope(departure));
  }

  /** The transport, or the try to get one, has ended. What next is the advice's to say. */
  #lost(departure: Departure, retryAfterMs: number, nowMs: number): void {
    const plan = planFor(departure);
    if (!plan.reconnect || (plan.newToken && !this.#tokens.renewable)) return this.#stop(departure);
    if (!this.#enter('lost')) return;
    this.#actions.add({ do: 'close', code: departure.code });
    if (plan.newToken) this.#tokens.refused();
    if (!plan.keepSession || this.#requests.session?.counting === undefined) this.#endSession();
    this.#move.cancel();
    this.#tokens.transportLost(this.#requests.session);
    const willRetryInMs = this.#reconnection.lost(retryAfterMs, nowMs);
    this.#phaseEndsAtMs = nowMs + willRetryInMs;
    this.#actions.add({ do: 'emit', name: 'disconnected', event: { ...departure, willRetryInMs } });
  }

  #stop(departure: Departure): void {
    if (!this.#enter('stop')) return;
    this.#actions.add({ do: 'close', code: departure.code });
    this.#phaseEndsAtMs = Infinity;
    this.#endSession();
    this.#tokens.stop();
    this.#requests.refuseUnsent();
    this.#actions.add({ do: 'emit', name: 'closed', event: departure });
  }

  #endSession(): void {
    this.#requests.end();
    this.#reconnection.home();
  }

  get #hasPending(): boolean {
    return this.#requests.session?.pending.size !== 0;
  }

  #silentAtMs(): number {
    const heartbeatMs = this.#requests.session?.welcome.heartbeatMs ?? 0;
    return heartbeatMs === 0 ? Infinity : this.#heardAtMs + heartbeatMs * SILENT_INTERVALS_MAX;
  }

  #enter(event: PhaseEvent): boolean {
    const next = nextPhase(this.#phase, event);
    if (next !== undefined) this.#phase = next;
    return next !== undefined;
  }
}
