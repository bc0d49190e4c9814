// The metrics of each slot, so that what is added up over workers never goes backwards: a worker that is
// silent for once counts with its last page, and what a worker had counted when it ended stays in its slot's
// base, on which its successor counts on. What one that lives has forgotten, as of an instance that left the
// registry, stays while the series is there without it: workers don't forget at the same moment. A worker that
// drains hands a last page over before it ends; of one that crashes, what it counted since its last page is lost.

import { isCounted, readPage, type Family, type Page } from './metrics-page.js';

/** Series of workers that ended; those beyond are forgotten, such as those of links to backends long gone. */
export const BASE_SERIES_MAX = 20_000;

interface Slot {
  /** Of whom `last` is. */
  restarts: number;
  last: Page;
  readonly base: Map<string, Family>;
  /** What it had counted of series that are gone from its pages, or began anew there. */
  readonly fallen: Map<string, Family>;
}

const NOTHING: Page = new Map();

export class SlotPages {
  /** Workers that did not answer the last scrape: they count with what they said before. */
  silent: readonly string[] = [];
  readonly #slots = new Map<string, Slot>();

  /** A worker's page has come. @param restarts of the one that wrote it */
  take(worker: string, restarts: number, text: string): void {
    const slot = this.#slots.get(worker) ?? newSlot(restarts);
    this.#slots.set(worker, slot);
    // It comes late: its successor's is there, or what it said before is in the base.
    if (restarts < slot.restarts) return;
    if (restarts > slot.restarts) endOf(slot, restarts);
    const page = readPage(text);
    keepFallen(slot, page);
    slot.last = page;
  }

  /** A worker's page has come behind which it counts nothing more: what it has counts from now on, gauges do not. */
  takeLast(worker: string, restarts: number, text: string): void {
    this.take(worker, restarts, text);
    this.keepUp(worker, restarts, false);
  }

  /** What has become of the slot by now. @param lives false: nobody runs there who could have a page */
  keepUp(worker: string, restarts: number, lives: boolean): void {
    const slot = this.#slots.get(worker);
    if (slot === undefined) return;
    const next = lives ? restarts : restarts + 1;
    if (next > slot.restarts) endOf(slot, next);
  }

  /** By worker's name: what counts now. */
  pages(): ReadonlyMap<string, Page> {
    this.#forgetFallen();
    return new Map(
      [...this.#slots].map(([worker, { base, fallen, last }]) => [worker, added(fallen, added(base, last))]),
    );
  }

  /** A series that is nowhere else ends, as with one gateway. */
  #forgetFallen(): void {
    const others = [...this.#slots.values()].flatMap(({ base, last }) => [base, last]);
    for (const { fallen } of this.#slots.values())
      for (const { name, samples } of fallen.values()) {
        for (const series of samples.keys())
          if (!others.some((page) => page.get(name)?.samples.has(series))) samples.delete(series);
        if (samples.size === 0) fallen.delete(name);
      }
  }
}

const newSlot = (restarts: number): Slot => ({
  ...{ restarts, last: NOTHING },
  ...{ base: new Map<string, Family>(), fallen: new Map<string, Family>() },
});

/** Bounded by what other workers count: the rest is forgotten with the next reading. */
function keepFallen({ last, fallen }: Slot, page: Page): void {
  for (const family of last.values()) {
    if (!isCounted(family)) continue;
    const now = page.get(family.name)?.samples;
    for (const [series, value] of family.samples) {
      if ((now?.get(series) ?? -1) >= value) continue;
      const kept = fallen.get(family.name) ?? { ...family, samples: new Map<string, number>() };
      fallen.set(family.name, kept);
      kept.samples.set(series, (kept.samples.get(series) ?? 0) + value);
    }
  }
}

function endOf(slot: Slot, restarts: number): void {
  slot.restarts = restarts;
  let room = BASE_SERIES_MAX - [...slot.base.values()].reduce((all, { samples }) => all + samples.size, 0);
  for (const family of slot.last.values()) {
    if (!isCounted(family)) continue;
    const base = slot.base.get(family.name) ?? { ...family, samples: new Map<string, number>() };
    slot.base.set(family.name, base);
    for (const [series, value] of family.samples) {
      const before = base.samples.get(series);
      if (before === undefined && room-- <= 0) continue;
      base.samples.set(series, (before ?? 0) + value);
    }
  }
  slot.last = NOTHING;
}

function added(base: Page, last: Page): Page {
  const all = new Map<string, Family>([...base].filter(([name]) => !last.has(name)));
  for (const [name, family] of last) {
    const before = base.get(name)?.samples;
    all.set(name, before === undefined ? family : { ...family, samples: sumOf(before, family.samples) });
  }
  return all;
}

function sumOf(one: ReadonlyMap<string, number>, other: ReadonlyMap<string, number>): Map<string, number> {
  const sum = new Map(one);
  for (const [series, value] of other) sum.set(series, (sum.get(series) ?? 0) + value);
  return sum;
}
