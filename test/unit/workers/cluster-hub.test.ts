// The hub and its members over channels that clone, as the real ones do.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { ClusterMessage, ClusterReceiver } from '../../../src/cluster/cluster.js';
import { pushTarget } from '../../../src/protocol/link-messages.js';
import { messageBytes, type HubNews } from '../../../src/workers/channel.js';
import { ClusterHub, UNREAD_BYTES_MAX, type HubMember } from '../../../src/workers/cluster-hub.js';
import { ASK_TIMEOUT_MS, ProcessCluster, UNSENT_BYTES_MAX } from '../../../src/workers/process-cluster.js';
import { clusterContract } from '../../contract/cluster-contract.js';
import { FakeClock } from '../../support/fake-clock.js';

class Stage {
  readonly clock = new FakeClock();
  readonly hub = new ClusterHub(this.clock, setImmediate);
  readonly members = new Map<string, HubMember>();
  /** News that a worker does not read; the callbacks that would say it did. */
  readonly stalled = new Map<string, { news: readonly HubNews[]; sent: () => void }[]>();
  /** A primary that does not read: the callbacks that would say it did, by worker. */
  readonly unread = new Map<string, (() => void)[]>();

  join(gatewayId: string): ProcessCluster {
    const cluster = new ProcessCluster({
      channel: {
        send: (orders, sent) => {
          const take = (): void => {
            member.ordered(structuredClone(orders));
            sent();
          };
          const unread = this.unread.get(gatewayId);
          if (unread === undefined) take();
          else unread.push(take);
        },
      },
      clock: this.clock,
      schedule: setImmediate,
    });
    const member = this.hub.newMember(gatewayId, {
      send: (news, sent) => {
        const stalled = this.stalled.get(gatewayId);
        if (stalled !== undefined) return void stalled.push({ news, sent });
        cluster.received(structuredClone(news));
        sent();
      },
    });
    this.members.set(gatewayId, member);
    return cluster;
  }

  /** Some turns of the loop: enough for a question there and back. */
  async settled(): Promise<void> {
    for (let turn = 0; turn < 8; turn++) await new Promise(setImmediate);
  }
}

clusterContract('workers of one primary', () => new Stage());

class Heard implements ClusterReceiver {
  readonly messages: ClusterMessage[] = [];
  readonly losses: number[] = [];
  readonly missing: string[] = [];
  readonly gone: string[] = [];
  readonly #count: number | Promise<number>;

  constructor(count: number | Promise<number> = 1) {
    this.#count = count;
  }

  receive(message: ClusterMessage): number | Promise<number> {
    this.messages.push(message);
    return this.#count;
  }

  lost(count: number): void {
    this.losses.push(count);
  }

  missed(from: string): void {
    this.missing.push(from);
  }

  gatewayLost(gatewayId: string): void {
    this.gone.push(gatewayId);
  }
}

const kick: ClusterMessage = { kind: 'kick', session: '', user: 'alice', reason: '', advice: 0 };
const push = (bytes: number): ClusterMessage => ({
  kind: 'push',
  target: { sessions: [], user: 'alice', users: [], group: '', all: false, except: [] },
  envelope: new Uint8Array(bytes),
});
const session = (sessionId: string, gatewayId: string) => ({
  ...{ sessionId, gatewayId, user: 'alice', sinceEpochMs: 1, device: '', client: '', address: '' },
  attributes: new Map<string, string>(),
});

async function three(counts: readonly (number | Promise<number>)[] = [1, 1, 1]) {
  const stage = new Stage();
  const ids = ['g-1', 'g-2', 'g-3'];
  const clusters = ids.map((id) => stage.join(id));
  const heard = clusters.map((_cluster, at) => new Heard(counts[at]));
  for (const [at, cluster] of clusters.entries()) cluster.start(heard[at] ?? new Heard());
  await stage.settled();
  const [a, b, c] = clusters;
  const [toA, toB, toC] = heard;
  assert.ok(a && b && c && toA && toB && toC);
  return { stage, a, b, c, toA, toB, toC };
}

describe('workers of one primary', () => {
  test('each knows all gateways, and who has left', async () => {
    const { stage, a, b } = await three();
    assert.deepEqual(
      a.gateways().map(({ gatewayId }) => gatewayId),
      ['g-1', 'g-2', 'g-3'],
    );
    await b.close();
    await stage.settled();
    assert.deepEqual(
      a.gateways().map(({ gatewayId }) => gatewayId),
      ['g-1', 'g-3'],
    );
  });

  test('a question is answered with the sum of what the others say, later ones too', async () => {
    const { a } = await three([9, 2, Promise.resolve(3)]);
    assert.deepEqual(await a.ask(kick), { ok: true, count: 5 });
  });

  test('a worker that crashes is lost to the others, with its sessions, and keeps no question open', async () => {
    const { stage, a, b, c, toA, toC } = await three([1, new Promise(() => undefined), 1]);
    b.enter(session('s2', 'g-2'));
    c.enter(session('s3', 'g-3'));
    const asked = a.ask(kick);
    await stage.settled();
    stage.members.get('g-2')?.crashed();
    assert.deepEqual(await asked, { ok: true, count: 1 });
    await stage.settled();
    assert.deepEqual([toA.gone, toC.gone], [['g-2'], ['g-2']]);
    const located = await a.locate('alice');
    assert.ok(located.ok);
    assert.deepEqual(
      located.sessions.map(({ sessionId }) => sessionId),
      ['s3'],
    );
    assert.equal(a.gateways().length, 2);
  });

  test('a worker that closed has not crashed when its process ends', async () => {
    const { stage, b, toA } = await three();
    await b.close();
    stage.members.get('g-2')?.crashed();
    await stage.settled();
    assert.deepEqual(toA.gone, []);
  });

  test('its successor starts empty under the same name', async () => {
    const { stage, a, b, toA } = await three();
    b.enter(session('s2', 'g-2'));
    await stage.settled();
    stage.members.get('g-2')?.crashed();
    const heard = new Heard();
    stage.join('g-2').start(heard);
    await stage.settled();
    assert.equal(a.gateways().length, 3);
    assert.deepEqual(await a.locate('alice'), { ok: true, sessions: [] });
    a.publish(kick);
    await stage.settled();
    assert.deepEqual(heard.messages, [kick]);
    assert.deepEqual(toA.messages, []);
  });

  test('the target of a push arrives whole, as it was decoded', async () => {
    const { stage, a, toB } = await three();
    const target = pushTarget.decode(pushTarget.encode({ user: 'alice' })) ?? assert.fail();
    a.publish({ kind: 'push', target, envelope: Uint8Array.of(1) });
    await stage.settled();
    const [message] = toB.messages;
    assert.ok(message?.kind === 'push');
    assert.deepEqual(message.target, {
      sessions: [],
      user: 'alice',
      users: [],
      group: '',
      all: false,
      except: [],
    });
  });

  test('a worker that starts later learns who was revoked', async () => {
    const { stage, a, toB } = await three();
    const revoke = (notBeforeEpochMs: number): ClusterMessage => ({
      kind: 'revoke',
      user: 'alice',
      notBeforeEpochMs,
    });
    a.publish(revoke(1));
    await a.ask(revoke(2));
    a.publish(revoke(1));
    await stage.settled();
    assert.deepEqual(toB.messages, [revoke(1), revoke(2), revoke(1)]);
    const later = new Heard();
    stage.join('g-4').start(later);
    await stage.settled();
    assert.deepEqual(later.messages, [revoke(2)]);
  });

  test('logins are decided over all workers', async () => {
    const { stage, a, b, toA } = await three();
    const policy = { perUserMax: 1, perDeviceMax: 0, loser: 'oldest' } as const;
    assert.deepEqual(await a.admit(session('s1', 'g-1'), policy), { kind: 'admitted', displaced: 0 });
    assert.deepEqual(await b.admit({ ...session('s2', 'g-2'), sinceEpochMs: 2 }, policy), {
      kind: 'admitted',
      displaced: 1,
    });
    await stage.settled();
    assert.deepEqual(toA.messages, [{ kind: 'displace', session: 's1' }]);
    assert.deepEqual(await a.admit(session('s3', 'g-1'), { ...policy, loser: 'newest' }), {
      kind: 'refused',
    });
  });

  test('a primary that does not answer is waited for no longer than the limit', async () => {
    const { stage, a } = await three([1, new Promise(() => undefined), 1]);
    const asked = a.ask(kick);
    await stage.settled();
    stage.clock.advance(ASK_TIMEOUT_MS);
    const outcome = await asked;
    assert.equal(outcome.ok, false);
  });

  test('what the primary does not read is bounded by bytes, counted, and told to those it was for', async () => {
    const { stage, a, b, toA, toB, toC } = await three();
    const unread: (() => void)[] = [];
    stage.unread.set('g-1', unread);
    const bytes = UNSENT_BYTES_MAX / 4;
    const said = Array.from({ length: 10 }, () => a.publish(push(bytes)));
    assert.deepEqual(said, [true, true, true, ...Array.from({ length: 7 }, () => false)]);
    assert.equal(a.publish(kick), true, 'what is small still goes');
    a.enter(session('s1', 'g-1'));
    await stage.settled();
    assert.deepEqual(toB.messages, []);

    stage.unread.delete('g-1');
    for (const take of unread) take();
    await stage.settled();
    assert.deepEqual([toB.messages.length, toB.losses, toB.missing], [4, [7], ['g-1']]);
    assert.deepEqual([toC.losses, toA.losses], [[7], []]);
    assert.equal(stage.hub.counters.unsaid, 7);
    assert.equal(a.publish(push(bytes)), true);
    const located = await b.locate('alice');
    assert.ok(located.ok && located.sessions.length === 1);
  });

  test('a channel that is full takes no questions', async () => {
    const { stage, a } = await three();
    stage.unread.set('g-1', []);
    const all: ClusterMessage = push(0);
    assert.ok(all.kind === 'push');
    assert.equal(a.publish({ ...all, envelope: new Uint8Array(UNSENT_BYTES_MAX - messageBytes(all)) }), true);
    a.leave('s9');
    assert.equal(a.publish(kick), false);
    assert.equal((await a.ask(kick)).ok, false);
    assert.equal((await a.locate('alice')).ok, false);
    const policy = { perUserMax: 1, perDeviceMax: 0, loser: 'oldest' } as const;
    assert.equal((await a.admit(session('s1', 'g-1'), policy)).kind, 'unavailable');
  });

  test('what a worker does not read is bounded, counted and told to it', async () => {
    const { stage, a, b, toB, toC } = await three();
    const waiting: { news: readonly HubNews[]; sent: () => void }[] = [];
    stage.stalled.set('g-2', waiting);
    const pushThree = (cluster: ProcessCluster): void => {
      for (let count = 0; count < 3; count++) cluster.publish(push(UNREAD_BYTES_MAX / 4));
    };
    pushThree(a);
    pushThree(b);
    await stage.settled();
    assert.equal(toC.messages.length, 3, 'a burst beyond the limit within one turn is left out too');
    pushThree(a);
    await stage.settled();
    assert.equal(toC.messages.length, 6, 'the others go on');
    assert.deepEqual(toC.losses, [3]);
    assert.equal(waiting.flatMap(({ news }) => news).filter(({ op }) => op === 'message').length, 3);

    stage.stalled.delete('g-2');
    for (const { sent } of waiting) sent();
    await stage.settled();
    assert.deepEqual(toB.losses, [3]);
    assert.deepEqual(toB.missing, ['g-1']);
    assert.equal(stage.hub.counters.lost, 3 + 3);
  });
});

describe('limits of users over workers of one primary', () => {
  const charge = { limit: 'messages', user: 'alice', unitMs: 100, burstMs: 1_000, spent: 0, wanted: 7 };

  test('one account for all of them, which outlives a worker', async () => {
    const { stage, a, b } = await three();
    assert.deepEqual(await a.quotas.charge([charge, { ...charge, user: 'bob' }]), [
      { granted: 7, waitMs: 0 },
      { granted: 7, waitMs: 0 },
    ]);
    stage.members.get('g-1')?.crashed();
    assert.deepEqual(await b.quotas.charge([charge]), [{ granted: 3, waitMs: 100 }]);
    assert.deepEqual([stage.hub.counters.charges, stage.hub.quotas.accounts], [3, 2]);
  });

  test('a primary that does not answer leaves all charges without an answer', async () => {
    const { stage, a } = await three();
    stage.unread.set('g-1', []);
    const asked = a.quotas.charge([charge, charge]);
    await stage.settled();
    stage.clock.advance(ASK_TIMEOUT_MS);
    assert.deepEqual(await asked, [undefined, undefined]);
  });
});
