// Users whose tokens do not count any more: those made before a moment. The moment is kept, not the
// tokens, so a user who logs in anew gets a new token that counts.

import { LatestMoments } from '../latest-moments.js';
import type { Identity, TokenVerifier } from './verifier.js';

/** Users remembered; the one revoked longest ago gives way. About 10 MiB. */
export const REVOKED_USERS_MAX = 65_536;

/** Implemented in memory here; a cluster's carries what one gateway revoked to the others. */
export interface Revocations {
  /** Tokens of the user made before `notBeforeEpochMs` count no more. An earlier moment changes nothing. */
  revoke(user: string, notBeforeEpochMs: number): void;
  isRevoked(identity: Pick<Identity, 'user' | 'issuedAtMs'>): boolean;
  /** Hears of every user that is revoked, whoever asked for it. Called once. */
  onRevoked(listener: (user: string) => void): void;
}

export class MemoryRevocations implements Revocations {
  readonly #notBefore = new LatestMoments(REVOKED_USERS_MAX);
  #listener: (user: string) => void = () => undefined;

  get size(): number {
    return this.#notBefore.size;
  }

  revoke(user: string, notBeforeEpochMs: number): void {
    this.#notBefore.note(user, notBeforeEpochMs);
    this.#listener(user);
  }

  /**
   * A token that does not say when it was made cannot be told from an old one. Tokens say it in whole
   * seconds, so one made within the second of the revocation counts as before it.
   */
  isRevoked({ user, issuedAtMs }: Pick<Identity, 'user' | 'issuedAtMs'>): boolean {
    const notBefore = this.#notBefore.of(user);
    return notBefore !== undefined && (issuedAtMs ?? -Infinity) < notBefore;
  }

  onRevoked(listener: (user: string) => void): void {
    this.#listener = listener;
  }
}

/** A verifier that refuses what is revoked, and otherwise says what `verifier` says. */
export function withRevocations(verifier: TokenVerifier, revocations: Revocations): TokenVerifier {
  return {
    async verify(token, bearer) {
      const verdict = await verifier.verify(token, bearer);
      if (!verdict.ok || !revocations.isRevoked(verdict.identity)) return verdict;
      return { ok: false, refusal: 'revoked', detail: 'the token was made before its user was revoked' };
    },
  };
}
