import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import {
  afterAnswer,
  afterFailure,
  backoffMs,
  defaultQueryTiming as timing,
  initialQueryState,
  scheduleRequest,
  type QueryState,
} from '../../../../src/discovery/consul/blocking-query.js';

const start = initialQueryState(0, timing);

describe('answers', () => {
  const cases: {
    name: string;
    state: Partial<QueryState>;
    index: bigint | undefined;
    content: string;
    want: { nextIndex: bigint; lastIndex: bigint; publish: boolean; indexWentBack: boolean };
  }[] = [
    {
      name: 'the first is published',
      state: {},
      index: 7n,
      content: 'a',
      want: { nextIndex: 7n, lastIndex: 7n, publish: true, indexWentBack: false },
    },
    {
      name: 'a higher index with the same content is no change',
      state: { nextIndex: 7n, lastIndex: 7n, published: 'a' },
      index: 9n,
      content: 'a',
      want: { nextIndex: 9n, lastIndex: 9n, publish: false, indexWentBack: false },
    },
    {
      name: 'the wait is over: same index, same content',
      state: { nextIndex: 7n, lastIndex: 7n, published: 'a' },
      index: 7n,
      content: 'a',
      want: { nextIndex: 7n, lastIndex: 7n, publish: false, indexWentBack: false },
    },
    {
      name: 'content that changed without its index is published all the same',
      state: { nextIndex: 7n, lastIndex: 7n, published: 'a' },
      index: 7n,
      content: 'b',
      want: { nextIndex: 7n, lastIndex: 7n, publish: true, indexWentBack: false },
    },
    {
      name: 'an index that went back begins at 0 and is told, even with the same content',
      state: { nextIndex: 7n, lastIndex: 7n, published: 'a' },
      index: 3n,
      content: 'a',
      want: { nextIndex: 0n, lastIndex: 3n, publish: true, indexWentBack: true },
    },
    {
      name: 'the last index is remembered over errors',
      state: { nextIndex: 0n, lastIndex: 7n, published: 'a', failures: 4 },
      index: 3n,
      content: 'b',
      want: { nextIndex: 0n, lastIndex: 3n, publish: true, indexWentBack: true },
    },
    {
      name: 'an index of 0 is never sent back',
      state: {},
      index: 0n,
      content: 'a',
      want: { nextIndex: 0n, lastIndex: 0n, publish: true, indexWentBack: false },
    },
    {
      name: 'an answer without index proves no loss, but cannot be waited on',
      state: { nextIndex: 7n, lastIndex: 7n, published: 'a' },
      index: undefined,
      content: 'a',
      want: { nextIndex: 0n, lastIndex: 7n, publish: false, indexWentBack: false },
    },
  ];
  for (const { name, state, index, content, want } of cases)
    test(name, () => {
      const step = afterAnswer({ ...start, ...state }, { index, fingerprint: content });
      const { nextIndex, lastIndex } = step.state;
      assert.deepEqual(
        { nextIndex, lastIndex, publish: step.publish, indexWentBack: step.indexWentBack },
        want,
      );
      assert.equal(step.state.failures, 0);
      assert.equal(step.reconnected, (state.failures ?? 0) > 0);
    });

  test('an error begins at 0 and forgets nothing else', () => {
    const state = { ...start, nextIndex: 7n, lastIndex: 7n, published: 'a' };
    assert.deepEqual(afterFailure(state), { ...state, nextIndex: 0n, failures: 1 });
  });
});

describe('pace', () => {
  test('back-off doubles, is capped, jitters between half and all, and never ends', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 100_000 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (failures, chance) => {
          const ceiling = Math.min(timing.backoffMaxMs, timing.backoffMinMs * 2 ** (failures - 1));
          const delay = backoffMs(failures, () => chance, timing);
          assert.ok(delay >= ceiling / 2 && delay <= ceiling, `${delay} of ${ceiling}`);
        },
      ),
    );
    assert.equal(
      backoffMs(0, () => 0.5, timing),
      0,
    );
  });

  test('a burst goes at once, then requests keep to the refill', () => {
    let state = start;
    const delays: number[] = [];
    for (let at = 0; at < 4; at += 1) {
      const next = scheduleRequest(state, 0, () => 0, timing);
      state = next.state;
      delays.push(next.delayMs);
    }
    assert.deepEqual(delays, [0, 0, timing.refillMs, timing.refillMs * 2]);
  });

  test('whatever happens, no window of time sees more requests than bucket and refill allow', () => {
    const event = fc.record({
      kind: fc.constantFrom('answer', 'failure'),
      index: fc.option(fc.bigInt({ min: 0n, max: 20n }), { nil: undefined }),
      tookMs: fc.integer({ min: 0, max: 300 }),
      chance: fc.double({ min: 0, max: 0.999, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(event, { maxLength: 60 }), (events) => {
        let state = start;
        let nowMs = 0;
        const sentAtMs: number[] = [];
        for (const { kind, index, tookMs, chance } of events) {
          const next = scheduleRequest(state, nowMs, () => chance, timing);
          nowMs += next.delayMs;
          sentAtMs.push(nowMs);
          nowMs += tookMs;
          state =
            kind === 'failure'
              ? afterFailure(next.state)
              : afterAnswer(next.state, { index, fingerprint: '' }).state;
        }
        sentAtMs.forEach((from, at) => {
          const later = sentAtMs.slice(at);
          later.forEach((to, count) => {
            assert.ok(count + 1 <= timing.burst + (to - from) / timing.refillMs + 1e-6);
          });
        });
      }),
    );
  });
});
