// Where a table stands, as the table tools see it: Consul or a file.

import type { HistoryEntry, RouteChange, StoreResult, Written } from '../../discovery/consul/route-store.js';

/** The table as it was read. */
export interface OpenTable {
  readonly entries: ReadonlyMap<string, string>;
  /** Content hash that was marked as meant last. */
  readonly acceptedHash: string | undefined;
  readonly revision: string;
  /** Changes it, unless somebody else did since it was read: then nothing is written. */
  write(change: RouteChange): Promise<Written>;
}

export interface TableHome {
  /** For the operator: "consul causeway/routes/", or a file's path. */
  readonly origin: string;
  read(): Promise<StoreResult<OpenTable>>;
  /** An entry's text as this home keeps it. */
  textOf(entry: string): string;
  history(): Promise<StoreResult<readonly HistoryEntry[]>>;
  close(): void;
}
