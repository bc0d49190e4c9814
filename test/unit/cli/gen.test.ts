// `causeway gen` as a command: files in, files out, exit codes.

import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, it } from 'node:test';
import { gen, type GenArguments } from '../../../src/cli/gen.js';
import { ExitCode } from '../../../src/cli/host.js';

let folder: string;
let said: string[];

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'causeway-gen-'));
  said = [];
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

const at = (...parts: string[]): string => path.join(folder, ...parts);
const run = (args: Omit<GenArguments, 'out'>): Promise<ExitCode> => {
  const say = (text: string): number => said.push(text);
  return gen({ out: say, err: say }, { out: at('out'), ...args });
};

it('writes the module, finding imports beside the file and on the proto path', async () => {
  mkdirSync(at('lib'));
  writeFileSync(
    at('a.proto'),
    'syntax = "proto3"; import "b.proto"; import "c.proto"; message A { B b = 1; C c = 2; }',
  );
  writeFileSync(at('b.proto'), 'syntax = "proto3"; message B { option (causeway.type) = 100; }');
  writeFileSync(at('lib', 'c.proto'), 'syntax = "proto3"; import "b.proto"; message C { B b = 1; }');
  mkdirSync(at('deep'));
  const exitCode = await run({ files: [at('a.proto')], protoPaths: [at('lib'), folder], name: 'game' });
  assert.equal(exitCode, ExitCode.OK, said.join('\n'));
  assert.match(readFileSync(at('out', 'game.js'), 'utf8'), /from 'causeway\/catalogue'/);
  assert.match(readFileSync(at('out', 'game.d.ts'), 'utf8'), /export interface C/);
  assert.match(said.join(), /^1 message types in /);
});

it('only compares with --check', async () => {
  const files = [at('a.proto')];
  writeFileSync(at('a.proto'), 'syntax = "proto3"; message A { option (causeway.type) = 100; }');
  assert.equal(await run({ files, check: true }), ExitCode.FAILED);
  assert.match(said[0] ?? '', /catalogue\.js: out of date/);
  assert.equal(await run({ files }), ExitCode.OK);
  assert.equal(await run({ files, check: true }), ExitCode.OK);
  writeFileSync(at('a.proto'), 'syntax = "proto3"; message A { option (causeway.type) = 101; }');
  assert.equal(await run({ files, check: true }), ExitCode.FAILED);
});

it('says what is wrong and writes nothing', async () => {
  writeFileSync(at('a.proto'), 'syntax = "proto3";\nmessage A { option (causeway.type) = 1; }');
  assert.equal(await run({ files: [at('a.proto')] }), ExitCode.USAGE);
  assert.deepEqual(said, [`${at('a.proto')}:2: A: type 1 is not from 100 to 4294967295`]);
  assert.equal(await run({ files: [at('nowhere.proto')] }), ExitCode.USAGE);
  assert.match(said[1] ?? '', /nowhere\.proto: cannot be read/);
  assert.throws(() => readFileSync(at('out', 'catalogue.js')));
});
