// `npm run bench:smoke`: does the gateway still cost what it did, against the plain relay in the same run? A ratio
// holds on any machine where absolute figures do not; those of earlier runs on this machine stand beside it. Under a
// minute; prints, never fails a build. Every run is kept in tools/bench/out.
//   --history   append it to tools/bench/history.ndjson too
import { measureRow } from './measure-rows.js';
import path from 'node:path';
import { OPTIONS } from '../../src/config/schema.js';
import { causewayPeer, gatewayName, SOCKETS } from './peers/causeway.js';
import { programPeers } from './peers/programs.js';
import { freshBuild } from './fresh-build.js';
import { HISTORY, OUT } from './places.js';
import { exitOnSignals } from './program.js';
import { textTable } from './report/table.js';
import { ROWS, rowsNamed } from './rows.js';
import { appendHistory, readHistory, thisCommit, thisMachine, type RunResult } from './run-result.js';
import type { BenchOptions } from './options.js';

const RELAY = 'relay';
/** What operators get who set nothing. */
const WAY = SOCKETS.find((sockets) => sockets === OPTIONS.sockets.fallback) ?? 'public';
const GATEWAY = gatewayName(WAY);
const KEPT = path.join(OUT, 'smoke.ndjson');
/** Earlier figures that are shown. */
const EARLIER_MAX = 5;
const smokeOptions = (dist: string): BenchOptions => ({
  rows: rowsNamed(['ws-100-1', 'ws-100-16']),
  peers: [
    causewayPeer({ sockets: WAY, dist, env: {} }),
    ...programPeers(undefined).filter(({ name }) => name === RELAY),
  ],
  repeats: 3,
  measureMs: 500,
  warmUpMs: 400,
  keepsHistory: process.argv.includes('--history'),
  env: {},
  isOwnBuild: true,
});

async function smoke(options: BenchOptions): Promise<RunResult> {
  const about = { at: new Date().toISOString(), commit: thisCommit(), machine: thisMachine() };
  const rows = [];
  for (const row of options.rows) rows.push(await measureRow(row, options, console.log));
  const { measureMs, warmUpMs } = options;
  return { ...about, measureMs, warmUpMs, isSmoke: true, rows };
}

/** Before this one, the oldest first, on a machine like this with the same Node. */
function earlierRuns({ machine, measureMs }: RunResult): readonly RunResult[] {
  const key = JSON.stringify([machine, measureMs]);
  return [...readHistory(HISTORY), ...readHistory(KEPT)]
    .filter((run) => run.isSmoke === true && JSON.stringify([run.machine, run.measureMs]) === key)
    .filter(({ at }, index, all) => all.findIndex((other) => other.at === at) === index)
    .sort((a, b) => (a.at < b.at ? -1 : 1));
}

function ratioOf({ rows }: RunResult, name: string): string {
  const peers = rows.find(({ row }) => row === name)?.peers;
  const ours = peers?.[GATEWAY]?.median.cpuUs;
  const relay = peers?.[RELAY]?.median.cpuUs;
  return ours === undefined || relay === undefined ? '–' : (ours / relay).toFixed(2);
}

function printRatios(run: RunResult, earlier: readonly RunResult[]): void {
  for (const { row, failed } of run.rows) {
    const before = earlier.slice(-EARLIER_MAX).map((one) => `${ratioOf(one, row)} (${one.commit})`);
    console.log(`bench:smoke ${row}: CPU a message is ${ratioOf(run, row)} × the plain relay's`);
    console.log(`  before, on this machine: ${before.join(', ') || 'nothing'}`);
    for (const [peer, reasons] of Object.entries(failed)) console.log(`  ${peer}: ${reasons.join('; ')}`);
  }
}

exitOnSignals();
try {
  const options = smokeOptions(freshBuild(console.log));
  const run = await smoke(options);
  console.log(textTable(run, ROWS));
  printRatios(run, earlierRuns(run));
  appendHistory(KEPT, run);
  if (options.keepsHistory) appendHistory(HISTORY, run);
} catch (error) {
  // A machine that cannot measure is no reason to refuse a change.
  console.log(`bench:smoke could not measure: ${String(error)}`);
}
