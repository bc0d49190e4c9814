import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import * as messages from '../../../src/protocol/control-messages.js';
import * as links from '../../../src/protocol/link-messages.js';
import {
  fromHex,
  readClientGolden,
  readLinkGolden,
  toHex,
  type GoldenFields,
  type GoldenValue,
} from '../../support/golden.js';
import { mutated, shortBytes } from '../../support/wire-arbitraries.js';

interface AnyCodec {
  encode(fields: object): Uint8Array;
  decode(bytes: Uint8Array): object | undefined;
}

const CLIENT_CODECS: Readonly<Record<string, AnyCodec>> = {
  Failure: messages.failure,
  Hello: messages.hello,
  Welcome: messages.welcome,
  Ack: messages.ack,
  Refresh: messages.refresh,
  Refreshed: messages.refreshed,
  GoAway: messages.goAway,
  Disconnect: messages.disconnect,
  Undelivered: messages.undelivered,
  Lost: messages.lost,
};

const LINK_CODECS: Readonly<Record<string, AnyCodec>> = {
  Greeting: links.linkGreeting,
  Proof: links.linkProof,
  Ready: links.linkReady,
  Bye: links.linkBye,
  SessionOpened: links.sessionOpened,
  SessionResumed: links.sessionResumed,
  SessionClosed: links.sessionClosed,
  SessionChanged: links.sessionChanged,
  GatewayGone: links.gatewayGone,
  Fence: links.fence,
  Await: links.awaitFence,
  PushTarget: links.pushTarget,
  RelayTarget: links.relayTarget,
  RelaySource: links.relaySource,
  Undelivered: links.linkUndelivered,
  GroupChange: links.groupChange,
  AttributesChange: links.attributesChange,
  Kick: links.kick,
  Pin: links.pin,
  Done: links.done,
  PresenceQuery: links.presenceQuery,
  PresenceAnswer: links.presenceAnswer,
  PresenceWatch: links.presenceWatch,
  PresenceUnwatch: links.presenceUnwatch,
  PresenceEvents: links.presenceEvents,
};

const isBytes = (value: GoldenValue): value is { hex: string } =>
  typeof value === 'object' && !Array.isArray(value) && 'hex' in value;

/** Golden fields as our codecs take them. */
function toInput(value: GoldenValue): unknown {
  if (isBytes(value)) return fromHex(value.hex);
  if (Array.isArray(value)) return value.map(toInput);
  if (typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => [name, toInput(field as GoldenValue)]),
  );
}

/** What `decoded` says in the fields of `like`, as golden files write it. Defaults sit on the prototype. */
function toGolden(decoded: unknown, like: GoldenValue): unknown {
  if (decoded instanceof Uint8Array) return { hex: toHex(decoded) };
  if (Array.isArray(decoded))
    return decoded.map((item, index) =>
      toGolden(item, Array.isArray(like) ? (like[index] as GoldenValue) : ''),
    );
  if (typeof decoded !== 'object' || decoded === null) return decoded;
  const fields = decoded as Readonly<Record<string, unknown>>;
  return Object.fromEntries(
    Object.entries(like as GoldenFields).map(([name, field]) => [name, toGolden(fields[name], field)]),
  );
}

interface Case {
  readonly name: string;
  readonly codec: AnyCodec;
  readonly message: string;
  readonly fields: GoldenFields;
  readonly hex: string;
}

const clientCases = readClientGolden().envelopes.map(({ name, message, messageFields, fields }) => ({
  name,
  message,
  messageFields,
  hex: fields.payload.hex,
}));
const linkCases = readLinkGolden().frames.map(({ name, message, messageFields, fields }) => ({
  name,
  message,
  messageFields,
  hex: fields.body.hex,
}));

function casesOf(all: typeof clientCases, codecs: Readonly<Record<string, AnyCodec>>): Case[] {
  return all.flatMap(({ name, message, messageFields, hex }) => {
    if (message === undefined || messageFields === undefined) return [];
    const codec = codecs[message];
    assert.ok(codec !== undefined, `no codec for ${message}`);
    return [{ name, codec, message, fields: messageFields, hex }];
  });
}

const cases = [...casesOf(clientCases, CLIENT_CODECS), ...casesOf(linkCases, LINK_CODECS)];

describe('golden', () => {
  for (const { name, codec, message, fields, hex } of cases)
    test(`${message}: ${name}`, () => {
      const decoded = codec.decode(fromHex(hex));
      assert.deepEqual(toGolden(decoded, fields), fields);
      assert.equal(toHex(codec.encode(toInput(fields) as object)), hex);
    });
  test('every message has a golden case', () => {
    const inGolden = new Set(cases.map(({ codec }) => codec));
    for (const [name, codec] of [...Object.entries(CLIENT_CODECS), ...Object.entries(LINK_CODECS)])
      assert.ok(inGolden.has(codec), name);
  });
});

test('an empty payload is a message of defaults', () => {
  for (const codec of [...Object.values(CLIENT_CODECS), ...Object.values(LINK_CODECS)])
    assert.ok(codec.decode(new Uint8Array(0)) !== undefined);
  assert.equal(messages.hello.decode(new Uint8Array(0))?.token, '');
  assert.deepEqual(links.pushTarget.decode(new Uint8Array(0))?.sessions, []);
});

test('what is no such message is undefined', () => {
  for (const hex of ['08', '0aff', '1205616263', '0b', '12ffffffff0f', '0affffffffffffffffffff01', '00'])
    assert.equal(messages.hello.decode(fromHex(hex)), undefined, hex);
  assert.equal(messages.hello.decode(fromHex('1202c328')), undefined, 'a token that is not UTF-8');
});

test('mutated bytes decode or do not, but never throw; what decodes can be encoded again', () => {
  const all = [...Object.values(CLIENT_CODECS), ...Object.values(LINK_CODECS)];
  const seeds = cases.map(({ hex }) => fromHex(hex)).filter((bytes) => bytes.length < 500);
  fc.assert(
    fc.property(fc.oneof(mutated(seeds), shortBytes(60)), (bytes) => {
      for (const codec of all) {
        const decoded = codec.decode(bytes);
        if (decoded !== undefined) assert.ok(codec.decode(codec.encode(decoded)) !== undefined);
      }
    }),
    { numRuns: 500 },
  );
});

test('deep nesting of unknown groups is refused, not a stack overflow', () => {
  assert.equal(messages.hello.decode(new Uint8Array(16_384).fill(0x7b)), undefined);
});

test('what was decoded stays when the buffer is reused', () => {
  const nonce = Uint8Array.of(1, 2, 3, 4);
  for (const wrap of [
    (bytes: Uint8Array) => Uint8Array.from(bytes),
    (bytes: Uint8Array) => Buffer.from(bytes),
  ]) {
    const greeting = wrap(links.linkGreeting.encode({ id: 'lobby-1', nonce, proof: nonce }));
    const proof = wrap(links.linkProof.encode({ proof: nonce }));
    const pin = wrap(links.pin.encode({ service: 'room', key: nonce }));
    const decoded = [links.linkGreeting.decode(greeting), links.linkProof.decode(proof)] as const;
    const pinned = links.pin.decode(pin);
    for (const buffer of [greeting, proof, pin]) buffer.fill(0xee);
    assert.equal(decoded[0]?.id, 'lobby-1');
    for (const bytes of [decoded[0].nonce, decoded[0].proof, decoded[1]?.proof, pinned?.key])
      assert.equal(toHex(bytes ?? new Uint8Array(0)), '01020304');
  }
});
