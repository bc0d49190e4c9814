import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Reconnection } from '../../../src/sdk/client/reconnection.js';

const fresh = (): Reconnection => new Reconnection('tcp://home:1', () => 1);

describe('Reconnection', () => {
  it('waits as the gateway says, else backs off', () => {
    const reconnection = fresh();
    assert.equal(reconnection.lost(1_234, 0), 1_234);
    assert.equal(reconnection.lost(0, 0), 500);
  });

  it('starts over only after a transport that lived for five seconds', () => {
    const reconnection = fresh();
    reconnection.lost(0, 0);
    reconnection.opened(1_000);
    assert.equal(reconnection.lost(0, 5_999), 500);
    reconnection.opened(10_000);
    assert.equal(reconnection.lost(0, 15_000), 250);
  });

  it('goes where it is sent at once, and home when that fails or the session ends', () => {
    const reconnection = fresh();
    reconnection.opened(0);
    reconnection.move('there:2');
    assert.equal(reconnection.url, 'tcp://home:1');
    assert.equal(reconnection.lost(0, 1), 0);
    assert.equal(reconnection.url, 'tcp://there:2');
    reconnection.lost(0, 2);
    assert.equal(reconnection.url, 'tcp://home:1');
    reconnection.opened(3);
    reconnection.move('there:2');
    reconnection.lost(0, 4);
    reconnection.home();
    assert.equal(reconnection.url, 'tcp://home:1');
  });

  it('comes back to where it was moved, while the session lives there', () => {
    const reconnection = fresh();
    reconnection.move('there:2');
    reconnection.opened(0);
    reconnection.lost(0, 1);
    reconnection.opened(2);
    reconnection.lost(0, 3);
    assert.equal(reconnection.url, 'tcp://there:2');
  });
});
