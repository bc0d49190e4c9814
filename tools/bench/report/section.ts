// What docs/PERFORMANCE.md shows of a run.
import { BOUNDS } from '../bounds.js';
import { ROWS } from '../rows.js';
import type { RunResult } from '../run-result.js';
import { verdicts } from '../verdicts.js';
import { markdownTable, verdictMarkdown } from './table.js';

/** Name of the markers around it. */
export const SECTION = 'bench';

export function section(run: RunResult): string {
  const { machine, warmUpMs, env = {} } = run;
  const held = verdicts(run, new Set(BOUNDS.map(({ row }) => row)));
  const repeats = Math.min(
    ...run.rows.flatMap(({ peers }) => Object.values(peers).map((found) => found.repeats)),
  );
  const warmUp = warmUpMs === undefined ? '' : ` after ${warmUpMs / 1000} s`;
  const settings = Object.entries(env).map(([name, value]) => ` \`${name}=${value}\``);
  return [
    `Commit ${run.commit}, ${run.at.slice(0, 10)}: ${machine.cpu}, ${machine.cores} cores, ${machine.system}, Node ${machine.node}.`,
    `Medians of ${repeats} or more repetitions of ${run.measureMs / 1000} s${warmUp}.`,
    ...(settings.length === 0 ? [] : [`Settings of the gateway:${settings.join(',')}.`]),
    `\n${markdownTable(run, ROWS)}\n`,
    '![CPU a message by row and peer](performance.svg)\n',
    'Held against the bounds:\n',
    verdictMarkdown(held),
  ].join('\n');
}
