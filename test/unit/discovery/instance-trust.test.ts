import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { initialTrust, judge, missedBy, type TrustState } from '../../../src/discovery/instance-trust.js';

const periodMs = 1_000;

/** Judges listings one after the other: "ab" lists a and b, "?ab" with doubt; the time is given before. */
function play(...script: [atMs: number, listing: string][]): TrustState {
  return script.reduce<TrustState>((state, [atMs, text]) => {
    const serverIds = new Set(text.replace('?', ''));
    return judge(state, { serverIds, doubt: text.startsWith('?') }, atMs, periodMs);
  }, initialTrust);
}

describe('instance trust', () => {
  const cases: { name: string; script: [number, string][]; amnesia: boolean }[] = [
    { name: 'an empty start is believed', script: [[0, '']], amnesia: false },
    { name: 'so is an empty start with doubt', script: [[0, '?']], amnesia: false },
    {
      name: 'one that leaves is believed',
      script: [
        [0, 'abc'],
        [1, 'ab'],
      ],
      amnesia: false,
    },
    {
      name: 'all that vanish at once are not',
      script: [
        [0, 'ab'],
        [1, ''],
      ],
      amnesia: true,
    },
    {
      name: 'doubt with something missing is amnesia',
      script: [
        [0, 'ab'],
        [1, '?a'],
      ],
      amnesia: true,
    },
    {
      name: 'doubt with everything there is none',
      script: [
        [0, 'ab'],
        [1, '?abc'],
      ],
      amnesia: false,
    },
    {
      name: 'it lasts while one is missing',
      script: [
        [0, 'ab'],
        [1, '?'],
        [2, 'a'],
        [3, 'ac'],
      ],
      amnesia: true,
    },
    {
      name: 'it ends when all are back',
      script: [
        [0, 'ab'],
        [1, '?'],
        [2, 'a'],
        [3, 'abc'],
      ],
      amnesia: false,
    },
    {
      name: 'it ends by time',
      script: [
        [0, 'ab'],
        [1, '?a'],
        [1 + periodMs, 'a'],
      ],
      amnesia: false,
    },
    {
      name: 'not a moment earlier',
      script: [
        [0, 'ab'],
        [1, '?a'],
        [periodMs, 'a'],
      ],
      amnesia: true,
    },
    {
      name: 'newcomers do not restart the period',
      script: [
        [0, 'ab'],
        [1, '?a'],
        [500, 'ax'],
        [1 + periodMs, 'axy'],
      ],
      amnesia: false,
    },
    {
      name: 'who comes and goes in order does not restart it',
      script: [
        [0, 'abc'],
        [1, '?ab'],
        [500, 'abx'],
        [700, 'ab'],
        [900, 'a'],
        [1 + periodMs, 'a'],
      ],
      amnesia: false,
    },
    {
      name: 'further doubt restarts it',
      script: [
        [0, 'ab'],
        [1, '?a'],
        [500, '?a'],
        [1 + periodMs, 'a'],
      ],
      amnesia: true,
    },
    {
      name: 'an empty list never becomes trusted by time',
      script: [
        [0, 'ab'],
        [1, ''],
        [periodMs * 50, ''],
      ],
      amnesia: true,
    },
    {
      name: 'the time of emptiness does not count',
      script: [
        [0, 'ab'],
        [1, ''],
        [periodMs * 5, 'a'],
        [periodMs * 5 + 500, 'a'],
      ],
      amnesia: true,
    },
  ];
  for (const { name, script, amnesia } of cases)
    test(name, () => {
      assert.equal(play(...script).amnesia, amnesia);
    });

  const missed = (...script: [number, string][]): string => missedBy(play(...script)).join('');

  test('during amnesia who goes in order is not missed, unless known before', () => {
    assert.equal(missed([0, 'ab'], [1, '?a'], [2, 'axy'], [3, 'ax']), 'b');
    assert.equal(missed([0, 'ab'], [1, '?a'], [2, 'ax'], [3, 'x']), 'ab');
  });

  test('who goes under doubt is missed, also one that came during amnesia', () => {
    assert.equal(missed([0, 'ab'], [1, '?a'], [2, 'ax'], [3, '?a'], [4, 'a']), 'bx');
    assert.equal(missed([0, 'ab'], [1, '?a'], [2, 'ax'], [3, ''], [4, 'a']), 'bx');
  });

  test('where instances come and go all the time, amnesia ends and nothing piles up', () => {
    const script = Array.from({ length: 200 }, (_, at): [number, string] => [
      2 + at * 10,
      `a${'uvwxyz'[at % 6]}`,
    ]);
    assert.equal(missed([0, 'ab'], [1, '?a'], ...script.slice(0, 90)), 'b');
    assert.equal(play([0, 'ab'], [1, '?a'], ...script).amnesia, false);
  });

  const listing = fc.record({
    ids: fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 4 }),
    doubt: fc.boolean(),
    passMs: fc.integer({ min: 0, max: periodMs }),
  });

  test('what was trusted and is missing for no proven reason is never passed off as gone', () => {
    fc.assert(
      fc.property(fc.array(listing, { maxLength: 40 }), (script) => {
        let state = initialTrust;
        let nowMs = 0;
        for (const { ids, doubt, passMs } of script) {
          nowMs += passMs;
          const before = state;
          const serverIds = new Set<string>(ids);
          state = judge(state, { serverIds, doubt }, nowMs, periodMs);
          const shaken = doubt || serverIds.size === 0;
          const mine = [...before.known, ...(shaken ? before.listed : [])];
          const missing = mine.filter((id) => !serverIds.has(id));
          if (missing.length === 0) assert.equal(state.amnesia, false);
          else if (shaken) assert.equal(state.amnesia, true);
          if (state.amnesia) assert.ok([...before.known].every((id) => state.known.has(id)));
          else assert.deepEqual(state.known, serverIds);
        }
      }),
    );
  });

  test('a non-empty list that stays the same is trusted after the period, whatever came before', () => {
    fc.assert(
      fc.property(fc.array(listing, { maxLength: 20 }), (script) => {
        let state = initialTrust;
        for (const { ids, doubt } of script)
          state = judge(state, { serverIds: new Set(ids), doubt }, 0, periodMs);
        const still = { serverIds: new Set(['z']), doubt: false };
        state = judge(state, still, 10, periodMs);
        assert.equal(judge(state, still, 10 + periodMs, periodMs).amnesia, false);
      }),
    );
  });
});
