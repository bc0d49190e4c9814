// Resume by counting, as a property: whatever is cut, wherever in the bytes, each application envelope
// arrives exactly once and in order, in both directions, and each request is answered exactly once.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { ERRORS } from '../../../src/protocol/codes.js';
import { openedSimulation, type ClientSimulation } from '../../support/client-simulation.js';

type Step =
  | { readonly do: 'request' | 'notify' | 'push' | 'cut' | 'forget' | 'ack' }
  | { readonly do: 'up' | 'down'; readonly bytes: number }
  | { readonly do: 'advance'; readonly ms: number };

const bytes = fc.integer({ min: 1, max: 120 });

const steps = (ends: readonly ('cut' | 'forget')[]): fc.Arbitrary<Step[]> =>
  fc.array(
    fc.oneof<fc.Arbitrary<Step>[]>(
      fc.record({ do: fc.constantFrom('request', 'notify', 'push', 'ack') }),
      fc.record({ do: fc.constantFrom('up', 'down'), bytes }),
      fc.record({ do: fc.constant('advance'), ms: fc.integer({ min: 1, max: 2_000 }) }),
      fc.record({ do: fc.constantFrom(...ends) }),
    ),
    { maxLength: 120, size: 'max' },
  );

interface Ledger {
  readonly tickets: number[];
  readonly sent: string[];
  readonly pushed: string[];
}

function playStep(simulation: ClientSimulation, step: Step, payload: string, ledger: Ledger): void {
  switch (step.do) {
    case 'request':
      ledger.tickets.push(simulation.request(payload));
      ledger.sent.push(payload);
      return;
    case 'notify':
      if (simulation.notify(payload)) ledger.sent.push(payload);
      return;
    case 'push':
      simulation.push(payload);
      ledger.pushed.push(payload);
      return;
    case 'ack':
      if (simulation.gateway.greeted) simulation.fromGateway(simulation.gateway.acked);
      return;
    case 'cut':
      simulation.cut();
      return;
    case 'forget':
      simulation.gateway.forget();
      return;
    case 'up':
      simulation.deliverUp(step.bytes);
      return;
    case 'down':
      simulation.deliverDown(step.bytes);
      return;
    case 'advance':
      simulation.advance(step.ms);
  }
}

function play(simulation: ClientSimulation, script: readonly Step[]): Ledger {
  const ledger: Ledger = { tickets: [], sent: [], pushed: [] };
  script.forEach((step, index) => {
    playStep(simulation, step, String(index), ledger);
  });
  return ledger;
}

describe('resume by counting', () => {
  it('delivers everything exactly once and in order over any cuts', () => {
    fc.assert(
      fc.property(steps(['cut']), (script) => {
        const simulation = openedSimulation();
        const ledger = play(simulation, script);
        simulation.heal();
        assert.deepEqual(simulation.gateway.taken, ledger.sent);
        assert.deepEqual(simulation.pushes, ledger.pushed);
        for (const ticket of ledger.tickets) {
          assert.equal(simulation.answers.get(ticket)?.length, 1);
          assert.equal(simulation.code(ticket), 0);
        }
        assert.equal(simulation.gateway.disconnects.length, 0);
      }),
      { numRuns: 300 },
    );
  });

  it('answers every request exactly once when the gateway forgets sessions', () => {
    fc.assert(
      fc.property(steps(['cut', 'forget']), (script) => {
        const simulation = openedSimulation();
        const ledger = play(simulation, script);
        // A gateway that forgot a live session answers nothing more on it: end it for good.
        simulation.cut();
        simulation.heal();
        for (const ticket of ledger.tickets) assert.equal(simulation.answers.get(ticket)?.length, 1);
        for (const ticket of ledger.tickets)
          assert.ok(
            [0, ERRORS.SESSION_LOST.code, ERRORS.NOT_CONNECTED.code].includes(simulation.code(ticket) ?? -1),
          );
        assert.equal(new Set(simulation.gateway.taken).size, simulation.gateway.taken.length);
        assert.equal(new Set(simulation.pushes).size, simulation.pushes.length);
      }),
      { numRuns: 300 },
    );
  });

  it('survives a cut at every single byte of one exchange', () => {
    for (let up = 0; up < 60; up++) {
      const simulation = openedSimulation();
      const ticket = simulation.request('a');
      simulation.notify('b');
      simulation.deliverUp(up);
      simulation.push('p');
      simulation.deliverDown(up);
      simulation.cut();
      simulation.heal();
      assert.equal(simulation.code(ticket), 0);
      assert.deepEqual(simulation.gateway.taken, ['a', 'b']);
      assert.deepEqual(simulation.pushes, ['p']);
    }
  });
});
