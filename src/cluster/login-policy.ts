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
  const byAge = [...others].sort(isOlderFirst);
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

/**
 * Which of the sessions that a user has are too many: they began while gateways could not ask each other.
 * @returns those that end, first the ones that have to go first
 */
export function surplusOf<Session extends Entrant>(
  sessions: readonly Session[],
  { perUserMax, perDeviceMax, loser }: LoginPolicy,
): readonly Session[] {
  const byAge = [...sessions].sort(isOlderFirst);
  const inTurn = loser === 'oldest' ? byAge : byAge.reverse();
  const ofDevices = new Set<Session>();
  for (const device of new Set(inTurn.map((session) => session.device))) {
    const same = inTurn.filter((session) => session.device === device);
    for (const session of same.slice(0, surplus(same.length - 1, perDeviceMax))) ofDevices.add(session);
  }
  const left = inTurn.filter((session) => !ofDevices.has(session));
  const ofUser = new Set(left.slice(0, surplus(left.length - 1, perUserMax)));
  return inTurn.filter((session) => ofDevices.has(session) || ofUser.has(session));
}

const isOlderFirst = (one: Entrant, other: Entrant): number =>
  one.sinceEpochMs - other.sinceEpochMs || (one.sessionId < other.sessionId ? -1 : 1);

/** Whether the policy limits anything. */
export const isLimiting = ({ perUserMax, perDeviceMax }: LoginPolicy): boolean =>
  perUserMax > 0 || perDeviceMax > 0;
