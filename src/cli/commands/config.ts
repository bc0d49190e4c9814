import type { Command } from 'commander';
import { checkConfig, printConfigSchema, printConfigTable } from '../config-commands.js';
import { addConfigFile, addConfigFlags, addExamples, type CommandScope, type Flags } from '../scope.js';

export function addCheckConfig(program: Command, { host, ended }: CommandScope): void {
  const command = program
    .command('check-config')
    .description(
      'Read the configuration and its files as serve would: show all problems, or each value and its source.',
    );
  addConfigFlags(addConfigFile(command));
  addExamples(command, 'causeway check-config', 'causeway check-config --config gateway.yaml');
  command.action(async (flags: Flags) => {
    ended(await checkConfig(host, flags));
  });
}

export function addConfig(program: Command, { host, ended }: CommandScope): void {
  const config = program.command('config').description('What can be configured.');
  config
    .command('schema')
    .description('Print the JSON Schema of causeway.yaml: what editors check and complete by.')
    .action(() => {
      ended(printConfigSchema(host));
    });
  config
    .command('table')
    .description('Print all options as a table in Markdown.')
    .action(() => {
      ended(printConfigTable(host));
    });
}
