import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { newMetrics } from '../../../src/admin/metrics.js';
import { mergeMetrics as merge, mergeOf, type MetricsView } from '../../../src/workers/metrics-merge.js';
import { readPage } from '../../../src/workers/metrics-page.js';
import { Scrape } from '../../support/scrape.js';
import { newView } from '../admin/view.js';

const mergeMetrics = (texts: ReadonlyMap<string, string>, view: MetricsView): string =>
  merge(new Map([...texts].map(([worker, text]) => [worker, readPage(text)])), view);

/** A page as prom-client writes it. */
async function page(counted: number, gauged: number, observed: readonly number[]): Promise<string> {
  const registry = new Registry();
  const registers = [registry];
  new Counter({ name: 'c_total', help: 'Counts.', labelNames: ['code'], registers }).inc(
    { code: 'a b{}' },
    counted,
  );
  new Gauge({ name: 'causeway_connections', help: 'Things.', registers }).set(gauged);
  new Gauge({ name: 'causeway_instances', help: 'Each its view.', registers }).set(gauged);
  new Gauge({ name: 'causeway_registry_up', help: 'Up.', registers }).set(gauged);
  new Gauge({ name: 'causeway_ready', help: 'Ready.', registers }).set(gauged);
  const histogram = new Histogram({ name: 'h_seconds', help: 'Times.', buckets: [1, 10], registers });
  for (const value of observed) histogram.observe(value);
  return registry.metrics();
}

const pages = async (): Promise<ReadonlyMap<string, string>> =>
  new Map([
    ['1', await page(3, 1, [0.5, 5])],
    ['2', await page(4, 2, [50])],
  ]);

describe('metrics of all workers', () => {
  test('added up: counters, histograms and what counts things; the rest by its rule', async () => {
    const scrape = new Scrape(mergeMetrics(await pages(), 'sum'));
    assert.equal(scrape.sum('c_total', { code: 'a b{}' }), 7);
    assert.equal(scrape.sum('h_seconds_count'), 3);
    assert.equal(scrape.sum('h_seconds_sum'), 55.5);
    assert.equal(scrape.sum('h_seconds_bucket', { le: '10' }), 2);
    assert.equal(scrape.sum('h_seconds_bucket', { le: '+Inf' }), 3);
    assert.equal(scrape.sum('causeway_connections'), 3);
    assert.equal(scrape.sum('causeway_instances'), 2, 'each of them sees the same instances');
    assert.equal(scrape.sum('causeway_registry_up'), 1, 'one that has no registry shows');
    assert.equal(scrape.sum('causeway_ready'), 2, 'one that serves is enough');
  });

  test('every gauge that a gateway exports says how it merges', async () => {
    const exported = readPage(await newMetrics(newView()).metrics());
    const gauges = [...exported.values()].filter(({ type }) => type === 'gauge');
    assert.ok(gauges.length > 50);
    for (const { name } of gauges)
      assert.ok(mergeOf({ name, type: 'gauge' }) !== undefined, `${name}: name it in NODE_GAUGES`);
  });

  test('what is each worker’s own view of the same is not added up', () => {
    const rules = ['cluster_gateways', 'instances', 'presence_known', 'user_limit_alone', 'groups'].map(
      (name) => mergeOf({ name: `causeway_${name}`, type: 'gauge' }),
    );
    assert.deepEqual(rules, ['lowest', 'highest', 'highest', 'highest', 'sum']);
  });

  test('per worker: every series once a worker, with its label', async () => {
    const text = mergeMetrics(await pages(), 'worker');
    const scrape = new Scrape(text);
    assert.equal(scrape.sum('c_total', { worker: '1', code: 'a b{}' }), 3);
    assert.equal(scrape.sum('c_total', { worker: '2' }), 4);
    assert.equal(scrape.sum('causeway_connections', { worker: '2' }), 2);
    assert.equal(text.match(/# TYPE c_total counter/g)?.length, 1);
    assert.equal(text.match(/# HELP c_total Counts\./g)?.length, 1);
  });

  test('what one worker alone has stands as it was, comments and blank lines are left out', () => {
    const text = mergeMetrics(new Map([['1', '# TYPE a gauge\na{x="y"} Nan\n\n# a comment\na 2\n']]), 'sum');
    assert.equal(text, '# TYPE a gauge\na{x="y"} NaN\na 2\n');
    assert.equal(mergeMetrics(new Map(), 'sum'), '');
  });

  test('the sum is the sum of the workers, whatever they counted', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat({ max: 1e9 }), { minLength: 1, maxLength: 8 }), async (counts) => {
        const of = await Promise.all(counts.map((count) => page(count, count, [])));
        const named = new Map(of.map((text, at) => [String(at), text]));
        const sum = counts.reduce((all, count) => all + count, 0);
        assert.equal(new Scrape(mergeMetrics(named, 'sum')).sum('c_total'), sum);
        assert.equal(new Scrape(mergeMetrics(named, 'worker')).sum('c_total'), sum);
      }),
      { numRuns: 30 },
    );
  });
});
