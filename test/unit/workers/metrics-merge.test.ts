import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { mergeMetrics } from '../../../src/workers/metrics-merge.js';
import { Scrape } from '../../support/scrape.js';

/** A page as prom-client writes it. */
async function page(counted: number, gauged: number, observed: readonly number[]): Promise<string> {
  const registry = new Registry();
  const registers = [registry];
  new Counter({ name: 'c_total', help: 'Counts.', labelNames: ['code'], registers }).inc(
    { code: 'a b{}' },
    counted,
  );
  new Gauge({ name: 'things', help: 'Things.', registers }).set(gauged);
  new Gauge({ name: 'things_max', help: 'Most things.', registers }).set(gauged);
  new Gauge({ name: 'causeway_registry_up', help: 'Up.', registers }).set(gauged);
  new Gauge({ name: 'causeway_ready', help: 'Ready.', registers }).set(gauged);
  const histogram = new Histogram({ name: 'h_seconds', help: 'Times.', buckets: [1, 10], registers });
  for (const value of observed) histogram.observe(value);
  return registry.metrics();
}

const pages = async (): Promise<ReadonlyMap<string, string>> =>
  new Map([
    ['1', await page(3, 1, [0.5, 5])],
    ['2', await page(4, 0, [50])],
  ]);

describe('metrics of all workers', () => {
  test('added up: counters, histograms and what counts things; the rest by its rule', async () => {
    const scrape = new Scrape(mergeMetrics(await pages(), 'sum'));
    assert.equal(scrape.sum('c_total', { code: 'a b{}' }), 7);
    assert.equal(scrape.sum('h_seconds_count'), 3);
    assert.equal(scrape.sum('h_seconds_sum'), 55.5);
    assert.equal(scrape.sum('h_seconds_bucket', { le: '10' }), 2);
    assert.equal(scrape.sum('h_seconds_bucket', { le: '+Inf' }), 3);
    assert.equal(scrape.sum('things'), 1);
    assert.equal(scrape.sum('things_max'), 1);
    assert.equal(scrape.sum('causeway_registry_up'), 0, 'one that has no registry shows');
    assert.equal(scrape.sum('causeway_ready'), 1, 'one that serves is enough');
  });

  test('per worker: every series once a worker, with its label', async () => {
    const text = mergeMetrics(await pages(), 'worker');
    const scrape = new Scrape(text);
    assert.equal(scrape.sum('c_total', { worker: '1', code: 'a b{}' }), 3);
    assert.equal(scrape.sum('c_total', { worker: '2' }), 4);
    assert.equal(scrape.sum('things', { worker: '2' }), 0);
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
