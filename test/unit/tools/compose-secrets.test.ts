import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';

test('services of other users can read the secrets, however strict the umask', (context) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'causeway-secrets-'));
  context.after(() => {
    rmSync(folder, { recursive: true });
  });
  const command = 'umask 077 && exec "$0" tools/compose/secrets.mjs "$1"';
  execFileSync('sh', ['-c', command, process.execPath, folder]);
  const files = readdirSync(folder);
  assert.equal(files.length, 5);
  for (const file of files) assert.equal(statSync(path.join(folder, file)).mode & 0o777, 0o644, file);
  assert.equal(statSync(folder).mode & 0o777, 0o700);
});
