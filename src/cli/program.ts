// The `causeway` command: which subcommands there are and how their arguments are read.

import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { configFlags } from '../config/texts.js';
import { ExitCode, type Host } from './host.js';
import { serve } from './serve.js';
import { token } from './token.js';

/** Runs one command line (without node and script). Never rejects, never exits. */
export async function runProgram(host: Host, argv: readonly string[]): Promise<ExitCode> {
  let exitCode: ExitCode = ExitCode.OK;
  const program = newProgram(host, (code) => (exitCode = code));
  try {
    await program.parseAsync([...argv], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    // commander has printed it; help and version end with 0.
    return error.exitCode === 0 ? ExitCode.OK : ExitCode.USAGE;
  }
  return exitCode;
}

function newProgram(host: Host, ended: (code: ExitCode) => void): Command {
  const program = new Command('causeway')
    .description('Long-connection message-routing gateway.')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => {
        host.out(text.trimEnd());
      },
      writeErr: (text) => {
        host.err(text.trimEnd());
      },
    });
  addServe(program, host, ended);
  addToken(program, host, ended);
  return program;
}

function addServe(program: Command, host: Host, ended: (code: ExitCode) => void): void {
  const command = program
    .command('serve')
    .description('Run a gateway until SIGTERM or SIGINT.')
    .option('--config <file>', 'configuration file; causeway.yaml if it is there')
    .addHelpText(
      'after',
      '\nExamples:\n  causeway serve\n  causeway serve --config gateway.yaml --listen 127.0.0.1:9000',
    );
  for (const { flag, doc } of configFlags()) command.addOption(new Option(`${flag} <value>`, doc));
  command.action(async (flags: Record<string, unknown> & { config?: string }) => {
    ended(await serve(host, { config: flags.config, flags }));
  });
}

function addToken(program: Command, host: Host, ended: (code: ExitCode) => void): void {
  program
    .command('token')
    .description('Print a development token for a standalone gateway of this folder.')
    .requiredOption('--user <id>', 'whom the token names')
    .option('--role <name...>', 'roles of the user', [])
    .option('--expires-in <seconds>', 'seconds until it ends; never if left out', wholeNumber)
    .option('--config <file>', 'configuration file; causeway.yaml if it is there')
    .addHelpText('after', '\nExample:\n  causeway token --user alice --role player --expires-in 3600')
    .action(async (flags: { user: string; role: string[]; expiresIn?: number; config?: string }) => {
      const { user, role, expiresIn, config } = flags;
      ended(await token(host, { user, roles: role, expiresInS: expiresIn, config }));
    });
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,9}$/.test(text)) throw new InvalidArgumentError('a whole number above 0');
  return Number(text);
}
