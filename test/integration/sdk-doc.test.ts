// The snippets of docs/SDK.md: its messages become a catalogue, and its programs compile against the SDKs.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { it } from 'node:test';
import { gen } from '../../src/cli/gen.js';
import { ExitCode } from '../../src/cli/host.js';

it('the snippets of docs/SDK.md compile', async (context) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'causeway-sdk-'));
  context.after(() => {
    rmSync(folder, { recursive: true });
  });
  const text = readFileSync('docs/SDK.md', 'utf8');
  const snippets = [...text.matchAll(/^```\w+ file=(\S+)\n([^]*?)^```$/gm)];
  assert.deepEqual(
    snippets.map(([, file]) => file),
    ['game.proto', 'client.ts', 'backend.ts'],
  );
  for (const [, file = '', code = ''] of snippets) writeFileSync(path.join(folder, file), code);
  writeFileSync(path.join(folder, 'package.json'), '{ "type": "module" }');
  const said: string[] = [];
  const say = (line: string): void => void said.push(line);
  const proto = path.join(folder, 'game.proto');
  assert.equal(
    await gen({ out: say, err: say }, { files: [proto], out: folder }),
    ExitCode.OK,
    said.join('\n'),
  );
  const paths = {
    'causeway/client': [path.resolve('src/sdk/client/node.ts')],
    'causeway/backend': [path.resolve('src/sdk/backend/backend.ts')],
    'causeway/catalogue': [path.resolve('src/protocol/catalogue.ts')],
  };
  const config = {
    extends: path.resolve('tsconfig.json'),
    compilerOptions: { typeRoots: [path.resolve('node_modules/@types')], paths, types: ['node'] },
    include: ['client.ts', 'backend.ts'],
  };
  writeFileSync(path.join(folder, 'tsconfig.json'), JSON.stringify(config));
  const compiler = ['node_modules/typescript/bin/tsc', '-p', folder];
  const { stdout } = spawnSync(process.execPath, compiler, { encoding: 'utf8' });
  // What the SDKs' own sources are found guilty of is another test's.
  const faults = stdout
    .split('\n')
    .filter((line) => /(?:^|\/)(?:client|backend|catalogue)\.(?:d\.)?ts\(/.test(line));
  assert.deepEqual(
    faults.filter((line) => !line.includes('src/')),
    [],
  );
});
