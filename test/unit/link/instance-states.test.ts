import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import {
  dialBackoffMs,
  nextInstanceState,
  reconcile,
  type InstanceEvent,
  type InstanceState,
} from '../../../src/link/instance-states.js';

type Row = Record<InstanceEvent, InstanceState | undefined>;
const no = undefined;
const NEXT: Record<InstanceState, Row> = {
  dormant: row({ due: 'dialling', readdressed: 'dormant', removed: 'gone' }),
  waiting: row({ due: 'dialling', readdressed: 'waiting', removed: 'gone' }),
  dialling: row({ connected: 'greeting', lost: 'waiting', readdressed: 'waiting', removed: 'gone' }),
  greeting: row({ ready: 'open', lost: 'waiting', removed: 'gone' }),
  open: row({ lost: 'waiting', idle: 'dormant', removed: 'gone' }),
  gone: row({}),
};

/** What is not named has no place in the state. */
function row(next: Partial<Row>): Row {
  return {
    due: no,
    connected: no,
    ready: no,
    lost: no,
    idle: no,
    readdressed: no,
    removed: no,
    ...next,
  };
}

for (const [state, events] of Object.entries(NEXT) as [InstanceState, Row][])
  for (const [event, next] of Object.entries(events) as [InstanceEvent, InstanceState | undefined][])
    test(`${state} + ${event} = ${next ?? 'nothing'}`, () => {
      assert.equal(nextInstanceState(state, event), next);
    });

describe('the wait before a dial', () => {
  test('grows to its ceiling of 5 s and is never short of 50 ms', () => {
    const most = (attempt: number): number => dialBackoffMs(attempt, () => 1);
    assert.deepEqual([1, 2, 3, 4, 5].map(most), [250, 450, 850, 1650, 3250]);
    for (const attempt of [6, 7, 100, 1e9]) assert.equal(most(attempt), 5050);
    for (const attempt of [0, 1, 50])
      assert.equal(
        dialBackoffMs(attempt, () => 0),
        50,
      );
  });
});

describe('reconcile', () => {
  const named = (...ids: string[]): { serverId: string }[] => ids.map((serverId) => ({ serverId }));

  test('adds, keeps and removes', () => {
    const result = reconcile(new Set(['a', 'b']), named('b', 'c'), []);
    assert.deepEqual(result, { added: named('c'), kept: named('b'), removed: ['a'] });
  });

  test('does not remove what is missed, and only that', () => {
    const result = reconcile(new Set(['a', 'b']), named('c'), ['a', 'd']);
    assert.deepEqual(result, { added: named('c'), kept: [], removed: ['b'] });
  });

  test('every instance is in exactly one list', () => {
    const ids = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e'));
    fc.assert(
      fc.property(ids, ids, (known, listed) => {
        const { added, kept, removed } = reconcile(new Set(known), named(...listed), []);
        const all = [...[...added, ...kept].map(({ serverId }) => serverId), ...removed];
        assert.deepEqual(all.sort(), [...new Set([...known, ...listed])].sort());
      }),
    );
  });
});
