import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { test } from 'node:test';
import { Cleanup } from '../../support/cleanup.js';

test('undoes in reverse order, whatever fails, and rejects with the first failure', async () => {
  const undone: string[] = [];
  const cleanup = new Cleanup();
  cleanup.add(() => undone.push('first'));
  cleanup.add(() => Promise.reject(new Error('stuck')));
  cleanup.add(() => undone.push('last'));
  await assert.rejects(cleanup.run(), /stuck/);
  assert.deepEqual(undone, ['last', 'first']);
  await cleanup.run();
  assert.deepEqual(undone, ['last', 'first']);
});

test('what was still starting when another failed is undone too, what did not start is not', async () => {
  const undone: string[] = [];
  const cleanup = new Cleanup();
  const gate = new EventEmitter();
  const slow = once(gate, 'started').then(() => 'slow');
  const starting = Promise.all([
    cleanup.started(slow, (name) => undone.push(name)),
    cleanup.started(Promise.reject<string>(new Error('no port')), (name) => undone.push(name)),
  ]);
  await assert.rejects(starting, /no port/);
  const ended = cleanup.run();
  gate.emit('started');
  await ended;
  assert.deepEqual(undone, ['slow']);
});
