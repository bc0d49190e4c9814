import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KeyPins } from '../../../src/traffic/key-pins.js';

const bytes = (text: string): Uint8Array => Buffer.from(text);
const find = (pins: KeyPins, service: string, key: string): string | undefined =>
  pins.find(service, Buffer.from(`..${key}.`), 2, 2 + key.length);

test('a key is bound per service, bound anew and unbound', () => {
  const pins = new KeyPins();
  assert.equal(find(pins, 'world', 'r42'), undefined);
  pins.set('world', bytes('r42'), 'world-3');
  pins.set('chat', bytes('r42'), 'chat-1');
  assert.deepEqual([find(pins, 'world', 'r42'), find(pins, 'chat', 'r42')], ['world-3', 'chat-1']);
  assert.equal(find(pins, 'world', 'r4'), undefined);
  pins.set('world', bytes('r42'), 'world-4');
  assert.equal(find(pins, 'world', 'r42'), 'world-4');
  pins.set('world', bytes('r42'), '');
  assert.equal(find(pins, 'world', 'r42'), undefined);
  assert.equal(pins.size, 1);
});

test('keys are bytes: every value is its own', () => {
  const pins = new KeyPins();
  for (let value = 0; value < 256; value++) pins.set('s', Uint8Array.of(value), `server-${value}`);
  assert.equal(pins.size, 256);
  for (let value = 0; value < 256; value++)
    assert.equal(pins.find('s', Uint8Array.of(value), 0, 1), `server-${value}`);
});

test('at the limit the least recently set gives way', () => {
  const pins = new KeyPins();
  const max = 65_536;
  for (let at = 0; at < max; at++) pins.set('s', bytes(`k${at}`), 'x');
  pins.set('s', bytes('k0'), 'y');
  pins.set('s', bytes('new'), 'z');
  assert.equal(pins.size, max);
  assert.deepEqual(
    [find(pins, 's', 'k0'), find(pins, 's', 'k1'), find(pins, 's', 'new')],
    ['y', undefined, 'z'],
  );
});
