import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Ledger, type LedgerStep, type NumberedFrame } from '../../../../src/cluster/redis/bus-ledger.js';

const frame = (text: string, push = true): NumberedFrame => ({
  ...{ kind: 1, body: Buffer.from(text), ask: 0, push, runs: undefined },
});
const loss = (count: number, user: string): NumberedFrame => ({
  ...{ kind: 0, body: Buffer.alloc(0), ask: 0, push: false },
  runs: [{ count, push: true, target: Buffer.from(user) }],
});

/** "frame x", "missed", "lost 2 of alice", "duplicate". */
const read = (steps: readonly LedgerStep[]): readonly string[] =>
  steps.map((step) => {
    if (step.is === 'frame') return `frame ${Buffer.from(step.frame.body).toString()}`;
    if (step.is !== 'lost') return step.is;
    const whom = step.target === undefined ? 'anyone' : Buffer.from(step.target).toString();
    return `lost ${step.count} of ${whom}`;
  });

test('frames come once, in order, however the batches overlap', () => {
  const ledger = new Ledger();
  assert.deepEqual(read(ledger.take({ first: 1, pushes: 0, frames: [frame('a'), frame('b')] })), [
    'frame a',
    'frame b',
  ]);
  const again = [frame('a'), frame('b'), frame('c')];
  assert.deepEqual(read(ledger.take({ first: 1, pushes: 0, frames: again })), [
    'duplicate',
    'duplicate',
    'frame c',
  ]);
});

test('a gap is told with its pushes only; one of nothing but other messages is missed, and no push is lost', () => {
  const ledger = new Ledger();
  ledger.take({ first: 1, pushes: 0, frames: [frame('a')] });
  assert.deepEqual(read(ledger.take({ first: 6, pushes: 3, frames: [frame('f')] })), [
    'missed',
    'lost 2 of anyone',
    'frame f',
  ]);
  assert.deepEqual(read(ledger.take({ first: 8, pushes: 4, frames: [] })), ['missed'], 'a mark tells too');
  assert.deepEqual(read(ledger.take({ first: 8, pushes: 4, frames: [] })), [], 'once');
});

test('a loss takes as many numbers as it counts; one that is partly known loses the rest', () => {
  const ledger = new Ledger();
  assert.deepEqual(read(ledger.take({ first: 1, pushes: 0, frames: [loss(3, 'alice'), frame('d')] })), [
    'missed',
    'lost 3 of alice',
    'frame d',
  ]);
  assert.deepEqual(read(ledger.take({ first: 1, pushes: 0, frames: [loss(3, 'alice')] })), ['duplicate']);
  assert.deepEqual(read(ledger.take({ first: 4, pushes: 3, frames: [loss(3, 'bob')] })), [
    'missed',
    'lost 2 of bob',
  ]);
});

test('pushes that never had a number: lost, nobody knows how many, once', () => {
  const ledger = new Ledger();
  const runs = [{ count: 1, push: true, target: undefined, unnumbered: true }];
  const passed = { ...frame(''), push: false, runs };
  const batch = { first: 1, pushes: 0, frames: [passed, frame('b')] };
  assert.deepEqual(read(ledger.take(batch)), ['missed', 'lost 0 of anyone', 'frame b']);
  assert.deepEqual(read(ledger.take(batch)), ['duplicate', 'duplicate']);
});

test('a life that is first heard of in its middle has lost what came before', () => {
  assert.deepEqual(read(new Ledger().take({ first: 5, pushes: 4, frames: [frame('e')] })), [
    'missed',
    'lost 4 of anyone',
    'frame e',
  ]);
});
