import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { ALONE, FILE_MS_MAX, FIRST, planStages } from '../../../tools/testenv/lanes.js';

const files = readdirSync('test', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.test.ts'))
  .map((name) => path.resolve('test', name));

test('each file runs once', () => {
  const planned = planStages(files).flatMap((stage) => stage.flatMap((lane) => lane.files));
  assert.deepEqual(planned.sort(), [...files].sort());
});

test('those that run alone, or first, exist', () => {
  for (const name of [...ALONE, ...FIRST])
    assert.ok(files.includes(path.resolve('test', `${name}.test.ts`)), name);
});

test('nothing runs beside what runs alone', () => {
  const alone = ALONE.map((name) => path.resolve('test', `${name}.test.ts`));
  const [, second, third] = planStages(files);
  assert.deepEqual([second, third], [[{ files: alone, atOnce: 1 }], undefined]);
  assert.deepEqual(planStages(alone), [second]);
});

test('a file has longer than any suite in it', () => {
  const given = files.flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/\btimeout: ([\d_]+)/g)].map(([, ms = '']) => ({
      file,
      ms: Number(ms.replaceAll('_', '')),
    })),
  );
  assert.ok(given.length > 10);
  assert.deepEqual(
    given.filter(({ ms }) => ms >= FILE_MS_MAX),
    [],
  );
});
