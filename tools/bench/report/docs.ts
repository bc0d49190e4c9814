// `npm run bench:docs`: rewrites the tables of docs/PERFORMANCE.md from the last line of history.ndjson.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { repositoryRoot } from '../../testenv/tool.js';
import { HISTORY } from '../places.js';
import { ROWS } from '../rows.js';
import { lastRun, type RunResult } from '../run-result.js';
import { verdicts } from '../verdicts.js';
import { BOUNDS } from '../bounds.js';
import { barChart } from './chart.js';
import { replaceSection } from './marked-section.js';
import { markdownTable, verdictMarkdown } from './table.js';

const DOCUMENT = path.join(repositoryRoot, 'docs/PERFORMANCE.md');
const CHART = path.join(repositoryRoot, 'docs/performance.svg');

function section(run: RunResult): string {
  const { machine } = run;
  const held = verdicts(run, new Set(BOUNDS.map(({ row }) => row)));
  const repeats = Math.min(
    ...run.rows.flatMap(({ peers }) => Object.values(peers).map((found) => found.repeats)),
  );
  return [
    `Commit ${run.commit}, ${run.at.slice(0, 10)}: ${machine.cpu}, ${machine.cores} cores, ${machine.system}, Node ${machine.node}.`,
    `Medians of ${repeats} or more repetitions of ${run.measureMs / 1000} s.`,
    `\n${markdownTable(run, ROWS)}\n`,
    '![CPU a message by row and peer](performance.svg)\n',
    'Held against the bounds:\n',
    verdictMarkdown(held),
  ].join('\n');
}

const run = lastRun(HISTORY);
writeFileSync(DOCUMENT, replaceSection(readFileSync(DOCUMENT, 'utf8'), 'bench', section(run)));
writeFileSync(CHART, barChart(run));
console.log(`${path.relative('', DOCUMENT)} and ${path.relative('', CHART)} show ${run.commit} of ${run.at}`);
