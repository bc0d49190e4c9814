// Starts a load process and hears its report.
import { fileURLToPath } from 'node:url';
import type { LoadMessage, LoadOrder, LoadReport } from './load-messages.js';
import { startProgram } from './program.js';

const WORKER = fileURLToPath(new URL('load-worker.ts', import.meta.url));

/** More than any load takes: opening at the pace of a starved machine, warm-up, window, last answers. */
const LOAD_TIMEOUT_MS = 300_000;

export interface LoadEvents {
  onOpened?(count: number): void;
  onWindow?(edge: 'begin' | 'end'): void;
}

/** @throws Error when the process ends without a report, or takes too long */
export async function driveLoad(order: LoadOrder, events: LoadEvents = {}): Promise<LoadReport> {
  const program = startProgram(
    { command: [process.execPath, '--import', 'tsx', WORKER], core: 'load' },
    true,
  );
  const { child } = program;
  let timer: NodeJS.Timeout | undefined;
  try {
    return await new Promise((resolve, reject) => {
      const fail = (what: string): void => {
        reject(new Error(`the load process ${what}: ${program.said() || 'it said nothing'}`));
      };
      timer = setTimeout(fail, LOAD_TIMEOUT_MS, `took longer than ${LOAD_TIMEOUT_MS / 1000} s`);
      child.once('exit', () => {
        fail('ended early');
      });
      child.on('message', (message: LoadMessage) => {
        if (message.kind === 'opened') events.onOpened?.(message.count);
        else if (message.kind === 'window') events.onWindow?.(message.edge);
        else resolve(message.report);
      });
      child.send(order);
    });
  } finally {
    clearTimeout(timer);
    await program.stop();
  }
}
