// Requests between two transports: unsent-requests.ts by itself, and as the connection uses it.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Advice, DISCONNECTS, ERRORS } from '../../../src/protocol/codes.js';
import { disconnect } from '../../../src/protocol/control-messages.js';
import { DISCONNECT } from '../../../src/protocol/control-types.js';
import { encodeEnvelope } from '../../../src/protocol/envelope.js';
import { DEFAULT_LIMITS } from '../../../src/sdk/client/session.js';
import { UnsentRequests } from '../../../src/sdk/client/unsent-requests.js';
import { openedSimulation, type ClientSimulation } from '../../support/client-simulation.js';

const outgoing = { type: 1000, key: new Uint8Array(0), payload: new Uint8Array(36) };

describe('unsent requests', () => {
  it('are bounded by bytes, and let go by time and as a whole', () => {
    const unsent = new UnsentRequests(250);
    unsent.add({ ticket: 1, outgoing, deadlineMs: 10 });
    unsent.add({ ticket: 2, outgoing, deadlineMs: 20 });
    assert.equal(unsent.hasRoomFor(outgoing), false);
    assert.equal(unsent.wakeAtMs, 10);
    assert.deepEqual(
      unsent.expire(10).map(({ ticket }) => ticket),
      [1],
    );
    assert.equal(unsent.hasRoomFor(outgoing), true);
    assert.deepEqual([...unsent.tickets()], [2]);
    assert.equal(unsent.clear().length, 1);
    assert.equal(unsent.wakeAtMs, Infinity);
  });
});

/** As a gateway that drains says goodbye: the session is over, another one is to be had. */
function drained(simulation: ClientSimulation): void {
  const { code, reason } = DISCONNECTS.DRAINING;
  const advice = Advice.CONNECT;
  simulation.gateway.forget();
  simulation.sayToClient(
    encodeEnvelope({ type: DISCONNECT, payload: disconnect.encode({ code, advice, reason }) }),
  );
}

describe('requests between two transports', () => {
  it('of a gateway that drained are sent to the next one, in order; older ones are lost', () => {
    const simulation = openedSimulation();
    const before = simulation.request('before');
    drained(simulation);
    const tickets = ['a', 'b'].map((payload) => simulation.request(payload));
    assert.equal(simulation.code(before), ERRORS.SESSION_LOST.code);
    simulation.heal();
    assert.deepEqual(
      tickets.map((ticket) => simulation.code(ticket)),
      [0, 0],
    );
    assert.deepEqual(simulation.gateway.taken.slice(-2), ['a', 'b']);
  });

  it('that turn out to have lost their session are sent in the new one, once', () => {
    const simulation = openedSimulation();
    const seen = simulation.request('seen');
    simulation.deliverUp();
    simulation.cut();
    const unseen = simulation.request('unseen');
    simulation.gateway.forget();
    simulation.heal();
    assert.equal(simulation.code(seen), ERRORS.SESSION_LOST.code);
    assert.equal(simulation.code(unseen), 0);
    assert.equal(simulation.gateway.taken.filter((payload) => payload === 'unseen').length, 1);
    for (const ticket of [seen, unseen]) assert.equal(simulation.answers.get(ticket)?.length, 1);
  });

  it('end by their own time-out, with a session and without', () => {
    for (const end of [
      drained,
      (simulation: ClientSimulation) => {
        simulation.cut();
      },
    ]) {
      const simulation = openedSimulation();
      simulation.reachable = false;
      end(simulation);
      const ticket = simulation.request('x', 500);
      simulation.advance(499);
      assert.equal(simulation.code(ticket), undefined);
      simulation.advance(1);
      assert.equal(simulation.code(ticket), ERRORS.CLIENT_TIMEOUT.code);
      simulation.reachable = true;
      simulation.heal();
      assert.equal(simulation.answers.get(ticket)?.length, 1);
    }
  });

  it('are bounded: SEND_QUEUE_FULL', () => {
    const simulation = openedSimulation({ limits: { ...DEFAULT_LIMITS, sendBytesMax: 200 } });
    drained(simulation);
    const codes = Array.from({ length: 4 }, () => simulation.code(simulation.request('x')));
    assert.deepEqual(codes.slice(0, 3), [undefined, undefined, undefined]);
    assert.equal(codes[3], ERRORS.SEND_QUEUE_FULL.code);
  });

  it('fail as NOT_CONNECTED when the client is closed: nothing was sent', () => {
    for (const end of [
      drained,
      (simulation: ClientSimulation) => {
        simulation.cut();
      },
    ]) {
      const simulation = openedSimulation();
      simulation.reachable = false;
      end(simulation);
      const ticket = simulation.request('x');
      const { code, advice, reason } = DISCONNECTS.CLOSED;
      simulation.run(simulation.core.stop({ code, name: 'CLOSED', advice, reason }));
      assert.equal(simulation.code(ticket), ERRORS.NOT_CONNECTED.code);
      assert.equal(simulation.answers.get(ticket)?.length, 1);
    }
  });
});
