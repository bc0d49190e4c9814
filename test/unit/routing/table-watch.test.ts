import assert from 'node:assert/strict';
import { test } from 'node:test';

import { systemClock, type Clock } from '../../../src/clock.js';
import type { RouteSource } from '../../../src/discovery/registry.js';
import { silentLog, type Log } from '../../../src/log.js';
import { contentHash } from '../../../src/routing/content-hash.js';
import type { RouteTable } from '../../../src/routing/route.js';
import type { LoadedTable, SavedTable, StoredTable } from '../../../src/routing/table-store.js';
import { startTableWatch, type TableWatch } from '../../../src/routing/table-watch.js';
import { echo, sourceOf } from './sources.js';

const NOW = 1_700_000_000_000;
const AB = sourceOf({ a: [echo(1000)], b: [echo(2000)] }, { revision: '5' });
const EMPTY = sourceOf({}, { revision: '6' });
const BAD = sourceOf({ a: '[' });

const savedOf = (source: RouteSource): SavedTable => ({
  hash: contentHash(source.entries),
  revision: source.revision,
  origin: source.origin,
  savedAtEpochMs: 5,
  entries: source.entries,
});

/** A gateway's surroundings: registry, disk, clock and log, all in the test's hands. */
class World {
  readonly published: RouteTable[] = [];
  readonly recorded: RouteSource[] = [];
  readonly saves: SavedTable[] = [];
  readonly logged: string[] = [];
  /** Saves wait here while it is set. */
  gate: Promise<void> | undefined;
  stored: StoredTable = { ok: true };
  show: (source: RouteSource) => void = () => undefined;
  registryIsSilent: () => void = () => undefined;
  watchClosed = false;
  timerCancelled = false;

  async start(loaded: LoadedTable): Promise<TableWatch> {
    const clock: Clock = {
      ...systemClock,
      epochMs: () => NOW,
      after: (_delayMs, run) => {
        this.registryIsSilent = run;
        return { cancel: () => (this.timerCancelled = true) };
      },
    };
    const write = (_fields: object, message: string): void => {
      this.logged.push(message);
    };
    const log: Log = { ...silentLog, warn: write, error: write };
    return startTableWatch({
      clock,
      log,
      publish: (table) => this.published.push(table),
      registry: {
        watchRoutes: (onSource) => {
          this.show = onSource;
          return { close: () => (this.watchClosed = true) };
        },
        recordAccepted: (source) => {
          this.recorded.push(source);
          return Promise.resolve();
        },
      },
      store: {
        load: () => Promise.resolve(loaded),
        save: async (saved) => {
          this.saves.push(saved);
          await this.gate;
          return this.stored;
        },
      },
    });
  }
}

const FRESH: LoadedTable = { ok: true, saved: undefined };

test('an accepted table is published, saved and recorded', async () => {
  const world = new World();
  const watch = await world.start(FRESH);
  world.show(AB);
  assert.equal(world.published[0]?.lookup(1000)?.id, 'a#0');
  assert.deepEqual(world.saves, [{ ...savedOf(AB), savedAtEpochMs: NOW }]);
  assert.deepEqual(world.recorded, [AB]);
  assert.deepEqual(watch.status(), {
    from: 'registry',
    hash: contentHash(AB.entries),
    revision: '5',
    origin: 'test',
    acceptedAtEpochMs: NOW,
    seenHash: contentHash(AB.entries),
    held: undefined,
    problems: [],
    counts: { accept: 1, same: 0, refuse: 0, hold: 0 },
  });
});

test('the same again changes nothing', async () => {
  const world = new World();
  const watch = await world.start(FRESH);
  world.show(AB);
  world.show({ ...AB, revision: '9' });
  assert.equal(world.published.length, 1);
  assert.equal(world.recorded.length, 1);
  assert.equal(watch.status().counts.same, 1);
});

test('a refused one is logged once, line by line, and shown until it is mended', async () => {
  const world = new World();
  const watch = await world.start(FRESH);
  world.show(AB);
  world.show(BAD);
  world.show(BAD);
  assert.equal(world.logged.length, 2);
  assert.match(world.logged[1] ?? '', /^"a" line 1, column 2/);
  assert.equal(watch.status().problems.length, 1);
  assert.equal(watch.status().seenHash, contentHash(BAD.entries));
  assert.equal(watch.status().hash, contentHash(AB.entries));
  world.show(AB);
  assert.deepEqual(watch.status().problems, []);
  world.show(BAD);
  assert.equal(world.logged.length, 4);
  assert.equal(world.published.length, 1);
});

test('an emptied one is held, logged once, and released when it is meant', async () => {
  const world = new World();
  const watch = await world.start(FRESH);
  world.show(AB);
  world.show(EMPTY);
  world.show(EMPTY);
  assert.equal(world.logged.length, 1);
  assert.match(watch.status().held ?? '', /no routes/);
  world.show({ ...EMPTY, acceptedHash: watch.status().seenHash });
  assert.equal(watch.status().held, undefined);
  assert.deepEqual(world.published.at(-1)?.routes, []);
});

test('a silent registry: the table on disk is used, once', async () => {
  const world = new World();
  const watch = await world.start({ ok: true, saved: savedOf(AB) });
  assert.equal(world.published.length, 0);
  assert.equal(watch.status().from, 'none');
  world.registryIsSilent();
  assert.equal(world.published[0]?.hash, contentHash(AB.entries));
  assert.deepEqual([watch.status().from, watch.status().acceptedAtEpochMs], ['disk', 5]);
  assert.deepEqual([world.saves, world.recorded], [[], []]);
  world.show(AB);
  assert.equal(watch.status().from, 'registry');
});

test('a registry that answers at once: the disk is not used in between', async () => {
  const world = new World();
  await world.start({ ok: true, saved: savedOf(AB) });
  world.show(sourceOf({ a: [echo(1500)] }));
  assert.ok(world.timerCancelled);
  assert.equal(world.published.length, 1);
  assert.equal(world.published[0]?.lookup(1500)?.id, 'a#0');
});

for (const [name, source] of [['empty', EMPTY] as const, ['broken', BAD] as const]) {
  test(`a registry that comes up ${name}: the table on disk is used at once`, async () => {
    const world = new World();
    const watch = await world.start({ ok: true, saved: savedOf(AB) });
    world.show(source);
    assert.equal(world.published.length, 1);
    assert.equal(world.published[0]?.hash, contentHash(AB.entries));
    assert.equal(watch.status().from, 'disk');
  });
}

test('a table of another registry does not hold this one', async () => {
  const world = new World();
  await world.start({ ok: true, saved: { ...savedOf(AB), origin: 'elsewhere' } });
  world.show(EMPTY);
  assert.deepEqual(world.published[0]?.routes, []);
});

test('a broken or outdated table on disk is reported, and as good as none', async () => {
  for (const loaded of [
    { ok: false, problem: 'table.json is broken' } as const,
    { ok: true, saved: savedOf(BAD) } as const,
  ]) {
    const world = new World();
    await world.start(loaded);
    assert.equal(world.logged.length, 1);
    world.registryIsSilent();
    assert.equal(world.published.length, 0);
    world.show(EMPTY);
    assert.equal(world.published.length, 1);
  }
});

test('while one save runs only the newest table waits; close waits for both', async () => {
  const world = new World();
  const watch = await world.start(FRESH);
  let open: () => void = () => undefined;
  world.gate = new Promise((resolve) => (open = resolve));
  const sources = [1000, 1001, 1002].map((types) => sourceOf({ a: [echo(types)] }));
  for (const source of sources) world.show(source);
  assert.equal(world.saves.length, 1);
  const closing = watch.close();
  open();
  await closing;
  assert.deepEqual(
    world.saves.map(({ hash }) => hash),
    [sources[0], sources[2]].map((source) => source && contentHash(source.entries)),
  );
});

test('a save that fails is logged, and the table is in force all the same', async () => {
  const world = new World();
  world.stored = { ok: false, problem: 'disk full' };
  const watch = await world.start(FRESH);
  world.show(AB);
  await watch.close();
  assert.equal(world.logged.length, 1);
  assert.equal(world.published.length, 1);
});

test('close ends the watch and the timer', async () => {
  const world = new World();
  const watch = await world.start(FRESH);
  await watch.close();
  await watch.close();
  assert.ok(world.watchClosed && world.timerCancelled);
});
