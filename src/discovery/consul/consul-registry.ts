// The registry in Consul: instances are the services with our tag, routes and history are keys below our
// prefix. Everything that runs here asks for ever; errors leave the last state standing.
import type { Clock, Random } from '../../clock.js';
import type { Log } from '../../log.js';
import { Contact, type ContactState } from '../contact.js';
import { defaultTrustPeriodMs } from '../instance-publisher.js';
import type { InstanceSnapshot, Registry, RouteSource, Watch } from '../registry.js';
import { SkipLog } from '../skip-log.js';
import { defaultQueryTiming, type QueryTiming } from './blocking-query.js';
import type { ConsulClient } from './consul-client.js';
import type { ConsulContext } from './consul-context.js';
import { recordAccepted } from './history.js';
import { InstancesWatch } from './instances-watch.js';
import { RoutesWatch } from './routes-watch.js';

/** Root of our keys, and the tag of our services. */
export const defaultPrefix = 'causeway';
export const defaultServiceTag = 'causeway';

export interface ConsulRegistryOptions {
  /** Stays the caller's: `close` does not close it. */
  readonly client: ConsulClient;
  readonly prefix?: string;
  readonly serviceTag?: string;
  /** After this time of answers that lose nothing more, a registry that lost data is trusted again. */
  readonly trustPeriodMs?: number;
  readonly timing?: QueryTiming;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}

export class ConsulRegistry implements Registry {
  readonly #context: ConsulContext;
  readonly #watches = new Set<Watch>();

  constructor(options: ConsulRegistryOptions) {
    const { client, clock, random, log } = options;
    this.#context = {
      client,
      clock,
      random,
      log,
      prefix: (options.prefix ?? defaultPrefix).replace(/\/+$/, ''),
      serviceTag: options.serviceTag ?? defaultServiceTag,
      trustPeriodMs: options.trustPeriodMs ?? defaultTrustPeriodMs,
      timing: options.timing ?? defaultQueryTiming,
      contact: new Contact(client.where, clock, log),
      skipLog: new SkipLog(log),
    };
  }

  watchInstances(onSnapshot: (snapshot: InstanceSnapshot) => void): Watch {
    return this.#own(new InstancesWatch(this.#context, onSnapshot));
  }

  watchRoutes(onSource: (source: RouteSource) => void): Watch {
    return this.#own(new RoutesWatch(this.#context, onSource));
  }

  recordAccepted(source: RouteSource, acceptedAtEpochMs: number): Promise<void> {
    return recordAccepted(this.#context, source, acceptedAtEpochMs);
  }

  contact(): ContactState {
    return this.#context.contact.current();
  }

  /** For metrics: how often an unusable instance was left out of a list. */
  skippedInstances(): number {
    return this.#context.skipLog.skipped;
  }

  close(): void {
    for (const watch of this.#watches) watch.close();
    this.#watches.clear();
  }

  #own(watch: Watch): Watch {
    this.#watches.add(watch);
    return {
      close: () => {
        this.#watches.delete(watch);
        watch.close();
      },
    };
  }
}
