// `npm run hostile -- memory` is tools/hostile/memory.ts: what each abuse alone leaves behind.
// `npm run hostile -- stuck` is tools/hostile/stuck.ts: what peers that do not read cost the others.
//
// What hostile clients cost the others: `npm run hostile [-- seconds [workers [rounds]]]`, on loopback. Each
// round has windows of the same length, the same 500 clients sending in all of them:
//   quiet      nobody else
//   ordinary   others come and go and do nothing wrong, as many at once as in the next window
//   hostile    every abuse of test/support/abuses.ts at once
// The medians of all rounds are compared: hostile ÷ quiet is what the others see, hostile ÷ ordinary what the
// abuse itself costs.
//
// All processes are on this machine. So that the clients that measure are not what is delayed, the gateway
// has a core of its own, and the visitors have the lowest priority on the other. Other work on the machine
// shows in all windows; the load average is printed with each. "ahead" does not depend on it: how much of the
// gateway's own CPU time 5 % and 1 % of all moments have ahead of them (test/e2e/programs/turn-probe.ts).
import { availableParallelism, loadavg } from 'node:os';
import { startConsul } from '../../test/support/consul.js';
import {
  HostileStage,
  type AbuseReport,
  type GatewayNumbers,
  type Measured,
  type Turns,
} from '../../test/support/hostile-stage.js';
import { buildPrograms } from '../../test/support/program.js';
import { median } from '../bench/measurement.js';
import { commandLineOf, positiveNumber } from '../command-line.js';
import { measureMemory } from './memory.js';
import { measureStuckPeers } from './stuck.js';

const CLIENTS = 500;
const REQUESTS_PER_SECOND = 1_000;
/** Mean pause of each visitor's successor. */
const PAUSE_MS = 500;
/** Until the last of a window are gone (they may linger for 2 s) and what they left is collected (src/storm-collection.ts). */
const SETTLE_MS = 15_000;

const VISITORS = ['quiet', 'ordinary', 'hostile'] as const;
type Visitors = (typeof VISITORS)[number];

interface Window {
  readonly visitors: Visitors;
  readonly measured: Measured;
  readonly report: AbuseReport;
  readonly turns: Turns;
  readonly before: GatewayNumbers;
  readonly after: GatewayNumbers;
}

const NOBODY: AbuseReport = { connections: 0, unexpected: {} };

async function measureWindow(
  stage: HostileStage,
  visitors: Visitors,
  forMs: number,
  workers: number,
): Promise<Window> {
  await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
  const before = await stage.gatewayNumbers();
  await stage.turns();
  const [measured, report] = await Promise.all([
    stage.measure(forMs),
    visitors === 'quiet' ? NOBODY : stage.abuse({ visitors, workers, forMs, pauseMs: PAUSE_MS }),
  ]);
  const turns = await stage.turns();
  return { visitors, measured, report, turns, before, after: await stage.gatewayNumbers() };
}

function print({ visitors, measured, report, turns, before, after }: Window): void {
  const { answers, p50Ms, p99Ms, failed, disconnects } = measured;
  const waitMs = (after.waitedMs - before.waitedMs) / Math.max(1, after.steps - before.steps);
  const cells = [
    visitors.padEnd(8),
    `${String(report.connections).padStart(6)} connections`,
    `${String(answers).padStart(6)} answers`,
    `p50 ${p50Ms.toFixed(2).padStart(7)} ms`,
    `p99 ${p99Ms.toFixed(2).padStart(7)} ms`,
    `gateway ${(after.cpuMs - before.cpuMs).toFixed(0).padStart(5)} ms CPU`,
    `ahead p95 ${turns.p95Ms.toFixed(2)} p99 ${turns.p99Ms.toFixed(2)} longest ${turns.longestMs.toFixed(0)} ms`,
    `a step waits ${waitMs.toFixed(1).padStart(5)} ms`,
    `RSS before ${before.residentMib.toFixed(0).padStart(4)} MiB`,
    `failed ${JSON.stringify(failed)}`,
    `dropped ${disconnects}`,
    `load ${(loadavg()[0] ?? 0).toFixed(1)}`,
  ];
  console.log(cells.join('  '));
  for (const [what, count] of Object.entries(report.unexpected))
    console.log(`  unexpected: ${count} × ${what}`);
}

function summarize(windows: readonly Window[]): void {
  const p99Ms = (visitors: Visitors): number =>
    median(windows.filter((window) => window.visitors === visitors).map(({ measured }) => measured.p99Ms));
  const aheadMs = (visitors: Visitors): number =>
    median(windows.filter((window) => window.visitors === visitors).map(({ turns }) => turns.p99Ms));
  const each = VISITORS.map((visitors) => `${visitors} ${p99Ms(visitors).toFixed(2)} ms`);
  const ratio = (over: Visitors): string => (p99Ms('hostile') / p99Ms(over)).toFixed(2);
  console.log(
    `median p99: ${each.join(', ')}; hostile ÷ quiet ${ratio('quiet')}, ÷ ordinary ${ratio('ordinary')}; ` +
      `ahead: ${VISITORS.map((visitors) => `${visitors} ${aheadMs(visitors).toFixed(2)} ms`).join(', ')}`,
  );
}

async function main(seconds: number, workers: number, rounds: number): Promise<void> {
  const [programs, consul] = await Promise.all([buildPrograms(), startConsul()]);
  const stage = await HostileStage.start(programs, consul, CLIENTS, REQUESTS_PER_SECOND);
  try {
    if (process.platform === 'linux' && availableParallelism() > 1) stage.separate();
    else console.log('one core, or no Linux: gateway, clients and visitors share what there is');
    // Grows what is kept for all and warms what is compiled; not counted.
    await measureWindow(stage, 'hostile', 3_000, workers);
    const windows: Window[] = [];
    for (let round = 0; round < rounds; round++)
      for (const visitors of VISITORS) {
        const window = await measureWindow(stage, visitors, seconds * 1000, workers);
        print(window);
        windows.push(window);
      }
    summarize(windows);
  } finally {
    await stage.dispose();
    await consul.stop();
    programs.close();
  }
}

const [first, second, third] = process.argv.slice(2);
/** Each is one of the numbers that the header names. */
const number = (text: string): number =>
  commandLineOf('npm run hostile', () => positiveNumber('argument', text));
if (first === 'memory') await measureMemory(number(second ?? '100'), number(third ?? '3'));
else if (first === 'stuck') await measureStuckPeers(number(second ?? '8'), number(third ?? '3'));
else await main(number(first ?? '10'), number(second ?? '4'), number(third ?? '3'));
