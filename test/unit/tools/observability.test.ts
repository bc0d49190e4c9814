// What alerts and dashboard ask for exists: a rule over a metric that nobody exports never fires, and says nothing.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, test } from 'node:test';
import { parse } from 'yaml';
import { newMetrics } from '../../../src/admin/metrics.js';
import { SERIES } from '../../../src/admin/series.js';
import { PRIMARY_SERIES } from '../../../src/workers/primary-metrics.js';
import { repositoryRoot } from '../../../tools/testenv/tool.js';
import { findPromtool } from '../../../tools/testenv/tools.js';
import { mustHave, skipUnless } from '../../support/require.js';
import { newView } from '../admin/view.js';
import { ALERT_CASES, type AlertCase } from './alert-cases.js';

interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly labels: { readonly severity: string };
  readonly annotations: { readonly summary: string };
}

interface Panel {
  readonly title: string;
  readonly type: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly datasource?: { readonly uid: string };
  readonly targets?: readonly { readonly expr: string }[];
}

interface Dashboard {
  readonly panels: readonly Panel[];
  readonly templating: { readonly list: readonly { readonly name: string; readonly type: string }[] };
}

/** Columns of a dashboard of Grafana. */
const GRID_WIDTH = 24;

const folder = path.join(repositoryRoot, 'tools/observability');
const read = (name: string): string => readFileSync(path.join(folder, name), 'utf8');

const { groups } = parse(read('alerts.yml')) as { groups: readonly { readonly rules: readonly Rule[] }[] };
const rules = groups.flatMap((group) => group.rules);
const { panels, templating } = JSON.parse(read('grafana-dashboard.json')) as Dashboard;

const asked: readonly (readonly [where: string, expr: string])[] = [
  ...rules.map(({ alert, expr }) => [alert, expr] as const),
  ...panels.flatMap(({ title, targets = [] }) => targets.map(({ expr }) => [title, expr] as const)),
];

const METRIC = /\b(?:causeway|nodejs|process)_[a-z0-9_]+/g;
const SELECTION = /\b(causeway_[a-z0-9_]+)\{([^}]*(?:\{[^}]*\}[^}]*)*)\}/g;
/** Added by Prometheus to whatever it scrapes. */
const TARGET_LABELS = ['instance', 'job'];

/** Names as they can be asked for: a histogram has three. */
function exported(): ReadonlySet<string> {
  const described = newMetrics(newView()).getMetricsAsArray();
  return new Set([
    ...described.flatMap(({ name }) => [name, ...['bucket', 'sum', 'count'].map((end) => `${name}_${end}`)]),
    ...PRIMARY_SERIES.map(({ name }) => name),
  ]);
}

const labelsOf = (name: string): readonly string[] =>
  name.startsWith('causeway_request_duration_seconds')
    ? ['route', 'service', 'outcome', 'le']
    : ([...SERIES, ...PRIMARY_SERIES].find((row) => row.name === name)?.labels ?? []);

describe('alerts and dashboard', () => {
  test('ask only for metrics that are exported', () => {
    const names = exported();
    for (const [where, expr] of asked) {
      const used = expr.match(METRIC) ?? (expr.startsWith('up{') ? ['up'] : []);
      assert.ok(used.length > 0, `${where}: ${expr}`);
      for (const name of used) assert.ok(name === 'up' || names.has(name), `${where} asks for ${name}`);
    }
  });

  test('select by labels that these metrics have', () => {
    let selections = 0;
    for (const [where, expr] of asked)
      for (const [, name = '', matchers = ''] of expr.matchAll(SELECTION))
        for (const [, label = ''] of matchers.matchAll(/([a-z_]+)(?:=~|!~|!=|=)"/g)) {
          selections++;
          assert.ok([...TARGET_LABELS, ...labelsOf(name)].includes(label), `${where}: ${name}{${label}}`);
        }
    assert.ok(selections > 20, 'the test found what it looks for');
  });

  test('each panel has a place of its own, and asks the Prometheus that the reader chose', () => {
    const taken = new Map<string, string>();
    for (const { title, type, gridPos, datasource } of panels) {
      assert.ok(gridPos.w > 0 && gridPos.x + gridPos.w <= GRID_WIDTH && gridPos.h > 0, title);
      for (let x = gridPos.x; x < gridPos.x + gridPos.w; x++)
        for (let y = gridPos.y; y < gridPos.y + gridPos.h; y++) {
          const cell = `${x},${y}`;
          assert.equal(taken.get(cell), undefined, `${title} lies over ${taken.get(cell) ?? ''}`);
          taken.set(cell, title);
        }
      if (type !== 'row') assert.equal(datasource?.uid, '${datasource}', title);
    }
    const variables = templating.list.map(({ name, type }) => [name, type]);
    assert.deepEqual(variables, [
      ['datasource', 'datasource'],
      ['gateway', 'query'],
    ]);
  });

  test('each alert has its own name, a severity, and says what is wrong', () => {
    assert.equal(new Set(rules.map(({ alert }) => alert)).size, rules.length);
    for (const { alert, labels, annotations } of rules) {
      assert.match(alert, /^Causeway[A-Z]\w+$/);
      assert.ok(['page', 'ticket'].includes(labels.severity), alert);
      assert.match(annotations.summary, /\.$/, alert);
    }
  });

  test('each alert has a row in docs/OPERATIONS.md', () => {
    const doc = readFileSync(path.join(repositoryRoot, 'docs/OPERATIONS.md'), 'utf8');
    for (const { alert } of rules) assert.ok(doc.includes(`\`${alert}\``), alert);
  });

  const promtool = findPromtool();
  const skip = skipUnless(promtool);
  /** @returns what it says, when it does not succeed */
  const refusedBy = (args: readonly string[]): string => {
    const { path: file, env } = mustHave(promtool);
    const ran = spawnSync(file, args, { encoding: 'utf8', env: { ...process.env, ...env } });
    return ran.status === 0 ? '' : `${ran.stdout}${ran.stderr}`;
  };

  test('are what Prometheus itself understands', { skip }, () => {
    assert.equal(refusedBy(['check', 'rules', path.join(folder, 'alerts.yml')]), '');
    const config = path.join(folder, 'prometheus.yml');
    assert.equal(refusedBy(['check', 'config', '--syntax-only', config]), '');
  });

  test('each alert is tried with what it is for, and with what it is not for', () => {
    for (const { alert } of rules) {
      const cases = ALERT_CASES.filter((one) => one.alert === alert);
      assert.ok(
        cases.some(({ fires }) => fires.length > 0),
        `${alert} has no case in which it fires`,
      );
      assert.ok(
        cases.some(({ fires }) => fires.length === 0),
        `${alert} has no case in which it does not`,
      );
    }
  });

  test('fire at what they are for and at nothing else, by Prometheus’ own evaluation', { skip }, () => {
    const directory = mkdtempSync(path.join(tmpdir(), 'causeway-alerts-'));
    try {
      const file = path.join(directory, 'cases.json');
      const tests = ALERT_CASES.map(promtoolTest);
      writeFileSync(file, JSON.stringify({ rule_files: [path.join(folder, 'alerts.yml')], tests }));
      assert.equal(refusedBy(['test', 'rules', file]), '');
    } finally {
      rmSync(directory, { recursive: true });
    }
  });
});

/** As `promtool test rules` takes it: labels and the whole summary must be as they are said. */
function promtoolTest({ alert, scraped, at, fires }: AlertCase): object {
  const severity = rules.find((rule) => rule.alert === alert)?.labels.severity ?? assert.fail(`no ${alert}`);
  const expected = fires.map(({ labels, summary }) => ({
    exp_labels: { ...labels, severity },
    exp_annotations: { summary },
  }));
  return {
    interval: '30s',
    input_series: Object.entries(scraped).map(([series, values]) => ({
      series,
      values: typeof values === 'number' ? `${values}x400` : values,
    })),
    alert_rule_test: [{ eval_time: at, alertname: alert, exp_alerts: expected }],
  };
}
