// The token of a connection: the one that its Hello shows, and the Refresh that gives a live session a new one.

import { REFRESH } from '../../protocol/control-types.js';
import type { ActionList } from './action-list.js';
import type { Refreshed } from './inbound.js';
import { refreshEnvelope } from './outbound.js';
import type { Ticket } from './pending-requests.js';
import { RefreshExchange } from './refresh-exchange.js';
import { localFailure } from './request-error.js';
import type { ClientSession } from './session.js';
import { TokenKeeper } from './token-keeper.js';

export class Tokens {
  readonly #keeper: TokenKeeper;
  readonly #refresh = new RefreshExchange();
  readonly #actions: ActionList;
  /** What the last Hello showed. */
  #shown = '';

  /** @param fixed the only token there is; undefined: tokens are fetched */
  constructor(fixed: string | undefined, actions: ActionList) {
    this.#keeper = new TokenKeeper(fixed);
    this.#actions = actions;
  }

  /** Whether a refused token can be replaced. */
  get renewable(): boolean {
    return this.#keeper.renewable;
  }

  /** When the live session should be given a new one, monotonic milliseconds. */
  get refreshAtMs(): number {
    return this.#keeper.refreshAtMs;
  }

  /** When a Refresh is given up. */
  get deadlineMs(): number {
    return this.#refresh.deadlineMs;
  }

  get shown(): string {
    return this.#shown;
  }

  /** The token to say Hello with; undefined: one must be fetched. */
  current(nowMs: number): string | undefined {
    return this.#keeper.current(nowMs);
  }

  show(token: string): void {
    this.#shown = token;
  }

  /** One came, to say Hello with. */
  fetched(token: string): void {
    this.#keeper.fetched(token);
  }

  fetch(): void {
    this.#actions.add({ do: 'fetch-token' });
  }

  /** Fetches one for the live session when its time has come. */
  fetchIfDue(nowMs: number): void {
    if (nowMs < this.#keeper.refreshAtMs) return;
    this.#keeper.refreshing();
    this.fetch();
  }

  refreshFailed(nowMs: number): void {
    this.#keeper.refreshFailed(nowMs);
  }

  /** The gateway refused the token: the next Hello needs another. */
  refused(): void {
    this.#keeper.refused();
  }

  /** Hello's token was taken. @param expiresInMs 0: it does not end */
  accepted(expiresInMs: number, nowMs: number): void {
    this.#keeper.accepted(this.#shown, expiresInMs, nowMs);
  }

  /** A caller's token. It goes out with `send`: now, or after the next Welcome. */
  refresh(ticket: Ticket, token: string, deadlineMs: number): void {
    if (this.#refresh.pending) this.#actions.refuse(ticket, localFailure('TOO_MANY_REQUESTS'));
    else this.#refresh.begin(ticket, token, deadlineMs);
  }

  /** The token that was fetched for the live session. A caller's that is under way goes before it. */
  renew(token: string): void {
    if (!this.#refresh.pending) this.#refresh.begin(undefined, token, Infinity);
  }

  /** Sends the Refresh that waits, if there is one. */
  send(session: ClientSession | undefined): void {
    const token = this.#refresh.unsent;
    if (token === undefined || session === undefined) return;
    const seq = session.pending.take(REFRESH);
    this.#refresh.sent(seq);
    this.#actions.write(refreshEnvelope(seq, token));
  }

  /** The gateway's answer. @returns false when nothing was asked by this seq */
  settle(session: ClientSession | undefined, answer: Refreshed, nowMs: number): boolean {
    const { seq, outcome, expiresInMs } = answer;
    if (session?.pending.settle(seq, REFRESH).is !== 'late') return false;
    const ended = this.#refresh.settle(seq);
    if (ended === undefined) return true;
    if (outcome.ok) this.#keeper.accepted(ended.token, expiresInMs, nowMs);
    else this.#keeper.refreshFailed(nowMs);
    if (ended.ticket !== undefined) this.#actions.answer(ended.ticket, outcome);
    return true;
  }

  /** @param session what goes on without a transport; undefined: it ended */
  transportLost(session: ClientSession | undefined): void {
    session?.pending.release(REFRESH);
    this.#refresh.transportLost();
  }

  expire(nowMs: number): void {
    const ticket = this.#refresh.expire(nowMs);
    if (ticket !== undefined) this.#actions.refuse(ticket, localFailure('CLIENT_TIMEOUT'));
  }

  /** Nothing will be sent any more. */
  stop(): void {
    const ticket = this.#refresh.clear();
    if (ticket !== undefined) this.#actions.refuse(ticket, localFailure('SESSION_LOST'));
  }
}
