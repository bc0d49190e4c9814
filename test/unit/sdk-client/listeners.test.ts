import assert from 'node:assert/strict';
import { it } from 'node:test';
import { Listeners } from '../../../src/sdk/client/listeners.js';

it('calls each listener once, in order, until it is taken away', () => {
  const listeners = new Listeners<{ a: number }>(() => undefined);
  const heard: string[] = [];
  const stop = listeners.add('a', (event) => heard.push(`first ${event}`));
  listeners.add('a', (event) => {
    heard.push(`second ${event}`);
    stop();
  });
  listeners.emit('a', 1);
  listeners.emit('a', 2);
  assert.deepEqual(heard, ['first 1', 'second 1', 'second 2']);
});

it('goes on after a listener that throws, and reports it', () => {
  const thrown: unknown[] = [];
  const listeners = new Listeners<{ a: number }>((cause, name) => thrown.push([cause, name]));
  const failure = new Error('mine');
  listeners.add('a', () => {
    throw failure;
  });
  let heard = 0;
  listeners.add('a', () => heard++);
  listeners.emit('a', 1);
  assert.equal(heard, 1);
  assert.deepEqual(thrown, [[failure, 'a']]);
});
