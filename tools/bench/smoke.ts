// `npm run bench:smoke`: does the gateway still cost what it did, against the plain relay in the same run? A ratio
// holds on any machine where absolute figures do not. Under a minute; prints, never fails a build.
//   --history   append it to tools/bench/history.ndjson too
import { measureRow } from './measure-rows.js';
import { causewayPeer, gatewayName } from './peers/causeway.js';
import { programPeers } from './peers/programs.js';
import { freshBuild } from './fresh-build.js';
import { HISTORY } from './places.js';
import { exitOnSignals } from './program.js';
import { textTable } from './report/table.js';
import { ROWS, rowsNamed } from './rows.js';
import { appendHistory, thisCommit, thisMachine, type RunResult } from './run-result.js';
import type { BenchOptions } from './options.js';

const RELAY = 'relay';
const SOCKETS = 'public';
const GATEWAY = gatewayName(SOCKETS);
const smokeOptions = (dist: string): BenchOptions => ({
  rows: rowsNamed(['ws-100-1', 'ws-100-16']),
  peers: [
    causewayPeer({ sockets: SOCKETS, dist, env: {} }),
    ...programPeers(undefined).filter(({ name }) => name === RELAY),
  ],
  repeats: 3,
  measureMs: 500,
  warmUpMs: 400,
  keepsHistory: process.argv.includes('--history'),
});

async function smoke(options: BenchOptions): Promise<RunResult> {
  const about = { at: new Date().toISOString(), commit: thisCommit(), machine: thisMachine() };
  const rows = [];
  for (const row of options.rows) rows.push(await measureRow(row, options, console.log));
  return { ...about, measureMs: options.measureMs, rows };
}

function printRatios({ rows }: RunResult): void {
  for (const { row, peers, failed } of rows) {
    const ours = peers[GATEWAY]?.median.cpuUs;
    const relay = peers[RELAY]?.median.cpuUs;
    const ratio = ours === undefined || relay === undefined ? '–' : (ours / relay).toFixed(2);
    console.log(`bench:smoke ${row}: CPU a message is ${ratio} × the plain relay's`);
    for (const [peer, reasons] of Object.entries(failed)) console.log(`  ${peer}: ${reasons.join('; ')}`);
  }
}

exitOnSignals();
try {
  const options = smokeOptions(freshBuild(console.log));
  const run = await smoke(options);
  console.log(textTable(run, ROWS));
  printRatios(run);
  if (options.keepsHistory) appendHistory(HISTORY, run);
} catch (error) {
  // A machine that cannot measure is no reason to refuse a change.
  console.log(`bench:smoke could not measure: ${String(error)}`);
}
