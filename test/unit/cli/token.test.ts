// `causeway token`: what it prints is taken by a gateway of the same folder.

import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test, type TestContext } from 'node:test';
import { decodeJwt } from 'jose';
import { developmentVerifier } from '../../../src/auth/development-token.js';
import { developmentKeyPath, loadOrCreateKey } from '../../../src/auth/key-file.js';
import { systemClock } from '../../../src/clock.js';
import { causeway } from '../../support/command-line.js';

async function folderOf(context: TestContext): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'causeway-token-'));
  context.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

test('names the user and the roles, ends when asked to, and the folder’s key has signed it', async (context) => {
  const stateDir = await folderOf(context);
  const argv = ['token', '--user', 'alice', '--role', 'gm', 'vip', '--expires-in', '15m'];
  const said = await causeway([...argv, '--state-dir', stateDir]);
  assert.deepEqual([said.exitCode, said.err, said.out.length], [0, [], 1]);
  const [token = ''] = said.out;
  const { iat = 0, exp = 0 } = decodeJwt(token);
  assert.equal(exp - iat, 900);
  const key = await loadOrCreateKey(developmentKeyPath(stateDir));
  assert.ok(key.ok);
  const verdict = await developmentVerifier(key.key, systemClock).verify(token, { address: '', client: '' });
  assert.ok(verdict.ok);
  assert.deepEqual([verdict.identity.user, verdict.identity.roles], ['alice', ['gm', 'vip']]);
  const [again = ''] = (await causeway(['token', '--user', 'bob'], { env: { CAUSEWAY_STATE_DIR: stateDir } }))
    .out;
  assert.equal(decodeJwt(again).exp, undefined, 'without --expires-in it does not end');
});

test('what is no user, and a gateway whose tokens come from elsewhere, end with 2', async (context) => {
  const stateDir = await folderOf(context);
  const nobody = await causeway(['token', '--user', '', '--state-dir', stateDir]);
  assert.equal(nobody.exitCode, 2);
  assert.match(nobody.err.join('\n'), /^no token: claim "sub" is not/);
  const over = await causeway(['token', '--user', 'alice', '--expires-in', '0', '--state-dir', stateDir]);
  assert.deepEqual([over.exitCode, over.out], [2, []]);
  const env = {
    CAUSEWAY_AUTH_KIND: 'jwt',
    CAUSEWAY_AUTH_SECRET: 'a secret of tests, thirty-two bytes or more',
  };
  const elsewhere = await causeway(['token', '--user', 'alice'], { env });
  assert.equal(elsewhere.exitCode, 2);
  assert.match(elsewhere.err.join('\n'), /auth\.kind is jwt: its tokens come from whoever has its key/);
});

test('a key file that is none is a failure, and stays as it is', async (context) => {
  const stateDir = await folderOf(context);
  await causeway(['token', '--user', 'alice', '--state-dir', stateDir]);
  const file = developmentKeyPath(stateDir);
  await writeFile(file, 'x\n');
  const said = await causeway(['token', '--user', 'alice', '--state-dir', stateDir]);
  assert.deepEqual([said.exitCode, said.out], [1, []]);
  assert.equal(await readFile(file, 'utf8'), 'x\n');
});
