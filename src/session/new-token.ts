// What a new token changes in a session that is there already, by Refresh or by the Hello of a resume.

import type { Identity } from '../auth/verifier.js';
import type { ClientSession, SessionContext } from './contracts.js';

/**
 * The session goes on with `identity`, which is of the same user. Backends that know it are told when its roles
 * are others than before.
 *
 * Its attributes stay, because backends may have set them; and its class of device, by which it was counted when
 * it began (login.perDeviceMax).
 */
export function takeIdentity(
  { router }: Pick<SessionContext, 'router'>,
  session: ClientSession,
  identity: Identity,
): void {
  const { roles, device } = session.identity;
  session.identity = { ...identity, device };
  // A token may be checked for longer than the session lives.
  if (session.state !== 'closed' && !areSame(roles, identity.roles)) router.sessionChanged(session);
}

/** Neither names a role twice (src/auth/claims.ts). */
function areSame(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((role) => others.includes(role));
}
