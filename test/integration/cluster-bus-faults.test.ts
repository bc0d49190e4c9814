// The bus on a Redis that hangs, dies and forgets: each push comes once and in order, or is told as lost.
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ClusterMessage, ClusterReceiver, Presence } from '../../src/cluster/cluster.js';
import type { PushTarget } from '../../src/protocol/link-messages.js';
import { encodeEnvelope } from '../../src/protocol/envelope.js';
import { redisSite, until, type RedisSite, type TestCluster } from '../support/redis-gateways.js';
import { startRedis, type TestRedis } from '../support/redis.js';

const NOBODY: PushTarget = { sessions: [], user: '', users: [], group: '', all: false, except: [] };
/** Ways to reach what is on b. */
const TARGETS: readonly PushTarget[] = [
  { ...NOBODY, user: 'alice' },
  { ...NOBODY, group: 'lobby' },
  { ...NOBODY, all: true },
  { ...NOBODY, sessions: ['s1'] },
  { ...NOBODY, users: ['bob', 'alice'] },
];

/** What one gateway got and was told. */
class Witness implements ClusterReceiver {
  readonly serials: number[] = [];
  readonly losses: { readonly count: number; readonly target: PushTarget | undefined }[] = [];
  readonly gone: string[] = [];
  missedCount = 0;

  receive(message: ClusterMessage): number {
    if (message.kind !== 'push') return 0;
    return this.serials.push(Buffer.from(message.envelope).readUInt32BE(message.envelope.length - 4));
  }

  lost(count: number, target: PushTarget | undefined): void {
    this.losses.push({ count, target });
  }

  missed(): void {
    this.missedCount++;
  }

  gatewayLost(gatewayId: string): void {
    this.gone.push(gatewayId);
  }

  get lostCount(): number {
    return this.losses.reduce((sum, { count }) => sum + count, 0);
  }
}

const presence = (sessionId: string, user: string, gatewayId: string): Presence => ({
  ...{ sessionId, user, gatewayId, sinceEpochMs: 1, device: '', client: '', address: '' },
  attributes: new Map(),
});

function push(serial: number, target: PushTarget, bytes = 0): ClusterMessage {
  const payload = Buffer.alloc(bytes + 4);
  payload.writeUInt32BE(serial, bytes);
  return { kind: 'push', target, envelope: encodeEnvelope({ type: 2000, payload }) };
}

interface Stage {
  readonly redis: TestRedis;
  readonly site: RedisSite;
  readonly a: TestCluster;
  readonly b: TestCluster;
  readonly c: TestCluster;
  readonly atB: Witness;
  readonly atC: Witness;
}

let redis: TestRedis;
const sites: RedisSite[] = [];

before(async () => {
  redis = await startRedis();
});
afterEach(async () => {
  redis.resume();
  for (const site of sites.splice(0)) await site.close();
  await redis.restartEmpty();
});
after(() => redis.stop());

/** Gateways a, b, c; alice is on b, the lobby has members on b and c. */
async function stage(busBytesMax?: number): Promise<Stage> {
  const site = redisSite(redis.port);
  sites.push(site);
  const options = busBytesMax === undefined ? {} : { busBytesMax };
  const [a, b, c] = [site.join('a', options), site.join('b'), site.join('c')];
  const [atB, atC] = [new Witness(), new Witness()];
  a.start(new Witness());
  b.start(atB);
  c.start(atC);
  b.enter(presence('s1', 'alice', 'b'));
  await site.allSeen();
  assert.deepEqual(await Promise.all([b.groupEntered('lobby'), c.groupEntered('lobby')]), [true, true]);
  await site.settled();
  return { redis, site, a, b, c, atB, atC };
}

/** Publishes pushes at a steady pace until stopped. @returns how many there were */
function pacing(a: TestCluster): { stop(): Promise<number> } {
  const state = { going: true, serial: 0 };
  const done = (async () => {
    while (state.going) {
      const target = TARGETS[state.serial % TARGETS.length] ?? NOBODY;
      a.publish(push((state.serial += 1), target));
      await sleep(2);
    }
  })();
  return {
    stop: async () => {
      state.going = false;
      await done;
      return state.serial;
    },
  };
}

const isRising = (serials: readonly number[]): boolean =>
  serials.every((serial, at) => at === 0 || serial > (serials[at - 1] ?? 0));

describe('while pushes go on', () => {
  test('a Redis that hangs for 3 s: all come, in order, none twice, none is told as lost', async () => {
    const { site, a, atB, atC } = await stage();
    const pace = pacing(a);
    await sleep(200);
    redis.pause();
    await sleep(3_000);
    redis.resume();
    await sleep(500);
    const count = await pace.stop();
    await site.settled();
    assert.deepEqual(
      atB.serials,
      Array.from({ length: count }, (_, at) => at + 1),
    );
    assert.ok(isRising(atC.serials));
    assert.deepEqual([atB.losses, atB.missedCount, atB.gone, atC.losses, atC.gone], [[], 0, [], [], []]);
  });

  test('a Redis killed and restarted empty: what did not come is told, nothing comes twice', async () => {
    const { site, a, atB, atC } = await stage();
    const pace = pacing(a);
    await sleep(200);
    await redis.kill();
    await sleep(1_000);
    await redis.restartEmpty();
    await sleep(1_000);
    const count = await pace.stop();
    await site.settled();
    assert.ok(isRising(atB.serials) && isRising(atC.serials));
    assert.equal(atB.serials.length + atB.lostCount, count);
    assert.deepEqual([atB.gone, atC.gone], [[], []]);
    // Only what Redis had taken and not given on can be gone: a batch or two.
    assert.ok(atB.lostCount < 100, `lost ${atB.lostCount}`);
    // The directory stands again: a push by user goes to b alone.
    await until('the directory stands again', async () => {
      const outcome = await a.locate('alice');
      return outcome.ok && outcome.sessions.length === 1;
    });
  });
});

test('streams that vanish with what was in them: told by the next number, or by a mark', async () => {
  const { site, a, atB, b } = await stage();
  await site.settled();
  // What is read at once cannot be lost: b's end is stopped by publishing while Redis forgets.
  redis.pause();
  a.publish(push(1, { ...NOBODY, all: true }));
  await sleep(100);
  redis.resume();
  await until('the push or its loss', () => atB.serials.length + atB.lostCount === 1);
  await redis.restartEmpty();
  a.publish(push(2, { ...NOBODY, all: true }));
  await site.settled();
  assert.deepEqual(atB.serials.at(-1), 2);
  assert.ok(b.statusNow().bus.streamsRemade >= 1);
});

test('no room while Redis hangs: publish says no, and those whom it was for are told, nobody else', async () => {
  const { site, a, atB } = await stage(64 * 1024);
  redis.pause();
  const accepted: number[] = [];
  const refused: number[] = [];
  for (let serial = 1; serial <= 200; serial++) {
    const ok = a.publish(push(serial, { ...NOBODY, sessions: ['s1'] }, 1_000));
    (ok ? accepted : refused).push(serial);
    if (serial % 20 === 0) await sleep(10);
  }
  assert.ok(accepted.length > 0 && refused.length > 100);
  redis.resume();
  await site.settled();
  assert.deepEqual(atB.serials, accepted);
  assert.deepEqual(atB.losses, [{ count: refused.length, target: { ...NOBODY, sessions: ['s1'] } }]);
  assert.equal(a.statusNow().bus.gaveUp, refused.length);
  assert.equal(a.statusNow().bus.queuedBytes, 0);
});

test('questions end within their time-out while Redis hangs, and are answered again behind it', async () => {
  const { site, a } = await stage();
  redis.pause();
  const startedMs = performance.now();
  const outcome = await a.ask({ kind: 'kick', session: '', user: 'alice', reason: '', advice: 0 });
  assert.equal(outcome.ok, false);
  assert.ok(performance.now() - startedMs < 4_000);
  assert.equal(a.statusNow().bus.asksTimedOut, 1);
  redis.resume();
  await site.settled();
});

test('what is revoked is known to a gateway that starts later, also when Redis forgot it', async () => {
  const { site, a } = await stage();
  a.publish({ kind: 'revoke', user: 'mallory', notBeforeEpochMs: 1_700_000_000_000 });
  await site.settled();
  await redis.restartEmpty();
  await site.settled();
  const heard: ClusterMessage[] = [];
  class Late extends Witness {
    override receive(message: ClusterMessage): number {
      return heard.push(message);
    }
  }
  await until('the others have written it again', async () => {
    const late = site.join(`late-${heard.length}-${Math.floor(performance.now())}`);
    late.start(new Late());
    await sleep(500);
    await late.close();
    return heard.length > 0;
  });
  assert.deepEqual(heard[0], { kind: 'revoke', user: 'mallory', notBeforeEpochMs: 1_700_000_000_000 });
});

test('a gateway that starts while Redis is gone is part of the cluster when it is back', async () => {
  await redis.kill();
  const site = redisSite(redis.port);
  sites.push(site);
  const [a, b] = [site.join('a'), site.join('b')];
  const atB = new Witness();
  a.start(new Witness());
  b.start(atB);
  await sleep(300);
  await redis.restartEmpty();
  await site.settled();
  a.publish(push(1, { ...NOBODY, all: true }));
  await site.settled();
  assert.deepEqual(atB.serials, [1]);
});

test('entries that are no batches harm nobody and are counted', async () => {
  const { site, a, b, atB } = await stage();
  await b.writeGarbage();
  a.publish(push(1, { ...NOBODY, all: true }));
  await site.settled();
  assert.deepEqual(atB.serials, [1]);
  assert.ok(b.statusNow().bus.malformed >= 3);
});
