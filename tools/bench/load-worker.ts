// The load process: one order, one report. It reads the measured process's CPU time itself, at exactly both ends
// of the window.
import { systemLoadParts } from '../../src/cli/bench/load-parts.js';
import { runLoad } from '../../src/cli/bench/load.js';
import type { LoadMessage, LoadOrder, LoadReport } from './load-messages.js';
import { readUsage, type ProcessUsage } from './process-usage.js';

/** Sessions between two signs of life. */
const TELL_EVERY = 1_000;

function tell(message: LoadMessage): Promise<void> {
  return new Promise((resolve) => {
    process.send?.(message, undefined, undefined, () => {
      resolve();
    });
  });
}

async function obey({ options, watch, beside }: LoadOrder): Promise<LoadReport> {
  const before = readUsage(watch);
  let besideUs = 0;
  const edges: { begin?: ProcessUsage; end?: ProcessUsage } = {};
  const outcome = await runLoad(options, systemLoadParts(), {
    onOpened: (count) => {
      if (count % TELL_EVERY === 0) void tell({ kind: 'opened', count });
    },
    onWindow: (edge) => {
      edges[edge] = readUsage(watch);
      besideUs = readUsage(beside).cpuUs - besideUs;
      void tell({ kind: 'window', edge });
    },
  });
  return { outcome, before, besideUs, ...edges };
}

process.once('message', (order: LoadOrder) => {
  void obey(order).then(async (report) => {
    await tell({ kind: 'report', report });
    process.exit(0);
  });
});
