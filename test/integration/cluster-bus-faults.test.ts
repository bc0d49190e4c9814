// The bus on a Redis that hangs, dies and forgets: each push comes once and in order, or is told as lost.
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ClusterMessage, ClusterReceiver, Presence } from '../../src/cluster/cluster.js';
import type { PushTarget } from '../../src/protocol/link-messages.js';
import { encodeEnvelope } from '../../src/protocol/envelope.js';
import {
  redisSite,
  until,
  type JoinOptions,
  type RedisSite,
  type TestCluster,
} from '../support/redis-gateways.js';
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
  /** Called with each notice. */
  onLost: (count: number) => void = () => undefined;

  receive(message: ClusterMessage): number {
    if (message.kind !== 'push') return 0;
    return this.serials.push(Buffer.from(message.envelope).readUInt32BE(message.envelope.length - 4));
  }

  lost(count: number, target: PushTarget | undefined): void {
    this.losses.push({ count, target });
    this.onLost(count);
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
  readonly atA: Witness;
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

/** Gateways a, b, c; alice is on b, the lobby has members on b and c. @param at of a, and of b */
async function stage(at: { readonly a?: JoinOptions; readonly b?: JoinOptions } = {}): Promise<Stage> {
  const site = redisSite(redis.port);
  sites.push(site);
  const [a, b, c] = [site.join('a', at.a), site.join('b', at.b), site.join('c')];
  const [atA, atB, atC] = [new Witness(), new Witness(), new Witness()];
  a.start(atA);
  b.start(atB);
  c.start(atC);
  b.enter(presence('s1', 'alice', 'b'));
  await site.allSeen();
  assert.deepEqual(await Promise.all([b.groupEntered('lobby'), c.groupEntered('lobby')]), [true, true]);
  await site.settled();
  return { redis, site, a, b, c, atA, atB, atC };
}

interface Pacing {
  /** How many there were. */
  readonly count: number;
  stop(): Promise<number>;
}

/** Publishes pushes at a steady pace until stopped. */
function pacing(a: TestCluster): Pacing {
  const state = { going: true, serial: 0 };
  const done = (async () => {
    while (state.going) {
      const target = TARGETS[state.serial % TARGETS.length] ?? NOBODY;
      a.publish(push((state.serial += 1), target));
      await sleep(2);
    }
  })();
  return {
    get count() {
      return state.serial;
    },
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
  test('a Redis that hangs for longer than a push is held: what was given up is told, all of it', async () => {
    const { site, a, b, atB } = await stage({ a: { busLimits: { holdMs: 700 } } });
    const pace = pacing(a);
    await sleep(200);
    redis.pause();
    await sleep(2_500);
    redis.resume();
    await sleep(500);
    const count = await pace.stop();
    await site.settled();
    assert.ok(isRising(atB.serials));
    assert.ok(atB.lostCount > 0);
    assert.equal(atB.serials.length + atB.lostCount, count);
    assert.equal(b.statusNow().lapses, 0);
    // What b has read, Redis may not yet have confirmed to a.
    await until('the queue to be empty', () => a.statusNow().bus.queuedBytes === 0);
  });

  test('a gateway that the others gave up wrongly: told behind the last push that passed it by', async () => {
    // a gives b up soon, and learns late that it is back.
    const { site, a, b, atA, atB } = await stage({
      a: { leaseTimes: { leaseMs: 4_000, renewIntervalMs: 900 } },
      b: { leaseTimes: { leaseMs: 4_000, renewIntervalMs: 2_500 } },
    });
    const pace = pacing(a);
    let toldAt = 0;
    atB.onLost = (count) => {
      if (count === 0) toldAt = pace.count;
    };
    await sleep(100);
    // b may be back before a has looked.
    for (let lapses = 1; atA.gone.length === 0; lapses++) {
      await b.loseLease();
      await until('the lapse', () => b.statusNow().lapses === lapses);
    }
    await site.allSeen();
    await sleep(500);
    const count = await pace.stop();
    await site.settled();
    const came = new Set(atB.serials);
    const missing = Array.from({ length: count }, (_, at) => at + 1).filter((serial) => !came.has(serial));
    assert.ok(missing.length > 0, 'a gave b up');
    assert.deepEqual(
      missing.filter((serial) => serial > toldAt),
      [],
      `told at ${toldAt}`,
    );
    assert.ok(isRising(atB.serials));
  });

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

describe('streams that vanish with what was in them', () => {
  /** Push 1 was taken by Redis, and is gone before b has read it. */
  async function vanished(): Promise<Stage> {
    const at = await stage();
    const readOn = await at.b.stopReading();
    const { batches } = at.a.statusNow().bus;
    at.a.publish(push(1, { ...NOBODY, sessions: ['s1'] }));
    await until('Redis has it', () => at.a.statusNow().bus.batches > batches);
    await redis.restartEmpty();
    readOn();
    return at;
  }

  test('are told by the next number', async () => {
    const { a, b, atB, site } = await vanished();
    a.publish(push(2, { ...NOBODY, all: true }));
    await until('push 2', () => atB.serials.length > 0);
    await site.settled();
    assert.deepEqual([atB.serials, atB.losses], [[2], [{ count: 1, target: undefined }]]);
    assert.ok(b.statusNow().bus.streamsRemade >= 1);
  });

  test('are told by a mark when nothing more is said', async () => {
    const { a, atB } = await vanished();
    await until('the loss', () => atB.losses.length > 0);
    assert.deepEqual([atB.serials, atB.losses], [[], [{ count: 1, target: undefined }]]);
    assert.ok(a.statusNow().bus.marks > 0);
  });
});

test('a gateway that has joined is known to the others: what they say from then on reaches it', async () => {
  const site = redisSite(redis.port);
  sites.push(site);
  const leaseTimes = { leaseMs: 4_000, renewIntervalMs: 800 };
  const a = site.join('a', { leaseTimes });
  a.start(new Witness());
  await a.joined();
  const pace = pacing(a);
  const b = site.join('b', { leaseTimes });
  const atB = new Witness();
  b.start(atB);
  await b.joined();
  const first = pace.count + 1;
  await sleep(200);
  const count = await pace.stop();
  await site.settled();
  // Nobody is online yet: only those to everybody, and to sessions that may be anywhere, are for b.
  const everybodys = Array.from({ length: count - first + 1 }, (_, at) => first + at).filter(
    (serial) => TARGETS[(serial - 1) % TARGETS.length]?.all === true,
  );
  assert.ok(everybodys.length > 0);
  assert.deepEqual(
    everybodys.filter((serial) => !atB.serials.includes(serial)),
    [],
  );
});

test('no room while Redis hangs: publish says no, and those whom it was for are told, nobody else', async () => {
  const { site, a, atB } = await stage({ a: { busLimits: { bytesMax: 64 * 1024 } } });
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
  // Its last answer may have been read before Redis confirmed it to a.
  await until('its queue to be empty', () => a.statusNow().bus.queuedBytes === 0);
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
