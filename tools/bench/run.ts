// `npm run bench`: the gateway and its peers on this machine. See USAGE in options.ts and docs/PERFORMANCE.md.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { commandLineOf } from '../command-line.js';
import { freshBuild } from './fresh-build.js';
import { estimateMs, measureRow } from './measure-rows.js';
import { benchOptions, USAGE, type BenchOptions } from './options.js';
import { HISTORY, OUT } from './places.js';
import { exitOnSignals } from './program.js';
import { isGateway } from './peers/causeway.js';
import { barChart } from './report/chart.js';
import { textTable, verdictText } from './report/table.js';
import { ROWS } from './rows.js';
import { appendHistory, thisCommit, thisMachine, type RowResult, type RunResult } from './run-result.js';
import { verdicts } from './verdicts.js';

async function bench(options: BenchOptions): Promise<RunResult> {
  const names = options.peers.map(({ name }) => name).join(', ');
  const minutes = estimateMs(options) / 60_000;
  console.log(`${options.rows.length} rows, ${names}: about ${minutes.toFixed(1)} minutes`);
  const at = new Date().toISOString();
  const { env, isOwnBuild, measureMs, warmUpMs } = options;
  const commit = isOwnBuild ? thisCommit() : 'unknown';
  const rows: RowResult[] = [];
  for (const row of options.rows) rows.push(await measureRow(row, options, console.log));
  return {
    ...{ at, commit, machine: thisMachine(), measureMs, warmUpMs, env },
    isWhole: ROWS.every(({ name }) => rows.some(({ row }) => row === name)),
    collectsAtStart: isOwnBuild,
    rows,
  };
}

function report(run: RunResult, { rows, keepsHistory }: BenchOptions): void {
  console.log(`\n${textTable(run, ROWS)}`);
  const held = verdicts(run, new Set(rows.map(({ name }) => name)));
  if (held.length > 0) console.log(`\n${verdictText(held)}`);
  mkdirSync(OUT, { recursive: true });
  const chart = path.join(OUT, 'bench.svg');
  writeFileSync(chart, barChart(run));
  console.log(`\nchart: ${path.relative('', chart)}`);
  if (!keepsHistory) return;
  appendHistory(HISTORY, run);
  console.log(`appended to ${path.relative('', HISTORY)}`);
}

/** @returns whether every measurement of the gateway could be trusted */
function complain({ rows }: RunResult): boolean {
  const problems = rows.flatMap(({ row, failed }) =>
    Object.entries(failed).map(([peer, reasons]) => ({
      peer,
      text: reasons.map((reason) => `${row} ${peer} ${reason}`).join('\nFAILED '),
    })),
  );
  for (const { text } of problems) console.error(`FAILED ${text}`);
  return problems.every(({ peer }) => !isGateway(peer));
}

exitOnSignals();
const argv = process.argv.slice(2);
if (argv.includes('--help')) console.log(USAGE);
else {
  const options = commandLineOf('npm run bench', () => benchOptions(argv, () => freshBuild(console.log)));
  const run = await bench(options);
  report(run, options);
  if (!complain(run)) process.exitCode = 1;
}
