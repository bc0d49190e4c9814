// Keeps a backend registered. Consul forgets: an agent that is restarted without its data knows nobody. So a
// loop asks the agent for this instance and registers it again whenever it is missing or differs.
//
//   register ─ok─▶ wait ─▶ verify ─same─▶ wait …
//      ▲                     │ missing, different
//      └─────────────────────┘          (errors: back off, then verify)
//
// The check is a TCP connection by Consul's agent each second: a killed process is refused at once, while a
// TTL would have to run out first. What a TTL would see and this does not, a process that hangs, the link's
// own heartbeat sees. It begins as passing, since whoever registers here listens already.
import type { Clock, Random, Timer } from '../../clock.js';
import type { Log } from '../../log.js';
import type { Registered, Registration } from '../registry.js';
import { backoffMs, type QueryTiming } from './blocking-query.js';
import type { ConsulClient, ServiceCheck } from './consul-client.js';
import { defaultServiceTag } from './consul-registry.js';
import type { AgentService } from './consul-schema.js';

export interface RegistrationOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly tags?: readonly string[];
  /** Called each time that Consul took the registration, also the repeated ones. */
  readonly onRegistered?: () => void;
  readonly timing?: RegistrationTiming;
}

export interface RegistrationTiming {
  /** Between two looks whether Consul still knows the instance; ± 20 % so that backends spread. */
  readonly verifyIntervalMs: number;
  readonly check: ServiceCheck;
  readonly backoff: Pick<QueryTiming, 'backoffMinMs' | 'backoffMaxMs'>;
}

export const defaultRegistrationTiming: RegistrationTiming = {
  verifyIntervalMs: 2_000,
  // 1 s and 1 min are the least that Consul takes.
  check: { intervalMs: 1_000, deregisterAfterMs: 60_000 },
  backoff: { backoffMinMs: 100, backoffMaxMs: 2_000 },
};

/** Registers in a later turn and keeps it so until `deregister`. */
export function registerInstance(
  client: ConsulClient,
  registration: Registration,
  options: RegistrationOptions,
): Registered {
  const keeper = new RegistrationLoop(client, registration, options);
  keeper.schedule(0);
  return keeper;
}

/** Whether Consul has what would be registered now. */
export function isRegistered(
  found: AgentService | undefined,
  wanted: Registration,
  tags: readonly string[],
): boolean {
  return (
    found?.service === wanted.service &&
    found.host === wanted.host &&
    found.port === wanted.port &&
    found.meta.size === wanted.meta.size &&
    [...wanted.meta].every(([key, value]) => found.meta.get(key) === value) &&
    tags.every((tag) => found.tags.includes(tag))
  );
}

class RegistrationLoop implements Registered {
  readonly #client: ConsulClient;
  readonly #registration: Registration;
  readonly #options: RegistrationOptions;
  readonly #timing: RegistrationTiming;
  readonly #tags: readonly string[];
  #timer: Timer | undefined;
  #running: Promise<void> = Promise.resolve();
  #left = false;
  #failures = 0;

  constructor(client: ConsulClient, registration: Registration, options: RegistrationOptions) {
    this.#client = client;
    this.#registration = registration;
    this.#options = options;
    this.#timing = options.timing ?? defaultRegistrationTiming;
    this.#tags = options.tags ?? [defaultServiceTag];
  }

  schedule(delayMs: number): void {
    this.#timer = this.#options.clock.after(delayMs, () => {
      this.#running = this.#round();
    });
  }

  /** Waits for a running request first: one that overtook the leaving would undo it. */
  async deregister(): Promise<void> {
    if (this.#left) return;
    this.#left = true;
    this.#timer?.cancel();
    await this.#running;
    const result = await this.#client.deregister(this.#registration.serverId);
    const { serverId } = this.#registration;
    if (!result.ok)
      this.#options.log.warn(
        { serverId, reason: result.reason },
        'could not leave the registry; its check will',
      );
  }

  async #round(): Promise<void> {
    const failure = await this.#ensure();
    if (this.#left) return;
    if (failure !== undefined && this.#failures === 0)
      this.#options.log.warn({ reason: failure }, 'cannot register; trying on');
    this.#failures = failure === undefined ? 0 : this.#failures + 1;
    this.schedule(this.#pauseMs());
  }

  /** undefined when it is registered now, else what went wrong. */
  async #ensure(): Promise<string | undefined> {
    const { serverId, service } = this.#registration;
    const found = await this.#client.agentService(serverId);
    if (!found.ok) return found.reason;
    if (isRegistered(found.value, this.#registration, this.#tags) || this.#left) return undefined;
    const taken = await this.#client.register(this.#registration, this.#tags, this.#timing.check);
    if (!taken.ok) return taken.reason;
    this.#options.log.info({ serverId, service }, 'registered');
    this.#options.onRegistered?.();
    return undefined;
  }

  #pauseMs(): number {
    const { random } = this.#options;
    if (this.#failures > 0) return backoffMs(this.#failures, random, this.#timing.backoff);
    return this.#timing.verifyIntervalMs * (0.8 + random() * 0.4);
  }
}
