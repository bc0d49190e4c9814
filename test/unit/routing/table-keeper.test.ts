import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import fc from 'fast-check';

import type { RouteSource } from '../../../src/discovery/registry.js';
import { contentHash } from '../../../src/routing/content-hash.js';
import {
  keepTable,
  NO_TABLE_YET,
  type Kept,
  type KeeperMemory,
  type RuleName,
} from '../../../src/routing/table-keeper.js';
import { echo, sourceOf } from './sources.js';

const A = [echo(1000)];
const B = [echo(2000)];
const BAD = '[{';

const meant = (source: RouteSource): RouteSource => ({
  ...source,
  acceptedHash: contentHash(source.entries),
});
const doubted = (source: RouteSource): RouteSource => ({ ...source, doubt: true });

function keepAll(sources: readonly RouteSource[], memory: KeeperMemory = NO_TABLE_YET): Kept[] {
  const kept: Kept[] = [];
  for (const source of sources) kept.push(keepTable(kept.at(-1)?.memory ?? memory, source));
  return kept;
}

const AB = sourceOf({ a: A, b: B });
const ONLY_A = sourceOf({ a: A });
const EMPTY = sourceOf({});

const STORIES: readonly (readonly [
  name: string,
  sources: readonly RouteSource[],
  rules: readonly RuleName[],
])[] = [
  ['a first start without routes', [EMPTY, AB], ['first', 'changed']],
  ['an edit, a new key, a deleted key', [ONLY_A, AB, ONLY_A], ['first', 'changed', 'changed']],
  ['the same content again', [AB, AB], ['first', 'unchanged']],
  ['an invalid one and its repair', [AB, sourceOf({ a: BAD, b: B }), AB], ['first', 'invalid', 'unchanged']],
  ['invalid from the start', [sourceOf({ a: BAD }), ONLY_A], ['invalid', 'first']],
  ['emptied and restored at once', [AB, EMPTY, AB], ['first', 'emptied', 'unchanged']],
  ['emptied and restored key by key', [AB, EMPTY, ONLY_A, AB], ['first', 'emptied', 'shrunk', 'unchanged']],
  ['keys without any route are empty too', [AB, sourceOf({ a: [], b: [] })], ['first', 'emptied']],
  ['emptied on purpose', [AB, EMPTY, meant(EMPTY), ONLY_A], ['first', 'emptied', 'meant', 'changed']],
  ['lost under doubt', [AB, doubted(ONLY_A), ONLY_A], ['first', 'shrunk', 'shrunk']],
  ['doubted, everything is there', [AB, doubted(AB), ONLY_A], ['first', 'unchanged', 'changed']],
  [
    'doubted, other values of the same keys',
    [AB, doubted(sourceOf({ a: A, b: [echo(3000)] }))],
    ['first', 'changed'],
  ],
  ['lost, then meant', [AB, doubted(ONLY_A), meant(ONLY_A)], ['first', 'shrunk', 'meant']],
  [
    'an acceptance of something else does not count',
    [AB, doubted({ ...ONLY_A, acceptedHash: contentHash(AB.entries) })],
    ['first', 'shrunk'],
  ],
  ['even meant, an invalid one is refused', [AB, meant(sourceOf({ a: BAD }))], ['first', 'invalid']],
  [
    'invalid keeps the suspicion',
    [AB, doubted(sourceOf({ a: BAD })), ONLY_A],
    ['first', 'invalid', 'shrunk'],
  ],
  ['doubt before the first table is forgotten', [doubted(AB), ONLY_A], ['first', 'changed']],
];

describe('stories', () => {
  for (const [name, sources, rules] of STORIES) {
    test(name, () => {
      assert.deepEqual(
        keepAll(sources).map(({ rule }) => rule),
        rules,
      );
    });
  }
});

test('a hold names the missing keys, few of them, and what to do', () => {
  const many = sourceOf(Object.fromEntries(Array.from({ length: 8 }, (_, n) => [`k${n}`, [echo(1000 + n)]])));
  const decision = keepAll([many, doubted(sourceOf({ k0: [echo(1000)] }))]).at(-1)?.decision;
  assert.ok(decision?.kind === 'hold');
  assert.match(decision.reason, /"k1", "k2", "k3", "k4", "k5" and 2 more/);
  assert.match(decision.reason, /causeway routes accept/);
});

const someSource = fc
  .record({
    a: fc.constantFrom(undefined, A, [], BAD),
    b: fc.constantFrom(undefined, B, [echo(3000)], [echo(1000)]),
    doubt: fc.boolean(),
    isMeant: fc.boolean(),
  })
  .map(({ a, b, doubt, isMeant }) => {
    const entries = { ...(a && { a }), ...(b && { b }) };
    const source = sourceOf(entries, { doubt });
    return isMeant ? meant(source) : source;
  });

describe('after any sequence of sources', () => {
  const sequences = fc.array(someSource, { maxLength: 12 });

  test('a good table is never lost, and changes only by an acceptance', () => {
    fc.assert(
      fc.property(sequences, (sources) => {
        let memory = NO_TABLE_YET;
        for (const source of sources) {
          const kept = keepTable(memory, source);
          if (kept.decision.kind === 'accept') {
            assert.equal(kept.memory.good?.table, kept.decision.table);
            assert.equal(kept.decision.table.hash, contentHash(source.entries));
          } else assert.equal(kept.memory.good, memory.good);
          memory = kept.memory;
        }
      }),
    );
  });

  test('routes vanish entirely only when that was meant', () => {
    fc.assert(
      fc.property(sequences, (sources) => {
        let memory = NO_TABLE_YET;
        for (const source of sources) {
          const had = (memory.good?.table.routes.length ?? 0) > 0;
          memory = keepTable(memory, source).memory;
          const has = (memory.good?.table.routes.length ?? 0) > 0;
          if (had && !has) assert.equal(source.acceptedHash, contentHash(source.entries));
        }
      }),
    );
  });

  test('once there was doubt, a key is lost only when that was meant', () => {
    fc.assert(
      fc.property(sequences, (sources) => {
        let memory = NO_TABLE_YET;
        let doubt = false;
        for (const source of sources) {
          const before = memory.good;
          doubt ||= source.doubt;
          const { decision, memory: after } = keepTable(memory, source);
          memory = after;
          if (decision.kind !== 'accept' && decision.kind !== 'same') continue;
          const whole = [...(before?.names ?? [])].every((name) => source.entries.has(name));
          if (doubt) assert.ok(whole || source.acceptedHash === contentHash(source.entries));
          doubt = false;
        }
      }),
    );
  });

  test('what is whole and valid always comes into force again', () => {
    fc.assert(
      fc.property(sequences, (sources) => {
        const memory = keepAll([AB, ...sources]).at(-1)?.memory ?? NO_TABLE_YET;
        const restored = keepTable(memory, AB);
        assert.equal(restored.memory.good?.table.hash, contentHash(AB.entries));
        assert.equal(restored.memory.suspected, false);
      }),
    );
  });
});
