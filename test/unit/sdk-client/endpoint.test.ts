import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseEndpoint, redirected } from '../../../src/sdk/client/endpoint.js';

describe('parseEndpoint', () => {
  it('reads the four schemes', () => {
    const parts = (url: string): unknown[] => {
      const { scheme, host, port } = parseEndpoint(url);
      return [scheme, host, port];
    };
    assert.deepEqual(parts('ws://game.example/path'), ['ws', 'game.example', 80]);
    assert.deepEqual(parts('wss://game.example'), ['wss', 'game.example', 443]);
    assert.deepEqual(parts('tcp://127.0.0.1:7000'), ['tcp', '127.0.0.1', 7000]);
    assert.deepEqual(parts('tls://[::1]:7000'), ['tls', '::1', 7000]);
  });

  it('says what is wrong with others', () => {
    for (const url of ['', 'game.example:7000', 'http://x', 'ws://', 'tcp://:7000'])
      assert.throws(() => parseEndpoint(url), /is no gateway: expected ws:/, url);
    assert.throws(() => parseEndpoint('tcp://x'), /names no port: write tcp:\/\/x:7000/);
  });
});

describe('redirected', () => {
  it('changes the host and port and nothing else', () => {
    assert.equal(redirected('wss://a.example/game?x=1', 'b.example:8443'), 'wss://b.example:8443/game?x=1');
    assert.equal(redirected('tcp://a:1', '[::1]:2'), 'tcp://[::1]:2');
  });

  it('stays where it is when the hint is empty or cannot be read', () => {
    for (const address of ['', 'b', 'b:port', 'evil/path:1', 'u@b:1', 'b:1 c:2', 'b:99999'])
      assert.equal(redirected('tcp://a:1', address), 'tcp://a:1', address);
  });
});
