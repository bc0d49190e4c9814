// The long soak: `npm run soak -- --minutes M --seed S`. Round after round, each with a seed of its own (S, S + 1,
// …), so that one that fails can be repeated alone. Ends with 1 at the first broken rule.
import { parseArgs } from 'node:util';
import { describeRound } from './report.js';
import { SoakStage } from './stage.js';

const CLIENTS = 400;
const PUSHES_PER_SECOND = 80;
const PACE = { lastsMsMin: 500, lastsMsMax: 14_000, restMs: 6_500 };

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: { minutes: { type: 'string', default: '10' }, seed: { type: 'string' } },
  });
  const minutes = Number(values.minutes);
  const seed = Number(values.seed ?? Math.floor(Math.random() * 1_000_000));
  if (!(minutes > 0) || !Number.isInteger(seed)) {
    console.error('usage: npm run soak -- --minutes M --seed S; M above 0, S a whole number');
    return 2;
  }
  const endMs = performance.now() + minutes * 60_000;
  const say = (line: string): void => {
    console.log(`  ${line}`);
  };
  const stage = await SoakStage.start({ seed, clients: CLIENTS, pushesPerSecond: PUSHES_PER_SECOND, say });
  try {
    for (let round = 0; performance.now() < endMs; round++) {
      const outcome = await stage.round(seed + round, PACE);
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
