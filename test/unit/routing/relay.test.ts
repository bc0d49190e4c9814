import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ERRORS } from '../../../src/protocol/codes.js';
import { failure } from '../../../src/protocol/control-messages.js';
import {
  linkUndelivered,
  relaySource,
  relayTarget,
  type RelayTarget,
} from '../../../src/protocol/link-messages.js';
import { encodeEnvelope } from '../../../src/protocol/envelope.js';
import { LinkCloseCode, LinkKind } from '../../../src/protocol/link-frames.js';
import { HOPS_MAX } from '../../../src/routing/relay.js';
import { envelopeOf, RoutingWorld, type Backend } from '../../support/routing-world.js';

const MESSAGE = encodeEnvelope({ type: 3000, payload: Buffer.from('to you') });
const QUESTION = encodeEnvelope({ type: 3000, seq: 4, payload: Buffer.from('are you there') });
const to = (target: Partial<RelayTarget>): Uint8Array => relayTarget.encode(target);

function relay(from: Backend, target: Partial<RelayTarget>, hops = 0, envelope: Uint8Array = MESSAGE): void {
  from.send({ kind: LinkKind.RELAY, type: 3000, hops }, envelope, to(target));
}

function call(from: Backend, target: Partial<RelayTarget>, request: number, deadlineMs = 0, hops = 0): void {
  from.send({ kind: LinkKind.CALL, request, type: 3000, deadlineMs, hops }, QUESTION, to(target));
}

/** `request:code` of the answers to calls. */
const answersTo = (backend: Backend): string[] =>
  backend.heard(LinkKind.CALL_ANSWER).map((frame) => `${frame.request}:${envelopeOf(frame).code}`);
/** `code:count:target` of the notices. */
const noticesTo = (backend: Backend): string[] =>
  backend.heard(LinkKind.UNDELIVERED).map(({ body }) => {
    const { code, count, target } = linkUndelivered.decode(body) ?? {};
    return `${String(code)}:${String(count)}:${String(target)}`;
  });

function scene(): { world: RoutingWorld; x: Backend; y: Backend } {
  const world = new RoutingWorld();
  return { world, x: world.backend('x-1', 'x'), y: world.backend('y-1', 'y') };
}

describe('sendToServer', () => {
  test('arrives as the same bytes, with who sent it, one hop further', () => {
    const { world, x, y } = scene();
    relay(x, { server: 'y-1' }, 2);
    const [frame] = y.heard();
    assert.deepEqual([frame?.kind, frame?.type, frame?.hops, frame?.request], [LinkKind.RELAY, 3000, 3, 0]);
    assert.deepEqual(Buffer.from(frame?.envelope ?? []), Buffer.from(MESSAGE));
    assert.equal(relaySource.decode(frame?.body ?? new Uint8Array(0))?.server, 'x-1');
    assert.equal(world.stats.relayed, 1);
  });

  test('reaches an instance that drains, and oneself', () => {
    const { x, y } = scene();
    y.send({ kind: LinkKind.DRAIN });
    relay(x, { server: 'y-1' });
    relay(x, { server: 'x-1' });
    assert.deepEqual([x.heard(LinkKind.RELAY).length, y.heard(LinkKind.RELAY).length], [1, 1]);
  });

  test('to nobody is told: at most once a second and code, with the count since', () => {
    const { world, x } = scene();
    for (let sent = 0; sent < 3; sent++) relay(x, { server: 'z-9' });
    relay(x, { service: 'z' });
    const [noServer, noInstance] = [ERRORS.NO_SUCH_SERVER.code, ERRORS.NO_INSTANCE.code];
    assert.deepEqual(noticesTo(x), [`${noServer}:1:z-9`, `${noInstance}:1:z`]);
    world.room.clock.advance(1000);
    relay(x, { server: 'z-8' });
    assert.deepEqual(noticesTo(x), [`${noServer}:3:z-8`]);
    assert.equal(world.stats.relayFailed, 5);
  });

  test('over too many gateways is told', () => {
    const { x, y } = scene();
    relay(x, { server: 'y-1' }, HOPS_MAX - 1);
    relay(x, { server: 'y-1' }, HOPS_MAX);
    assert.equal(y.heard(LinkKind.RELAY).length, 1);
    assert.deepEqual(noticesTo(x), [`${ERRORS.HOPS_EXCEEDED.code}:1:y-1`]);
  });

  test('to a backend that does not read is told as LINK_FULL', () => {
    const world = new RoutingWorld(undefined, { linkQueueBytesMax: 70_000 });
    const [x, y] = [world.backend('x-1', 'x'), world.backend('y-1', 'y')];
    y.gatewaySocket.blocked = true;
    const large = encodeEnvelope({ type: 3000, payload: new Uint8Array(30_000) });
    for (let sent = 0; sent < 3; sent++) relay(x, { server: 'y-1' }, 0, large);
    assert.deepEqual(noticesTo(x), [`${ERRORS.LINK_FULL.code}:1:y-1`]);
    assert.deepEqual([world.stats.relayed, world.stats.relayFailed], [2, 1]);
  });
});

test('a message that waited for a link, and fails when its sender is gone, is told to nobody, once or again', () => {
  const { world, x, y } = scene();
  const failed: (() => void)[] = [];
  y.link.offer = (_frame, unsent) => {
    if (unsent !== undefined) failed.push(unsent);
    return true;
  };
  relay(x, { server: 'y-1' });
  x.cut();
  let told = 0;
  x.link.offer = () => {
    told++;
    return false;
  };
  for (const fail of failed) fail();
  world.room.clock.advance(5_000);
  world.relay.sweep();
  assert.deepEqual([failed.length, told, world.stats.relayFailed, x.link.isOpen], [1, 0, 1, false]);
});

describe('sendToService', () => {
  test('goes to one instance, by the key when there is one', () => {
    const { world, x } = scene();
    const worlds = [1, 2, 3].map((n) => world.backend(`w-${n}`, 'w'));
    const keyed = encodeEnvelope({ type: 3000, key: Buffer.from('r42') });
    for (let sent = 0; sent < 6; sent++) relay(x, { service: 'w' }, 0, keyed);
    assert.deepEqual(worlds.map((backend) => backend.heard(LinkKind.RELAY).length).sort(), [0, 0, 6]);
    relay(x, { service: 'w' });
    assert.equal(worlds.flatMap((backend) => backend.heard(LinkKind.RELAY)).length, 1);
  });
});

test('a key that is pinned to an instance that lives goes to nobody else while its link is dialled again', () => {
  const { world, x } = scene();
  const [pinned, other] = [world.backend('w-1', 'w'), world.backend('w-2', 'w')];
  const keyed = encodeEnvelope({ type: 3000, key: Buffer.from('r42') });
  world.keyPins.set('w', Buffer.from('r42'), 'w-1');
  world.listed.add('w-1');
  pinned.cut();
  relay(x, { service: 'w' }, 0, keyed);
  assert.deepEqual(other.heard(LinkKind.RELAY), []);
  assert.deepEqual(noticesTo(x), [`${ERRORS.NO_INSTANCE.code}:1:w`]);
  world.listed.delete('w-1');
  relay(x, { service: 'w' }, 0, keyed);
  assert.equal(other.heard(LinkKind.RELAY).length, 1);
});

describe('callServer', () => {
  test('is answered over the link it came from, byte for byte, with its own request id', () => {
    const { world, x, y } = scene();
    call(x, { server: 'y-1' }, 77, 500);
    const [frame] = y.heard(LinkKind.CALL);
    assert.deepEqual([frame?.request, frame?.deadlineMs, frame?.hops, frame?.type], [1, 500, 1, 3000]);
    assert.equal(relaySource.decode(frame?.body ?? new Uint8Array(0))?.server, 'x-1');
    const answer = encodeEnvelope({ type: 3000, seq: 4, code: 10_000, payload: Buffer.from('no') });
    y.send({ kind: LinkKind.CALL_ANSWER, request: 1 }, answer);
    const [back] = x.heard();
    assert.deepEqual([back?.kind, back?.request], [LinkKind.CALL_ANSWER, 77]);
    assert.deepEqual(Buffer.from(back?.envelope ?? []), Buffer.from(answer));
    assert.deepEqual([...world.stats.relay.failures], [[10_000, 1]]);
    assert.equal(world.pending.count, 0);
  });

  test('without a deadline waits 10 s, with a long one 10 min at most', () => {
    const { x, y } = scene();
    call(x, { server: 'y-1' }, 1);
    call(x, { server: 'y-1' }, 2, 3_600_000);
    assert.deepEqual(
      y.heard(LinkKind.CALL).map(({ deadlineMs }) => deadlineMs),
      [10_000, 600_000],
    );
  });

  for (const [what, target, hops, code] of [
    ['an unknown server', { server: 'z-9' }, 0, ERRORS.NO_SUCH_SERVER.code],
    ['a service without instances', { service: 'z' }, 0, ERRORS.NO_INSTANCE.code],
    ['too many gateways', { server: 'y-1' }, HOPS_MAX, ERRORS.HOPS_EXCEEDED.code],
  ] as const)
    test(`to ${what} fails at once with ${code}`, () => {
      const { world, x, y } = scene();
      call(x, target, 77, 0, hops);
      const [frame] = x.heard();
      assert.deepEqual([frame?.kind, frame?.request], [LinkKind.CALL_ANSWER, 77]);
      const envelope = envelopeOf(frame);
      assert.deepEqual([envelope.type, envelope.seq, envelope.code], [3000, 4, code]);
      assert.ok(failure.decode(envelope.payload)?.message);
      assert.deepEqual(y.heard(), []);
      assert.equal(world.stats.relay.failures.get(code), 1);
    });

  test('that is not answered in time fails with TIMEOUT; the late answer is dropped and counted', () => {
    const { world, x, y } = scene();
    call(x, { server: 'y-1' }, 77, 100);
    world.advance(150);
    assert.deepEqual(answersTo(x), [`77:${ERRORS.TIMEOUT.code}`]);
    y.send({ kind: LinkKind.CALL_ANSWER, request: 1 }, { type: 3000, seq: 4 });
    assert.deepEqual([answersTo(x), y.link.counters.lateAnswers, y.closed], [[], 1, []]);
  });

  test('fails with INSTANCE_LOST when the other is lost', () => {
    const { x, y } = scene();
    for (const request of [7, 8]) call(x, { server: 'y-1' }, request);
    y.cut();
    assert.deepEqual(answersTo(x).sort(), [
      `7:${ERRORS.INSTANCE_LOST.code}`,
      `8:${ERRORS.INSTANCE_LOST.code}`,
    ]);
  });

  test('whose caller is gone is answered to nobody', () => {
    const { world, x, y } = scene();
    call(x, { server: 'y-1' }, 7);
    x.cut();
    const again = world.backend('x-1', 'x');
    y.send({ kind: LinkKind.CALL_ANSWER, request: 1 }, { type: 3000, seq: 4 });
    assert.deepEqual(again.heard(), []);
    assert.deepEqual([world.pending.count, y.closed], [0, []]);
  });

  test('over a full link fails with LINK_FULL, and leaves nothing pending', () => {
    const world = new RoutingWorld(undefined, { linkPendingMax: 1 });
    const [x] = [world.backend('x-1', 'x'), world.backend('y-1', 'y')];
    call(x, { server: 'y-1' }, 7);
    call(x, { server: 'y-1' }, 8);
    assert.deepEqual(answersTo(x), [`8:${ERRORS.LINK_FULL.code}`]);
    assert.equal(world.pending.count, 1);
  });

  test('by a backend that does not read its answers closes the link of that backend', () => {
    const world = new RoutingWorld(undefined, { linkQueueBytesMax: 70_000 });
    const [x, y] = [world.backend('x-1', 'x'), world.backend('y-1', 'y')];
    for (const request of [1, 2, 3]) call(x, { server: 'y-1' }, request);
    x.gatewaySocket.blocked = true;
    const large = { type: 3000, seq: 4, payload: new Uint8Array(30_000) };
    for (const request of [1, 2, 3]) y.send({ kind: LinkKind.CALL_ANSWER, request }, large);
    assert.deepEqual([x.closed, y.closed], [[LinkCloseCode.LINK_SLOW], []]);
  });
});

describe('a message longer than its receiver takes', () => {
  const world = (): RoutingWorld => new RoutingWorld(undefined, { frameBytesMaxOf: { 'x-1': 4096 } });
  const payload = new Uint8Array(5_000);

  test('is PAYLOAD_TOO_LARGE, one-way and as a call', () => {
    const at = world();
    const [x, y] = [at.backend('x-1', 'x'), at.backend('y-1', 'y')];
    relay(y, { server: 'x-1' }, 0, encodeEnvelope({ type: 3000, payload }));
    assert.deepEqual(noticesTo(y), [`${ERRORS.PAYLOAD_TOO_LARGE.code}:1:x-1`]);
    const body = relayTarget.encode({ server: 'x-1' });
    y.send({ kind: LinkKind.CALL, request: 9, type: 3000 }, { type: 3000, seq: 4, payload }, body);
    assert.deepEqual(answersTo(y), [`9:${ERRORS.PAYLOAD_TOO_LARGE.code}`]);
    assert.deepEqual([at.pending.count, x.closed, y.closed], [0, [], []]);
  });

  test('is, as an answer, HANDLER_FAILED: the call was done, and the caller keeps its link', () => {
    const at = world();
    const [x, y] = [at.backend('x-1', 'x'), at.backend('y-1', 'y')];
    call(x, { server: 'y-1' }, 7);
    y.send({ kind: LinkKind.CALL_ANSWER, request: 1 }, { type: 3000, seq: 4, payload });
    const [answer] = x.heard(LinkKind.CALL_ANSWER);
    const { seq, code } = envelopeOf(answer);
    assert.deepEqual([answer?.request, seq, code], [7, 4, ERRORS.HANDLER_FAILED.code]);
    assert.deepEqual([x.closed, x.link.counters.tooLong], [[], 1]);
  });

  test('is named in a notice no longer than a name can be', () => {
    const at = world();
    const x = at.backend('x-1', 'x');
    relay(x, { server: 'z'.repeat(3_900) });
    assert.deepEqual(noticesTo(x), [`${ERRORS.NO_SUCH_SERVER.code}:1:${'z'.repeat(128)}`]);
  });
});

describe('a relay that breaks the rules closes the link', () => {
  for (const [what, body, envelope, code] of [
    ['no target', to({ service: '' }), MESSAGE, undefined],
    ['two targets', to({ server: 'y-1', service: 'y' }), MESSAGE, LinkCloseCode.LINK_VIOLATION],
    ['a target that does not decode', Uint8Array.of(0x0a), MESSAGE, LinkCloseCode.LINK_MALFORMED],
    [
      'a code',
      to({ server: 'y-1' }),
      encodeEnvelope({ type: 3000, code: 10_000 }),
      LinkCloseCode.LINK_VIOLATION,
    ],
    ['a seq', to({ server: 'y-1' }), QUESTION, LinkCloseCode.LINK_VIOLATION],
    ['a reserved type', to({ server: 'y-1' }), encodeEnvelope({ type: 99 }), LinkCloseCode.LINK_VIOLATION],
  ] as const)
    test(what, () => {
      const { x, y } = scene();
      x.send({ kind: LinkKind.RELAY, type: 3000 }, envelope, body);
      assert.deepEqual(x.closed, [code ?? LinkCloseCode.LINK_VIOLATION]);
      assert.deepEqual(y.heard(), []);
    });
});

test('a call without a seq closes the link: its answer could not be told from a message', () => {
  const { x } = scene();
  x.send({ kind: LinkKind.CALL, request: 1, type: 3000 }, MESSAGE, to({ server: 'y-1' }));
  assert.deepEqual(x.closed, [LinkCloseCode.LINK_VIOLATION]);
});

test('a key that is pinned goes to the server it is bound to', () => {
  const world = new RoutingWorld();
  const x = world.backend('x-1', 'x');
  const servers = ['y-1', 'y-2', 'y-3'].map((serverId) => world.backend(serverId, 'y'));
  const key = Buffer.from('room 42');
  const message = encodeEnvelope({ type: 3000, key, payload: Buffer.from('to you') });
  for (const bound of servers) {
    world.keyPins.set('y', key, bound.serverId);
    relay(x, { service: 'y' }, 0, message);
    for (const server of servers)
      assert.equal(server.heard(LinkKind.RELAY).length, server === bound ? 1 : 0, server.serverId);
  }
});

test('nobody waits for the answers to the calls of a backend that is lost', () => {
  const { world, x, y } = scene();
  call(x, { server: 'y-1' }, 1);
  assert.equal(world.pending.count, 1);
  x.gatewaySocket.sink?.onClosed('ECONNRESET');
  assert.equal(world.pending.count, 0);
  y.send({ kind: LinkKind.CALL_ANSWER, request: 1 }, { type: 3000, seq: 4 });
  assert.deepEqual([y.closed, y.link.counters.lateAnswers], [[], 1]);
});
