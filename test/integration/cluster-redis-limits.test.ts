// Limits of users over three gateways on a real Redis: how much passes against the limit, and without Redis.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { systemClock } from '../../src/clock.js';
import type { Timer } from '../../src/clock.js';
import { SharedLimits } from '../../src/traffic/shared-limits.js';
import { eventually } from '../support/journal.js';
import { redisSite, type RedisSite } from '../support/redis-gateways.js';
import { startRedis, type TestRedis } from '../support/redis.js';

const PER_SECOND = 100;
const GATEWAYS = ['a', 'b', 'c'];

let redis: TestRedis;
let site: RedisSite;
let limits: SharedLimits[];
let timers: readonly Timer[];

before(async () => {
  redis = await startRedis();
  site = redisSite(redis.port);
  const silent = {
    receive: () => 0,
    lost: () => undefined,
    missed: () => undefined,
    gatewayLost: () => undefined,
  };
  const clusters = GATEWAYS.map((gatewayId) => {
    const cluster = site.join(gatewayId);
    cluster.start(silent);
    return cluster;
  });
  await site.allSeen();
  const settings = { userMessagesPerSecondMax: PER_SECOND, userLoginsPerMinuteMax: 6 };
  limits = clusters.map((cluster) => new SharedLimits(settings, cluster, systemClock));
  timers = limits.flatMap((limit) => limit.start());
});

after(async () => {
  for (const timer of timers) timer.cancel();
  await site.close();
  await redis.stop();
});

/** Takes of all gateways for so long, far more than the limit. @returns how many passed */
async function hammer(user: string, ms: number): Promise<{ passed: number; seconds: number }> {
  const beganMs = systemClock.nowMs();
  let passed = 0;
  while (systemClock.nowMs() - beganMs < ms) {
    for (const { messages } of limits)
      for (let at = 0; at < 5; at++) if (messages?.take(user) === 0) passed++;
    await sleep(2);
  }
  return { passed, seconds: (systemClock.nowMs() - beganMs) / 1000 };
}

const charges = (): number => limits.reduce((sum, limit) => sum + limit.charges, 0);

describe('over three gateways', () => {
  test('a quiet user costs about one charge a second, not one a message', async (t) => {
    const before = charges();
    let passed = 0;
    for (let at = 0; at < 30; at++) {
      if (limits[0]?.messages?.take('quiet') === 0) passed++;
      await sleep(100);
    }
    const made = charges() - before;
    t.diagnostic(`${made} charges for ${passed} messages in 3 s`);
    assert.equal(passed, 30);
    assert.ok(made >= 1 && made <= 5, `${made} charges`);
  });

  test('what passes keeps the bound, and is most of the limit', async (t) => {
    const { passed, seconds } = await hammer('alice', 4_000);
    t.diagnostic(`${passed} passed in ${seconds.toFixed(2)} s, the limit is ${PER_SECOND} a second`);
    assert.ok(passed <= PER_SECOND * (seconds + 4) + 2 * GATEWAYS.length, `${passed} in ${seconds} s`);
    assert.ok(passed >= (PER_SECOND * seconds) / 2, `${passed} in ${seconds} s`);
  });

  test('after the burst it is the limit', async (t) => {
    const before = charges();
    const { passed, seconds } = await hammer('alice', 3_000);
    t.diagnostic(`${((charges() - before) / seconds).toFixed(0)} charges a second by three gateways`);
    t.diagnostic(`${passed} passed in ${seconds.toFixed(2)} s, the limit is ${PER_SECOND} a second`);
    assert.ok(passed <= PER_SECOND * (seconds + 1), `${passed} in ${seconds} s`);
  });

  test('logins count wherever they are', async () => {
    const passes = (): number => limits.filter(({ logins }) => logins?.take('bob') === 0).length;
    let passed = 0;
    for (let round = 0; round < 10; round++) {
      passed += passes();
      await sleep(100);
    }
    // Six, and one more for each that did not know yet that there are no more.
    assert.ok(passed >= 6 && passed <= 6 + GATEWAYS.length, `${passed} logins`);
    assert.ok((limits[0]?.logins?.take('bob') ?? 0) > 1_000);
  });

  test('without Redis each keeps to its share; with it again they share', async () => {
    await redis.kill();
    const isAlone = (): boolean => limits.every((limit) => limit.views().every((view) => view.isAlone));
    await eventually(
      'all notice that Redis is gone',
      () => {
        for (const { messages } of limits) messages?.take('carol');
        return isAlone();
      },
      (met) => met,
    );
    const [one] = limits;
    let passed = 0;
    while (one?.messages?.take('dave') === 0 && passed < 1_000) passed++;
    assert.ok(passed >= PER_SECOND / 3 - 1 && passed <= PER_SECOND / 3 + 5, `${passed} of a share`);
    await redis.restartEmpty();
    await eventually(
      'all notice that it is back',
      () => !limits.some((limit) => limit.views().some((view) => view.isAlone)),
      (met) => met,
    );
  });
});
