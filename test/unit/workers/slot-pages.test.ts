import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { mergeMetrics } from '../../../src/workers/metrics-merge.js';
import { BASE_SERIES_MAX, SlotPages } from '../../../src/workers/slot-pages.js';
import { Scrape } from '../../support/scrape.js';

const page = (counted: number, gauged: number): string =>
  [
    ...['# TYPE c_total counter', `c_total{code="OK"} ${counted}`],
    ...['# TYPE h_seconds histogram', `h_seconds_bucket{le="+Inf"} ${counted}`, `h_seconds_count ${counted}`],
    ...['# TYPE causeway_sessions gauge', `causeway_sessions ${gauged}`, ''],
  ].join('\n');

const scraped = (pages: SlotPages): Scrape => new Scrape(mergeMetrics(pages.pages(), 'sum'));

describe('metrics of slots', () => {
  test('a worker that misses a scrape counts with its last page', () => {
    const pages = new SlotPages();
    pages.take('1', 0, page(3, 2));
    pages.take('2', 0, page(4, 1));
    pages.take('1', 0, page(5, 2));
    for (const worker of ['1', '2']) pages.keepUp(worker, 0, true);
    assert.equal(scraped(pages).sum('c_total'), 9);
    assert.equal(scraped(pages).sum('causeway_sessions'), 3);
  });

  test('one that ended leaves what it counted, and none of what it had', () => {
    const pages = new SlotPages();
    pages.take('1', 0, page(3, 2));
    pages.keepUp('1', 0, false);
    pages.keepUp('1', 0, false);
    assert.equal(scraped(pages).sum('c_total'), 3);
    assert.equal(scraped(pages).sum('h_seconds_count'), 3);
    assert.equal(scraped(pages).sum('causeway_sessions'), 0);
    pages.keepUp('1', 1, true);
    pages.take('1', 1, page(1, 7));
    assert.equal(scraped(pages).sum('c_total'), 4);
    assert.equal(scraped(pages).sum('h_seconds_bucket', { le: '+Inf' }), 4);
    assert.equal(scraped(pages).sum('causeway_sessions'), 7);
  });

  test('a page that comes after its writer’s end changes nothing', () => {
    const pages = new SlotPages();
    pages.take('1', 0, page(3, 2));
    pages.keepUp('1', 0, false);
    pages.take('1', 0, page(9, 9));
    assert.equal(scraped(pages).sum('c_total'), 3);
  });

  test('the last page of one that drains counts once, whatever comes of it later', () => {
    const pages = new SlotPages();
    pages.take('1', 0, page(3, 2));
    pages.takeLast('1', 0, page(5, 2));
    // Its process is still there, a scrape was under way.
    pages.take('1', 0, page(4, 2));
    pages.keepUp('1', 0, true);
    assert.equal(scraped(pages).sum('c_total'), 5);
    assert.equal(scraped(pages).sum('causeway_sessions'), 0);
    pages.keepUp('1', 0, false);
    pages.take('1', 1, page(1, 7));
    pages.keepUp('1', 1, true);
    assert.equal(scraped(pages).sum('c_total'), 6);
    assert.equal(scraped(pages).sum('causeway_sessions'), 7);
  });

  test('series of the ended are bounded', () => {
    const pages = new SlotPages();
    const series = Array.from({ length: BASE_SERIES_MAX }, (_, at) => `c_total{server="${at}"} 1`);
    pages.take('1', 0, `# TYPE c_total counter\n${series.join('\n')}\n`);
    pages.take('1', 1, '# TYPE c_total counter\nc_total{server="0"} 1\nc_total{server="new"} 1\n');
    pages.keepUp('1', 2, true);
    assert.equal(scraped(pages).sum('c_total'), BASE_SERIES_MAX + 1);
  });

  test('what one worker forgets counts until all have forgotten it', () => {
    const NONE = '# TYPE c_total counter\n';
    const of = (count: number): string => `${NONE}c_total{server="a"} ${count}\n`;
    const pages = new SlotPages();
    const seen = (worker: string, text: string): string => {
      pages.take(worker, 0, text);
      return /^c_total.*$/m.exec(mergeMetrics(pages.pages(), 'sum'))?.[0] ?? 'none';
    };
    const a = (count: number): string => `c_total{server="a"} ${count}`;
    seen('1', of(50));
    assert.equal(seen('2', of(30)), a(80));
    assert.equal(seen('1', NONE), a(80));
    assert.equal(seen('1', of(2)), a(82), 'it is there again');
    assert.equal(seen('1', of(1)), a(83), 'left and came between two readings');
    assert.equal(seen('1', NONE), a(83));
    assert.equal(seen('2', NONE), 'none');
    assert.equal(seen('1', of(4)), a(4));
  });

  test('no counter goes back, whatever workers do', () => {
    const step = fc.record({
      worker: fc.constantFrom('1', '2', '3'),
      does: fc.constantFrom('count', 'miss', 'end', 'drain', 'forget'),
      by: fc.nat({ max: 100 }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const pages = new SlotPages();
        const state = new Map(['1', '2', '3'].map((worker) => [worker, { restarts: 0, count: 0 }]));
        let before = 0;
        for (const { worker, does, by } of steps) {
          const one = state.get(worker) ?? assert.fail();
          if (does === 'drain') pages.takeLast(worker, one.restarts, page(one.count, 1));
          if (does === 'end' || does === 'drain')
            Object.assign(one, { restarts: one.restarts + 1, count: 0 });
          one.count += by;
          if (does === 'forget') one.count = 0;
          if (does === 'count') pages.take(worker, one.restarts, page(one.count, 1));
          if (does === 'forget') pages.take(worker, one.restarts, '');
          for (const [name, { restarts }] of state) pages.keepUp(name, restarts, true);
          const text = mergeMetrics(pages.pages(), 'sum');
          const now = new Scrape(text).sum('c_total');
          // All have forgotten it: the series has ended.
          if (!text.includes('c_total{')) before = 0;
          assert.ok(now >= before, `${before} → ${now}`);
          before = now;
        }
      }),
    );
  });
});
