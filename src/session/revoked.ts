// Sessions of a user whose tokens were revoked: they end at once, and those that wait to begin do not.

import type { Identity } from '../auth/verifier.js';
import type { LoginGate, Sessions } from './contracts.js';

/** @returns how many sessions were ended: those whose token was made before the revocation. */
export function endRevoked(
  sessions: Pick<Sessions, 'byUser'>,
  logins: Pick<LoginGate, 'refuseRevoked'>,
  user: string,
  isRevoked: (identity: Identity) => boolean,
): number {
  logins.refuseRevoked(user, isRevoked);
  // A copy: ending a session changes what is iterated.
  const revoked = [...sessions.byUser(user)].filter((session) => isRevoked(session.identity));
  for (const session of revoked) session.end('TOKEN_REVOKED');
  return revoked.length;
}
