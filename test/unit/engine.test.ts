import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { INLINING_FLAG } from '../../src/engine.js';

test('V8 knows what it is asked for', () => {
  const [name = ''] = INLINING_FLAG.split('=');
  const options = execFileSync(process.execPath, ['--v8-options'], { encoding: 'utf8' });
  assert.ok(options.includes(`${name} (`), `${name} is no option of V8 ${process.versions.v8}`);
});
