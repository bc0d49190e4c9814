// Single login as the session room sees it: asks the cluster before a session begins, and ends sessions
// whose place a newer login took. When the other gateways cannot be asked the policy is kept among the
// sessions that are here; what is too many over all gateways ends when they can be asked again.

import type { AdmitOutcome, Cluster, LoginPolicy } from '../cluster/cluster.js';
import { isLimiting, losersOf } from '../cluster/login-policy.js';
import { DISCONNECTS } from '../protocol/codes.js';
import type { ClientSession, LoginCounters, LoginGate, LoginRefusal, Sessions } from './contracts.js';

export interface LoginSettings extends LoginPolicy {
  /** What becomes of a login that cannot be decided over all gateways now. */
  readonly withoutCluster: 'allow' | 'refuse';
}

export const NO_LOGIN_LIMIT: LoginSettings = {
  perUserMax: 0,
  perDeviceMax: 0,
  loser: 'oldest',
  withoutCluster: 'allow',
};

export class Logins implements LoginGate {
  readonly counters: LoginCounters = { refused: 0, displaced: 0, alone: 0, undecided: 0 };
  readonly #settings: LoginSettings;
  readonly #cluster: Pick<Cluster, 'admit' | 'leave'>;
  readonly #sessions: Sessions;
  /** Sessions that wait for the cluster's answer, and whether another one took their place meanwhile. */
  readonly #asked = new Map<string, boolean>();

  constructor(settings: LoginSettings, cluster: Pick<Cluster, 'admit' | 'leave'>, sessions: Sessions) {
    this.#settings = settings;
    this.#cluster = cluster;
    this.#sessions = sessions;
  }

  get areLimited(): boolean {
    return isLimiting(this.#settings);
  }

  admit(session: ClientSession, decided: (refusal: LoginRefusal | undefined) => void): void {
    this.#asked.set(session.id, false);
    void this.#cluster.admit(session, this.#settings).then((outcome) => {
      const isDisplaced = this.#asked.get(session.id) === true;
      this.#asked.delete(session.id);
      if (!isDisplaced) return decided(this.#refusal(session, outcome));
      this.#cluster.leave(session.id);
      decided(this.#ended('LOGGED_IN_ELSEWHERE', 'displaced'));
    });
  }

  giveUp(session: ClientSession): void {
    this.#cluster.leave(session.id);
  }

  displace(sessionId: string): number {
    const session = this.#sessions.byId(sessionId);
    if (session === undefined) {
      if (this.#asked.has(sessionId)) this.#asked.set(sessionId, true);
      return 0;
    }
    this.counters.displaced++;
    session.end('LOGGED_IN_ELSEWHERE');
    return 1;
  }

  #refusal(session: ClientSession, outcome: AdmitOutcome): LoginRefusal | undefined {
    if (outcome.kind === 'admitted') return undefined;
    if (outcome.kind === 'refused') return this.#ended('TOO_MANY_SESSIONS', 'refused');
    if (this.#settings.withoutCluster === 'allow') return this.#decideAlone(session);
    this.counters.undecided++;
    return { name: 'AUTH_UNAVAILABLE', reason: 'logins cannot be decided now' };
  }

  #decideAlone(session: ClientSession): LoginRefusal | undefined {
    this.counters.alone++;
    const losers = losersOf(session, [...this.#sessions.byUser(session.user)], this.#settings);
    if (losers === 'refused') return this.#ended('TOO_MANY_SESSIONS', 'refused');
    for (const loser of losers) this.displace(loser.id);
    return undefined;
  }

  #ended(name: 'TOO_MANY_SESSIONS' | 'LOGGED_IN_ELSEWHERE', as: 'refused' | 'displaced'): LoginRefusal {
    this.counters[as]++;
    return { name, reason: DISCONNECTS[name].reason };
  }
}
