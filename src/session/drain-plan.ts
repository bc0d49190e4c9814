// How a gateway leaves, as pure decisions: the phases of a drain, and when each client is to move.
//
//   announcing ──▶ moving ──▶ finishing ──▶ settling ──▶ over
//
//   announcing   the port is still open, so that load balancers see /readyz fail before they see it closed
//   moving       the port is closed; clients leave, each at its own time
//   finishing    who is still here is let go as soon as nothing of it is pending
//   settling     no sessions; what backends asked of each other through us is answered
//
// Only time holds a phase up; when nobody is left it passes at once.

import type { Random } from '../clock.js';

export interface DrainLimits {
  /** From the first moment to the last: whoever is left then is disconnected. */
  readonly timeoutMs: number;
  /** The moves of the clients are spread over so long. */
  readonly spreadMs: number;
  /** How long the port stays open, to refuse new sessions by a Disconnect instead of a closed door. */
  readonly graceMs: number;
}

export type DrainPhase = 'announcing' | 'moving' | 'finishing' | 'settling' | 'over';

export interface DrainFacts {
  /** Since the drain began, in milliseconds. */
  readonly elapsedMs: number;
  /** Since the phase began, in milliseconds. */
  readonly phaseMs: number;
  /** Sessions and handshakes that are still here. */
  readonly clients: number;
  /** Requests pending in the whole gateway, relayed calls included. */
  readonly pending: number;
}

/** A client leaves within a second of its time, or does not obey. */
const MOVE_SLACK_MS = 1_000;

/** Backends go on calling each other through us until the end: there is no moment without calls to wait for. */
export const SETTLE_TIMEOUT_MS = 1_000;

interface Row {
  readonly next: DrainPhase;
  readonly isOver: (facts: DrainFacts, limits: DrainLimits) => boolean;
}

const PHASES: Readonly<Record<Exclude<DrainPhase, 'over'>, Row>> = {
  announcing: {
    next: 'moving',
    isOver: ({ clients, elapsedMs }, { graceMs }) => clients === 0 || elapsedMs >= graceMs,
  },
  moving: {
    next: 'finishing',
    isOver: ({ clients, elapsedMs }, { graceMs, spreadMs }) =>
      clients === 0 || elapsedMs >= graceMs + spreadMs + MOVE_SLACK_MS,
  },
  finishing: { next: 'settling', isOver: ({ clients }) => clients === 0 },
  settling: {
    next: 'over',
    isOver: ({ pending, phaseMs }) => pending === 0 || phaseMs >= SETTLE_TIMEOUT_MS,
  },
};

/** The phase that follows from the facts: the same one, the next one, or `over` when time is up. */
export function nextDrainPhase(phase: DrainPhase, facts: DrainFacts, limits: DrainLimits): DrainPhase {
  if (phase === 'over' || facts.elapsedMs >= limits.timeoutMs) return 'over';
  const { next, isOver } = PHASES[phase];
  return isOver(facts, limits) ? next : phase;
}

/**
 * When each of `count` clients is to move, in milliseconds from now, in a shuffled order. One in each of
 * `count` equal parts of the spread, at a random place in it: an even stream for the other gateways, and
 * no two at the same moment. Nobody is sent away before `graceMs`: until then a load balancer may send it
 * right back.
 */
export function moveDelaysMs(
  count: number,
  { graceMs, spreadMs }: Pick<DrainLimits, 'graceMs' | 'spreadMs'>,
  random: Random,
): number[] {
  const partMs = spreadMs / Math.max(1, count);
  const delays = Array.from({ length: count }, (_, part) => Math.round(graceMs + (part + random()) * partMs));
  for (let at = count - 1; at > 0; at--) swap(delays, at, Math.floor(random() * (at + 1)));
  return delays;
}

function swap(list: number[], a: number, b: number): void {
  const [x = 0, y = 0] = [list[a], list[b]];
  list[a] = y;
  list[b] = x;
}
