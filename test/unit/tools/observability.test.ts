// What alerts and dashboard ask for exists: a rule over a metric that nobody exports never fires, and says nothing.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import { parse } from 'yaml';
import { newMetrics } from '../../../src/admin/metrics.js';
import { SERIES } from '../../../src/admin/series.js';
import { fromEnvironment, repositoryRoot } from '../../../tools/testenv/tool.js';
import { newView } from '../admin/view.js';

interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly labels: { readonly severity: string };
  readonly annotations: { readonly summary: string };
}

interface Panel {
  readonly title: string;
  readonly targets?: readonly { readonly expr: string }[];
}

const folder = path.join(repositoryRoot, 'tools/observability');
const read = (name: string): string => readFileSync(path.join(folder, name), 'utf8');

const { groups } = parse(read('alerts.yml')) as { groups: readonly { readonly rules: readonly Rule[] }[] };
const rules = groups.flatMap((group) => group.rules);
const { panels } = JSON.parse(read('grafana-dashboard.json')) as { panels: readonly Panel[] };

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
  return new Set(
    described.flatMap(({ name }) => [name, ...['bucket', 'sum', 'count'].map((end) => `${name}_${end}`)]),
  );
}

const labelsOf = (name: string): readonly string[] =>
  name.startsWith('causeway_request_duration_seconds')
    ? ['route', 'service', 'outcome', 'le']
    : (SERIES.find((row) => row.name === name)?.labels ?? []);

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

  const promtool = fromEnvironment('PROMTOOL_BIN', ['promtool']);
  const skip = promtool?.ok === true ? false : 'promtool is not here (Debian: apt-get install prometheus)';
  test('are what Prometheus itself understands', { skip }, () => {
    for (const args of [
      ['check', 'rules', path.join(folder, 'alerts.yml')],
      ['check', 'config', '--syntax-only', path.join(folder, 'prometheus.yml')],
    ]) {
      const ran = spawnSync(promtool?.ok === true ? promtool.path : '', args, { encoding: 'utf8' });
      assert.equal(ran.status, 0, `${ran.stdout}${ran.stderr}`);
    }
  });
});
