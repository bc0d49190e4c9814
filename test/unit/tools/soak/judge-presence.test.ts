import assert from 'node:assert/strict';
import { test } from 'node:test';
import { differences, judgePresence } from '../../../../tools/soak/judge-presence.js';

test('agrees with who is there, in any order; who is missing, left, doubled, or not known breaks it', () => {
  const there = ['s1', 's2'];
  assert.deepEqual(differences('watch', ['s2', 's1'], there), []);
  for (const known of [undefined, ['s1'], ['s1', 's2', 's3'], ['s1', 's2', 's2']])
    assert.equal(differences('watch', known, there).length, 1, String(known));
  assert.match(differences('watch', ['s1', 's3'], there)[0]?.what ?? '', /missing: s2;.*session: s3/);
});

test('waits until directory and watch agree, and forgets no oddity on the way', async () => {
  let polls = 0;
  const broken = await judgePresence({
    users: ['alice'],
    there: () => ['s1'],
    asked: { whoIsOnline: () => Promise.resolve(++polls > 1 ? ['s1'] : undefined) },
    watching: {
      watched: () =>
        Promise.resolve({ sessions: polls > 2 ? ['s1'] : [], oddities: polls === 1 ? ['odd'] : [] }),
    },
  });
  assert.equal(polls, 3);
  assert.deepEqual(
    broken.map(({ rule, what }) => [rule, what]),
    [['watch', 'odd']],
  );
});
