// The types of a generated catalogue: right uses compile, wrong ones do not.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { it } from 'node:test';
import { ExitCode } from '../../src/cli/host.js';
import { gen } from '../../src/cli/gen.js';

const PROTO = `
syntax = "proto3";
package game;
import "causeway/options.proto";
message Map {
  option (causeway.type) = 1001;
  option (causeway.reply) = "Answer";
  int64 big = 1;
  Color color = 2;
  Inner inner = 3;
  map<string, int64> by_name = 4;
  repeated Inner inners = 5;
  bytes blob = 6;
  enum Color { NONE = 0; RED = 1; }
  message Inner { int32 n = 1; }
}
message Answer { string text = 1; }
message Chat { option (causeway.type) = 2001; option (causeway.push) = true; string text = 1; }
message Moved { option (causeway.type) = 1002; float x = 1; }
`;

const USE = `
import type { Client } from 'causeway/client';
import { Map as GameMap, Map_Color, Chat, Moved, catalogue } from './catalogue.js';
export async function play(client: Client): Promise<string> {
  const inner = { n: 1 };
  const answer = await client.request(GameMap, {
    big: 5n,
    color: Map_Color.RED,
    inner,
    byName: new Map([['a', 1n]]),
    inners: [inner, {}],
    blob: new Uint8Array(1),
  });
  client.notify(Moved, { x: 1 }, { key: 'room' });
  client.onPush(Chat, ({ text }, push) => text.length + push.key.length);
  // @ts-expect-error: a 64-bit field is no number
  await client.request(GameMap, { big: 5 });
  // @ts-expect-error: there is no such field
  await client.request(GameMap, { small: 5 });
  // @ts-expect-error: a push is no request
  await client.request(Chat, { text: '' });
  // @ts-expect-error: a request is no push
  client.onPush(GameMap, () => undefined);
  // @ts-expect-error: a push is not for clients to send
  client.notify(Chat, { text: '' });
  return answer.text + catalogue.map(({ type }) => type).join();
}
`;

it('a generated catalogue is typed for the client', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'causeway-types-'));
  try {
    writeFileSync(path.join(folder, 'game.proto'), PROTO);
    writeFileSync(path.join(folder, 'use.ts'), USE);
    writeFileSync(path.join(folder, 'package.json'), '{ "type": "module" }');
    const said: string[] = [];
    const host = { out: (text: string) => said.push(text), err: (text: string) => said.push(text) };
    const exitCode = await gen(host, { files: [path.join(folder, 'game.proto')], out: folder });
    assert.equal(exitCode, ExitCode.OK, said.join('\n'));
    const compilerOptions = {
      typeRoots: [path.resolve('node_modules/@types')],
      paths: {
        'causeway/client': [path.resolve('src/sdk/client/node.ts')],
        'causeway/catalogue': [path.resolve('src/protocol/catalogue.ts')],
      },
    };
    const config = { extends: path.resolve('tsconfig.json'), compilerOptions, include: ['use.ts'] };
    const tsconfig = path.join(folder, 'tsconfig.json');
    writeFileSync(tsconfig, JSON.stringify(config));
    assert.equal(compile(tsconfig), '');
  } finally {
    rmSync(folder, { recursive: true });
  }
});

/** @returns what the compiler complains of */
function compile(tsconfig: string): string {
  try {
    const options = { stdio: 'pipe', encoding: 'utf8' } as const;
    return execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', tsconfig], options);
  } catch (cause) {
    return String((cause as { stdout?: string }).stdout);
  }
}
