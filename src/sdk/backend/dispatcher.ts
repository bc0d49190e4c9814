// Runs handlers. Per link and session they are started in the order of arrival; they run concurrently and
// their answers go out as they come, unless a handler asked for order.

import type { Clock } from '../../clock.js';
import type { Log } from '../../log.js';
import { errorName, ERRORS } from '../../protocol/codes.js';
import { failure } from '../../protocol/control-messages.js';
import { encodeEnvelope } from '../../protocol/envelope.js';
import { LinkKind } from '../../protocol/link-frames.js';
import { countOutcome, UNHANDLED, type BackendCounters } from './counters.js';
import { AnswerError } from './errors.js';
import type { HandlerEntry, HandlerTable } from './handlers.js';
import { ClientContext, RelayContext, type IncomingMessage, type MessageContext } from './message.js';
import type { Session } from './session.js';

export interface DispatchLimits {
  /** Most handlers that run or wait at once; a request beyond is answered LINK_FULL. */
  readonly handlersMax: number;
  /** Most messages of one session that wait for their turn; a request beyond is answered TOO_MANY_REQUESTS. */
  readonly orderedMax: number;
}

export interface DispatchParts {
  readonly serverId: string;
  readonly clientHandlers: HandlerTable<ClientContext>;
  readonly relayHandlers: HandlerTable<RelayContext>;
  readonly limits: DispatchLimits;
  readonly counters: BackendCounters;
  readonly clock: Clock;
  readonly log: Log;
}

/** A handler with its context in its hands. */
interface Task {
  readonly message: IncomingMessage;
  readonly context: MessageContext;
  readonly run: () => Uint8Array | undefined | Promise<Uint8Array | undefined>;
  /** What ordered handlers take turns by; undefined for the others. */
  readonly lane: Session | string | undefined;
}

const EMPTY = new Uint8Array(0);

export class Dispatcher {
  readonly #parts: DispatchParts;
  /** Tasks that wait behind the running one of their lane. A lane without a running task is not here. */
  readonly #lanes = new Map<Session | string, Task[]>();
  readonly #idle: (() => void)[] = [];
  #running = 0;

  constructor(parts: DispatchParts) {
    this.#parts = parts;
  }

  /** Handlers that run or wait. */
  get running(): number {
    return this.#running;
  }

  /** Starts the handler of a message, or answers why there is none. Never throws. */
  receive(message: IncomingMessage): void {
    const task = this.#taskOf(message);
    if (task === undefined) this.#refuse(message, UNHANDLED, failureOf('NO_HANDLER'));
    else if (this.#running >= this.#parts.limits.handlersMax)
      this.#refuse(message, message.type, failureOf('LINK_FULL', 'too many handlers are running'));
    else this.#admit(task);
  }

  /** Resolves when no handler runs. */
  whenIdle(): Promise<void> {
    if (this.#running === 0) return Promise.resolve();
    return new Promise((resolve) => this.#idle.push(resolve));
  }

  #taskOf(message: IncomingMessage): Task | undefined {
    const { clientHandlers, relayHandlers, serverId, clock } = this.#parts;
    const { session } = message;
    return session === undefined
      ? task(message, relayHandlers.get(message.type), () => new RelayContext(message, serverId, clock))
      : task(
          message,
          clientHandlers.get(message.type),
          () => new ClientContext(message, session, serverId, clock),
        );
  }

  #admit(task: Task): void {
    const { lane, message } = task;
    const waiting = lane === undefined ? undefined : this.#lanes.get(lane);
    if (waiting !== undefined && waiting.length >= this.#parts.limits.orderedMax) {
      this.#refuse(message, message.type, failureOf('TOO_MANY_REQUESTS'));
      return;
    }
    this.#running++;
    if (waiting !== undefined) {
      waiting.push(task);
      return;
    }
    if (lane !== undefined) this.#lanes.set(lane, []);
    this.#start(task);
  }

  /** Nobody waits any more for what stood in line for too long. */
  #startInTime(task: Task): void {
    if (task.message.deadlineAtMs > this.#parts.clock.nowMs()) this.#start(task);
    else this.#end(task, failureOf('TIMEOUT'));
  }

  #start(task: Task): void {
    let result: ReturnType<Task['run']>;
    try {
      result = task.run();
    } catch (error) {
      this.#failed(task, error);
      return;
    }
    if (!isThenable(result)) {
      this.#succeeded(task, result);
      return;
    }
    result.then(
      (payload) => {
        this.#succeeded(task, payload);
      },
      (error: unknown) => {
        this.#failed(task, error);
      },
    );
  }

  #succeeded(task: Task, payload: unknown): void {
    if (payload === undefined || payload instanceof Uint8Array)
      this.#end(task, { code: 0, payload: payload ?? EMPTY });
    else this.#failed(task, new TypeError('a handler returns a Uint8Array or undefined'));
  }

  #failed(task: Task, error: unknown): void {
    if (error instanceof AnswerError) {
      this.#end(task, error);
      return;
    }
    this.#parts.log.error({ error, type: task.message.type, kind: task.message.kind }, 'a handler failed');
    this.#end(task, failureOf('HANDLER_FAILED'));
  }

  #end(task: Task, answer: Answer): void {
    task.context.release();
    this.#answer(task.message, task.message.type, answer);
    this.#running--;
    if (this.#running === 0) for (const resolve of this.#idle.splice(0)) resolve();
    if (task.lane !== undefined) this.#startNext(task.lane);
  }

  #startNext(lane: Session | string): void {
    const next = this.#lanes.get(lane)?.shift();
    if (next === undefined) this.#lanes.delete(lane);
    // In a turn of its own: handlers without promises would otherwise end inside each other.
    else
      queueMicrotask(() => {
        this.#startInTime(next);
      });
  }

  /** Whoever asked is answered; of one-way messages only this backend can tell. */
  #refuse(message: IncomingMessage, countedType: number, answer: Answer): void {
    const { kind, type, request } = message;
    if (request === 0)
      this.#parts.log.warn({ kind, type, reason: errorName(answer.code) }, 'a one-way message was refused');
    this.#answer(message, countedType, answer);
  }

  #answer(message: IncomingMessage, countedType: number, answer: Answer): void {
    const { counters } = this.#parts;
    const code = message.request === 0 ? answer.code : this.#send(message, answer);
    countOutcome(counters.ofType(message.kind, countedType), code);
  }

  /** @returns the code that was answered */
  #send(message: IncomingMessage, answer: Answer): number {
    const { link, request, envelopeType, seq } = message;
    const kind = message.kind === 'call' ? LinkKind.CALL_ANSWER : LinkKind.ANSWER;
    const envelope = encodeEnvelope({ type: envelopeType, seq, code: answer.code, payload: answer.payload });
    if (envelope.length > link.envelopeBytesMax && link.isOpen) {
      this.#parts.log.error(
        { type: message.type, bytes: envelope.length },
        'an answer is longer than a frame',
      );
      return this.#send(message, failureOf('HANDLER_FAILED', 'the answer is too long'));
    }
    if (!link.sendEnvelope(kind, 0, request, envelope)) this.#parts.counters.answersLost++;
    return answer.code;
  }
}

interface Answer {
  readonly code: number;
  readonly payload: Uint8Array;
}

function failureOf(name: keyof typeof ERRORS, message: string = ERRORS[name].message): Answer {
  return { code: ERRORS[name].code, payload: failure.encode({ message }) };
}

function task<Context extends MessageContext>(
  message: IncomingMessage,
  entry: HandlerEntry<Context> | undefined,
  createContext: () => Context,
): Task | undefined {
  if (entry === undefined) return undefined;
  const context = createContext();
  return {
    message,
    context,
    run: () => entry.run(message.payload, context),
    lane: entry.ordered ? (message.session ?? message.fromServer) : undefined,
  };
}

function isThenable<T>(value: T | Promise<T>): value is Promise<T> {
  return typeof value === 'object' && value !== null && 'then' in value;
}
