import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import type { Summary } from '../../../../tools/bench/measurement.js';
import { barChart } from '../../../../tools/bench/report/chart.js';
import { replaceSection } from '../../../../tools/bench/report/marked-section.js';
import { markdownTable, textTable, verdictText } from '../../../../tools/bench/report/table.js';
import { ROWS } from '../../../../tools/bench/rows.js';
import { lastWholeRun, readHistory, type RunResult } from '../../../../tools/bench/run-result.js';
import { HISTORY } from '../../../../tools/bench/places.js';
import { section, SECTION } from '../../../../tools/bench/report/section.js';
import { repositoryRoot } from '../../../../tools/testenv/tool.js';
import { BOUNDS } from '../../../../tools/bench/bounds.js';
import { verdicts, type Verdict } from '../../../../tools/bench/verdicts.js';

const found = (cpuUs: number, bytesPerSession = 4_000): Summary => ({
  median: {
    ...{ cpuUs, messagesPerSecond: 1_000_000 / cpuUs, p50Ms: 1, p99Ms: cpuUs, p999Ms: 3 },
    ...{ peerShare: 0.5, loadShare: 0.99, residentMib: 100, bytesPerSession },
  },
  cpuUsMin: cpuUs - 1,
  cpuUsMax: cpuUs + 1,
  repeats: 3,
});

const run: RunResult = {
  at: '2026-01-02T03:04:05.000Z',
  commit: 'abc1234',
  machine: { cpu: 'a CPU', cores: 2, memoryGib: 8, system: 'Linux 6', node: 'v20.0.0' },
  measureMs: 2_000,
  collectsAtStart: true,
  rows: [
    {
      row: 'ws-100-1',
      peers: { 'causeway-public': found(8), haproxy: found(10), plain: found(20) },
      failed: {},
    },
    { row: 'ws-idle-19000', peers: { 'causeway-public': found(0, 8_192) }, failed: {} },
  ],
};

/** The gateway in one repetition of three, nats in all, haproxy never tried. */
const partlyFailed = (): RunResult => ({
  ...run,
  rows: [
    {
      row: 'ws-100-1',
      peers: { 'causeway-public': { ...found(8), repeats: 2 }, plain: found(20) },
      failed: {
        'causeway-public': ['2/3: 5 × code 1102 TIMEOUT; /metrics counts 5 failed requests'],
        nats: ['1/3: it did not start', '2/3: it did not start', '3/3: it did not start'],
      },
      repetitions: 3,
      leftOut: { haproxy: 'it lets in 9900 sessions at most' },
    },
  ],
});

const verdictsOf = (rows: Record<string, Record<string, Summary>>): readonly Verdict[] => {
  const results = Object.entries(rows).map(([row, peers]) => ({ row, peers, failed: {} }));
  return verdicts({ ...run, rows: results }, new Set(Object.keys(rows)));
};

describe('tables', () => {
  test('text is aligned, says when the load was the limit, and has no cost where nothing moves', () => {
    const lines = textTable(run, ROWS).split('\n');
    assert.equal(lines.length, 5);
    assert.match(
      lines[1] ?? '',
      /^ws-100-1 +causeway-public +8\.00 +7\.00–9\.00 +125,000 .*99 +the load was the limit$/,
    );
    assert.match(lines[4] ?? '', /^ws-idle-19000 +causeway-public +– +– +– .* 8,192 /);
  });

  test('a peer that failed has no figures but reasons, and one that failed wholly is there too', () => {
    const failing = partlyFailed();
    for (const table of [textTable(failing, ROWS), markdownTable(failing, ROWS)]) {
      assert.doesNotMatch(table, /8\.00/);
      assert.match(table, /1 of 3 failed: 2\/3: 5 × code 1102 TIMEOUT/);
      assert.match(table, /3 of 3 failed: 1\/3: it did not start/);
      assert.match(table, /left out: it lets in 9900 sessions at most/);
    }
    assert.ok(!barChart(failing).includes('>8.00<'));
  });

  test('quantiles of too few samples are none', () => {
    const { median } = found(8);
    const few = { ...found(8), median: { ...median, p99Ms: undefined, p999Ms: undefined } };
    const table = textTable({ ...run, rows: [{ row: 'ws-100-1', peers: { plain: few }, failed: {} }] }, ROWS);
    assert.match(table, / 1\.00 +– +– +– +100 /);
  });

  test('Markdown has a cell for each column in every line', () => {
    const lines = markdownTable(run, ROWS).split('\n');
    const columns = (line = ''): number => line.split('|').length;
    for (const line of lines) assert.equal(columns(line), columns(lines[0]), line);
  });
});

describe('bounds', () => {
  test('each is of a row that there is, and against one', () => {
    const names = new Set(ROWS.map(({ name }) => name));
    for (const { row, against } of BOUNDS) {
      assert.ok(names.has(row), row);
      assert.ok(against === undefined || 'peer' in against || names.has(against.row), row);
    }
    assert.equal(BOUNDS.filter(({ row }) => row.endsWith('-1k')).length, 22);
  });

  test('hit, miss, and not measured where the peer was not', () => {
    const held = verdictsOf({
      'ws-100-1': { 'causeway-public': found(8), haproxy: found(10), plain: found(10) },
    });
    assert.deepEqual(
      held.map(({ what, measured, atMost, outcome }) => [what, measured, atMost, outcome]),
      [
        ['CPU ÷ haproxy', 0.8, 0.8, 'hit'],
        ['CPU ÷ nats', undefined, 0.6, 'not measured'],
        ['CPU ÷ plain', 0.8, 0.55, 'miss'],
      ],
    );
    const text = verdictText(held);
    assert.match(
      text,
      /haproxy +0\.80 +0\.80 +hit\n.*nats +– +0\.60 +not measured\n.*plain +0\.80 +0\.55 +miss/,
    );
  });

  test('a figure of which a repetition failed, on either side, is no measure', () => {
    const held = verdicts(partlyFailed(), new Set(['ws-100-1']));
    assert.ok(held.length > 0 && held.every(({ outcome }) => outcome === 'not measured'));
    assert.match(verdictText(held), /plain .*not measured \(1 of 3 failed\)/);
    const good = { 'causeway-public': found(1), plain: { ...found(10), repeats: 2 } };
    const rows = [{ row: 'ws-100-1', peers: good, failed: { plain: ['3/3: it ended'] }, repetitions: 3 }];
    const [, , plain] = verdicts({ ...run, rows }, new Set(['ws-100-1']));
    assert.deepEqual([plain?.outcome, plain?.why], ['not measured', 'plain: 1 of 3 failed']);
  });

  test('1 KiB is allowed a quarter more; a fixed rate is held by its p99 too', () => {
    const [large] = verdictsOf({
      'tcp-5000-1-1k': { 'causeway-public': found(7), haproxy: found(10) },
    });
    assert.deepEqual([large?.atMost, large?.outcome], [0.75, 'hit']);
    const rate = verdictsOf({ 'ws-rate-20000': { 'causeway-handle': found(21), haproxy: found(10) } });
    assert.deepEqual(
      rate.map(({ gateway, what, outcome }) => [gateway, what, outcome]),
      [
        ['causeway-handle', 'CPU ÷ haproxy', 'miss'],
        ['causeway-handle', 'p99 ÷ haproxy', 'miss'],
      ],
    );
  });

  test('memory of idle sessions has a bound for each way of reading sockets', () => {
    const idle = verdictsOf({
      'tcp-idle-19000': { 'causeway-public': found(0, 5 * 1024), 'causeway-handle': found(0, 5 * 1024) },
    });
    assert.deepEqual(
      idle.map(({ gateway, measured, atMost, outcome }) => [gateway, measured, atMost, outcome]),
      [
        ['causeway-public', 5, 6, 'hit'],
        ['causeway-handle', 5, 3, 'miss'],
      ],
    );
  });

  test('memory is no measure where the start had left what a later collection took', () => {
    const rows = [{ row: 'ws-idle-19000', peers: { 'causeway-handle': found(0, 100) }, failed: {} }];
    const [idle] = verdicts({ ...run, rows, collectsAtStart: false }, new Set(['ws-idle-19000']));
    assert.deepEqual([idle?.outcome, idle?.why], ['not measured', 'no collection at the start']);
  });

  test('the large table may differ from the small one as its own repetitions do', () => {
    const routes = (cpuUs: number): string | undefined =>
      verdictsOf({
        'ws-routes-10': { 'causeway-public': found(10) },
        'ws-routes-10000': { 'causeway-public': found(cpuUs) },
      })[0]?.outcome;
    assert.deepEqual([routes(10.9), routes(11.2)], ['hit', 'miss']);
  });
});

test('the chart has a bar for each peer of a row with messages', () => {
  const svg = barChart(run);
  assert.match(svg, /^<svg [^>]+>/);
  assert.equal(svg.match(/<rect x="/g)?.length, 3);
  assert.match(svg, />20\.00<\/text>/);
  assert.ok(!svg.includes('idle'));
});

test('docs/PERFORMANCE.md shows a run of the history that has all rows', () => {
  const document = readFileSync(path.join(repositoryRoot, 'docs/PERFORMANCE.md'), 'utf8');
  const whole = readHistory(HISTORY).filter(({ isWhole }) => isWhole === true);
  const shown = whole.find(({ at, commit }) => document.includes(`Commit ${commit}, ${at.slice(0, 10)}: `));
  assert.ok(shown !== undefined, 'npm run bench:docs');
  assert.equal(document, replaceSection(document, SECTION, section(shown)), 'npm run bench:docs');
});

test('the last whole run is not the last run', () => {
  const [first, second, part] = [{ ...run, isWhole: true }, { ...run, isWhole: true }, { ...run }];
  assert.equal(lastWholeRun([first, second, part]), second);
  assert.equal(lastWholeRun([part]), undefined);
});

test('a marked section is replaced and nothing else', () => {
  const text = 'a\n<!-- x:begin -->\nold\n<!-- x:end -->\nb\n';
  const replaced = replaceSection(text, 'x', 'new\n');
  assert.equal(replaced, 'a\n<!-- x:begin -->\n\nnew\n\n<!-- x:end -->\nb\n');
  assert.equal(replaceSection(replaced, 'x', 'new'), replaced);
  assert.throws(() => replaceSection('no markers', 'x', ''), /no <!-- x:begin -->/);
});
