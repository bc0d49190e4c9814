// Loaded into a gateway before it starts: how much of its own CPU time a message may find ahead of it. A timer
// of 1 ms fires once in each turn of the event loop that is longer, so the CPU time between two of its firings
// is that of a turn. CPU time and not the clock: it says the same while other programs take the core.
// At SIGUSR2 it writes a line { msg: 'turns', p95Ms, p99Ms, longestMs } of what was since the last one.
import { performance } from 'node:perf_hooks';

const STEP_MS = 0.05;

let turnsMs: number[] = [];
let last = process.cpuUsage();
let sinceMs = performance.now();

setInterval(() => {
  const now = process.cpuUsage();
  turnsMs.push((now.user + now.system - last.user - last.system) / 1000);
  last = now;
}, 1).unref();

/** What one of a hundred (`part` 0.01) moments has ahead of it at least. */
function aheadMs(part: number, windowMs: number): number {
  let ms = 0;
  const beyond = (): number => turnsMs.reduce((sum, turnMs) => sum + Math.max(0, turnMs - ms), 0);
  while (beyond() > part * windowMs) ms += STEP_MS;
  return ms;
}

process.on('SIGUSR2', () => {
  const nowMs = performance.now();
  const windowMs = nowMs - sinceMs;
  const report = {
    msg: 'turns',
    p95Ms: aheadMs(0.05, windowMs),
    p99Ms: aheadMs(0.01, windowMs),
    longestMs: turnsMs.reduce((longest, turnMs) => Math.max(longest, turnMs), 0),
  };
  process.stdout.write(`${JSON.stringify(report)}\n`);
  turnsMs = [];
  sinceMs = nowMs;
  last = process.cpuUsage();
});
