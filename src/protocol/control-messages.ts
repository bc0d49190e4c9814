// Encoding and decoding of the control payloads. What protobufjs throws ends here: a payload that
// cannot be decoded is `undefined`, and the caller has a code for it.

import { Reader } from 'protobufjs/minimal.js';
import { causeway as client } from './gen/client.js';
import { causeway as link } from './gen/link.js';

const v1 = client.v1;
const link1 = link.link.v1;

/** All fields set, absent ones at their default. */
type Whole<T> = { readonly [K in keyof T]-?: NonNullable<T[K]> };

interface Codec<Fields> {
  encode(fields: Partial<Fields>): Uint8Array;
  /** @returns undefined when the bytes are no such message. Strings and bytes are copies. */
  decode(bytes: Uint8Array): Fields | undefined;
}

interface Generated<Message> {
  encode(fields: Message): { finish(): Uint8Array };
  decode(reader: Reader): Message;
}

function codec<Message>(generated: {
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
function copying<Fields>(inner: Codec<Fields>): Codec<Fields> {
  return {
    encode: (fields) => inner.encode(fields),
    decode: (bytes) => inner.decode(new Uint8Array(bytes)),
  };
}

export const failure = codec(v1.Failure);
export const hello = codec(v1.Hello);
export const welcome = codec(v1.Welcome);
export const ack = codec(v1.Ack);
export const refresh = codec(v1.Refresh);
export const refreshed = codec(v1.Refreshed);
export const goAway = codec(v1.GoAway);
export const disconnect = codec(v1.Disconnect);
export const undelivered = codec(v1.Undelivered);
export const lost = codec(v1.Lost);

export const linkGreeting = copying(codec(link1.Greeting));
export const linkProof = copying(codec(link1.Proof));
export const linkReady = codec(link1.Ready);
export const linkBye = codec(link1.Bye);
export const sessionOpened = codec(link1.SessionOpened);
export const sessionResumed = codec(link1.SessionResumed);
export const sessionClosed = codec(link1.SessionClosed);
export const sessionChanged = codec(link1.SessionChanged);
export const pushTarget = codec(link1.PushTarget);
export const relayTarget = codec(link1.RelayTarget);
export const relaySource = codec(link1.RelaySource);
export const linkUndelivered = codec(link1.Undelivered);
export const groupChange = codec(link1.GroupChange);
export const attributesChange = codec(link1.AttributesChange);
export const kick = codec(link1.Kick);
export const pin = copying(codec(link1.Pin));
export const done = codec(link1.Done);

type Decoded<C> = C extends Codec<infer Fields> ? Fields : never;

export type Hello = Decoded<typeof hello>;
export type Welcome = Decoded<typeof welcome>;
export type Disconnect = Decoded<typeof disconnect>;
export type GoAway = Decoded<typeof goAway>;
export type Failure = Decoded<typeof failure>;
export type Undelivered = Decoded<typeof undelivered>;
export type LinkGreeting = Decoded<typeof linkGreeting>;
export type SessionOpened = Decoded<typeof sessionOpened>;
export type PushTarget = Decoded<typeof pushTarget>;
export type RelayTarget = Decoded<typeof relayTarget>;
export type GroupChange = Decoded<typeof groupChange>;
export type AttributesChange = Decoded<typeof attributesChange>;
export type Kick = Decoded<typeof kick>;
export type Pin = Decoded<typeof pin>;
export type Done = Decoded<typeof done>;
