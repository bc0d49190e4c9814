// Turns lists of instances into snapshots for one listener: trust is judged, and only changes are told.
import type { Clock, Timer } from '../clock.js';
import type { Log } from '../log.js';
import { fingerprintOf } from './instance-list.js';
import { initialTrust, judge, missedBy, type TrustState } from './instance-trust.js';
import type { Instance, InstanceSnapshot } from './registry.js';

/** Long enough for every backend to find a restarted registry again. */
export const defaultTrustPeriodMs = 300_000;

export interface InstancePublisherOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly trustPeriodMs: number;
  onSnapshot(snapshot: InstanceSnapshot): void;
}

export class InstancePublisher {
  readonly #options: InstancePublisherOptions;
  #trust: TrustState = initialTrust;
  #instances: readonly Instance[] = [];
  #published: string | undefined;
  #timer: Timer | undefined;

  constructor(options: InstancePublisherOptions) {
    this.#options = options;
  }

  /** A new list. `doubt`: the registry gave a reason to think that it lost data. */
  update(instances: readonly Instance[], doubt: boolean): void {
    this.#instances = instances;
    this.#judge(doubt);
  }

  close(): void {
    this.#timer?.cancel();
  }

  #judge(doubt: boolean): void {
    const { clock, trustPeriodMs } = this.#options;
    const serverIds = new Set(this.#instances.map((instance) => instance.serverId));
    const before = this.#trust.amnesia;
    this.#trust = judge(this.#trust, { serverIds, doubt }, clock.nowMs(), trustPeriodMs);
    if (before !== this.#trust.amnesia) this.#logTransition();
    this.#watchPeriod();
    this.#publish({ instances: this.#instances, missed: missedBy(this.#trust) });
  }

  /** Trust comes back by the passing of time, too; nothing else would look again then. */
  #watchPeriod(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    if (!this.#trust.amnesia || this.#instances.length === 0) return;
    const { clock, trustPeriodMs } = this.#options;
    const leftMs = this.#trust.calmSinceMs + trustPeriodMs - clock.nowMs();
    this.#timer = clock.after(Math.max(0, Math.ceil(leftMs)), () => {
      this.#judge(false);
    });
  }

  #publish(snapshot: InstanceSnapshot): void {
    const fingerprint = fingerprintOf(snapshot);
    if (fingerprint === this.#published) return;
    this.#published = fingerprint;
    this.#options.onSnapshot(snapshot);
  }

  #logTransition(): void {
    const { listed, amnesia } = this.#trust;
    const missing = missedBy(this.#trust);
    if (amnesia)
      this.#options.log.warn(
        { missing: missing.slice(0, 20), count: missing.length },
        'the registry may have lost instances; what it misses is not taken for gone',
      );
    else this.#options.log.info({ instances: listed.size }, 'the registry is trusted again');
  }
}
