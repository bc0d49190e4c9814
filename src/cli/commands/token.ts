import type { Command } from 'commander';
import {
  addConfigFile,
  addConfigFlags,
  addExamples,
  seconds,
  type CommandScope,
  type Flags,
} from '../scope.js';
import { token } from '../token.js';

interface TokenFlags extends Flags {
  readonly user: string;
  readonly role: readonly string[];
  readonly expiresIn?: number;
}

export function addToken(program: Command, { host, ended }: CommandScope): void {
  const command = program
    .command('token')
    .description('Print a development token for a standalone gateway of this folder.')
    .requiredOption('--user <id>', 'whom the token names')
    .option('--role <name...>', 'roles of the user', [])
    .option('--expires-in <time>', 'until it ends: 3600, 15m, 1h; never if left out', seconds);
  addConfigFlags(addConfigFile(command), (key) => key === 'stateDir');
  addExamples(command, 'causeway token --user alice --role player --expires-in 1h');
  command.action(async (flags: TokenFlags) => {
    ended(await token(host, { flags, user: flags.user, roles: flags.role, expiresInS: flags.expiresIn }));
  });
}
