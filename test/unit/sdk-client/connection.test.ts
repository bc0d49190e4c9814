// The connection core on its own: greeting, requests, acknowledgements, violations. Advice, heartbeats,
// moves and tokens are in connection-upkeep.test.ts, what a resume keeps whole in connection-resume.test.ts.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { DISCONNECTS, ERRORS, type DisconnectName } from '../../../src/protocol/codes.js';
import * as control from '../../../src/protocol/control-messages.js';
import * as types from '../../../src/protocol/control-types.js';
import { encodeEnvelope } from '../../../src/protocol/envelope.js';
import { localDeparture } from '../../../src/sdk/client/departures.js';
import { DEFAULT_LIMITS } from '../../../src/sdk/client/session.js';
import { ClientSimulation, openedSimulation } from '../../support/client-simulation.js';
import { text } from '../../support/model-gateway.js';

function fromGateway(simulation: ClientSimulation, envelope: Uint8Array): void {
  simulation.fromGateway(envelope);
  simulation.settle();
}

const failure = (message: string, retryAfterMs = 0): Uint8Array =>
  control.failure.encode({ message, retryAfterMs });

describe('greeting', () => {
  it('says Hello as asked and tells who it is', () => {
    const simulation = openedSimulation({ token: 'secret', heartbeatMs: 7_000, client: 'game/2' });
    const hello = { resume: '', received: 0, ...simulation.gateway.hellos[0] };
    assert.deepEqual(hello, {
      protocol: 1,
      token: 'secret',
      resume: '',
      received: 0,
      attempt: 1,
      resumable: true,
      client: 'game/2',
      heartbeatMs: 7_000,
    });
    assert.deepEqual(simulation.eventsOf('connected'), [
      { session: 'session-1', user: 'alice', gateway: 'model', resumed: false },
    ]);
  });

  it('refuses a Hello that no gateway would take, without a loop', () => {
    const simulation = openedSimulation({ token: 'x'.repeat(types.HELLO_BYTES_MAX) });
    assert.equal(simulation.core.phase, 'closed');
    assert.match(simulation.eventsOf('closed')[0]?.reason ?? '', /shorter token/);
  });

  it('stops at a protocol version it does not speak', () => {
    const simulation = openedSimulation({}, { protocol: 2 });
    assert.equal(simulation.eventsOf('closed')[0]?.name, 'VERSION_UNSUPPORTED');
  });

  it('gives up a try that gets no Welcome, and tries again', () => {
    const simulation = new ClientSimulation();
    simulation.start();
    simulation.advance(10_000);
    assert.match(simulation.eventsOf('disconnected')[0]?.reason ?? '', /no Welcome within 10000 ms/);
    simulation.heal();
    assert.equal(simulation.core.phase, 'open');
  });

  it('sends nothing behind Hello before Welcome, not even a Disconnect', () => {
    const ends = [
      (simulation: ClientSimulation) => simulation.core.stop(localDeparture('CLOSED')),
      (simulation: ClientSimulation) => simulation.core.violated('FRAME_TOO_LARGE', simulation.nowMs),
    ];
    for (const end of ends) {
      const simulation = new ClientSimulation();
      simulation.start();
      assert.equal(simulation.core.phase, 'greeting');
      const actions = end(simulation);
      assert.equal(actions[0]?.do, 'close');
      assert.ok(actions.every((action) => action.do !== 'write'));
    }
  });

  it('takes a resume nobody asked for as a violation', () => {
    const simulation = openedSimulation({}, { resumed: 1 });
    assert.equal(simulation.eventsOf('disconnected')[0]?.name, 'PROTOCOL');
    assert.equal(simulation.gateway.disconnects[0]?.code, DISCONNECTS.PROTOCOL.code);
  });
});

describe('requests', () => {
  it('answers with the payload, the gateway’s failure, or the application’s', () => {
    const simulation = openedSimulation();
    const tickets = ['a', 'b', 'c'].map((payload) => simulation.request(payload));
    const send = (seq: number, code: number, payload: Uint8Array): void => {
      simulation.sayToClient(encodeEnvelope({ type: 1000, seq, code, payload }));
    };
    send(2, ERRORS.NO_INSTANCE.code, failure('none', 250));
    send(1, 0, text('yes'));
    send(3, 10_001, text('app'));
    assert.deepEqual(
      tickets.map((ticket) => simulation.outcome(ticket)),
      [
        { ok: true, payload: text('yes') },
        { ok: false, failure: { code: 1100, message: 'none', retryAfterMs: 250 } },
        { ok: false, failure: { code: 10_001, payload: text('app') } },
      ],
    );
  });

  it('fails with CLIENT_TIMEOUT once, keeps the seq taken, and drops the late answer', () => {
    const simulation = openedSimulation({}, { requestsMax: 1 });
    const ticket = simulation.request('slow', 500);
    simulation.advance(499);
    assert.equal(simulation.code(ticket), undefined);
    simulation.advance(1);
    assert.equal(simulation.code(ticket), ERRORS.CLIENT_TIMEOUT.code);
    assert.equal(simulation.code(simulation.request('next')), ERRORS.TOO_MANY_REQUESTS.code);
    simulation.settle();
    assert.equal(simulation.core.lateAnswers, 1);
    assert.equal(simulation.answers.get(ticket)?.length, 1);
    const next = simulation.request('next');
    simulation.settle();
    assert.equal(simulation.code(next), 0);
  });

  it('refuses what is too long, too much, or has no session to go to', () => {
    const simulation = openedSimulation(
      { limits: { ...DEFAULT_LIMITS, sendBytesMax: 100 } },
      { frameBytesMax: 80, requestsMax: 2 },
    );
    assert.equal(simulation.code(simulation.request('x'.repeat(80))), ERRORS.PAYLOAD_TOO_LARGE.code);
    simulation.request('x'.repeat(60));
    assert.equal(simulation.code(simulation.request('x'.repeat(60))), ERRORS.SEND_QUEUE_FULL.code);
    simulation.request('small');
    assert.equal(simulation.code(simulation.request('small')), ERRORS.TOO_MANY_REQUESTS.code);
    const idle = new ClientSimulation();
    assert.equal(idle.code(idle.request('early')), ERRORS.NOT_CONNECTED.code);
    assert.equal(idle.notify('early'), false);
  });

  it('makes room again when the gateway acknowledges', () => {
    const simulation = openedSimulation({ limits: { ...DEFAULT_LIMITS, sendBytesMax: 20 } });
    while (simulation.notify('n'));
    simulation.settle();
    assert.equal(simulation.notify('n'), false);
    fromGateway(simulation, simulation.gateway.acked);
    assert.equal(simulation.notify('n'), true);
  });

  it('stay open and queue while a resumable session has no transport', () => {
    const simulation = openedSimulation();
    const before = simulation.request('before');
    simulation.cut();
    const during = simulation.request('during');
    assert.equal(simulation.code(before), undefined);
    simulation.heal();
    assert.deepEqual(
      [before, during].map((ticket) => simulation.code(ticket)),
      [0, 0],
    );
    assert.equal(simulation.eventsOf('connected').at(-1)?.resumed, true);
  });

  it('time out while there is no transport, too', () => {
    const simulation = openedSimulation();
    simulation.cut();
    simulation.reachable = false;
    const ticket = simulation.request('x', 5_000);
    simulation.advance(5_000);
    assert.equal(simulation.code(ticket), ERRORS.CLIENT_TIMEOUT.code);
  });

  it('fail with SESSION_LOST when a session that cannot be resumed loses its transport', () => {
    const simulation = openedSimulation({ resumable: false });
    const ticket = simulation.request('x');
    simulation.cut();
    assert.equal(simulation.code(ticket), ERRORS.SESSION_LOST.code);
    const next = simulation.request('y');
    assert.equal(simulation.code(next), undefined);
    simulation.heal();
    assert.equal(simulation.code(next), 0);
    assert.equal(simulation.eventsOf('connected').at(-1)?.session, 'session-2');
    assert.equal(simulation.gateway.hellos.at(-1)?.resume, '');
  });
});

describe('acknowledgements', () => {
  it('go out after 32 envelopes at the latest', () => {
    const simulation = openedSimulation();
    for (let count = 0; count < 31; count++) simulation.push('p');
    simulation.settle();
    assert.deepEqual(simulation.gateway.acks, []);
    simulation.push('p');
    simulation.settle();
    assert.deepEqual(simulation.gateway.acks, [32]);
  });

  it('go out after a second at the latest, and only while something is untold', () => {
    const simulation = openedSimulation();
    simulation.push('p');
    simulation.settle();
    simulation.advance(999);
    simulation.settle();
    assert.deepEqual(simulation.gateway.acks, []);
    simulation.advance(1);
    simulation.settle();
    assert.deepEqual(simulation.gateway.acks, [1]);
    assert.equal(simulation.core.wakeAtMs > simulation.nowMs + 1_000, true);
  });

  it('are not sent in a session that cannot be resumed', () => {
    const simulation = openedSimulation({ resumable: false });
    for (let count = 0; count < 40; count++) simulation.push('p');
    simulation.settle();
    simulation.advance(2_000);
    simulation.settle();
    assert.deepEqual(simulation.gateway.acks, []);
  });
});

describe('the gateway’s violations', () => {
  const ack = (received: number): Uint8Array =>
    encodeEnvelope({ type: types.ACK, payload: control.ack.encode({ received }) });
  const cases: readonly (readonly [string, Uint8Array, DisconnectName])[] = [
    ['fields out of order', Uint8Array.of(0x10, 1, 0x08, 1), 'MALFORMED'],
    ['type 0', Uint8Array.of(), 'MALFORMED'],
    ['an unknown field', Uint8Array.of(0x08, 100, 0x30, 1), 'MALFORMED'],
    ['an answer nobody asked for', encodeEnvelope({ type: 1000, seq: 9 }), 'PROTOCOL'],
    ['a push with a code', encodeEnvelope({ type: 1000, code: 1000 }), 'PROTOCOL'],
    ['a disconnect code on an answer', encodeEnvelope({ type: 1000, seq: 1, code: 5 }), 'PROTOCOL'],
    [
      'a failure that is none',
      encodeEnvelope({ type: 1000, seq: 1, code: 1100, payload: text('\u{7}') }),
      'MALFORMED',
    ],
    ['an Ack beyond what was sent', ack(7), 'PROTOCOL'],
    [
      'a second Welcome',
      encodeEnvelope({ type: types.WELCOME, seq: 1, payload: control.welcome.encode({ protocol: 1 }) }),
      'PROTOCOL',
    ],
    ['a Hello', encodeEnvelope({ type: types.HELLO }), 'PROTOCOL'],
    ['an answer to no Refresh', encodeEnvelope({ type: types.REFRESH, seq: 4 }), 'PROTOCOL'],
    [
      'an Ack that cannot be decoded',
      encodeEnvelope({ type: types.ACK, payload: text('\u{7f}') }),
      'MALFORMED',
    ],
  ];
  for (const [what, envelope, name] of cases)
    it(`end the session: ${what} is ${name}`, () => {
      const simulation = openedSimulation();
      const ticket = simulation.request('open');
      simulation.sayToClient(envelope);
      assert.equal(simulation.gateway.disconnects[0]?.code, DISCONNECTS[name].code);
      assert.equal(simulation.eventsOf('disconnected')[0]?.name, name);
      assert.equal(simulation.code(ticket), ERRORS.SESSION_LOST.code);
      simulation.heal();
      assert.equal(simulation.eventsOf('connected').at(-1)?.session, 'session-2');
    });

  it('do not include types of a later version', () => {
    const simulation = openedSimulation();
    fromGateway(simulation, encodeEnvelope({ type: 42, payload: text('?') }));
    assert.equal(simulation.core.phase, 'open');
  });
});
