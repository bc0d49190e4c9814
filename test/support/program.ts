// Programs that a test runs as processes of their own: the gateway's executable and those of test/e2e/programs,
// bundled once per test process (0.2 s), because translating them anew in every child would cost a second each.
import { build } from 'esbuild';
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { repositoryRoot } from '../../tools/testenv/tool.js';
import { Journal } from './journal.js';

export interface Programs {
  /** The file of a program: "gateway", or the name of a file in test/e2e/programs. */
  file(name: string): string;
  /** Removes them. */
  close(): void;
}

/** Bundles into the repository's cache folder: there Node finds node_modules. */
export async function buildPrograms(): Promise<Programs> {
  const cache = path.join(repositoryRoot, '.cache', 'programs');
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(path.join(cache, 'run-'));
  const own = path.join(repositoryRoot, 'test', 'e2e', 'programs');
  const names = readdirSync(own).map((file) => path.basename(file, '.ts'));
  await build({
    entryPoints: {
      gateway: path.join(repositoryRoot, 'src', 'main.ts'),
      ...Object.fromEntries(names.map((name) => [name, path.join(own, `${name}.ts`)])),
    },
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    sourcemap: 'inline',
    logLevel: 'error',
  });
  const remove = (): void => {
    rmSync(folder, { recursive: true, force: true });
  };
  process.once('exit', remove);
  return {
    file: (name) => path.join(folder, `${name}.mjs`),
    close: () => {
      process.removeListener('exit', remove);
      remove();
    },
  };
}

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface ProgramOptions {
  readonly env?: NodeJS.ProcessEnv;
  /** `env` is all there is; otherwise it stands beside the test's own environment. */
  readonly replaceEnv?: boolean;
  readonly cwd?: string;
  readonly onLine?: (line: string) => void;
  /** In a process group of its own, as a shell starts it: signals go to it with all its children. */
  readonly ownGroup?: boolean;
}

/** A child that says lines and, over IPC, structured messages. Dies with the test process at the latest. */
export class Program {
  /** Lines of stdout and stderr. */
  readonly lines = new Journal<string>();
  /** What it sent over IPC. */
  readonly messages = new Journal<unknown>();
  readonly exited: Promise<Exit>;
  readonly #child: ChildProcess;
  readonly #ownGroup: boolean;

  constructor(command: string, args: readonly string[], options: ProgramOptions = {}) {
    this.#ownGroup = options.ownGroup === true;
    this.#child = spawn(command, args, {
      detached: this.#ownGroup,
      cwd: options.cwd,
      env: options.replaceEnv === true ? options.env : { ...process.env, ...options.env },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      serialization: 'advanced',
    });
    const { stdout, stderr } = this.#child;
    for (const stream of [stdout, stderr])
      if (stream !== null)
        createInterface(stream).on('line', (line) => {
          this.lines.add(line);
          options.onLine?.(line);
        });
    this.#child.on('message', (message) => {
      this.messages.add(message);
    });
    const killWithUs = (): void => {
      this.#signal('SIGKILL');
    };
    process.once('exit', killWithUs);
    this.exited = new Promise((resolve) => {
      this.#child.once('close', (code, signal) => {
        process.removeListener('exit', killWithUs);
        const because = `${path.basename(args[0] ?? command)} ended (${signal ?? `exit ${code ?? 0}`})`;
        this.lines.close(because);
        this.messages.close(because);
        resolve({ code, signal });
      });
    });
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  get running(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** Waits for a sign of life; without it the child is killed, since nobody has it in hands yet. */
  async started<T>(sign: Promise<T>): Promise<T> {
    try {
      return await sign;
    } catch (error) {
      await this.end('SIGKILL');
      throw error;
    }
  }

  /** Whether the message could be handed over is not known: wait for what it causes. */
  send(message: object): void {
    if (this.#child.connected) this.#child.send(message);
  }

  /** Sends the signal and waits for the end. */
  async end(signal: NodeJS.Signals): Promise<Exit> {
    if (this.running) this.#signal(signal);
    return this.exited;
  }

  #signal(signal: NodeJS.Signals): void {
    if (this.#ownGroup) process.kill(-this.pid, signal);
    else this.#child.kill(signal);
  }
}
