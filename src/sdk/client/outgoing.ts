// From what callers give (a descriptor and a message, or a type and bytes) to what a session sends.

import type { Fields, MessageDescriptor } from '../../protocol/catalogue.js';
import { FIRST_APPLICATION_TYPE, KEY_BYTES_MAX, UINT32_MAX } from '../../protocol/control-types.js';
import type { Outgoing } from './session.js';

/** A message type: its number, or its descriptor out of a generated catalogue. */
export type TypeOf<Message> = number | MessageDescriptor<Message>;

const EMPTY = new Uint8Array(0);

/**
 * @param key routing key: text is sent as UTF-8
 * @throws RangeError when the type or the key can never be sent: a mistake of the program
 */
export function outgoing<Message>(
  type: TypeOf<Message>,
  message: Fields<Message> | Uint8Array,
  key: string | Uint8Array | undefined,
): Outgoing {
  return { type: typeNumber(type), key: keyBytes(key), payload: payloadOf(type, message) };
}

/** @throws RangeError for a type that no application may use */
export function typeNumber(type: number | { readonly type: number }): number {
  const number = typeof type === 'number' ? type : type.type;
  if (Number.isInteger(number) && number >= FIRST_APPLICATION_TYPE && number <= UINT32_MAX) return number;
  throw new RangeError(`message type ${number} is not from ${FIRST_APPLICATION_TYPE} to ${UINT32_MAX}`);
}

function keyBytes(key: string | Uint8Array | undefined): Uint8Array {
  if (key === undefined) return EMPTY;
  const bytes = typeof key === 'string' ? new TextEncoder().encode(key) : key;
  if (bytes.length <= KEY_BYTES_MAX) return bytes;
  throw new RangeError(`the routing key has ${bytes.length} bytes, at most ${KEY_BYTES_MAX} are allowed`);
}

function payloadOf<Message>(type: TypeOf<Message>, message: Fields<Message> | Uint8Array): Uint8Array {
  if (typeof type !== 'number') return type.encode(message as Fields<Message>);
  if (message instanceof Uint8Array) return message;
  throw new TypeError(`message type ${type} is a number: its payload must be a Uint8Array`);
}
