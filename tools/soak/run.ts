// The long soak: `npm run soak -- --minutes M --seed S`. Round after round, each with a seed of its own (S, S + 1,
// …), so that one that fails can be repeated alone; `--faults` leaves out all other kinds. Ends with 1 at the first
// broken rule.
import { parseArgs } from 'node:util';
import { FAULT_KINDS } from './history.js';
import { describeRound } from './report.js';
import { SoakStage } from './stage.js';

const USAGE = `usage: npm run soak -- --minutes M --seed S --faults KIND,…
  M above 0, S a whole number, kinds: ${FAULT_KINDS.join(', ')}`;
const CLIENTS = 400;
const PUSHES_PER_SECOND = 80;
const PACE = { lastsMsMin: 500, lastsMsMax: 14_000, restMs: 6_500 };

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      minutes: { type: 'string', default: '10' },
      seed: { type: 'string' },
      faults: { type: 'string', default: FAULT_KINDS.join() },
    },
  });
  const faults = values.faults.split(',');
  const kinds = FAULT_KINDS.filter((kind) => faults.includes(kind));
  const minutes = Number(values.minutes);
  const seed = Number(values.seed ?? Math.floor(Math.random() * 1_000_000));
  if (!(minutes > 0) || !Number.isInteger(seed) || kinds.length !== faults.length) {
    console.error(USAGE);
    return 2;
  }
  const say = (line: string): void => {
    console.log(`  ${line}`);
  };
  const stage = await SoakStage.start({ seed, clients: CLIENTS, pushesPerSecond: PUSHES_PER_SECOND, say });
  try {
    const endMs = performance.now() + minutes * 60_000;
    for (let round = 0; round === 0 || performance.now() < endMs; round++) {
      const outcome = await stage.round(seed + round, PACE, kinds);
      console.log(describeRound(seed + round, outcome));
      if (outcome.broken.length > 0) return 1;
    }
    return 0;
  } finally {
    await stage.dispose();
  }
}

// Each child process has a listener that kills it with this one.
process.setMaxListeners(0);
process.exitCode = await main();
