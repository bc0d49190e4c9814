// Encoding and decoding of payloads by the generated code. What protobufjs throws ends here: a payload
// that cannot be decoded is `undefined`, and the caller has a code for it.

import { Reader } from 'protobufjs/minimal.js';

/** All fields set, absent ones at their default. */
type Whole<T> = { readonly [K in keyof T]-?: NonNullable<T[K]> };

export interface Codec<Fields> {
  encode(fields: Partial<Fields>): Uint8Array;
  /** @returns undefined when the bytes are no such message. Strings and bytes are copies. */
  decode(bytes: Uint8Array): Fields | undefined;
}

interface Generated<Message> {
  encode(fields: Message): { finish(): Uint8Array };
  decode(reader: Reader): Message;
}

export function codec<Message>(generated: {
  encode(fields: never): { finish(): Uint8Array };
  decode(reader: Reader): Message;
}): Codec<Whole<Omit<Message, '$unknowns' | 'toJSON'>>> {
  type Fields = Whole<Omit<Message, '$unknowns' | 'toJSON'>>;
  const typed = generated as unknown as Generated<Fields>;
  return {
    encode: (fields) => typed.encode(fields as Fields).finish(),
    decode: (bytes) => {
      try {
        const reader = Reader.create(bytes);
        // Unknown fields would be kept as views that pin the receive buffer, as many as a peer likes.
        reader.discardUnknown = true;
        return typed.decode(reader);
      } catch {
        return undefined;
      }
    },
  };
}

/** For messages with bytes fields, which are otherwise views of a receive buffer that is used again. */
export function copying<Fields>(inner: Codec<Fields>): Codec<Fields> {
  return {
    encode: (fields) => inner.encode(fields),
    decode: (bytes) => inner.decode(new Uint8Array(bytes)),
  };
}

/** The fields that a codec gives. */
export type Decoded<C> = C extends Codec<infer Fields> ? Fields : never;
