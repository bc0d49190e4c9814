// Loaded into a gateway before it starts: how much of its own CPU time a message may find ahead of it. A timer
// of 1 ms fires once in each turn of the event loop that is longer, so the CPU time between two of its firings
// is that of a turn. CPU time and not the clock: it says the same while other programs take the core.
// At SIGUSR2 it writes a line { msg: 'turns', p95Ms, p99Ms, longestMs } of what was since the last one.
import { performance } from 'node:perf_hooks';

const STEP_MS = 0.05;
/** Longer turns count as this long. */
const LONGEST_MS = 2_000;

/** Turns by their length in steps: asked in the middle of a crowd, it must not be a long turn itself. */
let turns = new Uint32Array(LONGEST_MS / STEP_MS + 1);
let longestMs = 0;
let last = process.cpuUsage();
let sinceMs = performance.now();

setInterval(() => {
  const now = process.cpuUsage();
  const turnMs = (now.user + now.system - last.user - last.system) / 1000;
  const step = Math.min(turns.length - 1, Math.round(turnMs / STEP_MS));
  turns[step] = (turns[step] ?? 0) + 1;
  longestMs = Math.max(longestMs, turnMs);
  last = now;
}, 1).unref();

/**
 * What one of a hundred (`part` 0.01) moments has ahead of it at least. A turn of n steps has n - m moments with
 * more than m steps ahead; from the longest down, each step less adds the turns that are at least as long.
 */
function aheadMs(part: number, windowMs: number): number {
  const moments = (part * windowMs) / STEP_MS;
  let atLeastAsLong = 0;
  let beyond = 0;
  for (let step = turns.length - 1; step > 0; step--) {
    atLeastAsLong += turns[step] ?? 0;
    beyond += atLeastAsLong;
    if (beyond > moments) return step * STEP_MS;
  }
  return 0;
}

process.on('SIGUSR2', () => {
  const nowMs = performance.now();
  const windowMs = nowMs - sinceMs;
  const report = {
    msg: 'turns',
    p95Ms: aheadMs(0.05, windowMs),
    p99Ms: aheadMs(0.01, windowMs),
    longestMs,
  };
  process.stdout.write(`${JSON.stringify(report)}\n`);
  turns = new Uint32Array(turns.length);
  longestMs = 0;
  sinceMs = nowMs;
  last = process.cpuUsage();
});
