// How the Redis behind a connection does: what commands and the driver say goes in, what operators are told
// comes out. A Redis that is away is said once; what an operator has to mend is said as soon as it is known,
// with what to do, once for each cause.

import type { Clock } from '../../clock.js';
import type { Log } from '../../log.js';
import type { RedisHealth, RedisOutcome } from './commands.js';

interface Remedy {
  readonly pattern: RegExp;
  readonly remedy: string;
}

const CREDENTIALS = 'set redis.username and redis.password to what Redis knows';

/** What does not heal by itself. Patterns are Redis's own first words, OpenSSL's and Node's texts. */
const REMEDIES: readonly Remedy[] = [
  { pattern: /\bWRONGPASS\b/, remedy: `the password or the user is wrong: ${CREDENTIALS}` },
  { pattern: /\bNOAUTH\b/, remedy: `Redis wants a password: ${CREDENTIALS}` },
  {
    pattern: /without any password configured/,
    remedy: 'Redis has no password: unset redis.password, or give Redis one',
  },
  {
    pattern: /\bNOPERM\b/,
    remedy: 'the ACL is too narrow for redis.username: docs/OPERATIONS.md has the rule that is enough',
  },
  {
    pattern: /self[- ]signed certificate|unable to (get|verify)|issuer certificate/,
    remedy: "nobody known signed Redis's certificate: set redis.caFile to the authority that did",
  },
  {
    pattern: /does not match certificate's altnames/,
    remedy: "Redis's certificate is for other names: put those of redis.addresses into it",
  },
  { pattern: /certificate has expired/, remedy: "Redis's certificate has ended: give Redis a new one" },
  {
    pattern: /wrong version number|before secure TLS connection was established/,
    remedy: 'Redis does not speak TLS at this port: set redis.secure to no, or name its TLS port',
  },
  {
    pattern: /ETIMEDOUT/,
    remedy:
      'nothing answers at redis.addresses: look at them, at firewalls, and whether Redis speaks TLS there',
  },
  {
    pattern: /^the connection ended$|ECONNRESET|EPIPE/,
    remedy: 'Redis ends the connection: look at its log, and whether it speaks TLS at this port',
  },
];

/** What an operator can do about it; undefined: wait, or bring Redis back. */
export const remedyOf = (detail: string): string | undefined =>
  REMEDIES.find(({ pattern }) => pattern.test(detail))?.remedy;

/** Refusals that say that Redis as a whole cannot work now. */
const isUnusable = (detail: string): boolean =>
  /^(LOADING|CLUSTERDOWN|MASTERDOWN|READONLY|OOM|MISCONF|NOAUTH|WRONGPASS|NOREPLICAS)\b/.test(detail);

const NOT_YET = 'not connected yet';
const ENDED = 'the connection ended';

/** A command that is denied is tried again and again: how often it is said. */
const DENIED_LOG_MS = 60_000;

export interface HealthOptions {
  readonly clock: Clock;
  readonly log: Log;
  /** How Redis is reached, for operators. */
  readonly route: string;
  readonly changed: (health: RedisHealth) => void;
}

export class HealthWatch {
  readonly #options: HealthOptions;
  #health: RedisHealth;
  /** Of this time without Redis: whether it was said, and the remedy said last. */
  #told = false;
  #remedy: string | undefined;
  #deniedAtMs = Number.NEGATIVE_INFINITY;
  #closed = false;

  constructor(options: HealthOptions) {
    this.#options = options;
    this.#health = { ok: false, sinceEpochMs: options.clock.epochMs(), detail: NOT_YET };
  }

  get now(): RedisHealth {
    return this.#health;
  }

  /** @returns how many of them failed */
  judge(outcomes: readonly RedisOutcome[]): number {
    let failed = 0;
    let lost: string | undefined;
    let isNews = false;
    for (const outcome of outcomes) {
      if (outcome.ok) continue;
      failed++;
      if (outcome.detail.startsWith('NOPERM')) this.#denied(outcome.detail);
      if (outcome.cause === 'refused' && !isUnusable(outcome.detail)) continue;
      lost = outcome.detail;
      isNews = outcome.cause !== 'unsent';
    }
    if (lost === undefined) this.answers();
    // What could not be sent only follows from what is known to be wrong, or from not being connected yet.
    else if (isNews || this.#health.ok) this.fails(lost);
    return failed;
  }

  answers(): void {
    this.#set(true, this.#options.route);
  }

  fails(detail: string): void {
    this.#set(false, detail);
  }

  /** The connection ended: says nothing of why, so it takes the place of no reason. */
  ended(): void {
    if (this.#health.ok || this.#health.detail === NOT_YET) this.fails(ENDED);
  }

  /** Nothing is told any more. */
  close(): void {
    this.#closed = true;
  }

  #set(ok: boolean, detail: string): void {
    const before = this.#health;
    if (before.ok === ok && before.detail === detail) return;
    const changed = before.ok !== ok;
    const remedy = ok ? undefined : remedyOf(detail);
    this.#health = {
      ok,
      sinceEpochMs: changed ? this.#options.clock.epochMs() : before.sinceEpochMs,
      detail: remedy === undefined ? detail : `${detail}: ${remedy}`,
    };
    if (this.#closed) return;
    if (ok) this.#sayAnswers();
    else this.#sayFails(detail, remedy);
    if (changed) this.#options.changed(this.#health);
  }

  /** Other commands may be allowed, so Redis is not away: but some of what a cluster is for will not work. */
  #denied(detail: string): void {
    const { clock, log, route } = this.#options;
    if (clock.nowMs() - this.#deniedAtMs < DENIED_LOG_MS) return;
    this.#deniedAtMs = clock.nowMs();
    log.error({ redis: route, detail, remedy: remedyOf(detail) }, 'Redis denies a command');
  }

  #sayAnswers(): void {
    const { log, route } = this.#options;
    [this.#told, this.#remedy] = [false, undefined];
    log.info({ redis: route }, 'Redis answers');
  }

  #sayFails(detail: string, remedy: string | undefined): void {
    const isSaid = this.#told && (remedy === undefined || remedy === this.#remedy);
    if (isSaid) return;
    const { log, route } = this.#options;
    this.#told = true;
    this.#remedy = remedy ?? this.#remedy;
    const fields = { redis: route, detail, ...(remedy !== undefined && { remedy }) };
    log.warn(fields, 'Redis does not answer: what needs it waits or fails');
  }
}
