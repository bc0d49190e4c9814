// Decides whether a registry is believed when instances are missing from it.
//
// A registry that lost its data lists fewer instances than there are; closing their links would turn an
// outage of the registry into one of the service. So there are two states:
//
//   trusted ── doubt, and something known is missing ──▶ amnesia
//   amnesia ── all that was known is listed again, or ──▶ trusted
//              no doubt and no empty list for the trust period
//
// What is missed is what was known. Instances that come and go in order meanwhile are gone when they go, and
// do not keep the amnesia up: where match servers live for minutes it would never end.
//
// Doubt is: an index went back; contact was lost and this is the first answer after it (a registry that was
// restarted empty may already have overtaken the old index); everything vanished at once.

export interface TrustState {
  /** Server ids last listed while trusted, and what doubt took from the list since: missed while not listed. */
  readonly known: ReadonlySet<string>;
  readonly amnesia: boolean;
  /** Ids of the last answer. */
  readonly listed: ReadonlySet<string>;
  /** Since when there was neither doubt nor an empty list, in monotonic ms. */
  readonly calmSinceMs: number;
}

export interface Listing {
  readonly serverIds: ReadonlySet<string>;
  /** The registry gave a reason to think that it lost data. */
  readonly doubt: boolean;
}

const nothing: ReadonlySet<string> = new Set();

export const initialTrust: TrustState = {
  known: nothing,
  amnesia: false,
  listed: nothing,
  calmSinceMs: 0,
};

/** The state after an answer, or after time passed (the same listing without doubt). */
export function judge(state: TrustState, listing: Listing, nowMs: number, trustPeriodMs: number): TrustState {
  const { serverIds, doubt } = listing;
  const shaken = doubt || serverIds.size === 0;
  const known = shaken ? new Set([...state.known, ...state.listed]) : state.known;
  const calm = !shaken && state.listed.size > 0;
  const calmSinceMs = state.amnesia && calm ? state.calmSinceMs : nowMs;
  const proven = state.amnesia ? calm && nowMs - calmSinceMs >= trustPeriodMs : !shaken;
  const amnesia = !proven && missingOf(known, serverIds).length > 0;
  return { known: amnesia ? known : serverIds, amnesia, listed: serverIds, calmSinceMs };
}

/** Ids that are not listed, which is no proof that they are gone; none while the registry is trusted. */
export function missedBy({ known, listed }: TrustState): readonly string[] {
  return missingOf(known, listed);
}

const missingOf = (known: ReadonlySet<string>, listed: ReadonlySet<string>): string[] =>
  [...known].filter((id) => !listed.has(id));
