// Watches the route prefix and the mark of acceptance beside it, and tells them together. They are two
// queries: one over their common root would wake on, and carry, the whole history.
import { createHash } from 'node:crypto';
import { compareText } from '../instance-list.js';
import type { RouteSource, Watch } from '../registry.js';
import type { ConsulContext } from './consul-context.js';
import type { KeyValue } from './consul-schema.js';
import { startQueryLoop, type QueryNews, type QueryResult } from './query-loop.js';

interface Routes {
  readonly entries: ReadonlyMap<string, string>;
  readonly revision: string;
}

export class RoutesWatch implements Watch {
  readonly #context: ConsulContext;
  readonly #onSource: (source: RouteSource) => void;
  readonly #loops: readonly Watch[];
  #routes: Routes | undefined;
  /** Whether the mark was read; there may be none. */
  #acceptedKnown = false;
  #acceptedHash: string | undefined;
  /** Kept until a source carries it: a loss must not get lost before both are known. */
  #doubt = false;

  constructor(context: ConsulContext, onSource: (source: RouteSource) => void) {
    this.#context = context;
    this.#onSource = onSource;
    this.#loops = [
      this.#start(
        'routes',
        (index, signal) => this.#askRoutes(index, signal),
        (entries, news) => {
          this.#routes = { entries, revision: news.index.toString() };
        },
      ),
      this.#start(
        'accepted',
        (index, signal) => this.#askAccepted(index, signal),
        (hash) => {
          this.#acceptedKnown = true;
          this.#acceptedHash = hash;
        },
      ),
    ];
  }

  close(): void {
    for (const loop of this.#loops) loop.close();
    for (const query of ['routes', 'accepted']) this.#context.contact.forget(query);
  }

  #start<T>(
    query: string,
    ask: (index: bigint, signal: AbortSignal) => Promise<QueryResult<T>>,
    take: (value: T, news: QueryNews) => void,
  ): Watch {
    let told = false;
    return startQueryLoop<T>({
      ...this.#context,
      ask,
      onValue: (value, news) => {
        // A registry that was rebuilt meanwhile may have overtaken the old index. Of trouble before the first
        // answer nothing follows.
        this.#doubt ||= news.indexWentBack || (news.reconnected && told);
        told = true;
        take(value, news);
        this.#publish();
      },
      failures: () => this.#context.contact.failures,
      onContact: (failure) => {
        this.#context.contact.report(query, failure);
      },
    });
  }

  async #askRoutes(index: bigint, signal: AbortSignal): Promise<QueryResult<ReadonlyMap<string, string>>> {
    const prefix = routePrefix(this.#context.prefix);
    const result = await this.#context.client.keyValues(prefix, { index, signal });
    if (!result.ok) return result;
    const entries = entriesBelow(prefix, result.value);
    return { ok: true, value: entries, index: result.index, fingerprint: digest(entries) };
  }

  async #askAccepted(index: bigint, signal: AbortSignal): Promise<QueryResult<string | undefined>> {
    const result = await this.#context.client.keyValue(acceptedKey(this.#context.prefix), { index, signal });
    if (!result.ok) return result;
    const hash = result.value?.trim();
    const value = hash === '' ? undefined : hash;
    return { ok: true, value, index: result.index, fingerprint: value ?? '' };
  }

  #publish(): void {
    if (this.#routes === undefined || !this.#acceptedKnown) return;
    const source: RouteSource = {
      ...this.#routes,
      origin: `consul ${routePrefix(this.#context.prefix)}`,
      doubt: this.#doubt,
      acceptedHash: this.#acceptedHash,
    };
    this.#doubt = false;
    this.#onSource(source);
  }
}

export function routePrefix(prefix: string): string {
  return `${prefix}/routes/`;
}

/** Its value is the content hash of the snapshot that an operator means. */
export function acceptedKey(prefix: string): string {
  return `${prefix}/accepted`;
}

export function historyPrefix(prefix: string): string {
  return `${prefix}/history/`;
}

/** Name behind the prefix → text, ascending. Folder marks, which Consul's UI makes, are no entries. */
export function entriesBelow(prefix: string, items: readonly KeyValue[]): ReadonlyMap<string, string> {
  return new Map(
    items
      .map(({ key, text }) => [key.slice(prefix.length), text] as const)
      .filter(([name, text]) => name !== '' && !(name.endsWith('/') && text === ''))
      .sort(([a], [b]) => compareText(a, b)),
  );
}

/** A digest, because the entries may be megabytes and this is kept only to be compared. */
function digest(entries: ReadonlyMap<string, string>): string {
  return createHash('sha256')
    .update(JSON.stringify([...entries]))
    .digest('hex');
}
