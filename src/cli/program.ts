// The `causeway` command: which subcommands there are. Each registers itself in commands/.

import { Command, CommanderError } from 'commander';
import { addBench } from './commands/bench.js';
import { UnusableFile } from '../assemble.js';
import { addCheckConfig, addConfig } from './commands/config.js';
import { addConnect } from './commands/connect.js';
import { addGen } from './commands/gen.js';
import { addRoutes } from './commands/routes.js';
import { addServe } from './commands/serve.js';
import { addKick, addRevoke, addSessions } from './commands/sessions.js';
import { addToken } from './commands/token.js';
import { addWorker } from './commands/worker.js';
import { VERSION } from '../version.js';
import { ExitCode, type Host } from './host.js';
import type { CommandScope } from './scope.js';

type AddCommand = (program: Command, scope: CommandScope) => void;

/** In the order of the help. */
const COMMANDS: readonly AddCommand[] = [
  addServe,
  addCheckConfig,
  addConfig,
  addRoutes,
  addSessions,
  addKick,
  addRevoke,
  addConnect,
  addBench,
  addToken,
  addGen,
  addWorker,
];

const EXIT_CODES = `
Exit codes: 0 it worked; 1 it was tried and failed; 2 the command line or the configuration is wrong,
nothing was tried.`;

/** Runs one command line (without node and script). Never rejects, never exits. */
export async function runProgram(host: Host, argv: readonly string[]): Promise<ExitCode> {
  let exitCode: ExitCode = ExitCode.OK;
  const program = newProgram(host, (code) => (exitCode = code));
  try {
    await program.parseAsync([...argv], { from: 'user' });
  } catch (error) {
    if (error instanceof UnusableFile) {
      host.err(error.message);
      return ExitCode.USAGE;
    }
    if (!(error instanceof CommanderError)) throw error;
    // commander has printed it; help and version end with 0.
    return error.exitCode === 0 ? ExitCode.OK : ExitCode.USAGE;
  }
  return exitCode;
}

function newProgram(host: Host, ended: (code: ExitCode) => void): Command {
  const program = new Command('causeway')
    .description('Long-connection message-routing gateway.')
    .version(VERSION, '-V, --version', 'print the version')
    .addHelpText('after', EXIT_CODES)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => {
        host.out(text.trimEnd());
      },
      writeErr: (text) => {
        host.err(text.trimEnd());
      },
    });
  for (const add of COMMANDS) add(program, { host, ended });
  return program;
}
