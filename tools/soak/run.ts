// The long soak: `npm run soak -- --minutes M --seed S`. Round after round, each with a seed of its own (S, S + 1,
// …), so that one that fails can be repeated alone; `--faults` leaves out all other kinds. Ends with 1 at the first
// broken rule, and keeps what happened in a file: processes are not scheduled the same way again. `--judge FILE`
// judges that once more.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { deserialize, serialize } from 'node:v8';
import { commandLineOf } from '../command-line.js';
import { repositoryRoot } from '../testenv/tool.js';
import { FAULT_KINDS, type FaultKind, type History } from './history.js';
import { judge } from './judge.js';
import { describeRound } from './report.js';
import { SoakStage, type RoundOutcome } from './stage.js';

const USAGE = `usage: npm run soak -- --minutes M --seed S --faults KIND,…
       npm run soak -- --judge FILE
  M above 0, S a whole number, kinds: ${FAULT_KINDS.join(', ')}`;
const CLIENTS = 400;
const PUSHES_PER_SECOND = 80;
const PACE = { lastsMsMin: 500, lastsMsMax: 14_000, restMs: 6_500 };
const BROKEN_SHOWN = 20;

interface Wishes {
  readonly minutes: number;
  readonly seed: number;
  readonly kinds: readonly FaultKind[];
}

async function main(): Promise<number> {
  const { values } = commandLineOf('npm run soak', () =>
    parseArgs({
      options: {
        minutes: { type: 'string', default: '10' },
        seed: { type: 'string' },
        faults: { type: 'string', default: FAULT_KINDS.join() },
        judge: { type: 'string' },
      },
    }),
  );
  if (values.judge !== undefined) return judgeAgain(values.judge);
  const faults = values.faults.split(',');
  const kinds = FAULT_KINDS.filter((kind) => faults.includes(kind));
  const minutes = Number(values.minutes);
  const seed = Number(values.seed ?? Math.floor(Math.random() * 1_000_000));
  if (minutes > 0 && Number.isInteger(seed) && kinds.length === faults.length)
    return soak({ minutes, seed, kinds });
  console.error(USAGE);
  return 2;
}

async function soak({ minutes, seed, kinds }: Wishes): Promise<number> {
  const say = (line: string): void => {
    console.log(`  ${line}`);
  };
  const stage = await SoakStage.start({ seed, clients: CLIENTS, pushesPerSecond: PUSHES_PER_SECOND, say });
  try {
    const endMs = performance.now() + minutes * 60_000;
    for (let round = 0; round === 0 || performance.now() < endMs; round++) {
      const outcome = await stage.round(seed + round, PACE, kinds);
      console.log(describeRound(seed + round, outcome));
      if (outcome.broken.length === 0) continue;
      console.log(`kept: ${keep(seed + round, outcome)}`);
      return 1;
    }
    return 0;
  } finally {
    await stage.dispose();
  }
}

/** @returns the file's path */
function keep(seed: number, { history }: RoundOutcome): string {
  const folder = path.join(repositoryRoot, '.cache', 'soak');
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, `seed-${seed}.bin`);
  writeFileSync(file, serialize(history));
  return path.relative(process.cwd(), file);
}

function judgeAgain(file: string): number {
  const broken = judge(deserialize(readFileSync(file)) as History);
  for (const { rule, what } of broken.slice(0, BROKEN_SHOWN)) console.log(`${rule}: ${what}`);
  console.log(`${broken.length} times a rule was broken`);
  return broken.length === 0 ? 0 : 1;
}

process.exitCode = await main();
