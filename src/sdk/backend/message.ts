// A message for a handler, and the context that comes with it.

import type { Clock, Timer } from '../../clock.js';
import type { MessageKind } from './counters.js';
import { failureAnswer } from './errors.js';
import type { LinkPath } from './link-path.js';
import type { Session } from './session.js';

/** One message on its way to a handler. Owns its bytes. */
export interface IncomingMessage {
  readonly kind: MessageKind;
  readonly link: LinkPath;
  /** Id on the link; 0 when no answer is expected. */
  readonly request: number;
  /** The type it was routed by. */
  readonly type: number;
  /** Type and seq of its envelope, which the answer repeats. */
  readonly envelopeType: number;
  readonly seq: number;
  readonly key: Uint8Array;
  readonly payload: Uint8Array;
  /** Monotonic milliseconds; Infinity without a deadline. */
  readonly deadlineAtMs: number;
  /** Of a client's message. */
  readonly session: Session | undefined;
  /** Server id of the sender of a relayed message. */
  readonly fromServer: string;
}

/** What a handler is told beside the payload. */
export class MessageContext {
  /** Server id of this backend. */
  readonly serverId: string;
  readonly #message: IncomingMessage;
  readonly #clock: Clock;
  #controller: AbortController | undefined;
  #deadline: Timer | undefined;
  #forgetLink: (() => void) | undefined;

  constructor(message: IncomingMessage, serverId: string, clock: Clock) {
    this.#message = message;
    this.serverId = serverId;
    this.#clock = clock;
  }

  /** The message type. */
  get type(): number {
    return this.#message.type;
  }

  /** The sender's routing key, empty without one. Chosen by the sender: not to be trusted. */
  get key(): Uint8Array {
    return this.#message.key;
  }

  /** Whether what the handler returns is sent as an answer. */
  get wantsAnswer(): boolean {
    return this.#message.request !== 0;
  }

  /** Milliseconds until nobody waits for the answer any more; Infinity without a deadline, never below 0. */
  get remainingMs(): number {
    return Math.max(0, this.#message.deadlineAtMs - this.#clock.nowMs());
  }

  /** Aborted when nobody waits any more: the deadline passed or the link is gone. Made at the first use. */
  get signal(): AbortSignal {
    return (this.#controller ?? this.#watch()).signal;
  }

  /**
   * Ends the handler with an answer that says why, like the gateway's own errors.
   * @param code 1000-9999 from the registry, or the application's own from 10000
   */
  fail(code: number, message: string): never {
    throw failureAnswer(code, message);
  }

  /** For the SDK: the handler has ended. */
  release(): void {
    this.#deadline?.cancel();
    this.#forgetLink?.();
  }

  #watch(): AbortController {
    const controller = new AbortController();
    this.#controller = controller;
    const abort = (): void => {
      controller.abort();
    };
    // A link that is gone already does not tell so again.
    if (!this.#message.link.isOpen) abort();
    else this.#forgetLink = this.#message.link.onGone(abort);
    if (this.#message.deadlineAtMs !== Infinity) this.#deadline = this.#clock.after(this.remainingMs, abort);
    return controller;
  }
}

/** Context of a client's request or notification. */
export class ClientContext extends MessageContext {
  readonly session: Session;

  constructor(message: IncomingMessage, session: Session, serverId: string, clock: Clock) {
    super(message, serverId, clock);
    this.session = session;
  }
}

/** Context of a message that another backend sent through the gateway. */
export class RelayContext extends MessageContext {
  /** Server id of the sender. */
  readonly fromServer: string;

  constructor(message: IncomingMessage, serverId: string, clock: Clock) {
    super(message, serverId, clock);
    this.fromServer = message.fromServer;
  }
}

/** A copy of `bytes[start, end)`. (`slice` of a Buffer would share its memory.) */
export function copyOf(bytes: Uint8Array, start: number, end: number): Uint8Array {
  return new Uint8Array(bytes.subarray(start, end));
}
