// What every implementation of Cluster does, run over two gateways that share one cluster and a third
// that comes and goes.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Cluster, ClusterMessage, ClusterReceiver, Presence } from '../../src/cluster/cluster.js';

/** How one implementation is set up. */
export interface ClusterUnderTest {
  /** The cluster of one gateway; all gateways of one test see each other. */
  join(gatewayId: string): Cluster;
  /** Waits until what was published before has arrived. */
  settled(): Promise<void>;
}

interface Got {
  readonly message: ClusterMessage;
  readonly from: string;
}

class Inbox implements ClusterReceiver {
  readonly got: Got[] = [];

  receive(message: ClusterMessage, from: string): number {
    return this.got.push({ message, from });
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

/** Registers the contract's tests. `setUp` is called once a test. */
export function clusterContract(
  name: string,
  setUp: () => ClusterUnderTest | Promise<ClusterUnderTest>,
): void {
  async function two(): Promise<{ under: ClusterUnderTest; a: Cluster; b: Cluster; toA: Inbox; toB: Inbox }> {
    const under = await setUp();
    const [a, b, toA, toB] = [under.join('a'), under.join('b'), new Inbox(), new Inbox()];
    a.start(toA);
    b.start(toB);
    return { under, a, b, toA, toB };
  }

  describe(`${name}: directory`, () => {
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
      assert.deepEqual(await online(b, 'alice'), ['s2@b']);
    });
  });

  describe(`${name}: bus`, () => {
    test('reaches all others and not oneself, in order, with the sender', async () => {
      const { under, a, toA, toB } = await two();
      const toC = new Inbox();
      under.join('c').start(toC);
      const sent = Array.from({ length: 50 }, (_, at) => kick(`s${at}`));
      for (const message of sent) assert.equal(a.publish(message), true);
      await under.settled();
      const expected = sent.map((message) => ({ message, from: 'a' }));
      assert.deepEqual(toB.got, expected);
      assert.deepEqual(toC.got, expected);
      assert.deepEqual(toA.got, []);
    });

    test('every kind of message arrives as it was', async () => {
      const { under, b, toA } = await two();
      const target = { sessions: [], user: '', users: [], group: 'lobby', all: false, except: ['s1'] };
      const messages: ClusterMessage[] = [
        { kind: 'push', target, envelope: Uint8Array.of(8, 100, 42, 1, 0xff) },
        { kind: 'group', change: 'join', group: 'lobby', sessions: ['s1', 's2'] },
        { kind: 'group', change: 'leave', group: 'lobby', sessions: ['s1'] },
        { kind: 'kick', session: '', user: 'alice', reason: 'bye', advice: 3 },
      ];
      for (const message of messages) b.publish(message);
      await under.settled();
      assert.deepEqual(
        toA.got.map(({ message }) => message),
        messages,
      );
    });

    test('a gateway that closed hears nothing any more', async () => {
      const { under, a, b, toB } = await two();
      await b.close();
      a.publish(kick('s1'));
      await under.settled();
      assert.deepEqual(toB.got, []);
    });
  });
}
