// The backend in Python as a process.

import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { TestContext } from 'node:test';
import { createPython } from './python.js';

export interface PythonBackend {
  readonly id: string;
  readonly port: number;
  /** Sends SIGTERM and waits for its end. */
  readonly stop: () => Promise<void>;
}

/** Runs test/python/backend.py; resolves when it listens. It is stopped when the test ends. */
export async function startPythonBackend(
  context: TestContext,
  secret: string,
  args: readonly string[] = [],
): Promise<PythonBackend> {
  const python = createPython();
  const child = python.start('test/python/backend.py', ['--secret', secret, ...args]);
  child.stderr.pipe(process.stderr);
  const stop = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGTERM');
    await once(child, 'exit');
  };
  context.after(async () => {
    await stop();
    python.close();
  });
  for await (const line of createInterface({ input: child.stdout }))
    return { ...(JSON.parse(line) as { id: string; port: number }), stop };
  throw new Error('the Python backend ended without a word');
}
