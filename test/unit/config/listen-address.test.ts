import assert from 'node:assert/strict';
import { test } from 'node:test';

import { isLoopback, parseListenAddress } from '../../../src/config/listen-address.js';

test('host and port, port 0 included', () => {
  assert.deepEqual(parseListenAddress('127.0.0.1:7000'), { host: '127.0.0.1', port: 7000 });
  assert.deepEqual(parseListenAddress('[::1]:0'), { host: '::1', port: 0 });
  assert.deepEqual(parseListenAddress('localhost:0'), { host: 'localhost', port: 0 });
});

for (const text of ['', ':0', ':7000', '7000', 'a:65536', 'a:-1', 'a b:1', '::1:80', 'a:00', 'a:0:0']) {
  test(`"${text}" is no address to listen on`, () => {
    assert.equal(parseListenAddress(text), undefined);
  });
}

test('what is loopback', () => {
  for (const host of ['127.0.0.1', '127.1.2.3', '::1', 'localhost'])
    assert.ok(isLoopback({ host, port: 1 }), host);
  for (const host of [
    '0.0.0.0',
    '::',
    '10.0.0.1',
    '127.0.0.1.example',
    'x127.0.0.1',
    'localhost.example',
    '::ffff:1',
  ]) {
    assert.ok(!isLoopback({ host, port: 1 }), host);
  }
});
