import type { Command } from 'commander';
import { connectByHand } from '../connect/connect.js';
import {
  addConfigFile,
  addConfigFlags,
  addExamples,
  collect,
  seconds,
  wholeNumber,
  type CommandScope,
  type Flags,
} from '../scope.js';

interface ConnectFlags extends Flags {
  readonly tokenFile?: string;
  readonly user: string;
  readonly role: readonly string[];
  readonly proto: readonly string[];
  readonly protoPath?: readonly string[];
  readonly send?: readonly string[];
  readonly wait: number;
  readonly timeoutMs: number;
}

const TIMEOUT_MS_DEFAULT = 10_000;

export function addConnect(program: Command, { host, ended }: CommandScope): void {
  const command = program
    .command('connect')
    .description('Be a client: type messages, see answers and pushes.')
    .argument('[url]', 'ws://, wss://, tcp:// or tls:// and host:port; the configured gateway if left out')
    .option('--token-file <file>', 'file with the token; else a development token of this folder')
    .option('--user <id>', 'whom the development token names', 'cli')
    .option('--role <name...>', 'roles in the development token', [])
    .option('--proto <file...>', '.proto files with the message types', [])
    .option('--proto-path <folder>', 'where imports are looked for; may be repeated', collect)
    .option('--send <line>', 'send this instead of typed lines; may be repeated', collect)
    .option('--wait <time>', 'go on listening after the last line: 5, 5s, 2m', seconds, 0)
    .option(
      '--timeout-ms <number>',
      'wait so long for the session and for each answer',
      wholeNumber,
      TIMEOUT_MS_DEFAULT,
    );
  addConfigFlags(addConfigFile(command), (key) => key === 'stateDir');
  addExamples(
    command,
    "causeway connect --send '1000 hello'",
    `causeway connect --proto chat.proto --user alice --send 'Join {"room":"lobby"}' --wait 10s`,
    'causeway connect wss://game.example:443 --token-file token.txt --proto proto/game.proto',
  );
  command.action(async (url: string | undefined, flags: ConnectFlags) => {
    const { tokenFile, user, role, proto, protoPath = [], send = [], wait, timeoutMs } = flags;
    ended(
      await connectByHand(host, {
        ...{ flags, url, tokenFile, user, timeoutMs },
        roles: role,
        protoFiles: proto,
        protoPaths: protoPath,
        sends: send,
        waitS: wait,
      }),
    );
  });
}
