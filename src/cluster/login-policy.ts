// Single login as a pure decision: which sessions of a user have to go for a new one.

import type { LoginPolicy, Presence } from './cluster.js';

type Entrant = Pick<Presence, 'sessionId' | 'device' | 'sinceEpochMs'>;

/**
 * @param others the user's sessions without the new one
 * @returns those that end for it, oldest first; 'refused' when it is the new one that may not begin
 */
export function losersOf<Other extends Entrant>(
  entrant: Entrant,
  others: readonly Other[],
  { perUserMax, perDeviceMax, loser }: LoginPolicy,
): readonly Other[] | 'refused' {
  const byAge = [...others].sort(
    (one, other) => one.sinceEpochMs - other.sinceEpochMs || (one.sessionId < other.sessionId ? -1 : 1),
  );
  const sameDevice = byAge.filter(({ device }) => device === entrant.device);
  const ofDevice = sameDevice.slice(0, surplus(sameDevice.length, perDeviceMax));
  const left = byAge.filter((other) => !ofDevice.includes(other));
  const ofUser = left.slice(0, surplus(left.length, perUserMax));
  const losers = byAge.filter((other) => ofDevice.includes(other) || ofUser.includes(other));
  return losers.length > 0 && loser === 'newest' ? 'refused' : losers;
}

/** How many too many there are once one more has come. */
function surplus(count: number, max: number): number {
  return max === 0 ? 0 : Math.max(0, count + 1 - max);
}
