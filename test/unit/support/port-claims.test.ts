import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { claimPort } from '../../support/port-claims.js';

const folder = mkdtempSync(path.join(tmpdir(), 'causeway-claims-'));
after(() => {
  rmSync(folder, { recursive: true, force: true });
});

const claimOf = (pid: number | string, port: number): void => {
  writeFileSync(path.join(folder, String(port)), String(pid));
};

test('a port is given once', () => {
  assert.equal(claimPort(12_000, folder), true);
  assert.equal(claimPort(12_000, folder), false);
  assert.equal(readFileSync(path.join(folder, '12000'), 'utf8'), String(process.pid));
});

test("a living process's is not given to another", () => {
  claimOf(process.ppid, 12_001);
  assert.equal(claimPort(12_001, folder), false);
});

test('one that is just being written is not given either', () => {
  claimOf('', 12_002);
  assert.equal(claimPort(12_002, folder), false);
});

test("a dead process's is free", () => {
  const { pid } = spawnSync(process.execPath, ['--version']);
  claimOf(pid, 12_003);
  assert.equal(claimPort(12_003, folder), true);
});
