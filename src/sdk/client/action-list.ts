// What the parts of a connection have for its driver to do, in one order.

import type { Action, Outcome } from './actions.js';
import type { Ticket } from './pending-requests.js';
import type { RequestFailure } from './request-error.js';

export class ActionList {
  #actions: Action[] = [];

  add(action: Action): void {
    this.#actions.push(action);
  }

  write(envelope: Uint8Array): void {
    this.add({ do: 'write', envelope });
  }

  answer(ticket: Ticket, outcome: Outcome): void {
    this.add({ do: 'answer', ticket, outcome });
  }

  refuse(ticket: Ticket, failure: RequestFailure): void {
    this.answer(ticket, { ok: false, failure });
  }

  /** Everything since the last time. */
  take(): Action[] {
    const actions = this.#actions;
    this.#actions = [];
    return actions;
  }
}
