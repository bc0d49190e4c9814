// Watches all tagged services: one blocking query for the list of services, one for each service's health.
// The health queries do not ask for passing instances only: an unhealthy one keeps its links.
import type { Timer } from '../../clock.js';
import { compareText, fingerprintOf, mergeInstances } from '../instance-list.js';
import { isName } from '../instance-fields.js';
import { InstancePublisher } from '../instance-publisher.js';
import type { Instance, InstanceSnapshot, Watch } from '../registry.js';
import type { ConsulContext } from './consul-context.js';
import type { HealthEntry } from './consul-schema.js';
import { startQueryLoop, type QueryNews, type QueryResult } from './query-loop.js';

/**
 * Each service holds a connection to Consul open, whose own limit is 200 for one client address
 * (limits.http_max_conns_per_client) unless it is raised.
 */
export const servicesMax = 1_000;
const servicesWarned = 150;

/** The first snapshot waits this long for services that do not answer. */
const firstSnapshotMs = 2_000;

interface ServiceWatch {
  readonly loop: Watch;
  /** undefined before the first answer; errors leave what was there. */
  entries: readonly HealthEntry[] | undefined;
}

export class InstancesWatch implements Watch {
  readonly #context: ConsulContext;
  readonly #publisher: InstancePublisher;
  readonly #services = new Map<string, ServiceWatch>();
  readonly #list: Watch;
  /** Runs from the first list of services to the first snapshot. */
  #firstTimer: Timer | undefined;
  #waiting = true;

  constructor(context: ConsulContext, onSnapshot: (snapshot: InstanceSnapshot) => void) {
    const { clock, log, trustPeriodMs } = context;
    this.#context = context;
    this.#publisher = new InstancePublisher({ clock, log, trustPeriodMs, onSnapshot });
    this.#list = startQueryLoop({
      ...context,
      ask: (index, signal) => this.#askList(index, signal),
      onValue: (names, news) => {
        this.#takeList(names, news);
      },
      failures: () => context.contact.failures,
      onContact: (failure) => {
        context.contact.report('services', failure);
      },
    });
  }

  close(): void {
    this.#list.close();
    for (const name of [...this.#services.keys()]) this.#drop(name);
    this.#firstTimer?.cancel();
    this.#publisher.close();
    this.#context.contact.forget('services');
  }

  /** Names of the tagged services, ascending; a change of any other service is no news. */
  async #askList(index: bigint, signal: AbortSignal): Promise<QueryResult<readonly string[]>> {
    const result = await this.#context.client.services({ index, signal });
    if (!result.ok) return result;
    const names = [...result.value]
      .filter(([name, tags]) => tags.includes(this.#context.serviceTag) && this.#canAsk(name))
      .map(([name]) => name)
      .sort(compareText);
    return { ok: true, value: names, index: result.index, fingerprint: fingerprintOf(names) };
  }

  /** Consul takes names that it cannot be asked for afterwards: asking on would look like an outage. */
  #canAsk(service: string): boolean {
    if (isName(service)) return true;
    this.#context.skipLog.skip(service, 'its service name cannot be used; register another one');
    return false;
  }

  async #askHealth(
    service: string,
    index: bigint,
    signal: AbortSignal,
  ): Promise<QueryResult<readonly HealthEntry[]>> {
    const { client, serviceTag } = this.#context;
    const result = await client.health(service, serviceTag, { index, signal });
    if (!result.ok) return result;
    // In an order of our own, so that of two equal ids and equal health the same is left out each time.
    const entries = [...result.value].sort(
      (a, b) => compareText(a.serverId, b.serverId) || compareText(a.node, b.node),
    );
    return { ok: true, value: entries, index: result.index, fingerprint: fingerprintOf(entries) };
  }

  #takeList(names: readonly string[], news: QueryNews): void {
    const { log } = this.#context;
    if (names.length > servicesWarned)
      log.warn(
        { services: names.length },
        `each service needs a connection to Consul; raise limits.http_max_conns_per_client above ${names.length} there`,
      );
    if (names.length > servicesMax)
      log.error({ services: names.length }, `only the first ${servicesMax} services by name are watched`);
    const wanted = new Set(names.slice(0, servicesMax));
    for (const name of [...this.#services.keys()]) if (!wanted.has(name)) this.#drop(name);
    for (const name of wanted) if (!this.#services.has(name)) this.#add(name);
    if (this.#waiting)
      this.#firstTimer ??= this.#context.clock.after(firstSnapshotMs, () => {
        this.#waiting = false;
        this.#settle(false);
      });
    this.#settle(news.indexWentBack || news.reconnected);
  }

  #add(service: string): void {
    const query = `service ${service}`;
    const loop = startQueryLoop<readonly HealthEntry[]>({
      ...this.#context,
      ask: (index, signal) => this.#askHealth(service, index, signal),
      onValue: (entries, news) => {
        watch.entries = entries;
        this.#settle(news.indexWentBack || news.reconnected);
      },
      failures: () => this.#context.contact.failures,
      onContact: (failure) => {
        this.#context.contact.report(query, failure);
      },
    });
    const watch: ServiceWatch = { loop, entries: undefined };
    this.#services.set(service, watch);
  }

  #drop(service: string): void {
    this.#services.get(service)?.loop.close();
    this.#services.delete(service);
    this.#context.contact.forget(`service ${service}`);
  }

  /** Publishes what is known, at first only when every service has answered or had its time. */
  #settle(doubt: boolean): void {
    const watches = [...this.#services.values()];
    if (this.#waiting && watches.some((watch) => watch.entries === undefined)) return;
    this.#waiting = false;
    this.#firstTimer?.cancel();
    const usable = watches.flatMap((watch) => (watch.entries ?? []).flatMap((entry) => this.#use(entry)));
    const merged = mergeInstances(usable);
    for (const { serverId, reason } of merged.skipped) this.#context.skipLog.skip(serverId, reason);
    this.#publisher.update(merged.instances, doubt);
  }

  #use({ serverId, built }: HealthEntry): readonly Instance[] {
    const { skipLog } = this.#context;
    if (!built.ok) {
      skipLog.skip(serverId, built.reason);
      return [];
    }
    if (built.warning !== undefined) skipLog.warn(serverId, built.warning);
    return [built.instance];
  }
}
