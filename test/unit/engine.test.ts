import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { INLINING_FLAG, KEEP_BYTECODE_FLAG } from '../../src/engine.js';
import { MARKING_TRIGGER_FLAG } from '../../src/storm-collection.js';

test('V8 knows what it is asked for', () => {
  const options = execFileSync(process.execPath, ['--v8-options'], { encoding: 'utf8' });
  for (const flag of [INLINING_FLAG, KEEP_BYTECODE_FLAG, MARKING_TRIGGER_FLAG]) {
    const [name = ''] = flag.replace('--no-', '--').split('=');
    assert.ok(options.includes(`${name} (`), `${name} is no option of V8 ${process.versions.v8}`);
  }
});
