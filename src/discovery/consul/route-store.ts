// The route table in Consul as operators edit it: read with the indexes of its keys, written in one
// transaction that fails whole when somebody else was faster. Every writer also sets the mark of acceptance
// by check-and-set, so two of them never both succeed on what they both read.
import { z } from 'zod';
import type { ConsulClient, ConsulFailure, KeyOperation } from './consul-client.js';
import { acceptedKey, entriesBelow, historyPrefix, routePrefix } from './routes-watch.js';

/** Operations of one transaction; Consul's own limit in the versions that are in use. */
export const operationsMax = 64;
/** Of one transaction, Consul's own limit unless it is set otherwise. */
export const transactionBytesMax = 512 * 1024;

export interface StoredRoutes {
  readonly entries: ReadonlyMap<string, string>;
  /** Content hash that was marked as meant last. */
  readonly acceptedHash: string | undefined;
  /** Key → ModifyIndex, for the check at writing. */
  readonly indexes: ReadonlyMap<string, number>;
  /** Consul's index of this state. */
  readonly revision: string;
}

export interface RouteChange {
  readonly set: ReadonlyMap<string, string>;
  readonly remove: readonly string[];
  /** Content hash of the table as it is then, which marks it as meant; undefined takes the mark away. */
  readonly acceptedHash: string | undefined;
}

export interface HistoryEntry {
  readonly revision: string;
  readonly acceptedAt: string;
  readonly entries: ReadonlyMap<string, string>;
}

export type StoreResult<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly reason: string };

export type Written = { readonly ok: true } | { readonly ok: false; readonly reason: string };

const historySchema = z.object({
  acceptedAt: z.string(),
  revision: z.string(),
  entries: z.record(z.string(), z.string()),
});

export class ConsulRouteStore {
  readonly origin: string;
  readonly #client: ConsulClient;
  readonly #prefix: string;

  constructor(client: ConsulClient, prefix: string) {
    this.#client = client;
    this.#prefix = prefix;
    this.origin = `consul ${routePrefix(prefix)}`;
  }

  /** The mark first: whoever writes after that changes it, and our write then fails. */
  async read(): Promise<StoreResult<StoredRoutes>> {
    const accepted = await this.#client.keyStates(acceptedKey(this.#prefix));
    if (!accepted.ok) return accepted;
    const prefix = routePrefix(this.#prefix);
    const keys = await this.#client.keyStates(prefix);
    if (!keys.ok) return keys;
    const mark = accepted.value.find(({ key }) => key === acceptedKey(this.#prefix));
    const indexes = [...keys.value, ...(mark === undefined ? [] : [mark])];
    return {
      ok: true,
      value: {
        entries: entriesBelow(prefix, keys.value),
        acceptedHash: mark?.text.trim() === '' ? undefined : mark?.text.trim(),
        indexes: new Map(indexes.map(({ key, modifyIndex }) => [key, modifyIndex])),
        revision: String(keys.index ?? 0),
      },
    };
  }

  /** `read`: what the change was made from. */
  async write(read: StoredRoutes, change: RouteChange): Promise<Written> {
    const operations = this.#operations(read, change);
    const tooLarge = whyTooLarge(operations);
    if (tooLarge !== undefined) return { ok: false, reason: tooLarge };
    const result = await this.#client.transaction(operations);
    return result.ok ? { ok: true } : { ok: false, reason: reasonOf(result) };
  }

  /** The accepted snapshots that are kept, the oldest first. What is no snapshot is left out. */
  async history(): Promise<StoreResult<readonly HistoryEntry[]>> {
    const result = await this.#client.keyStates(historyPrefix(this.#prefix));
    if (!result.ok) return result;
    return { ok: true, value: result.value.flatMap(({ text }) => parseHistory(text)) };
  }

  #operations(read: StoredRoutes, { set, remove, acceptedHash }: RouteChange): readonly KeyOperation[] {
    const indexOf = (key: string): number => read.indexes.get(key) ?? 0;
    const prefix = routePrefix(this.#prefix);
    const writes = [...set].map(([name, text]): KeyOperation => {
      const key = prefix + name;
      return { verb: 'cas', key, text, index: indexOf(key) };
    });
    const deletions = remove.map((name): KeyOperation => {
      const key = prefix + name;
      return { verb: 'delete-cas', key, index: indexOf(key) };
    });
    const mark = acceptedKey(this.#prefix);
    return [
      ...writes,
      ...deletions,
      { verb: 'cas', key: mark, text: acceptedHash ?? '', index: indexOf(mark) },
    ];
  }
}

/** undefined when Consul takes it in one transaction. */
export function whyTooLarge(operations: readonly KeyOperation[]): string | undefined {
  const advice = 'do it in parts, with --only and the names of some keys';
  if (operations.length > operationsMax)
    return `${operations.length - 1} keys change, and one transaction takes ${operationsMax - 1}; ${advice}`;
  const bytes = Buffer.byteLength(JSON.stringify(operations));
  // Values travel as base64, four bytes for three.
  if (bytes * (4 / 3) <= transactionBytesMax) return undefined;
  return `the changed keys have ${bytes} bytes, more than one transaction takes; ${advice}`;
}

function reasonOf({ status, reason }: ConsulFailure): string {
  return status === 409
    ? 'conflict: somebody else changed the table meanwhile; nothing was written, look at `causeway routes diff` and try again'
    : reason;
}

function parseHistory(text: string): HistoryEntry[] {
  try {
    const { revision, acceptedAt, entries } = historySchema.parse(JSON.parse(text));
    return [{ revision, acceptedAt, entries: new Map(Object.entries(entries)) }];
  } catch {
    return [];
  }
}
