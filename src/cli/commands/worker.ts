import type { Command } from 'commander';
import type { CommandScope } from '../scope.js';
import { serveAsWorker } from '../serve-worker.js';

/** What `causeway serve` starts with workers; nothing for people. */
export function addWorker(program: Command, { host, ended }: CommandScope): void {
  program
    .command('worker', { hidden: true })
    .description('Run as a worker of the causeway serve that started it.')
    .action(async () => {
      ended(await serveAsWorker(host));
    });
}
