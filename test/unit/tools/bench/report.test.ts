import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Summary } from '../../../../tools/bench/measurement.js';
import { barChart } from '../../../../tools/bench/report/chart.js';
import { replaceSection } from '../../../../tools/bench/report/marked-section.js';
import { markdownTable, textTable, verdictText } from '../../../../tools/bench/report/table.js';
import { ROWS, rowsNamed } from '../../../../tools/bench/rows.js';
import type { RunResult } from '../../../../tools/bench/run-result.js';
import { verdicts, type Verdict } from '../../../../tools/bench/targets.js';

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
  rows: [
    { row: 'ws-100-1', peers: { causeway: found(8), haproxy: found(10), plain: found(20) }, failed: {} },
    { row: 'ws-idle-19000', peers: { causeway: found(0, 8_192) }, failed: {} },
  ],
};

const verdictsOf = (name: string, peers: Record<string, Summary>): readonly Verdict[] => {
  const [row] = rowsNamed([name]);
  assert.ok(row !== undefined);
  return verdicts(row, { row: name, peers, failed: {} }, 'causeway');
};

describe('tables', () => {
  test('text is aligned, says when the load was the limit, and has no cost where nothing moves', () => {
    const lines = textTable(run, ROWS).split('\n');
    assert.equal(lines.length, 5);
    assert.match(
      lines[1] ?? '',
      /^ws-100-1 +causeway +8\.00 +7\.00–9\.00 +125,000 .*99 \(the load was the limit\)$/,
    );
    assert.match(lines[4] ?? '', /^ws-idle-19000 +causeway +– +– +– .* 8,192 /);
  });

  test('Markdown has a cell for each column in every line', () => {
    const lines = markdownTable(run, ROWS).split('\n');
    const columns = (line = ''): number => line.split('|').length;
    for (const line of lines) assert.equal(columns(line), columns(lines[0]), line);
  });
});

describe('bounds', () => {
  test('met and missed, only against peers that were measured', () => {
    const held = verdictsOf('ws-100-1', { causeway: found(8), haproxy: found(10), plain: found(10) });
    assert.deepEqual(
      held.map(({ what, measured, atMost, met }) => [what, measured, atMost, met]),
      [
        ['CPU ÷ haproxy', 0.8, 0.8, true],
        ['CPU ÷ plain', 0.8, 0.55, false],
      ],
    );
    assert.match(verdictText(held), /haproxy +0\.80 +0\.80 +met\n.*plain +0\.80 +0\.55 +missed/);
  });

  test('1 KiB is allowed a quarter more; a fixed rate is held by its p99 too; idle by memory', () => {
    const [large] = verdictsOf('tcp-5000-1-1k', { causeway: found(7), haproxy: found(10) });
    assert.deepEqual([large?.atMost, large?.met], [0.75, true]);
    const rate = verdictsOf('ws-rate-20000', { causeway: found(21), haproxy: found(10) });
    assert.deepEqual(
      rate.map(({ what, met }) => [what, met]),
      [
        ['CPU ÷ haproxy', false],
        ['p99 ÷ haproxy', false],
      ],
    );
    const idle = verdictsOf('tcp-idle-19000', { causeway: found(0, 5 * 1024) });
    assert.deepEqual(
      idle.map(({ measured, met }) => [measured, met]),
      [[5, true]],
    );
  });
});

test('the chart has a bar for each peer of a row with messages', () => {
  const svg = barChart(run);
  assert.match(svg, /^<svg [^>]+>/);
  assert.equal(svg.match(/<rect x="/g)?.length, 3);
  assert.match(svg, />20\.00<\/text>/);
  assert.ok(!svg.includes('idle'));
});

test('a marked section is replaced and nothing else', () => {
  const text = 'a\n<!-- x:begin -->\nold\n<!-- x:end -->\nb\n';
  const replaced = replaceSection(text, 'x', 'new\n');
  assert.equal(replaced, 'a\n<!-- x:begin -->\n\nnew\n\n<!-- x:end -->\nb\n');
  assert.equal(replaceSection(replaced, 'x', 'new'), replaced);
  assert.throws(() => replaceSection('no markers', 'x', ''), /no <!-- x:begin -->/);
});
