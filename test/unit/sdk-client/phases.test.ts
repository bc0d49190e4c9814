import assert from 'node:assert/strict';
import { it } from 'node:test';
import { nextPhase, type Phase, type PhaseEvent } from '../../../src/sdk/client/phases.js';

const PHASES: readonly Phase[] = [
  'idle',
  'authenticating',
  'connecting',
  'greeting',
  'open',
  'waiting',
  'closed',
];
const EVENTS: readonly PhaseEvent[] = ['start', 'token', 'piped', 'welcome', 'lost', 'retry', 'stop'];

it('closed is the end, reachable from everywhere', () => {
  for (const event of EVENTS) assert.equal(nextPhase('closed', event), undefined);
  for (const phase of PHASES.filter((one) => one !== 'closed'))
    assert.equal(nextPhase(phase, 'stop'), 'closed');
});

it('there is one way forward, and one back', () => {
  const road: PhaseEvent[] = ['start', 'token', 'piped', 'welcome', 'lost', 'retry'];
  const visited: (Phase | undefined)[] = [];
  let phase: Phase = 'idle';
  for (const event of road) {
    for (const other of EVENTS.filter((one) => !['lost', 'stop', event].includes(one)))
      assert.equal(nextPhase(phase, other), undefined, `${other} in ${phase}`);
    phase = nextPhase(phase, event) ?? 'closed';
    visited.push(phase);
  }
  assert.deepEqual(visited, [
    'authenticating',
    'connecting',
    'greeting',
    'open',
    'waiting',
    'authenticating',
  ]);
});
