// Decides whether a registry is believed when instances are missing from it.
//
// A registry that lost its data lists fewer instances than there are; closing their links would turn an
// outage of the registry into one of the service. So there are two states:
//
//   trusted ── doubt, and something known is missing ──▶ amnesia
//   amnesia ── all that was known is listed again, or ──▶ trusted
//              a non-empty list lost nothing more for the trust period
//
// Doubt is: an index went back; contact was lost and this is the first answer after it (a registry that was
// restarted empty may already have overtaken the old index); everything vanished at once.

export interface TrustState {
  /** Server ids last listed while trusted: what is missed during amnesia. */
  readonly known: ReadonlySet<string>;
  readonly amnesia: boolean;
  /** Ids of the last answer. */
  readonly listed: ReadonlySet<string>;
  /** Since when nothing more was lost, in monotonic ms; counts only while the list is not empty. */
  readonly stableSinceMs: number;
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
  stableSinceMs: 0,
};

/** The state after an answer, or after time passed (the same listing without doubt). */
export function judge(state: TrustState, listing: Listing, nowMs: number, trustPeriodMs: number): TrustState {
  const { serverIds, doubt } = listing;
  const whole = includesAll(serverIds, state.known);
  const stable =
    !doubt && serverIds.size > 0 && state.listed.size > 0 && includesAll(serverIds, state.listed);
  const stableSinceMs = state.amnesia && stable ? state.stableSinceMs : nowMs;
  const proven = state.amnesia
    ? stable && nowMs - stableSinceMs >= trustPeriodMs
    : !doubt && serverIds.size > 0;
  const amnesia = !whole && !proven;
  return { known: amnesia ? state.known : serverIds, amnesia, listed: serverIds, stableSinceMs };
}

function includesAll(set: ReadonlySet<string>, wanted: ReadonlySet<string>): boolean {
  if (set.size < wanted.size) return false;
  for (const id of wanted) if (!set.has(id)) return false;
  return true;
}
