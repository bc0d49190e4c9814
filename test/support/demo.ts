// A clean clone of what is committed, in which a test does what a new user does.
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, symlinkSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { inPath, repositoryRoot } from '../../tools/testenv/tool.js';
import { eventually } from './journal.js';
import { Program } from './program.js';

const run = promisify(execFile);

/** The same on every machine, so only one test file may run the demo. */
export const DEMO_PORTS: readonly number[] = [7000, 7001, 7080, 7101, 7102, 7103];
/** It compiles first: 8 s on a quiet machine. */
const START_TIMEOUT_MS = 90_000;
const COMMAND_TIMEOUT_MS = 60_000;

/** As a shell of the user would have it: nothing of this run's own settings. */
const userEnv = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^(CAUSEWAY_|npm_|NODE_)/.test(name)),
);

/** What of /status tests of the demo look at. */
interface DemoStatus {
  readonly instances: readonly { readonly server: string; readonly link: string }[];
}

export interface Demo {
  readonly folder: string;
  /** The process of `npm start`. */
  readonly start: Program;
  /** Runs a command line to its end. Rejects with its output when it fails. */
  readonly shell: (command: string, env?: NodeJS.ProcessEnv) => Promise<string>;
  /** Starts a command line that stays. The caller ends it. */
  background(command: string, env?: NodeJS.ProcessEnv): Program;
  /** Waits until the gateway has a link to each of these. */
  linked(...serverIds: readonly string[]): Promise<void>;
  dispose(): Promise<void>;
}

/** Why the demo cannot run here, for `skipBecause`. Its ports and `morePorts` must be free. */
export async function whyNoDemo(morePorts: readonly number[] = []): Promise<string[]> {
  const isClone = inPath('git') !== undefined && existsSync(path.join(repositoryRoot, '.git'));
  const taken: number[] = [];
  for (const port of [...DEMO_PORTS, ...morePorts]) if (!(await isFree(port))) taken.push(port);
  return [
    ...(isClone ? [] : ['this folder is no git clone, or git is missing: there is nothing to clone from']),
    ...(taken.length === 0 ? [] : [`port ${taken.join(', ')} of 127.0.0.1 is taken`]),
  ];
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer().listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch {
    return false;
  }
  await once(server.close(), 'close');
  return true;
}

/** Clones, links the installed packages, and runs `npm start` until it says that it runs. */
export async function startDemo(): Promise<Demo> {
  const parent = await mkdtemp(path.join(tmpdir(), 'causeway-clone-'));
  const folder = path.join(parent, 'causeway');
  await run('git', ['clone', '--quiet', repositoryRoot, folder]);
  symlinkSync(path.join(repositoryRoot, 'node_modules'), path.join(folder, 'node_modules'));
  const background = (command: string, env: NodeJS.ProcessEnv = {}): Program =>
    new Program('sh', ['-c', command], {
      cwd: folder,
      env: { ...userEnv, ...env },
      ownGroup: true,
      replaceEnv: true,
    });
  const start = background('npm start');
  const dispose = async (): Promise<void> => {
    await start.end('SIGINT');
    await rm(parent, { recursive: true, force: true });
  };
  try {
    await start.lines.find('npm start', (line) => line === 'Ctrl-C stops it.', 0, START_TIMEOUT_MS);
  } catch (error) {
    await dispose();
    throw error;
  }
  return {
    folder,
    start,
    background,
    shell: async (command, env = {}) => {
      const options = { cwd: folder, env: { ...userEnv, ...env }, timeout: COMMAND_TIMEOUT_MS };
      return (await run('sh', ['-c', command], options)).stdout;
    },
    linked: async (...serverIds) => {
      await eventually(`links to ${serverIds.join(', ')}`, openLinks, (open) =>
        serverIds.every((id) => open.includes(id)),
      );
    },
    dispose,
  };
}

async function openLinks(): Promise<string[]> {
  const status = (await (await fetch('http://127.0.0.1:7001/status')).json()) as DemoStatus;
  return status.instances.filter(({ link }) => link === 'open').map(({ server }) => server);
}
