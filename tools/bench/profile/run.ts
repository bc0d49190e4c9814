// `npm run profile -- --row ws-100-16`: a flame graph of the gateway under the load of one row. Writes
// tools/bench/out/<row>.svg and <row>.cpuprofile (for Chromium's developer tools), prints where the time went.
//   --row NAME       a row of the benchmark (tools/bench/rows.ts); default ws-100-16
//   --seconds N      how long is measured; default 5
//   --dist FOLDER    another build; default: one of the sources as they are
//   --env NAME=VALUE a setting of the gateway; may be repeated: --env CAUSEWAY_SOCKETS=public
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { commandLineOf, positiveNumber } from '../../command-line.js';
import { freshBuild } from '../fresh-build.js';
import { startGateway } from '../gateway.js';
import { loadOptions } from '../load-order.js';
import { driveLoad } from '../load-process.js';
import { settings } from '../options.js';
import { OUT } from '../places.js';
import { exitOnSignals } from '../program.js';
import { rowsNamed, type Row } from '../rows.js';
import { frameTree, selfTimes, type CpuProfile, type Frame } from './cpu-profile.js';
import { flameGraph } from './flame-graph.js';
import { Inspector } from './inspector.js';

const WARM_UP_MS = 2_000;
const LINES_MAX = 40;

interface Profiled {
  readonly profile: CpuProfile;
  /** Microseconds of the gateway's CPU for each message, the sampling included. */
  readonly cpuUs: number;
  readonly messages: number;
}

async function profileRow(
  row: Row,
  measureMs: number,
  dist: string,
  env: Readonly<Record<string, string>>,
): Promise<Profiled> {
  const { fillerRoutes } = row;
  const gateway = await startGateway({ dist, fillerRoutes, env, nodeFlags: ['--inspect=127.0.0.1:0'] });
  let inspector: Inspector | undefined;
  try {
    const inspected = await Inspector.connect(gateway.program.said());
    inspector = inspected;
    let profile: Promise<CpuProfile> | undefined;
    const options = loadOptions(
      row,
      { port: gateway.port, speech: { kind: 'causeway', token: gateway.token } },
      { warmUpMs: WARM_UP_MS, measureMs },
    );
    const report = await driveLoad(
      { options, watch: gateway.program.pid, beside: gateway.backend.pid },
      {
        onWindow: (edge) => {
          if (edge === 'begin') void inspected.startProfile();
          else profile = inspected.stopProfile();
        },
      },
    );
    const { outcome, begin, end } = report;
    if (!outcome.ok) throw new Error(outcome.reason);
    if (profile === undefined || begin === undefined || end === undefined)
      throw new Error('nothing was measured');
    const { messages } = outcome.result;
    return { profile: await profile, messages, cpuUs: (end.cpuUs - begin.cpuUs) / messages };
  } finally {
    inspector?.close();
    await gateway.stop();
  }
}

function printSelfTimes(root: Frame): void {
  let seen = 0;
  console.log('  self     sum  function');
  for (const { name, selfUs } of selfTimes(root).slice(0, LINES_MAX)) {
    seen += selfUs;
    const cells = [selfUs, seen].map((us) => `${((us / root.totalUs) * 100).toFixed(1)} %`.padStart(7));
    console.log(`${cells.join(' ')}  ${name}`);
  }
}

exitOnSignals();
const { rows, measureMs, env, folder } = commandLineOf('npm run profile', () => {
  const { values } = parseArgs({
    options: {
      row: { type: 'string', default: 'ws-100-16' },
      seconds: { type: 'string', default: '5' },
      dist: { type: 'string' },
      env: { type: 'string', multiple: true, default: [] },
    },
  });
  return {
    rows: rowsNamed([values.row]),
    measureMs: positiveNumber('--seconds', values.seconds) * 1000,
    env: settings(values.env),
    folder: values.dist,
  };
});
const dist = folder === undefined ? freshBuild(console.log) : path.resolve(folder);
for (const row of rows) {
  const { profile, cpuUs, messages } = await profileRow(row, measureMs, dist, env);
  const root = frameTree(profile);
  const title = `${row.name}: ${cpuUs.toFixed(2)} µs of CPU a message, over ${messages} messages`;
  mkdirSync(OUT, { recursive: true });
  const file = path.join(OUT, row.name);
  writeFileSync(`${file}.cpuprofile`, JSON.stringify(profile));
  writeFileSync(`${file}.svg`, flameGraph(root, title));
  printSelfTimes(root);
  console.log(`${title}\n${path.relative('', file)}.svg`);
}
