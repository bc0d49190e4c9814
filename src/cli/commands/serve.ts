import type { Command } from 'commander';
import { addConfigFile, addConfigFlags, addExamples, type CommandScope, type Flags } from '../scope.js';
import { serve } from '../serve.js';

export function addServe(program: Command, { host, ended }: CommandScope): void {
  const command = program.command('serve').description('Run a gateway until SIGTERM or SIGINT.');
  addConfigFlags(addConfigFile(command));
  addExamples(command, 'causeway serve', 'causeway serve --config gateway.yaml --listen 127.0.0.1:9000');
  command.action(async (flags: Flags) => {
    ended(await serve(host, { config: flags.config, flags }));
  });
}
