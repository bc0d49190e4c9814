import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { hello as codec, type Hello } from '../../../src/protocol/control-messages.js';
import { HELLO, UINT32_MAX } from '../../../src/protocol/control-types.js';
import { newEnvelopeHead } from '../../../src/protocol/envelope.js';
import {
  clientName,
  countExhausted,
  decideResume,
  heartbeatInForce,
  readHello,
  tokenExpiresInMs,
  type ResumeDecision,
} from '../../../src/session/hello.js';
import { SessionRoom } from '../../support/session-room.js';

function helloOf(fields: Partial<Hello>): Hello {
  const decoded = codec.decode(codec.encode(fields));
  if (decoded === undefined) throw new Error('a Hello that cannot be decoded');
  return decoded;
}

describe('reading Hello', () => {
  const good = codec.encode({ protocol: 1, token: 't', attempt: 3 });
  const read = (type: number, seq: number, payload: Uint8Array): ReturnType<typeof readHello> =>
    readHello({ ...newEnvelopeHead(), type, seq }, payload);

  test('a good one is taken with all its fields', () => {
    assert.deepEqual(read(HELLO, 1, good), {
      ok: true,
      hello: helloOf({ protocol: 1, token: 't', attempt: 3 }),
    });
  });
  for (const [what, outcome, refusal] of [
    ['another type', read(1000, 1, good), 'PROTOCOL'],
    ['seq 0', read(HELLO, 0, good), 'PROTOCOL'],
    ['a payload that does not decode', read(HELLO, 1, Uint8Array.of(0x0a)), 'MALFORMED'],
    ['protocol 2', read(HELLO, 1, codec.encode({ protocol: 2 })), 'VERSION_UNSUPPORTED'],
    ['no protocol', read(HELLO, 1, new Uint8Array(0)), 'VERSION_UNSUPPORTED'],
  ] as const)
    test(`${what} is ${refusal}`, () => {
      assert.deepEqual(outcome, { ok: false, refusal });
    });
});

test('the client name is cut to 64 and has nothing that breaks a log line', () => {
  assert.equal(clientName(helloOf({ client: 'game/1.2 (linux)' })), 'game/1.2 (linux)');
  assert.equal(clientName(helloOf({ client: 'a\nb\u0000ü€' })), 'a?b???');
  assert.equal(clientName(helloOf({ client: 'x'.repeat(100) })).length, 64);
});

test('the heartbeat is the wish within the bounds, the default without one', () => {
  const inForce = (wishMs: number): number => heartbeatInForce(wishMs, 20_000, 5_000, 60_000);
  assert.deepEqual([0, 1, 5_000, 30_000, 60_001].map(inForce), [20_000, 5_000, 5_000, 30_000, 60_000]);
});

describe('whether a Hello takes a session over', () => {
  async function decide(
    change: { user?: string; attempt?: number; received?: number; retired?: boolean; known?: boolean } = {},
  ): Promise<ResumeDecision> {
    const room = new SessionRoom();
    const { session } = await room.open({ resumable: true, attempt: 5 });
    for (let sent = 0; sent < 3; sent++) session.deliver(Uint8Array.of(8, 100), 0, 2);
    session.acknowledgedByClient(1);
    const { user = 'alice', attempt = 6, received = 2, retired = false, known = true } = change;
    return decideResume(known ? { session, retired } : undefined, helloOf({ attempt, received }), user);
  }

  for (const [what, change, decision] of [
    ['its own token, a higher attempt, a count that is kept', {}, 'resume'],
    ['an unknown token', { known: false }, 'new'],
    ["another user's token", { user: 'mallory' }, 'new'],
    ["another user's token, whatever else", { user: 'mallory', attempt: 1, retired: true }, 'new'],
    ['the same attempt', { attempt: 5 }, 'stale'],
    ['a lower attempt', { attempt: 4 }, 'stale'],
    ['a lower attempt with a retired token', { attempt: 4, retired: true }, 'stale'],
    ['a retired token', { retired: true }, 'new-ends-old'],
    ['a count from before what is kept', { received: 0 }, 'new-ends-old'],
    ['the lowest count that is kept', { received: 1 }, 'resume'],
    ['everything received', { received: 3 }, 'resume'],
    ['a count above what was sent', { received: 4 }, 'new-ends-old'],
  ] as const)
    test(`${what}: ${decision}`, async () => {
      assert.equal(await decide(change), decision);
    });
});

test('a count ends at 2^32 - 1', () => {
  assert.equal(countExhausted(UINT32_MAX - 1), false);
  assert.equal(countExhausted(UINT32_MAX), true);
});

test('the end of the token as a u32: 0 is never, and a token that ends now is not never', () => {
  assert.equal(tokenExpiresInMs(Infinity, 5), 0);
  assert.equal(tokenExpiresInMs(1500.9, 500), 1000);
  assert.equal(tokenExpiresInMs(500, 500), 1);
  assert.equal(tokenExpiresInMs(100, 500), 1);
  assert.equal(tokenExpiresInMs(1e15, 0), UINT32_MAX);
});
