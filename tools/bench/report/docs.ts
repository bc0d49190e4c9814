// `npm run bench:docs`: rewrites the tables of docs/PERFORMANCE.md from the last run in history.ndjson that has all
// rows.   --run N   from that line of it, counted from 1
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { CommandLineError, commandLineOf, positiveNumber } from '../../command-line.js';
import { repositoryRoot } from '../../testenv/tool.js';
import { HISTORY } from '../places.js';
import { lastWholeRun, readHistory, type RunResult } from '../run-result.js';
import { barChart } from './chart.js';
import { replaceSection } from './marked-section.js';
import { section, SECTION } from './section.js';

const DOCUMENT = path.join(repositoryRoot, 'docs/PERFORMANCE.md');
const CHART = path.join(repositoryRoot, 'docs/performance.svg');

function wantedRun(): RunResult {
  const { values } = parseArgs({ options: { run: { type: 'string' } } });
  const history = readHistory(HISTORY);
  const run =
    values.run === undefined ? lastWholeRun(history) : history[positiveNumber('--run', values.run) - 1];
  if (run !== undefined) return run;
  throw new CommandLineError(
    values.run === undefined
      ? 'no run has all rows: write --run N, or let npm run bench make one'
      : `--run ${values.run}: there are ${history.length} runs`,
  );
}

const run = commandLineOf('npm run bench:docs', wantedRun);
writeFileSync(DOCUMENT, replaceSection(readFileSync(DOCUMENT, 'utf8'), SECTION, section(run)));
writeFileSync(CHART, barChart(run));
console.log(`${path.relative('', DOCUMENT)} and ${path.relative('', CHART)} show ${run.commit} of ${run.at}`);
