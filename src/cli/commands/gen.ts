import type { Command } from 'commander';
import { gen } from '../gen.js';
import { addExamples, collect, type CommandScope } from '../scope.js';

interface GenFlags {
  readonly out: string;
  readonly name?: string;
  readonly protoPath?: readonly string[];
  readonly check?: boolean;
}

export function addGen(program: Command, { host, ended }: CommandScope): void {
  const command = program
    .command('gen')
    .description('Turn .proto files into a typed catalogue for the client and backend SDKs.')
    .argument('<files...>', '.proto files whose messages have causeway options')
    .requiredOption('--out <folder>', 'folder that the module is written to')
    .option('--name <name>', 'base name of the module; "catalogue" if left out')
    .option('--proto-path <folder>', 'where imports are looked for; may be repeated', collect)
    .option('--check', 'write nothing; fail when what stands there is out of date');
  addExamples(
    command,
    'causeway gen proto/game.proto --out src/generated',
    'causeway gen proto/*.proto --out src/generated --name game --check',
  );
  command.action(async (files: string[], { out, name, protoPath, check }: GenFlags) => {
    ended(await gen(host, { files, out, name, protoPaths: protoPath, check }));
  });
}
