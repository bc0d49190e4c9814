// The life of the gateway's link to one instance.
//
//   waiting ──due──▶ dialling ──connected──▶ greeting ──ready──▶ open
//      ▲              ▲ │ failed                │ lost             │ lost │ idle
//      └──────────────│─┴───────────────────────┴──────────────────┘      │
//                     └──due── dormant ◀──────────────────────────────────┘   removed ends all of them
//
// A dormant instance has no link because nobody needs one here. It can be picked: the first message dials.
// A waiting one could not be reached, or was lost: it is dialled again without being asked.

export type InstanceState = 'dormant' | 'waiting' | 'dialling' | 'greeting' | 'open' | 'gone';
export type InstanceEvent =
  | 'due'
  | 'connected'
  | 'ready'
  | 'lost'
  /** Nobody needs the link any more. */
  | 'idle'
  /** The registry gives a new address before a connection stands. */
  | 'readdressed'
  | 'removed';

type Row = Readonly<Partial<Record<InstanceEvent, InstanceState>>>;

const TRANSITIONS: Readonly<Record<InstanceState, Row>> = {
  dormant: { due: 'dialling', readdressed: 'dormant', removed: 'gone' },
  waiting: { due: 'dialling', readdressed: 'waiting', removed: 'gone' },
  dialling: { connected: 'greeting', lost: 'waiting', readdressed: 'waiting', removed: 'gone' },
  greeting: { ready: 'open', lost: 'waiting', removed: 'gone' },
  open: { lost: 'waiting', idle: 'dormant', removed: 'gone' },
  gone: {},
};

/** The state after `event`, or undefined when the event has no place in this state. */
export function nextInstanceState(state: InstanceState, event: InstanceEvent): InstanceState | undefined {
  return TRANSITIONS[state][event];
}

const BACKOFF_BASE_MS = 100;
const BACKOFF_MAX_MS = 5_000;

/**
 * How long to wait before dial number `attempt` (from 1): exponential with full jitter, capped low,
 * because the registry says that the instance lives.
 */
export function dialBackoffMs(attempt: number, random: () => number): number {
  const ceiling = Math.min(BACKOFF_MAX_MS, BACKOFF_BASE_MS * 2 ** Math.min(attempt, 16));
  return BACKOFF_BASE_MS / 2 + random() * ceiling;
}

export interface ListedInstance {
  readonly serverId: string;
}

/**
 * Which instances a snapshot adds, keeps and removes.
 * @param missed what the registry may have lost: not removed, although it is not listed
 */
export function reconcile<I extends ListedInstance>(
  known: ReadonlySet<string>,
  listed: readonly I[],
  missed: readonly string[],
): { readonly added: readonly I[]; readonly kept: readonly I[]; readonly removed: readonly string[] } {
  const living = new Set([...missed, ...listed.map((instance) => instance.serverId)]);
  return {
    added: listed.filter((instance) => !known.has(instance.serverId)),
    kept: listed.filter((instance) => known.has(instance.serverId)),
    removed: [...known].filter((serverId) => !living.has(serverId)),
  };
}
