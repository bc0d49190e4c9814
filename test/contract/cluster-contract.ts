// What every implementation of Cluster does, run over two gateways that share one cluster and a third that
// comes and goes. A message may reach gateways that it does not concern, never miss one that it does.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { PushTarget } from '../../src/protocol/link-messages.js';
import type {
  Cluster,
  ClusterMessage,
  ClusterReceiver,
  LoginPolicy,
  Presence,
} from '../../src/cluster/cluster.js';

/** How one implementation is set up. */
export interface ClusterUnderTest {
  /** The cluster of one gateway; all gateways of one test see each other. */
  join(gatewayId: string): Cluster;
  /** Waits until all that joined see each other, and what was entered and published before has arrived. */
  settled(): Promise<void>;
}

interface Got {
  readonly message: ClusterMessage;
  readonly from: string;
}

class Inbox implements ClusterReceiver {
  readonly got: Got[] = [];

  /** Says that as many sessions were concerned as it has got messages. */
  receive(message: ClusterMessage, from: string): number | Promise<number> {
    const count = this.got.push({ message, from });
    return count % 2 === 0 ? count : Promise.resolve(count);
  }

  /** The first byte of each push's payload. */
  pushes(): number[] {
    return this.got.flatMap(({ message }) =>
      message.kind === 'push' ? [message.envelope.at(-1) ?? -1] : [],
    );
  }

  lost(): void {
    assert.fail('nothing is lost here');
  }

  missed(): void {
    assert.fail('nothing is missed here');
  }

  gatewayLost(): void {
    assert.fail('no gateway is lost here');
  }
}

const kick = (session: string): ClusterMessage => ({
  kind: 'kick',
  session,
  user: '',
  reason: '',
  advice: 0,
});
const NOBODY = { sessions: [], user: '', users: [], group: '', all: false, except: [] };
const push = (target: Partial<PushTarget>, serial: number): ClusterMessage => ({
  kind: 'push',
  target: { ...NOBODY, ...target },
  envelope: Uint8Array.of(8, 100, 42, 1, serial),
});
const presence = (sessionId: string, user: string, gatewayId: string): Presence => ({
  sessionId,
  user,
  gatewayId,
  sinceEpochMs: 1_700_000_000_000,
  device: 'phone',
  client: 'contract/1',
  address: '127.0.0.1:1',
  attributes: new Map([['level', '7']]),
});

async function online(cluster: Cluster, user: string): Promise<string[]> {
  const outcome = await cluster.locate(user);
  assert.ok(outcome.ok);
  return outcome.sessions.map(({ sessionId, gatewayId }) => `${sessionId}@${gatewayId}`).sort();
}

/** Registers the contract's tests, which run at once. `setUp` is called once a test. */
export function clusterContract(
  name: string,
  setUp: () => ClusterUnderTest | Promise<ClusterUnderTest>,
): void {
  async function two(): Promise<{ under: ClusterUnderTest; a: Cluster; b: Cluster; toA: Inbox; toB: Inbox }> {
    const under = await setUp();
    const [a, b, toA, toB] = [under.join('a'), under.join('b'), new Inbox(), new Inbox()];
    a.start(toA);
    b.start(toB);
    await under.settled();
    return { under, a, b, toA, toB };
  }

  describe(`${name}: directory`, { concurrency: true }, () => {
    test('all sessions of a user are found from every gateway', async () => {
      const { under, a, b } = await two();
      a.enter(presence('s1', 'alice', 'a'));
      b.enter(presence('s2', 'alice', 'b'));
      b.enter(presence('s3', 'bob', 'b'));
      await under.settled();
      for (const cluster of [a, b]) {
        assert.deepEqual(await online(cluster, 'alice'), ['s1@a', 's2@b']);
        assert.deepEqual(await online(cluster, 'bob'), ['s3@b']);
        assert.deepEqual(await online(cluster, 'nobody'), []);
      }
    });

    test('a presence comes back as it was entered', async () => {
      const { under, a, b } = await two();
      const entered = presence('s1', 'alice', 'a');
      a.enter(entered);
      await under.settled();
      assert.deepEqual(await b.locate('alice'), { ok: true, sessions: [entered] });
    });

    test('a session that left is gone, leaving twice or never having entered is nothing', async () => {
      const { under, a, b } = await two();
      a.enter(presence('s1', 'alice', 'a'));
      a.enter(presence('s2', 'alice', 'a'));
      a.leave('s1');
      a.leave('s1');
      a.leave('s9');
      await under.settled();
      assert.deepEqual(await online(b, 'alice'), ['s2@a']);
    });

    test('close takes its own presences out and no others', async () => {
      const { under, a, b } = await two();
      a.enter(presence('s1', 'alice', 'a'));
      b.enter(presence('s2', 'alice', 'b'));
      await under.settled();
      await a.close();
      await under.settled();
      assert.deepEqual(await online(b, 'alice'), ['s2@b']);
    });
  });

  describe(`${name}: login`, { concurrency: true }, () => {
    const one: LoginPolicy = { perUserMax: 1, perDeviceMax: 0, loser: 'oldest' };

    test('without a limit everybody is admitted', async () => {
      const { under, a, b } = await two();
      const free: LoginPolicy = { perUserMax: 0, perDeviceMax: 0, loser: 'newest' };
      for (const id of ['s1', 's2'])
        assert.deepEqual(await a.admit(presence(id, 'alice', 'a'), free), { kind: 'admitted', displaced: 0 });
      await under.settled();
      assert.deepEqual(await online(b, 'alice'), ['s1@a', 's2@a']);
    });

    test('the oldest goes: out of the directory at once, and its gateway is told to end it', async () => {
      const { under, a, b, toA, toB } = await two();
      await a.admit(presence('s1', 'alice', 'a'), one);
      assert.deepEqual(await b.admit(presence('s2', 'alice', 'b'), one), { kind: 'admitted', displaced: 1 });
      await under.settled();
      assert.deepEqual(await online(a, 'alice'), ['s2@b']);
      assert.deepEqual(
        toA.got.map(({ message }) => message),
        [{ kind: 'displace', session: 's1' }],
      );
      assert.deepEqual(toB.got, []);
    });

    test('the newest goes: it is refused and nobody is told', async () => {
      const { under, a, b, toA } = await two();
      const newest: LoginPolicy = { ...one, loser: 'newest' };
      await a.admit(presence('s1', 'alice', 'a'), newest);
      assert.deepEqual(await b.admit(presence('s2', 'alice', 'b'), newest), { kind: 'refused' });
      a.leave('s1');
      await under.settled();
      const again = await b.admit(presence('s3', 'alice', 'b'), newest);
      assert.deepEqual(again, { kind: 'admitted', displaced: 0 });
      assert.deepEqual(toA.got, []);
      assert.deepEqual(await online(a, 'alice'), ['s3@b']);
    });

    test('classes of device are limited apart from each other', async () => {
      const { under, a, b } = await two();
      const perDevice: LoginPolicy = { perUserMax: 0, perDeviceMax: 1, loser: 'oldest' };
      await a.admit({ ...presence('s1', 'alice', 'a'), device: 'web' }, perDevice);
      const phone = await b.admit(presence('s2', 'alice', 'b'), perDevice);
      assert.deepEqual(phone, { kind: 'admitted', displaced: 0 });
      const web = await b.admit({ ...presence('s3', 'alice', 'b'), device: 'web' }, perDevice);
      assert.deepEqual(web, { kind: 'admitted', displaced: 1 });
      await under.settled();
      assert.deepEqual(await online(a, 'alice'), ['s2@b', 's3@b']);
    });

    test('a session that ended in this very moment does not count', async () => {
      const { a, b } = await two();
      const newest: LoginPolicy = { ...one, loser: 'newest' };
      await a.admit(presence('s1', 'alice', 'a'), newest);
      a.enter(presence('s1', 'alice', 'a'));
      a.leave('s1');
      const next = await a.admit(presence('s2', 'alice', 'a'), newest);
      assert.deepEqual(next, { kind: 'admitted', displaced: 0 });
      assert.deepEqual(await online(b, 'alice'), ['s2@a']);
    });
  });

  describe(`${name}: groups`, { concurrency: true }, () => {
    test('a push to a group reaches a gateway from when it has entered it', async () => {
      const { under, a, b, toB } = await two();
      assert.equal(await b.groupEntered('lobby'), true);
      a.publish(push({ group: 'lobby' }, 1));
      await under.settled();
      assert.equal(toB.got.length, 1);
    });
  });

  describe(`${name}: bus`, { concurrency: true }, () => {
    test('reaches all others and not oneself, in order, with the sender', async () => {
      const { under, a, toA, toB } = await two();
      const toC = new Inbox();
      under.join('c').start(toC);
      await under.settled();
      const sent = Array.from({ length: 50 }, (_, at) => kick(`s${at}`));
      for (const message of sent) assert.equal(a.publish(message), true);
      await under.settled();
      const expected = sent.map((message) => ({ message, from: 'a' }));
      assert.deepEqual(toB.got, expected);
      assert.deepEqual(toC.got, expected);
      assert.deepEqual(toA.got, []);
    });

    test('every kind of message arrives as it was', async () => {
      const { under, a, b, toA } = await two();
      a.enter(presence('s1', 'alice', 'a'));
      assert.equal(await a.groupEntered('lobby'), true);
      await under.settled();
      const envelope = Uint8Array.of(8, 100, 42, 1, 0xff);
      const messages: ClusterMessage[] = [
        { kind: 'push', target: { ...NOBODY, group: 'lobby', except: ['s1'] }, envelope },
        { kind: 'push', target: { ...NOBODY, user: 'alice' }, envelope, server: 'room-1' },
        { kind: 'group', change: 'join', group: 'lobby', sessions: ['s1', 's2'] },
        { kind: 'group', change: 'leave', group: 'lobby', sessions: ['s1'] },
        { kind: 'kick', session: '', user: 'alice', reason: 'bye', advice: 3 },
        { kind: 'revoke', user: 'alice', notBeforeEpochMs: 1_700_000_000_123 },
        { kind: 'displace', session: 's1' },
        { kind: 'news', to: ['a'], news: Uint8Array.of(1, 2, 3) },
        { kind: 'order', gateway: 'a', server: 'room-1', step: 'fence', id: 2 ** 40 },
        { kind: 'order', gateway: 'a', server: 'room-1', step: 'await', id: 1 },
      ];
      for (const message of messages) b.publish(message);
      await under.settled();
      // What is bytes may come as a Buffer.
      const plain = (message: ClusterMessage): ClusterMessage => {
        if (message.kind === 'push') return { ...message, envelope: Uint8Array.from(message.envelope) };
        return message.kind === 'news' ? { ...message, news: Uint8Array.from(message.news) } : message;
      };
      assert.deepEqual(
        toA.got.map(({ message }) => plain(message)),
        messages,
      );
    });

    test('one order over all ways of addressing', async () => {
      const { under, a, b, toB } = await two();
      b.enter(presence('s1', 'alice', 'b'));
      assert.equal(await b.groupEntered('lobby'), true);
      await under.settled();
      const targets = [
        { all: true },
        { user: 'alice' },
        { group: 'lobby' },
        { users: ['alice', 'bob'] },
        { sessions: ['s1'] },
      ];
      for (let serial = 0; serial < 100; serial++) a.publish(push(targets[serial % 5] ?? {}, serial));
      await under.settled();
      assert.deepEqual(
        toB.pushes(),
        Array.from({ length: 100 }, (_, serial) => serial),
      );
    });

    test('news and order go to those that are named, and to nobody else', async () => {
      const { under, a, toB } = await two();
      const toC = new Inbox();
      under.join('c').start(toC);
      await under.settled();
      a.publish({ kind: 'news', to: ['c', 'gone'], news: Uint8Array.of(7) });
      a.publish({ kind: 'order', gateway: 'c', server: 'room-1', step: 'fence', id: 1 });
      await under.settled();
      assert.deepEqual(toB.got, []);
      assert.deepEqual(
        toC.got.map(({ message }) => message.kind),
        ['news', 'order'],
      );
    });

    test('a question is answered with the sum, when all concerned have done it', async () => {
      const { under, a, toB } = await two();
      assert.deepEqual(await a.ask(kick('s1')), { ok: true, count: 1 });
      const toC = new Inbox();
      under.join('c').start(toC);
      await under.settled();
      assert.deepEqual(await a.ask(kick('s2')), { ok: true, count: 2 + 1 });
      assert.deepEqual([toB.got.length, toC.got.length], [2, 1]);
    });

    test('a question of one that is alone is answered at once: nobody', async () => {
      const under = await setUp();
      const alone = under.join('alone');
      alone.start(new Inbox());
      await under.settled();
      assert.deepEqual(await alone.ask(kick('s1')), { ok: true, count: 0 });
    });

    test('a gateway that closed hears nothing any more', async () => {
      const { under, a, b, toB } = await two();
      await b.close();
      await under.settled();
      a.publish(kick('s1'));
      await under.settled();
      assert.deepEqual(toB.got, []);
      assert.deepEqual(
        a.gateways().map(({ gatewayId }) => gatewayId),
        ['a'],
      );
    });
  });
}
