// Sessions of a user whose tokens were revoked: they end at once.

import type { Identity } from '../auth/verifier.js';
import type { Sessions } from './contracts.js';

/** @returns how many sessions were ended: those whose token was made before the revocation. */
export function endRevoked(
  sessions: Pick<Sessions, 'byUser'>,
  user: string,
  isRevoked: (identity: Identity) => boolean,
): number {
  // A copy: ending a session changes what is iterated.
  const revoked = [...sessions.byUser(user)].filter((session) => isRevoked(session.identity));
  for (const session of revoked) session.end('TOKEN_REVOKED');
  return revoked.length;
}
