import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ERRORS } from '../../../src/protocol/codes.js';
import { relaySource } from '../../../src/protocol/link-messages.js';
import { LinkKind } from '../../../src/protocol/link-frames.js';
import { GatewayCalls, type CallAnswer } from '../../../src/routing/gateway-calls.js';
import { settled } from '../../support/fake-clock.js';
import { envelopeOf, route, RoutingWorld, tableOf, type WorldOptions } from '../../support/routing-world.js';

const TYPE = 500;
const QUESTION = Buffer.from('who is it');

function scene(options: WorldOptions = {}): { world: RoutingWorld; calls: GatewayCalls } {
  const table = tableOf({ [TYPE]: route({ service: 'auth', timeoutMs: 300 }) });
  const world = new RoutingWorld(table, options);
  const { finder: links, stats } = world;
  const parts = { gatewayId: 'gateway-1', links, stats, random: () => 0, table: () => world.router.table };
  return { world, calls: new GatewayCalls(parts) };
}

/** `code text` of an answer; what has not come yet is 'open'. */
async function outcome(call: Promise<CallAnswer>): Promise<string> {
  const open = settled().then(() => 'open');
  const said = call.then(({ code, payload }) => `${code} ${Buffer.from(payload).toString()}`.trim());
  return Promise.race([said, open]);
}

describe('a call of the gateway', () => {
  test('goes by the table as a call whose sender is the gateway, and brings the answer', async () => {
    const { world, calls } = scene();
    const auth = world.backend('auth-1', 'auth');
    const call = calls.call(TYPE, QUESTION, 1_000);
    const [frame] = auth.heard(LinkKind.CALL);
    assert.ok(frame);
    assert.deepEqual([frame.type, frame.hops, frame.deadlineMs], [TYPE, 1, 300]);
    assert.equal(relaySource.decode(frame.body)?.server, 'gateway-1');
    const { seq } = envelopeOf(frame);
    const { request } = frame;
    auth.send({ kind: LinkKind.CALL_ANSWER, request }, { type: TYPE, seq, payload: Buffer.from('alice') });
    assert.equal(await outcome(call), '0 alice');
    assert.equal(world.pending.count, 0);
  });

  test('brings the code of an answer that is no success', async () => {
    const { world, calls } = scene();
    const auth = world.backend('auth-1', 'auth');
    const call = calls.call(TYPE, QUESTION, 1_000);
    const [frame] = auth.heard(LinkKind.CALL);
    assert.ok(frame);
    const answer = { type: TYPE, seq: envelopeOf(frame).seq, code: 10_000 };
    auth.send({ kind: LinkKind.CALL_ANSWER, request: frame.request }, answer);
    assert.equal(await outcome(call), '10000');
  });

  test('ends when nobody answers, by the shorter of both times, and when the instance is lost', async () => {
    const { world, calls } = scene();
    const auth = world.backend('auth-1', 'auth');
    const [short, long] = [calls.call(TYPE, QUESTION, 100), calls.call(TYPE, QUESTION, 1_000)];
    world.advance(150);
    assert.deepEqual([await outcome(short), await outcome(long)], [`${ERRORS.TIMEOUT.code}`, 'open']);
    auth.cut();
    assert.equal(await outcome(long), `${ERRORS.INSTANCE_LOST.code}`);
  });

  test('without a route, an instance or room has its code at once', async () => {
    const { world, calls } = scene({ linkPendingMax: 1 });
    assert.equal(await outcome(calls.call(501, QUESTION, 100)), `${ERRORS.NO_ROUTE.code}`);
    assert.equal(await outcome(calls.call(TYPE, QUESTION, 100)), `${ERRORS.NO_INSTANCE.code}`);
    world.backend('auth-1', 'auth');
    const first = calls.call(TYPE, QUESTION, 100);
    assert.equal(await outcome(calls.call(TYPE, QUESTION, 100)), `${ERRORS.LINK_FULL.code}`);
    assert.equal(await outcome(first), 'open');
    const failures = [...world.stats.forRoute('test#0', 'auth').failures];
    assert.deepEqual(failures, [
      [ERRORS.NO_INSTANCE.code, 1],
      [ERRORS.LINK_FULL.code, 1],
    ]);
    assert.deepEqual([...world.stats.unrouted.failures], [[ERRORS.NO_ROUTE.code, 1]]);
  });
});
