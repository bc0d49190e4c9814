import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { ENGINE_FLAGS } from '../../src/engine.js';
import { MARKING_TRIGGER_FLAG } from '../../src/storm-collection.js';

test('V8 knows what it is asked for', () => {
  const options = execFileSync(process.execPath, ['--v8-options'], { encoding: 'utf8' });
  for (const flag of [...ENGINE_FLAGS, MARKING_TRIGGER_FLAG]) {
    const [name = ''] = flag.replace('--no-', '--').split('=');
    assert.ok(options.includes(`${name} (`), `${name} is no option of V8 ${process.versions.v8}`);
  }
});
