// Single login as the session room sees it: asks the cluster before a session begins, and ends sessions
// whose place a newer login took. When the other gateways cannot be asked the policy is kept among the
// sessions that are here; what is too many over all gateways ends when they can be asked again.

import type { AdmitOutcome, Cluster, LoginPolicy } from '../cluster/cluster.js';
import { isLimiting, losersOf } from '../cluster/login-policy.js';
import { DISCONNECTS } from '../protocol/codes.js';
import type { Identity } from '../auth/verifier.js';
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

/** The cluster may take long to answer, and what would end a session meanwhile finds none yet. */
interface Asked {
  readonly session: ClientSession;
  /** Why it will not begin, whatever the answer is: another one took its place, or its token was revoked. */
  endedAs: 'LOGGED_IN_ELSEWHERE' | 'TOKEN_REVOKED' | undefined;
}

export class Logins implements LoginGate {
  readonly counters: LoginCounters = { refused: 0, displaced: 0, alone: 0, undecided: 0 };
  readonly #settings: LoginSettings;
  readonly #cluster: Pick<Cluster, 'admit' | 'leave'>;
  readonly #sessions: Sessions;
  /** Sessions that wait for the cluster's answer, by id. */
  readonly #asked = new Map<string, Asked>();

  constructor(settings: LoginSettings, cluster: Pick<Cluster, 'admit' | 'leave'>, sessions: Sessions) {
    this.#settings = settings;
    this.#cluster = cluster;
    this.#sessions = sessions;
  }

  get areLimited(): boolean {
    return isLimiting(this.#settings);
  }

  admit(session: ClientSession, decided: (refusal: LoginRefusal | undefined) => void): void {
    const asked: Asked = { session, endedAs: undefined };
    this.#asked.set(session.id, asked);
    void this.#cluster.admit(session, this.#settings).then((outcome) => {
      this.#asked.delete(session.id);
      const { endedAs } = asked;
      if (endedAs === undefined) return decided(this.#refusal(session, outcome));
      this.#cluster.leave(session.id);
      if (endedAs === 'LOGGED_IN_ELSEWHERE') this.counters.displaced++;
      decided({ name: endedAs, reason: DISCONNECTS[endedAs].reason });
    });
  }

  giveUp(session: ClientSession): void {
    this.#cluster.leave(session.id);
  }

  displace(sessionId: string): number {
    const session = this.#sessions.byId(sessionId);
    if (session === undefined) {
      const asked = this.#asked.get(sessionId);
      if (asked !== undefined) asked.endedAs ??= 'LOGGED_IN_ELSEWHERE';
      return 0;
    }
    this.counters.displaced++;
    session.end('LOGGED_IN_ELSEWHERE');
    return 1;
  }

  refuseRevoked(user: string, isRevoked: (identity: Identity) => boolean): void {
    for (const asked of this.#asked.values())
      if (asked.session.user === user && isRevoked(asked.session.identity)) asked.endedAs = 'TOKEN_REVOKED';
  }

  #refusal(session: ClientSession, outcome: AdmitOutcome): LoginRefusal | undefined {
    if (outcome.kind === 'admitted') return undefined;
    if (outcome.kind === 'refused') return this.#tooMany();
    if (this.#settings.withoutCluster === 'allow') return this.#decideAlone(session);
    this.counters.undecided++;
    return { name: 'AUTH_UNAVAILABLE', reason: 'logins cannot be decided now' };
  }

  #decideAlone(session: ClientSession): LoginRefusal | undefined {
    this.counters.alone++;
    const losers = losersOf(session, [...this.#sessions.byUser(session.user)], this.#settings);
    if (losers === 'refused') return this.#tooMany();
    for (const loser of losers) this.displace(loser.id);
    return undefined;
  }

  #tooMany(): LoginRefusal {
    this.counters.refused++;
    return { name: 'TOO_MANY_SESSIONS', reason: DISCONNECTS.TOO_MANY_SESSIONS.reason };
  }
}
