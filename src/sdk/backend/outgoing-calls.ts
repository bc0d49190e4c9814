// Calls and commands of this backend that wait for CALL_ANSWER or DONE on one link. Ids rise from 1 and
// are never used again, so that a late answer can be told from a violation.

import { callError, type CallError } from './errors.js';

/** 'call' is answered by CALL_ANSWER, 'command' by DONE. */
export type CallKind = 'call' | 'command';

export type CallReply =
  | { readonly ok: true; readonly payload: Uint8Array; readonly count: number }
  | { readonly ok: false; readonly error: CallError };

interface OutgoingCall {
  readonly kind: CallKind;
  readonly deadlineAtMs: number;
  readonly settle: (reply: CallReply) => void;
}

export class OutgoingCalls {
  readonly #pendingMax: number;
  readonly #pending = new Map<number, OutgoingCall>();
  #lastId = 0;
  /** No call has a deadline before this. */
  #earliestAtMs = Infinity;

  constructor(pendingMax: number) {
    this.#pendingMax = pendingMax;
  }

  get pending(): number {
    return this.#pending.size;
  }

  /** @returns the call's id, 0 when too many are pending. `settle` is called at most once. */
  begin(kind: CallKind, deadlineAtMs: number, settle: (reply: CallReply) => void): number {
    if (this.#pending.size >= this.#pendingMax) return 0;
    const id = ++this.#lastId;
    this.#pending.set(id, { kind, deadlineAtMs, settle });
    this.#earliestAtMs = Math.min(this.#earliestAtMs, deadlineAtMs);
    return id;
  }

  /** The call could not be sent: its `settle` is not called. */
  withdraw(id: number): void {
    this.#pending.delete(id);
  }

  /** An answer came. 'violation': no such call was ever made. */
  settle(kind: CallKind, id: number, reply: CallReply): 'settled' | 'late' | 'violation' {
    if (id > this.#lastId) return 'violation';
    const call = this.#pending.get(id);
    if (call === undefined) return 'late';
    if (call.kind !== kind) return 'violation';
    this.#pending.delete(id);
    call.settle(reply);
    return 'settled';
  }

  /** Ends the calls whose time is over. */
  sweep(nowMs: number): void {
    if (nowMs < this.#earliestAtMs) return;
    this.#earliestAtMs = Infinity;
    for (const [id, call] of this.#pending) {
      if (call.deadlineAtMs > nowMs) this.#earliestAtMs = Math.min(this.#earliestAtMs, call.deadlineAtMs);
      else {
        this.#pending.delete(id);
        call.settle({ ok: false, error: callError('TIMEOUT') });
      }
    }
  }

  /** The link is gone: what became of the calls is not known. */
  failAll(): void {
    const calls = [...this.#pending.values()];
    this.#pending.clear();
    const error = callError('INSTANCE_LOST', 'the link to the gateway was lost; outcome unknown');
    for (const call of calls) call.settle({ ok: false, error });
  }
}
