import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RedisHealth } from '../../../../src/cluster/redis/commands.js';
import { HealthWatch, remedyOf } from '../../../../src/cluster/redis/redis-health.js';
import { FakeClock } from '../../../support/fake-clock.js';
import { recordingLog } from '../../../support/recording-log.js';

function room() {
  const log = recordingLog();
  const clock = new FakeClock();
  const changes: RedisHealth[] = [];
  const watch = new HealthWatch({ clock, log, route: 'server r:1', changed: (now) => changes.push(now) });
  return { log, clock, changes, watch };
}

const failed = (cause: 'unsent' | 'unanswered' | 'refused', detail: string) =>
  ({ ok: false, cause, detail }) as const;
const answered = { ok: true, reply: null } as const;

test('each thing that an operator can mend has a remedy, what only takes time has none', () => {
  const mendable = [
    'WRONGPASS invalid username-password pair or user is disabled.',
    'NOAUTH HELLO must be called with the client already authenticated',
    'NOPERM this user has no permissions to access one of the keys',
    'self-signed certificate in certificate chain',
    'unable to verify the first certificate',
    "Hostname/IP does not match certificate's altnames: IP: 127.0.0.1 is not in the cert's list",
    'certificate has expired',
    'error:0A00010B:SSL routines:ssl3_get_record:wrong version number',
  ];
  assert.equal(new Set(mendable.map(remedyOf)).size, mendable.length - 1);
  for (const detail of mendable) assert.ok(remedyOf(detail) !== undefined, detail);
  for (const detail of ['LOADING Redis is loading', 'connect ECONNREFUSED 127.0.0.1:1'])
    assert.equal(remedyOf(detail), undefined);
});

test('away and back are said once each; the reason stays when commands find nobody to go to', () => {
  const { log, watch, changes } = room();
  watch.answers();
  watch.fails('connect ECONNREFUSED');
  assert.equal(watch.judge([failed('unsent', 'not writeable'), failed('unsent', 'not writeable')]), 2);
  watch.ended();
  assert.equal(watch.now.detail, 'connect ECONNREFUSED');
  assert.equal(watch.judge([answered]), 0);
  assert.deepEqual(
    changes.map(({ ok }) => ok),
    [true, false, true],
  );
  assert.deepEqual(
    log.lines.map(({ level }) => level),
    ['info', 'warn', 'info'],
  );
});

test('before the first contact: nothing is said until there is a reason', () => {
  const { log, watch } = room();
  watch.judge([failed('unsent', 'not writeable')]);
  assert.deepEqual(log.lines, []);
  watch.ended();
  assert.equal(log.lines.length, 1);
});

test('a remedy is said when it is known, once for each cause', () => {
  const { log, watch } = room();
  for (const detail of ['connect ECONNREFUSED', 'WRONGPASS x', 'connect ECONNREFUSED', 'WRONGPASS x'])
    watch.fails(detail);
  watch.fails('certificate has expired');
  assert.deepEqual(
    log.lines.map(({ fields }) => 'remedy' in fields),
    [false, true, true],
  );
  assert.match(watch.now.detail, /^certificate has expired: .*new one$/);
});

test('a denied command is no Redis that is away, and is said once a minute', () => {
  const { log, clock, watch } = room();
  watch.answers();
  const outcomes = [failed('refused', 'NOPERM x'), failed('refused', 'WRONGTYPE y'), answered];
  for (let at = 0; at < 10; at++) assert.equal(watch.judge(outcomes), 2);
  assert.equal(watch.now.ok, true);
  assert.equal(log.messages('error').length, 1);
  clock.advance(60_000);
  watch.judge(outcomes);
  assert.equal(log.messages('error').length, 2);
});

test('a Redis that refuses everything is away; nothing is told behind the close', () => {
  const { changes, watch } = room();
  watch.answers();
  watch.judge([failed('refused', 'LOADING Redis is loading the dataset in memory')]);
  assert.equal(watch.now.ok, false);
  watch.close();
  watch.answers();
  assert.equal(changes.length, 2);
});
