// Follows the registry's keys: each state goes to the keeper, and what it accepts is published, saved on
// disk and recorded in the registry's history. What it refuses or holds is logged once and shown in the
// status until it passes.
//
// The table on disk counts as the last good one from the start, so that a registry that comes up empty is
// held. It is routed by only when the registry gives nothing better: it is silent for `registryWaitMs`, or
// what it says is held or refused. (Not at once: the registry usually answers within milliseconds, and an
// outdated table would be in force until then.)

import type { Clock, Timer } from '../clock.js';
import type { Registry, RouteSource, Watch } from '../discovery/registry.js';
import type { Log } from '../log.js';
import { compileTable } from './compile-table.js';
import type { RouteTable } from './route.js';
import { keepTable, NO_TABLE_YET, type Kept, type KeeperMemory } from './table-keeper.js';
import { formatTableProblem, type TableProblem } from './table-problems.js';
import type { SavedTable, TableStore } from './table-store.js';

const REGISTRY_WAIT_MS = 3000;

export interface TableWatchParts {
  readonly registry: Pick<Registry, 'watchRoutes' | 'recordAccepted'>;
  readonly store: TableStore;
  readonly clock: Clock;
  readonly log: Log;
  /** Called with each table that comes into force; the caller swaps it in at once. */
  readonly publish: (table: RouteTable) => void;
  /** How long the registry may take to answer before the table on disk is used; 3 s unless set. */
  readonly registryWaitMs?: number;
}

/** What /status and the metrics show. */
export interface TableStatus {
  /** Where the table in force came from; 'none' while there is none. */
  readonly from: 'none' | 'disk' | 'registry';
  readonly hash: string;
  readonly revision: string;
  readonly origin: string;
  /** When the table in force was accepted, by this gateway or by the one that saved it. */
  readonly acceptedAtEpochMs: number | undefined;
  /** Content hash of what stands in the registry now: what `routes accept` would accept. Empty before the first. */
  readonly seenHash: string;
  /** Why what stands in the registry is not in force, when it is held. */
  readonly held: string | undefined;
  /** Why what stands in the registry is not in force, when it is refused. */
  readonly problems: readonly TableProblem[];
  /** How often each decision was taken. */
  readonly counts: Readonly<Record<'accept' | 'same' | 'refuse' | 'hold', number>>;
}

export interface TableWatch {
  status(): TableStatus;
  /** Nothing is published any more. Resolves when a save that was under way has ended. Idempotent. */
  close(): Promise<void>;
}

/** Loads the table on disk, then watches. Never rejects. */
export async function startTableWatch(parts: TableWatchParts): Promise<TableWatch> {
  const loaded = await parts.store.load();
  if (!loaded.ok) parts.log.warn({ problem: loaded.problem }, 'no last good route table from disk');
  return new RunningTableWatch(parts, loaded.ok ? loaded.saved : undefined);
}

const NO_STATUS: TableStatus = {
  from: 'none',
  hash: '',
  revision: '',
  origin: '',
  acceptedAtEpochMs: undefined,
  seenHash: '',
  held: undefined,
  problems: [],
  counts: { accept: 0, same: 0, refuse: 0, hold: 0 },
};

class RunningTableWatch implements TableWatch {
  readonly #parts: TableWatchParts;
  readonly #watch: Watch;
  readonly #registryTimer: Timer;
  /** The table on disk while it is the last good one and nothing newer was accepted. */
  #fromDisk: SavedTable | undefined;
  #memory: KeeperMemory = NO_TABLE_YET;
  #status: TableStatus = NO_STATUS;
  #loggedHash = '';
  #toSave: SavedTable | undefined;
  #saving: Promise<void> | undefined;

  constructor(parts: TableWatchParts, saved: SavedTable | undefined) {
    this.#parts = parts;
    if (saved) this.#remember(saved);
    const waitMs = parts.registryWaitMs ?? REGISTRY_WAIT_MS;
    this.#registryTimer = parts.clock.after(waitMs, () => {
      this.#fallBackToDisk('the registry has not answered');
    });
    this.#watch = parts.registry.watchRoutes((source) => {
      this.#take(source);
    });
  }

  status(): TableStatus {
    return this.#status;
  }

  async close(): Promise<void> {
    this.#registryTimer.cancel();
    this.#watch.close();
    await this.#saving;
  }

  /** A saved table that this version refuses is as good as none. */
  #remember(saved: SavedTable): void {
    const compiled = compileTable(saved);
    if (!compiled.ok) {
      const problems = compiled.problems.map(formatTableProblem);
      this.#parts.log.warn({ problems }, 'the route table on disk is not valid any more; not used');
      return;
    }
    this.#fromDisk = saved;
    this.#memory = {
      good: { table: compiled.table, names: new Set(saved.entries.keys()) },
      suspected: false,
    };
  }

  #take(source: RouteSource): void {
    this.#registryTimer.cancel();
    if (this.#fromDisk && this.#fromDisk.origin !== source.origin) this.#forgetDisk(source);
    const kept = keepTable(this.#memory, source);
    this.#memory = kept.memory;
    this.#count(kept);
    this.#enact(kept, source);
  }

  #forgetDisk(source: RouteSource): void {
    const fields = { saved: this.#fromDisk?.origin, registry: source.origin };
    this.#parts.log.info(fields, 'the route table on disk is of another registry; not counted as last good');
    this.#fromDisk = undefined;
    this.#memory = NO_TABLE_YET;
  }

  #count({ decision, hash }: Kept): void {
    const { counts } = this.#status;
    this.#status = {
      ...this.#status,
      seenHash: hash,
      held: decision.kind === 'hold' ? decision.reason : undefined,
      problems: decision.kind === 'refuse' ? decision.problems : [],
      counts: { ...counts, [decision.kind]: counts[decision.kind] + 1 },
    };
  }

  #enact(kept: Kept, source: RouteSource): void {
    const { decision } = kept;
    switch (decision.kind) {
      case 'accept':
        this.#accept(decision.table, source);
        break;
      case 'same':
        this.#loggedHash = '';
        if (this.#status.from !== 'registry') this.#confirmDisk(source);
        break;
      case 'refuse':
        this.#logOnce(kept, () => {
          this.#logRefused(decision.problems, source);
        });
        this.#fallBackToDisk('what stands in the registry is refused');
        break;
      case 'hold':
        this.#logOnce(kept, () => {
          this.#parts.log.warn(whereOf(source), `route table held: ${decision.reason}`);
        });
        this.#fallBackToDisk('what stands in the registry is held');
    }
  }

  #accept(table: RouteTable, source: RouteSource): void {
    const acceptedAtEpochMs = this.#parts.clock.epochMs();
    this.#loggedHash = '';
    this.#fromDisk = undefined;
    this.#putInForce(table, { from: 'registry', origin: source.origin, acceptedAtEpochMs });
    const fields = { ...whereOf(source), hash: table.hash, routes: table.routes.length };
    this.#parts.log.info(fields, 'route table accepted');
    const { revision, origin, entries } = source;
    this.#save({ hash: table.hash, revision, origin, savedAtEpochMs: acceptedAtEpochMs, entries });
    void this.#parts.registry.recordAccepted(source, acceptedAtEpochMs);
  }

  /** The registry says what the disk said: it is its table now, without being written again. */
  #confirmDisk(source: RouteSource): void {
    const { good } = this.#memory;
    if (!good || !this.#fromDisk) return;
    const acceptedAtEpochMs = this.#fromDisk.savedAtEpochMs;
    this.#fromDisk = undefined;
    this.#putInForce(good.table, { from: 'registry', origin: source.origin, acceptedAtEpochMs });
    this.#parts.log.info(
      { ...whereOf(source), hash: good.table.hash },
      'route table unchanged since the last run',
    );
  }

  #fallBackToDisk(why: string): void {
    const { good } = this.#memory;
    if (!good || !this.#fromDisk || this.#status.from !== 'none') return;
    const { origin, savedAtEpochMs } = this.#fromDisk;
    this.#putInForce(good.table, { from: 'disk', origin, acceptedAtEpochMs: savedAtEpochMs });
    this.#parts.log.warn(
      { origin, hash: good.table.hash },
      `${why}: routing by the last good table from disk`,
    );
  }

  #putInForce(table: RouteTable, of: Pick<TableStatus, 'from' | 'origin' | 'acceptedAtEpochMs'>): void {
    this.#status = { ...this.#status, ...of, hash: table.hash, revision: table.revision };
    this.#parts.publish(table);
  }

  /** A registry may show the same refused content again and again; the log shows it once. */
  #logOnce({ rule, hash }: Kept, write: () => void): void {
    const content = `${rule}:${hash}`;
    if (this.#loggedHash === content) return;
    this.#loggedHash = content;
    write();
  }

  #logRefused(problems: readonly TableProblem[], source: RouteSource): void {
    const { log } = this.#parts;
    log.error(
      { ...whereOf(source), problems: problems.length },
      'route table refused; the last good one stays',
    );
    for (const problem of problems) log.error({ origin: source.origin }, formatTableProblem(problem));
  }

  /** While one save runs, only the newest table waits: at most one table is held here. */
  #save(saved: SavedTable): void {
    this.#toSave = saved;
    this.#saving ??= this.#saveAll();
  }

  async #saveAll(): Promise<void> {
    while (this.#toSave) {
      const saved = this.#toSave;
      this.#toSave = undefined;
      const stored = await this.#parts.store.save(saved);
      if (!stored.ok) this.#parts.log.warn({ problem: stored.problem }, 'last good route table not on disk');
    }
    this.#saving = undefined;
  }
}

const whereOf = ({ origin, revision }: RouteSource): object => ({ origin, revision });
