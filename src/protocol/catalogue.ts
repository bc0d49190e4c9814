// The shape of a typed message catalogue, the same for client and backend SDK, and what the modules
// that `causeway gen` writes need at run time. They import it as `causeway/catalogue`.
//
// 64-bit integers are bigint: exact, and impossible to mix up with numbers by accident.

import protobuf from 'protobufjs/minimal.js';

/** Encodes and decodes one protobuf message. */
export interface MessageCodec<Message> {
  /** Full protobuf name, for example "game.v1.Moved". */
  readonly name: string;
  /** Fields left out are at their default. */
  encode(message: Fields<Message>): Uint8Array;
  /**
   * All fields set, absent ones at their default; nothing shares memory with `bytes`.
   * @throws Error when the bytes are no such message.
   */
  decode(bytes: Uint8Array): Message;
}

/** A message with a message type of its own: it stands at the head of an envelope. */
export interface MessageDescriptor<Message> extends MessageCodec<Message> {
  /** The message type, 100 to 2^32-1. */
  readonly type: number;
}

/** A message that is answered, by a message that has no type of its own. */
export interface RequestType<Request, Answer> extends MessageDescriptor<Request> {
  readonly reply: MessageCodec<Answer>;
}

/** A message to a backend that is not answered. */
export interface NotificationType<Message> extends MessageDescriptor<Message> {
  readonly push: false;
}

/** A message that backends send unasked. */
export interface PushType<Message> extends MessageDescriptor<Message> {
  readonly push: true;
}

type Scalar = string | number | bigint | boolean | Uint8Array | undefined;

/** What may be given to encode a message: the same fields, each of them optional, in depth. */
export type Fields<T> = T extends Scalar
  ? T
  : T extends readonly (infer Item)[]
    ? readonly Fields<Item>[]
    : T extends ReadonlyMap<infer Key, infer Value>
      ? ReadonlyMap<Key, Fields<Value>>
      : { readonly [Field in keyof T]?: Fields<T[Field]> | undefined };

/** A 64-bit integer as protobufjs reads it: a number where its optional `long` package is missing. */
type Read64 = { readonly low: number; readonly high: number } | number;

export const { Reader, Writer } = protobuf;

/** A 64-bit integer as protobufjs writes it, in two halves. */
export function halves(value: bigint): { low: number; high: number; unsigned: boolean } {
  const bits = BigInt.asUintN(64, value);
  return { low: Number(bits & 0xffff_ffffn) | 0, high: Number(bits >> 32n) | 0, unsigned: false };
}

export function unsigned64(value: Read64): bigint {
  return BigInt.asUintN(64, signed64(value));
}

export function signed64(value: Read64): bigint {
  if (typeof value === 'number') return BigInt(value);
  return BigInt.asIntN(64, (BigInt(value.high) << 32n) | BigInt(value.low >>> 0));
}

/** Deeper nesting than any application has; what is sent deeper means to exhaust the stack. */
const NESTING_MAX = 100;

/** @throws Error when a message is nested too deep */
export function checkDepth(depth: number): void {
  if (depth > NESTING_MAX) throw new Error(`message nested deeper than ${NESTING_MAX} levels`);
}

/** @throws Error when a part went past the end of its message */
export function checkEnd(reader: protobuf.Reader, end: number): void {
  if (reader.pos !== end) throw new Error(`message ends at byte ${end}, its last field at ${reader.pos}`);
}

/** Goes past a field that the message does not know. */
export function skip(reader: protobuf.Reader, tag: number): void {
  reader.skipType(tag & 7, 0, tag >>> 3);
}
