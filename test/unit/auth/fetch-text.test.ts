import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fetchText } from '../../../src/auth/fetch-text.js';
import { startJwksServer } from '../../support/jwks-server.js';

test('the text, or why there is none', async (context) => {
  const server = await startJwksServer(context, '{"keys":[]}');
  assert.equal(await fetchText(server.url), '{"keys":[]}');
  server.body = 'x'.repeat(300 * 1024);
  await assert.rejects(fetchText(server.url), /longer than/);
  server.body = undefined;
  await assert.rejects(fetchText(server.url), /status 503/);
  await assert.rejects(fetchText('http://127.0.0.1:1/'), /fetch failed/);
});
