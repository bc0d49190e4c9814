// The connection core over time: what follows from the end of a transport, silence, moves, tokens.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Advice, DISCONNECTS, ERRORS } from '../../../src/protocol/codes.js';
import * as control from '../../../src/protocol/control-messages.js';
import * as types from '../../../src/protocol/control-types.js';
import { encodeEnvelope } from '../../../src/protocol/envelope.js';
import type { ConnectionOptions } from '../../../src/sdk/client/connection-options.js';
import { DEFAULT_LIMITS } from '../../../src/sdk/client/session.js';
import { ClientSimulation, openedSimulation } from '../../support/client-simulation.js';
import { disconnectEnvelope, text } from '../../support/model-gateway.js';

function fromGateway(simulation: ClientSimulation, envelope: Uint8Array): void {
  simulation.fromGateway(envelope);
  simulation.settle();
}

describe('advice', () => {
  const after = (advice: number, options: Partial<ConnectionOptions> = {}): ClientSimulation => {
    const simulation = openedSimulation(options);
    simulation.request('open');
    simulation.sayToClient(disconnectEnvelope({ code: 16, advice, retryAfterMs: 4_000 }));
    return simulation;
  };

  it('0 and 4 end the client', () => {
    for (const advice of [Advice.NOTHING, Advice.NEVER]) {
      const simulation = after(advice);
      assert.equal(simulation.eventsOf('closed').length, 1);
      assert.equal(simulation.code(1), ERRORS.SESSION_LOST.code);
      assert.equal(simulation.core.wakeAtMs, Infinity);
    }
  });

  it('1 connects anew after the given time', () => {
    const simulation = after(Advice.CONNECT);
    assert.equal(simulation.code(1), ERRORS.SESSION_LOST.code);
    assert.equal(simulation.eventsOf('disconnected')[0]?.willRetryInMs, 4_000);
    simulation.advance(3_999);
    assert.equal(simulation.gateway.hellos.length, 1);
    simulation.advance(1);
    simulation.settle();
    assert.equal(simulation.gateway.hellos[1]?.resume, '');
  });

  it('2, and one that is unknown, resume', () => {
    for (const advice of [Advice.RESUME, 9]) {
      const simulation = after(advice);
      simulation.heal();
      assert.equal(simulation.gateway.hellos[1]?.resume, 'resume-1');
      assert.equal(simulation.code(1), 0);
    }
  });

  it('2 before Welcome costs nothing of the session either', () => {
    const simulation = openedSimulation();
    const ticket = simulation.request('open');
    simulation.cut();
    simulation.advance(simulation.core.wakeAtMs - simulation.nowMs);
    assert.equal(simulation.core.phase, 'greeting');
    simulation.sayToClient(disconnectEnvelope({ code: 10, advice: Advice.RESUME }));
    assert.equal(simulation.core.phase, 'waiting');
    simulation.heal();
    assert.equal(simulation.gateway.hellos.at(-1)?.resume, 'resume-1');
    assert.equal(simulation.code(ticket), 0);
  });

  it('3 ends a client with a fixed token', () => {
    assert.equal(after(Advice.AUTHENTICATE).eventsOf('closed').length, 1);
  });

  it('3 asks for a new token and resumes with it', () => {
    const simulation = new ClientSimulation({ token: undefined });
    simulation.start();
    simulation.run(simulation.core.tokenFetched('first'));
    simulation.settle();
    simulation.request('open');
    simulation.sayToClient(disconnectEnvelope({ code: 9, advice: Advice.AUTHENTICATE }));
    simulation.advance(1_000);
    assert.equal(simulation.tokenRequests, 2);
    simulation.run(simulation.core.tokenFetched('second'));
    simulation.settle();
    assert.deepEqual(
      simulation.gateway.hellos.map(({ token, resume }) => [token, resume]),
      [
        ['first', ''],
        ['second', 'resume-1'],
      ],
    );
    assert.equal(simulation.code(1), 0);
  });
});

describe('reconnecting', () => {
  it('backs off with full jitter while nothing answers, and starts anew after a stable time', () => {
    const simulation = openedSimulation({ random: () => 1 });
    simulation.reachable = false;
    simulation.cut();
    simulation.advance(100_000);
    const waits = simulation.eventsOf('disconnected').map(({ willRetryInMs }) => willRetryInMs);
    assert.deepEqual(waits.slice(0, 9), [250, 500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
    simulation.reachable = true;
    simulation.heal();
    simulation.advance(5_000);
    simulation.cut();
    assert.equal(simulation.eventsOf('disconnected').at(-1)?.willRetryInMs, 250);
  });

  it('does not take a Welcome alone for success', () => {
    const simulation = openedSimulation({ random: () => 1 });
    for (let round = 0; round < 4; round++) {
      simulation.cut();
      simulation.heal();
    }
    const waits = simulation.eventsOf('disconnected').map(({ willRetryInMs }) => willRetryInMs);
    assert.deepEqual(waits, [250, 500, 1_000, 2_000]);
  });

  it('drops a gateway that was silent for 2.5 heartbeats, and resumes', () => {
    const simulation = openedSimulation({}, { heartbeatMs: 1_000 });
    simulation.advance(2_000);
    fromGateway(simulation, encodeEnvelope({ type: types.PING, seq: 3, payload: text('hi') }));
    simulation.advance(2_499);
    assert.equal(simulation.core.phase, 'open');
    simulation.advance(1);
    assert.equal(simulation.eventsOf('disconnected')[0]?.name, 'HEARTBEAT_LOST');
    simulation.heal();
    assert.equal(simulation.eventsOf('connected').at(-1)?.resumed, true);
  });

  it('moves where and when a GoAway says, keeping the session', () => {
    const simulation = openedSimulation();
    const payload = control.goAway.encode({ code: 16, reconnectAfterMs: 3_000, address: 'other:7001' });
    fromGateway(simulation, encodeEnvelope({ type: types.GO_AWAY, payload }));
    simulation.advance(2_999);
    assert.equal(simulation.urls.length, 1);
    simulation.advance(1);
    simulation.settle();
    assert.deepEqual(simulation.urls, ['tcp://gateway:7000', 'tcp://other:7001']);
    assert.equal(simulation.gateway.disconnects.length, 0);
    assert.equal(simulation.eventsOf('goAway')[0]?.name, 'DRAINING');
  });

  it('waits for its open requests before it moves', () => {
    const simulation = openedSimulation();
    const payload = control.goAway.encode({ code: 16, reconnectAfterMs: 3_000 });
    fromGateway(simulation, encodeEnvelope({ type: types.GO_AWAY, payload }));
    simulation.advance(2_990);
    const ticket = simulation.request('on the way');
    simulation.advance(1_000);
    assert.equal(simulation.urls.length, 1);
    simulation.settle();
    assert.equal(simulation.code(ticket), 0);
    simulation.advance(0);
    assert.equal(simulation.urls.length, 2);
  });

  it('moves with requests open when their answers do not come', () => {
    const simulation = openedSimulation();
    const payload = control.goAway.encode({ code: 16, reconnectAfterMs: 3_000 });
    fromGateway(simulation, encodeEnvelope({ type: types.GO_AWAY, payload }));
    const ticket = simulation.request('on the way');
    simulation.advance(7_999);
    assert.equal(simulation.urls.length, 1);
    simulation.advance(1);
    assert.equal(simulation.urls.length, 2);
    simulation.settle();
    assert.equal(simulation.code(ticket), 0, 'the resumed session answers it');
  });

  it('goes home when the new address does not answer', () => {
    const simulation = openedSimulation();
    const payload = control.goAway.encode({ code: 16, address: 'other:7001' });
    fromGateway(simulation, encodeEnvelope({ type: types.GO_AWAY, payload }));
    simulation.reachable = false;
    simulation.advance(0);
    simulation.reachable = true;
    simulation.heal();
    assert.deepEqual(simulation.urls, ['tcp://gateway:7000', 'tcp://other:7001', 'tcp://gateway:7000']);
    assert.equal(simulation.eventsOf('connected').at(-1)?.resumed, true);
  });

  it('ends a session whose count is exhausted, and connects anew', () => {
    const simulation = openedSimulation({ limits: { ...DEFAULT_LIMITS, countMax: 3 } });
    for (let count = 0; count < 3; count++) assert.equal(simulation.notify('n'), true);
    assert.equal(simulation.notify('n'), false);
    assert.equal(simulation.gateway.disconnects[0]?.code, DISCONNECTS.COUNT_EXHAUSTED.code);
    simulation.heal();
    assert.equal(simulation.notify('n'), true);
  });
});

describe('tokens', () => {
  it('are refreshed on the live session when a function gives them', () => {
    const simulation = new ClientSimulation({ token: undefined });
    simulation.gateway.welcome = { ...simulation.gateway.welcome, heartbeatMs: 0, tokenExpiresInMs: 100_000 };
    simulation.start();
    simulation.run(simulation.core.tokenFetched('first'));
    simulation.settle();
    simulation.advance(79_999);
    assert.equal(simulation.tokenRequests, 1);
    simulation.advance(1);
    assert.equal(simulation.tokenRequests, 2);
    simulation.run(simulation.core.tokenFetched('second'));
    simulation.settle();
    simulation.cut();
    simulation.heal();
    assert.equal(simulation.gateway.hellos.at(-1)?.token, 'second');
  });

  it('a Refresh is answered, also over the loss of its transport', () => {
    const simulation = openedSimulation();
    const first = simulation.refresh('new');
    assert.equal(simulation.code(simulation.refresh('newer')), ERRORS.TOO_MANY_REQUESTS.code);
    simulation.cut();
    simulation.heal();
    assert.equal(simulation.code(first), 0);
    simulation.cut();
    simulation.heal();
    assert.equal(simulation.gateway.hellos.at(-1)?.token, 'new');
  });

  it('a Refresh that was lost with its transport is not waited for', () => {
    const simulation = openedSimulation();
    const first = simulation.refresh('new');
    simulation.cut();
    simulation.heal();
    assert.equal(simulation.code(first), 0);
    assert.equal(simulation.core.session?.pending.size, 0);
  });

  it('a Refresh times out, and ends with the client', () => {
    const simulation = openedSimulation();
    const first = simulation.refresh('new', 100);
    simulation.advance(100);
    assert.equal(simulation.code(first), ERRORS.CLIENT_TIMEOUT.code);
    simulation.settle();
    const second = simulation.refresh('new');
    simulation.sayToClient(disconnectEnvelope({ advice: Advice.NEVER }));
    assert.equal(simulation.code(second), ERRORS.SESSION_LOST.code);
    assert.equal(simulation.code(simulation.refresh('late')), ERRORS.NOT_CONNECTED.code);
  });

  it('a first one that cannot be had ends the client; a later one is waited for', () => {
    const first = new ClientSimulation({ token: undefined });
    first.start();
    first.run(first.core.tokenFailed('no network', first.nowMs));
    assert.match(first.eventsOf('closed')[0]?.reason ?? '', /no network/);

    const later = new ClientSimulation({ token: undefined });
    later.start();
    later.run(later.core.tokenFetched('first'));
    later.settle();
    later.sayToClient(disconnectEnvelope({ code: 9, advice: Advice.AUTHENTICATE }));
    later.advance(200);
    later.run(later.core.tokenFailed('no network', later.nowMs));
    assert.equal(later.core.phase, 'waiting');
    later.advance(2_000);
    later.run(later.core.tokenFetched('second'));
    later.settle();
    assert.equal(later.eventsOf('connected').at(-1)?.resumed, true);
  });
});

it('reports what the gateway could not deliver and what was lost', () => {
  const simulation = openedSimulation();
  const undelivered = control.undelivered.encode({ type: 1001, code: 1100, count: 3 });
  fromGateway(simulation, encodeEnvelope({ type: types.UNDELIVERED, payload: undelivered }));
  fromGateway(simulation, encodeEnvelope({ type: types.LOST, payload: control.lost.encode({ count: 4 }) }));
  assert.deepEqual(simulation.eventsOf('undelivered'), [
    { type: 1001, code: 1100, name: 'NO_INSTANCE', count: 3 },
  ]);
  assert.deepEqual(simulation.eventsOf('lost'), [{ count: 4 }]);
});
