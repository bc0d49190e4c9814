// The golden files say what Python's protobuf says today, with the proto files of today.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { repositoryRoot } from '../../tools/testenv/tool.js';
import { findProtoc, findPython } from '../../tools/testenv/tools.js';
import { mustHave, skipUnless } from '../support/require.js';

test('test/golden is up to date', { skip: skipUnless(findPython(), findProtoc()) }, () => {
  const python = mustHave(findPython());
  const protoc = mustHave(findProtoc());
  const ran = spawnSync(python.path, ['tools/golden/generate.py', '--check'], {
    cwd: repositoryRoot,
    env: { ...process.env, ...python.env, ...protoc.env, PROTOC_BIN: protoc.path },
    encoding: 'utf8',
  });
  assert.equal(ran.status, 0, ran.stderr);
});
