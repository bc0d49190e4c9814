// Links that are not kept: dialled by the first frame, given up when idle; and news of dead gateways.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Instance } from '../../../src/discovery/registry.js';
import { DEFAULT_LINK_LIMITS } from '../../../src/link/link-connection.js';
import { homeGateways } from '../../../src/link/link-plan.js';
import { NOBODY, type Requester } from '../../../src/link/pending-requests.js';
import { ERRORS } from '../../../src/protocol/codes.js';
import { gatewayGone } from '../../../src/protocol/link-messages.js';
import { encodeLinkFrame, LinkCloseCode, LinkKind } from '../../../src/protocol/link-frames.js';
import { RouteStats } from '../../../src/routing/stats.js';
import { instance } from '../../support/routing-world.js';
import { Yard } from './instance-yard.js';

const a = instance('echo-a');
const b = instance('echo-b', 'echo', { port: 9001 });

describe('an instance that is not kept by this gateway', () => {
  /** Of these gateways none but `gateway-1` is this one; 'echo-a' is not its own. */
  const others = ['gateway-2', 'gateway-3', 'gateway-4', 'gateway-5', 'gateway-6'];
  const away = (): Instance => {
    const found = Array.from({ length: 100 }, (_, at) => instance(`echo-${at}`)).find(
      ({ serverId }) => !homeGateways(serverId, ['gateway-1', ...others], 1).includes('gateway-1'),
    );
    return found ?? assert.fail();
  };
  const spread = { gatewaysPerInstance: 1, meshGatewaysMax: 0, idleTimeoutMs: 10_000 };
  const crowd = (): Yard => {
    const yard = new Yard(spread);
    yard.links.setGateways(others);
    return yard;
  };

  test('is not dialled, and can be picked; its first frame dials, and frames go when it is open', () => {
    const yard = crowd();
    const of = away();
    yard.update([of]);
    assert.deepEqual(yard.states(), [`${of.serverId}: dormant`]);
    assert.deepEqual([yard.picked(), yard.dials.length], [[of.serverId], 0]);
    const link = yard.links.find(of.serverId) ?? assert.fail();
    const frame = encodeLinkFrame(
      { kind: LinkKind.RELAY, type: 3000 },
      Uint8Array.of(8, 100),
      Uint8Array.of(1),
    );
    link.offer(frame);
    link.offer(frame);
    assert.deepEqual([yard.states(), yard.dials.length], [[`${of.serverId}: dialling`], 1]);
    const { end } = yard.accept(of.serverId);
    assert.deepEqual(
      end.sink.frames.map(({ kind }) => kind),
      [LinkKind.RELAY, LinkKind.RELAY],
    );
    assert.equal(yard.links.find(of.serverId), link);
  });

  test('is not asked what nobody waits for any more, and the rest with the time that is left', () => {
    const yard = crowd();
    const of = away();
    yard.update([of]);
    const link = yard.links.find(of.serverId) ?? assert.fail();
    const ended: number[] = [];
    const asker: Requester = { ...NOBODY, requestFailed: (_t, _s, _o, code) => void ended.push(code) };
    for (const timeoutMs of [1_000, 5_000]) {
      const request = link.addCall(asker, new RouteStats('', ''), 3000, 4, 0, timeoutMs);
      const head = { kind: LinkKind.CALL, request, type: 3000, deadlineMs: timeoutMs };
      link.offer(encodeLinkFrame(head, Uint8Array.of(8, 100, 16, 4), Uint8Array.of(10, 1, 97)));
    }
    yard.clock.advance(2_000);
    yard.pending.sweep(yard.clock.nowMs(), ERRORS.TIMEOUT.code);
    assert.deepEqual(ended, [ERRORS.TIMEOUT.code]);
    const { end } = yard.accept(of.serverId);
    assert.deepEqual(
      end.sink.frames.map(({ kind, request, deadlineMs }) => [kind, request, deadlineMs]),
      [[LinkKind.CALL, 2, 3_000]],
    );
  });

  test('takes, when it was linked before, frames as long as then: what waits would end the next link', () => {
    const yard = crowd();
    const of = away();
    yard.update([of]);
    const offer = (bytes: number): boolean => {
      const head = { kind: LinkKind.RELAY, type: 3000 };
      const frame = encodeLinkFrame(head, Uint8Array.of(8, 100), new Uint8Array(bytes));
      return yard.links.find(of.serverId)?.offer(frame) ?? assert.fail();
    };
    assert.ok(offer(1));
    yard.accept(of.serverId, false, { ...DEFAULT_LINK_LIMITS, frameBytesMax: 4096 });
    yard.advance(30_000);
    assert.deepEqual(yard.states(), [`${of.serverId}: dormant`]);
    assert.deepEqual([offer(5_000), yard.dials.length], [false, 1]);
    assert.deepEqual([offer(1), yard.dials.length], [true, 2]);
  });

  test('that cannot be reached fails what waits with NO_INSTANCE, is out of the pickers and dialled again', () => {
    const yard = crowd();
    const of = away();
    yard.update([of]);
    const seen: string[] = [];
    const asker: Requester = {
      ...NOBODY,
      requestFailed: (_type, _seq, _origin, code) => void seen.push(`${yard.picked().join()} ${code}`),
    };
    const link = yard.links.find(of.serverId) ?? assert.fail();
    const id = link.addCall(asker, new RouteStats('', ''), 3000, 4, 0, 60_000);
    link.offer(encodeLinkFrame({ kind: LinkKind.CALL, request: id }), () => seen.push('unsent'));
    yard.refuse();
    assert.deepEqual(seen, ['unsent', ` ${ERRORS.NO_INSTANCE.code}`]);
    assert.deepEqual([yard.picked(), yard.links.find(of.serverId)], [[], undefined]);
    yard.advance(1_000);
    yard.accept(of.serverId);
    assert.deepEqual(yard.picked(), [of.serverId]);
  });

  test('is given up when idle: told, then ended by the backend, and dormant at once', () => {
    const yard = crowd();
    const of = away();
    yard.update([of]);
    yard.links.find(of.serverId)?.offer(encodeLinkFrame({ kind: LinkKind.RETIRE }));
    const { end } = yard.accept(of.serverId);
    end.sink.frames.length = 0;
    yard.links.find(of.serverId)?.tell(new Uint8Array(DEFAULT_LINK_LIMITS.frameBytesMax + 1));
    yard.advance(9_000);
    assert.deepEqual(yard.states(), [`${of.serverId}: open`]);
    yard.advance(6_000);
    assert.deepEqual(
      [yard.states(), yard.picked(), yard.links.counters.retired],
      [[`${of.serverId}: dormant`], [of.serverId], 1],
    );
    assert.deepEqual(
      end.sink.frames.map(({ kind }) => kind),
      [LinkKind.RETIRE],
    );
    assert.equal(yard.links.views()[0]?.counters?.tooLong, 1, 'what it counted stays');
    end.link.close(LinkCloseCode.UNLISTED, 'as asked');
    yard.pump();
    assert.deepEqual([yard.dials.length, yard.links.counters.lost], [1, 0]);
  });

  test('keeps its link while a request is open on it, and when this gateway comes to keep it', () => {
    const yard = crowd();
    const of = away();
    yard.update([of]);
    yard.ask(of.serverId, NOBODY, 60_000);
    yard.links.find(of.serverId)?.offer(encodeLinkFrame({ kind: LinkKind.RETIRE }));
    yard.accept(of.serverId);
    yard.advance(30_000);
    assert.deepEqual(yard.states(), [`${of.serverId}: open`]);
    yard.links.setGateways([]);
    yard.pending.failAll(yard.links.find(of.serverId) ?? assert.fail(), ERRORS.TIMEOUT.code, 0);
    yard.advance(60_000);
    assert.deepEqual(yard.states(), [`${of.serverId}: open`]);
  });

  test('keeps its link while it drains: a link that waits would not know', () => {
    const yard = crowd();
    const of = away();
    yard.update([of]);
    yard.links.find(of.serverId)?.offer(encodeLinkFrame({ kind: LinkKind.RETIRE }));
    const { end } = yard.accept(of.serverId);
    end.link.writeFrame(encodeLinkFrame({ kind: LinkKind.DRAIN }));
    yard.advance(30_000);
    assert.deepEqual([yard.states(), yard.picked()], [[`${of.serverId}: open`], []]);
    end.link.close(LinkCloseCode.STOPPING, 'drained');
    yard.advance(1_000);
    yard.accept(of.serverId);
    assert.deepEqual(yard.picked(), [of.serverId]);
    yard.advance(30_000);
    assert.deepEqual(yard.states(), [`${of.serverId}: dormant`]);
  });

  test('is dialled when the gateways before this one are gone', () => {
    const yard = crowd();
    const of = away();
    yard.update([of]);
    yard.links.setGateways(['gateway-1']);
    assert.deepEqual(yard.states(), [`${of.serverId}: dialling`]);
    yard.accept(of.serverId);
    assert.deepEqual(yard.picked(), [of.serverId]);
  });

  test('takes its waiting messages with it when it leaves the registry', () => {
    const yard = crowd();
    const of = away();
    yard.update([of]);
    const failed: number[] = [];
    yard.ask(of.serverId, { ...NOBODY, requestFailed: (_t, _s, _o, code) => void failed.push(code) });
    yard.links.find(of.serverId)?.offer(encodeLinkFrame({ kind: LinkKind.RETIRE }));
    yard.links.close();
    assert.deepEqual([failed, yard.clock.pending], [[ERRORS.NO_INSTANCE.code], 0]);
  });
});

test('a dead gateway is told to all backends, also to one that is linked within the next minute', () => {
  const yard = new Yard();
  const [end] = yard.open(a);
  yard.links.tellGone('gateway-9');
  yard.update([a, b]);
  const { end: late } = yard.accept('echo-b');
  for (const of of [end, late])
    assert.deepEqual(
      of?.sink.frames.map(({ kind, body }) => [kind, gatewayGone.decode(body)?.gateway]),
      [[LinkKind.GATEWAY_GONE, 'gateway-9']],
    );
  yard.advance(61_000);
  const c = instance('echo-c', 'echo', { port: 9002 });
  yard.update([a, b, c]);
  assert.deepEqual(yard.accept('echo-c').end.sink.frames, []);
});

test('a gateway that died and lives again under its id is told to nobody, also when nobody saw it missing', () => {
  const yard = new Yard();
  const alive = ['gateway-1', 'gateway-9'];
  yard.links.setGateways(alive);
  yard.open(a);
  yard.links.tellGone('gateway-9');
  yard.links.setGateways(alive);
  yard.update([a, b]);
  assert.deepEqual(yard.accept('echo-b').end.sink.frames, []);
});
