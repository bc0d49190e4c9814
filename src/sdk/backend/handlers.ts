// Which handler takes which message type, and how typed handlers become handlers of bytes.

import type { Fields, MessageCodec, MessageDescriptor, RequestType } from '../../protocol/catalogue.js';
import { ERRORS } from '../../protocol/codes.js';
import { failureAnswer } from './errors.js';
import { checkMessageType } from './message-type.js';

type MaybePromise<T> = T | Promise<T>;

/**
 * Takes a payload and returns the answer's, undefined for an empty one. What it returns for a
 * notification is dropped. What it throws becomes the answer's code (see errors.ts).
 */
export type Handler<Context> = (
  payload: Uint8Array,
  context: Context,
) => MaybePromise<Uint8Array | undefined>;

/** As Handler, with the messages of a catalogue. */
export type TypedHandler<Message, Answer, Context> = (
  message: Message,
  context: Context,
) => MaybePromise<Answer>;

export interface HandlerOptions {
  /** One message of a session (of a sending server, for relayed ones) after the other. Default: at once. */
  readonly ordered?: boolean;
}

export interface HandlerEntry<Context> {
  readonly run: Handler<Context>;
  readonly ordered: boolean;
}

export class HandlerTable<Context> {
  readonly #entries = new Map<number, HandlerEntry<Context>>();

  get(type: number): HandlerEntry<Context> | undefined {
    return this.#entries.get(type);
  }

  /** @throws RangeError for a type that is not an application's, or has a handler already */
  add(type: number, run: Handler<Context>, { ordered = false }: HandlerOptions): void {
    checkMessageType(type);
    if (this.#entries.has(type)) throw new RangeError(`message type ${type} has a handler already`);
    this.#entries.set(type, { run, ordered });
  }
}

/** A handler of bytes around a typed one. A payload that is no such message ends the request. */
export function untyped<Message, Answer, Context>(
  type: MessageDescriptor<Message> | RequestType<Message, Answer>,
  handler: TypedHandler<Message, Fields<Answer> | undefined, Context>,
): Handler<Context> {
  const reply = 'reply' in type ? type.reply : undefined;
  const encode = (answer: Fields<Answer> | undefined): Uint8Array | undefined =>
    answer === undefined ? undefined : reply?.encode(answer);
  return (payload, context) => {
    const answer = handler(decode(type, payload), context);
    return answer instanceof Promise ? answer.then(encode) : encode(answer);
  };
}

function decode<Message>(codec: MessageCodec<Message>, payload: Uint8Array): Message {
  try {
    return codec.decode(payload);
  } catch {
    throw failureAnswer(ERRORS.HANDLER_FAILED.code, `the payload is no ${codec.name}`);
  }
}
