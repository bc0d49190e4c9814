import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test, type TestContext } from 'node:test';
import { systemClock } from '../../../src/clock.js';
import { openCredential, type Credential } from '../../../src/credentials/credential.js';
import { recordingLog, type RecordingLog } from '../../support/recording-log.js';

interface Setup {
  readonly files: readonly [string, string];
  readonly log: RecordingLog;
  readonly changes: string[];
  readonly open: () => ReturnType<typeof openCredential<string>>;
  readonly opened: () => Promise<Credential<string>>;
}

/** Two files whose texts must be equal but for their last letter. */
function setup(context: TestContext): Setup {
  const folder = mkdtempSync(path.join(tmpdir(), 'causeway-credential-'));
  const files = [path.join(folder, 'a'), path.join(folder, 'b')] as const;
  const log = recordingLog();
  const changes: string[] = [];
  const open: Setup['open'] = () =>
    openCredential(
      {
        name: 'a pair',
        files,
        parse: ([a = '', b = '']) => {
          const validFromEpochMs = Number(/^from (\d+)$/.exec(a)?.[1] ?? 0);
          if (a !== b) return { ok: false, reason: 'they differ' };
          return Date.now() < validFromEpochMs
            ? { ok: false, reason: 'not yet', validFromEpochMs }
            : { ok: true, value: a };
        },
        expiresAtEpochMs: (value) => value.length,
        onChange: (value) => changes.push(value),
      },
      { clock: systemClock, log },
    );
  context.after(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  const opened = async (): Promise<Credential<string>> => {
    const outcome = await open();
    assert.ok(outcome.ok);
    context.after(() => {
      outcome.credential.close();
    });
    return outcome.credential;
  };
  return { files, log, changes, open, opened };
}

async function until(isSo: () => boolean): Promise<void> {
  const endMs = performance.now() + 5_000;
  while (!isSo()) {
    if (performance.now() > endMs) throw new Error('not within 5 s');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

test('both files are awaited, then the new one counts', async (context) => {
  const { files, log, changes, opened } = setup(context);
  for (const file of files) writeFileSync(file, 'old');
  const credential = await opened();
  assert.equal(credential.value, 'old');
  for (const file of files) writeFileSync(file, 'newer');
  await until(() => credential.value === 'newer');
  const { ok, reloads, refusals, expiresAtEpochMs } = credential.status();
  assert.deepEqual(
    { ok, reloads, refusals, expiresAtEpochMs },
    { ok: true, reloads: 1, refusals: 0, expiresAtEpochMs: 5 },
  );
  assert.deepEqual(changes, ['newer']);
  assert.equal(log.messages('error').length, 0);
});

test('a bad one is refused and reported until it is mended, also by going back', async (context) => {
  const { files, log, changes, opened } = setup(context);
  for (const file of files) writeFileSync(file, 'old');
  const credential = await opened();
  writeFileSync(files[0], 'bad');
  await until(() => !credential.status().ok);
  assert.equal(credential.value, 'old');
  assert.equal(credential.status().problem, 'they differ');
  assert.equal(log.messages('error').length, 1);
  writeFileSync(files[0], 'old');
  await until(() => credential.status().ok);
  assert.equal(credential.value, 'old');
  rmSync(files[1]);
  await until(() => !credential.status().ok);
  assert.match(credential.status().problem ?? '', /does not exist/);
  writeFileSync(files[1], 'old');
  await until(() => credential.status().ok);
  assert.deepEqual(new Set(changes), new Set(['old']));
});

test('one that is not valid yet is taken when it is', async (context) => {
  const { files, changes, opened } = setup(context);
  for (const file of files) writeFileSync(file, 'old');
  const credential = await opened();
  const later = `from ${Date.now() + 2_000}`;
  for (const file of files) writeFileSync(file, later);
  await until(() => credential.status().problem === 'not yet');
  assert.equal(credential.value, 'old');
  await until(() => credential.value === later);
  const { ok, reloads } = credential.status();
  assert.deepEqual({ ok, reloads, changes }, { ok: true, reloads: 1, changes: [later] });
});

test('what is bad or missing at the start is a problem', async (context) => {
  const { files, open } = setup(context);
  const missing = await open();
  assert.match(missing.ok ? '' : missing.problem, /^a pair: ENOENT.*name files/);
  writeFileSync(files[0], 'x');
  writeFileSync(files[1], 'y');
  const bad = await open();
  assert.match(bad.ok ? '' : bad.problem, /^a pair in .*: they differ$/);
});
