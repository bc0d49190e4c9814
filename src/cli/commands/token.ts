import type { Command } from 'commander';
import { addConfigFile, addExamples, wholeNumber, type CommandScope } from '../scope.js';
import { token } from '../token.js';

interface TokenFlags {
  readonly user: string;
  readonly role: string[];
  readonly expiresIn?: number;
  readonly config?: string;
}

export function addToken(program: Command, { host, ended }: CommandScope): void {
  const command = program
    .command('token')
    .description('Print a development token for a standalone gateway of this folder.')
    .requiredOption('--user <id>', 'whom the token names')
    .option('--role <name...>', 'roles of the user', [])
    .option('--expires-in <seconds>', 'seconds until it ends; never if left out', wholeNumber);
  addConfigFile(command);
  addExamples(command, 'causeway token --user alice --role player --expires-in 3600');
  command.action(async ({ user, role, expiresIn, config }: TokenFlags) => {
    ended(await token(host, { user, roles: role, expiresInS: expiresIn, config }));
  });
}
