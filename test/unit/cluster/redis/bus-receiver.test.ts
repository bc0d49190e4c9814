import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { ClusterMessage, ClusterReceiver } from '../../../../src/cluster/cluster.js';
import { encodeMessage } from '../../../../src/cluster/redis/bus-bodies.js';
import type { FlowItem } from '../../../../src/cluster/redis/bus-flow.js';
import { encodeBatch } from '../../../../src/cluster/redis/bus-frames.js';
import { BusReceiver } from '../../../../src/cluster/redis/bus-receiver.js';
import { BusFrameKind, busPush } from '../../../../src/protocol/bus-messages.js';
import { encodeEnvelope } from '../../../../src/protocol/envelope.js';
import { silentLog } from '../../../../src/log.js';
import { settled } from '../../../support/fake-clock.js';

const ALL = { sessions: [], user: '', users: [], group: '', all: true, except: [] };
const PUSH: ClusterMessage = { kind: 'push', target: ALL, envelope: encodeEnvelope({ type: 2000 }) };
const KICK: ClusterMessage = { kind: 'kick', session: 's', user: '', reason: '', advice: 0 };

interface Frame {
  readonly kind: number;
  readonly body: Uint8Array;
  readonly ask?: number;
}

const frameOf = (message: ClusterMessage, ask = 0): Frame => {
  const { kind, bytes } = encodeMessage(message);
  return { kind, body: bytes, ask };
};
const itemOf = ({ kind, body, ask = 0 }: Frame): FlowItem => ({
  is: 'message',
  message: { kind, ask, body: { bytes: body, owners: 0 }, push: false, target: undefined, expiresAtMs: 0 },
});
const BROKEN_PUSH: Frame = {
  kind: BusFrameKind.PUSH,
  body: busPush.encode({ envelope: Uint8Array.of(0xff) }),
};

/** A receiver whose gateway does what `receive` says; what it heard, in order. */
function bench(receive: (message: ClusterMessage) => number | Promise<number> = () => 1): {
  readonly receiver: BusReceiver;
  readonly heard: string[];
  /** One batch of gateway a. */
  readonly take: (...frames: readonly Frame[]) => void;
} {
  const heard: string[] = [];
  const gateway: ClusterReceiver = {
    receive: (message) => {
      heard.push(message.kind);
      return receive(message);
    },
    lost: (count) => heard.push(`lost ${count}`),
    missed: () => heard.push('missed'),
    gatewayLost: () => undefined,
  };
  const receiver = new BusReceiver({
    ...{ self: { gatewayId: 'b', incarnation: 'b1' }, receiver: gateway, log: silentLog },
    answer: (to, ask, count) => heard.push(`answer ${to.gatewayId} ${ask} ${count}`),
    answered: (_from, ask, count) => heard.push(`answered ${ask} ${count}`),
  });
  let first = 1;
  let pushes = 0;
  return {
    ...{ receiver, heard },
    take: (...frames) => {
      const items = frames.map(itemOf);
      receiver.take(encodeBatch({ gatewayId: 'a', incarnation: 'a1' }, 1, { first, pushes, items }));
      first += frames.length;
      pushes += frames.filter(({ kind }) => kind === BusFrameKind.PUSH).length;
    },
  };
}

describe('messages of another gateway', () => {
  test('come in order; a question is answered with what the gateway said', async () => {
    const { take, heard } = bench(() => Promise.resolve(3));
    take(frameOf(PUSH), frameOf(KICK, 7));
    await settled();
    assert.deepEqual(heard, ['push', 'kick', 'answer a 7 3']);
  });

  test('a push that cannot be read is lost, and told; anything else is missed', () => {
    const { take, heard, receiver } = bench();
    take(BROKEN_PUSH, { kind: BusFrameKind.KICK, body: Uint8Array.of(0xff) }, frameOf(PUSH));
    assert.deepEqual(heard, ['lost 1', 'missed', 'push']);
    assert.deepEqual([receiver.counters.malformed, receiver.counters.lost], [2, 1]);
  });

  test('entries that are no batches, and empty ones, are nothing', () => {
    const { heard, receiver } = bench();
    receiver.take(new Uint8Array(0));
    receiver.take(Uint8Array.of(0xff));
    assert.deepEqual([heard, receiver.counters.malformed], [[], 1]);
  });
});

describe('a gateway that fails at a message', () => {
  test('hears the next ones, and a push is told as lost', () => {
    const { take, heard } = bench((message) => {
      if (message.kind === 'push') throw new Error('a bug');
      return 0;
    });
    take(frameOf(PUSH), frameOf(KICK), frameOf(PUSH));
    assert.deepEqual(heard, ['push', 'lost 1', 'kick', 'push', 'lost 1']);
  });

  test('later, asked or not: no answer, and nothing else', async () => {
    const { take, heard } = bench(() => Promise.reject(new Error('a bug')));
    take(frameOf(KICK), frameOf(KICK, 7));
    await settled();
    assert.deepEqual(heard, ['kick', 'kick']);
  });
});
