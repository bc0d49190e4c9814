// A stop that is asked for before the gateway stands.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { causeway } from '../../support/command-line.js';

test('a signal during the start is heard: nothing is opened any more', async (context) => {
  const folder = await mkdtemp(path.join(tmpdir(), 'causeway-serve-'));
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  context.after(async () => {
    taken.close();
    await rm(folder, { recursive: true, force: true });
  });
  await writeFile(path.join(folder, 'routes.yaml'), 'routes:\n  test: [{ types: 1000, service: echo }]\n');
  const { port } = taken.address() as AddressInfo;
  // A start that went on would fail at this port.
  const flags = ['--listen', `127.0.0.1:${port}`, '--admin-listen', '127.0.0.1:0'];
  const files = ['--registry-file', path.join(folder, 'routes.yaml'), '--state-dir', folder];
  const stopAtOnce = (stop: () => void): void => {
    stop();
  };
  const heard = await causeway(['serve', ...flags, ...files], { onStop: stopAtOnce });
  assert.deepEqual([heard.exitCode, heard.err], [0, []]);
});
