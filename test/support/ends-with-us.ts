// What this process started ends with it, also when a signal ends it: without a listener of ours a signal ends a
// process without its `exit`, and a test file whose time is up is ended by SIGTERM. The listeners come with the
// first that needs them, so that a file that started nothing ends as any program does.
import { constants } from 'node:os';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Of this process, in the order in which they came. */
const undoing = new Set<() => void>();

/** @param undo is called when this process ends; what it throws is passed over @returns what takes it back */
export function endsWithUs(undo: () => void): () => void {
  undoing.add(undo);
  if (!process.listeners('exit').includes(undoAll)) listen();
  return () => {
    undoing.delete(undo);
  };
}

function listen(): void {
  process.once('exit', undoAll);
  // Not once: a second signal, of a runner's and of its group, would end this process amid the undoing.
  for (const signal of SIGNALS) process.on(signal, () => process.exit(128 + constants.signals[signal]));
}

function undoAll(): void {
  for (const undo of undoing)
    try {
      undo();
    } catch {
      // What is gone already keeps nothing else from its end.
    }
}
