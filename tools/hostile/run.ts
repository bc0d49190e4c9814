// `npm run hostile -- memory` is tools/hostile/memory.ts: what each abuse alone leaves behind.
//
// What hostile clients cost the others: `npm run hostile [-- seconds [workers]]`, on loopback, all processes
// on this machine. Phases of the same length, the same 500 clients sending in all of them:
//   quiet      nobody else; before the others and after them
//   ordinary   others come and go and do nothing wrong, as many at once as in the next phase
//   hostile    every abuse of test/support/abuses.ts at once
// Hostile clients take CPU on this machine too, and so do ordinary ones: hostile ÷ ordinary is what the abuse
// itself costs, hostile ÷ quiet what the others see.
import { startConsul } from '../../test/support/consul.js';
import { HostileStage, type AbuseReport, type Measured } from '../../test/support/hostile-stage.js';
import { buildPrograms } from '../../test/support/program.js';
import { measureMemory } from './memory.js';

const CLIENTS = 500;
const REQUESTS_PER_SECOND = 1_000;
/** Mean pause of each hostile connection's successor. */
const PAUSE_MS = 500;
const SETTLE_MS = 1_000;

interface Phase {
  readonly name: string;
  readonly measured: Measured;
  readonly report: AbuseReport;
  readonly cpuMs: number;
  readonly residentMib: number;
}

async function cpuSeconds(stage: HostileStage): Promise<number> {
  return (await stage.gateway.metrics()).sum('process_cpu_seconds_total');
}

async function phase(
  stage: HostileStage,
  name: 'quiet' | 'ordinary' | 'hostile',
  forMs: number,
  workers: number,
): Promise<Phase> {
  await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
  const before = await cpuSeconds(stage);
  const nobody: AbuseReport = { connections: 0, unexpected: {} };
  const [measured, report] = await Promise.all([
    stage.measure(forMs),
    name === 'quiet' ? nobody : stage.abuse({ visitors: name, workers, forMs, pauseMs: PAUSE_MS }),
  ]);
  const cpuMs = ((await cpuSeconds(stage)) - before) * 1000;
  return { name, measured, report, cpuMs, residentMib: await stage.residentMib() };
}

function print({ name, measured, report, cpuMs, residentMib }: Phase): void {
  const { answers, p50Ms, p99Ms, failed, disconnects } = measured;
  const cells = [
    name.padEnd(9),
    `${String(report.connections).padStart(6)} connections`,
    `${String(answers).padStart(6)} answers`,
    `p50 ${p50Ms.toFixed(2).padStart(7)} ms`,
    `p99 ${p99Ms.toFixed(2).padStart(7)} ms`,
    `gateway ${cpuMs.toFixed(0).padStart(5)} ms CPU`,
    `RSS ${residentMib.toFixed(0).padStart(4)} MiB`,
    `failed ${JSON.stringify(failed)}`,
    `dropped ${disconnects}`,
  ];
  console.log(cells.join('  '));
  for (const [what, count] of Object.entries(report.unexpected))
    console.log(`  unexpected: ${count} × ${what}`);
}

async function main(seconds: number, workers: number): Promise<void> {
  const [programs, consul] = await Promise.all([buildPrograms(), startConsul()]);
  const stage = await HostileStage.start(programs, consul, CLIENTS, REQUESTS_PER_SECOND);
  try {
    // Grows what is kept for all and warms what is compiled; not counted.
    await phase(stage, 'hostile', 2_000, 1);
    const names = ['quiet', 'ordinary', 'hostile', 'quiet'] as const;
    const phases: Phase[] = [];
    for (const name of names) {
      const done = await phase(stage, name, seconds * 1000, workers);
      print(done);
      phases.push(done);
    }
    // Of the two quiet phases the better one: what disturbed the other was not quiet.
    const p99 = (name: string): number =>
      Math.min(...phases.filter((done) => done.name === name).map(({ measured }) => measured.p99Ms));
    const ratio = (over: string): string => (p99('hostile') / p99(over)).toFixed(2);
    console.log(`p99: hostile ÷ quiet ${ratio('quiet')}, hostile ÷ ordinary ${ratio('ordinary')}`);
  } finally {
    await stage.dispose();
    await consul.stop();
    programs.close();
  }
}

const [first, second, third] = process.argv.slice(2);
if (first === 'memory') await measureMemory(Number(second ?? '100'), Number(third ?? '3'));
else await main(Number(first ?? '10'), Number(second ?? '4'));
