// The session of a connection with what is open in it, and the requests that wait for a transport. A session
// may end and another begin; a request that no gateway has seen goes on with the next one.

import type { Welcome } from '../../protocol/control-messages.js';
import type { ActionList } from './action-list.js';
import { localFailure, type RequestFailure } from './request-error.js';
import { ClientSession, type Outgoing, type Sent, type SessionLimits } from './session.js';
import { UnsentRequests, type UnsentRequest } from './unsent-requests.js';

/** What requests know of the connection. */
export interface Line {
  isOpen(): boolean;
  /** There was a session, and another transport is on its way. */
  isBetween(): boolean;
  /** The session's count has come to its end. */
  exhausted(nowMs: number): void;
}

export class Requests {
  readonly #limits: SessionLimits;
  readonly #actions: ActionList;
  readonly #line: Line;
  readonly #unsent: UnsentRequests;
  #session: ClientSession | undefined;

  constructor(limits: SessionLimits, actions: ActionList, line: Line) {
    this.#limits = limits;
    this.#actions = actions;
    this.#line = line;
    this.#unsent = new UnsentRequests(limits.sendBytesMax);
  }

  /** undefined before the first Welcome and between two sessions. */
  get session(): ClientSession | undefined {
    return this.#session;
  }

  /** The first deadline, monotonic milliseconds. */
  get wakeAtMs(): number {
    return Math.min(this.#session?.pending.wakeAtMs ?? Infinity, this.#unsent.wakeAtMs);
  }

  /** @param queuedBytes what the transport holds unsent */
  send(request: UnsentRequest, queuedBytes: number, nowMs: number): void {
    const failure = this.#line.isBetween()
      ? this.#keep(request, nowMs)
      : this.#sendNow(request, queuedBytes, nowMs);
    if (failure !== undefined) this.#actions.refuse(request.ticket, failure);
  }

  /** @returns why nothing was sent, if so */
  notify(outgoing: Outgoing, queuedBytes: number, nowMs: number): RequestFailure | undefined {
    return this.#forward(this.#session?.notify(outgoing, queuedBytes), nowMs);
  }

  /** A Welcome that begins a session. */
  begin(welcome: Welcome): void {
    this.end();
    this.#session = new ClientSession(welcome, this.#limits);
  }

  /**
   * Ends the session. Every open request gets its answer here: the outcome is unknown, silence would be
   * worse. Those that no gateway has seen wait for the next session.
   */
  end(): void {
    const unsent = this.#unsent.tickets();
    const lost = (this.#session?.pending.clear() ?? []).filter((ticket) => !unsent.has(ticket));
    this.#session = undefined;
    for (const ticket of lost) this.#actions.refuse(ticket, localFailure('SESSION_LOST'));
  }

  /** There will be no session any more. */
  refuseUnsent(): void {
    for (const { ticket } of this.#unsent.clear())
      this.#actions.refuse(ticket, localFailure('NOT_CONNECTED'));
  }

  /** There is a transport again. What a resumed session kept unsent was written with the rest of it. */
  sendUnsent(resumed: boolean, nowMs: number): void {
    const unsent = this.#unsent.clear();
    if (!resumed) for (const request of unsent) this.send(request, 0, nowMs);
  }

  expire(nowMs: number): void {
    const expired = this.#session?.pending.expire(nowMs) ?? [];
    const late = this.#unsent.expire(nowMs);
    // Those of a session are among its own.
    if (this.#session === undefined) expired.push(...late.map(({ ticket }) => ticket));
    for (const ticket of expired) this.#actions.refuse(ticket, localFailure('CLIENT_TIMEOUT'));
  }

  #sendNow(
    { ticket, outgoing, deadlineMs }: UnsentRequest,
    queuedBytes: number,
    nowMs: number,
  ): RequestFailure | undefined {
    return this.#forward(this.#session?.request(ticket, outgoing, deadlineMs, queuedBytes), nowMs);
  }

  /** Keeps a request for the next transport; in a session, in its order. @returns why not, if so */
  #keep(request: UnsentRequest, nowMs: number): RequestFailure | undefined {
    if (!this.#unsent.hasRoomFor(request.outgoing)) return localFailure('SEND_QUEUE_FULL');
    const failure = this.#session && this.#sendNow(request, 0, nowMs);
    if (failure === undefined) this.#unsent.add(request);
    return failure;
  }

  /** Writes what a session gave to be sent. @returns why nothing was, if so */
  #forward(sent: Sent | undefined, nowMs: number): RequestFailure | undefined {
    if (sent === undefined) return localFailure('NOT_CONNECTED');
    if (sent.is === 'refused') return sent.failure;
    if (sent.is === 'exhausted') {
      this.#line.exhausted(nowMs);
      return localFailure('NOT_CONNECTED');
    }
    if (this.#line.isOpen()) this.#actions.write(sent.envelope);
    return undefined;
  }
}
