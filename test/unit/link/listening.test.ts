import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { test } from 'node:test';
import { listening } from '../../../src/link/listening.js';

test('says the port in use; one that is taken is said so', async (context) => {
  const [first, second] = [createServer(), createServer()];
  context.after(() => first.close());
  const port = await listening(first, '127.0.0.1', 0, 'links');
  assert.ok(port > 0);
  await assert.rejects(
    listening(second, '127.0.0.1', port, 'HTTP'),
    new RegExp(`cannot listen for HTTP on 127\\.0\\.0\\.1:${port}: .*EADDRINUSE`),
  );
});

test('a failure to accept later ends nothing', async (context) => {
  const server = createServer();
  context.after(() => server.close());
  await listening(server, '127.0.0.1', 0, 'links');
  assert.ok(server.emit('error', new Error('too many open files')));
});
