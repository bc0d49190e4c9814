// Programs that a test runs as processes of their own: the gateway's executable and those of test/e2e/programs,
// bundled beforehand, because translating them anew in every child would cost a second each.
import { spawn, type ChildProcess } from 'node:child_process';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { PROGRAMS_VARIABLE } from '../../tools/testenv/tool.js';
import { endsWithUs } from './ends-with-us.js';
import { Journal } from './journal.js';

export interface Programs {
  /** The file of a program: "gateway", or the name of a file in test/e2e/programs. */
  file(name: string): string;
  /** Removes them. */
  close(): void;
}

/** Those of the whole run of tests, else (a test file run by itself) its own. */
export async function buildPrograms(): Promise<Programs> {
  const shared = process.env[PROGRAMS_VARIABLE];
  if (shared !== undefined) return programsIn(shared, () => undefined);
  const { compilePrograms } = await import('../../tools/testenv/compile.js');
  const folder = await compilePrograms();
  const remove = (): void => {
    rmSync(folder, { recursive: true, force: true });
  };
  const forget = endsWithUs(remove);
  return programsIn(folder, () => {
    forget();
    remove();
  });
}

function programsIn(folder: string, close: () => void): Programs {
  return { file: (name) => path.join(folder, `${name}.mjs`), close };
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
    const forget = endsWithUs(() => {
      this.#signal('SIGKILL');
    });
    this.exited = new Promise((resolve) => {
      this.#child.once('close', (code, signal) => {
        forget();
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
    // Group 0 would be this process's own.
    if (this.#ownGroup && this.pid !== 0) process.kill(-this.pid, signal);
    else this.#child.kill(signal);
  }
}
