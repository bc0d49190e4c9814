// What a seed says: which faults come in which order, whom they strike and how long they last. Pure.
import type { Random } from '../../src/clock.js';
import { seededRandom } from '../../test/support/seeded-random.js';
import { FAULT_KINDS, type FaultKind } from './history.js';
import { needsLoss } from './tolerance.js';
import type { Slowness } from '../../test/support/slow-proxy.js';

export interface PlannedFault {
  readonly kind: FaultKind;
  /** Below 1,000. Chooses the victim, modulo the number of candidates, and how slow something is. */
  readonly victim: number;
  readonly lastsMs: number;
  /** Quiet after it. */
  readonly restMs: number;
}

const VICTIMS = 1_000;

export interface Pace {
  readonly lastsMsMin: number;
  readonly lastsMsMax: number;
  readonly restMs: number;
}

/**
 * Every kind of fault once. Those that need lose nothing come first: then nothing that a harmful one left
 * behind can excuse a loss.
 */
export function planRound(seed: number, pace: Pace): readonly PlannedFault[] {
  const random = seededRandom(seed);
  const harmless = FAULT_KINDS.filter((kind) => !needsLoss(kind));
  const harmful = FAULT_KINDS.filter((kind) => needsLoss(kind));
  return [...shuffled(harmless, random), ...shuffled(harmful, random)].map((kind) => ({
    kind,
    victim: Math.floor(random() * VICTIMS),
    lastsMs: Math.round(pace.lastsMsMin + random() * (pace.lastsMsMax - pace.lastsMsMin)),
    restMs: pace.restMs,
  }));
}

/** How late Redis answers, in all between the two; a third of the faults each: on the way there, back, or both. */
export function slowness({ victim }: PlannedFault, lateMsMin: number, lateMsMax: number): Slowness {
  const lateMs = Math.round(lateMsMin + ((lateMsMax - lateMsMin) * victim) / VICTIMS);
  const toServerMs = Math.round((lateMs * (victim % 3)) / 2);
  return { toServerMs, toClientMs: lateMs - toServerMs };
}

function shuffled<T>(items: readonly T[], random: Random): T[] {
  const left = [...items];
  const taken: T[] = [];
  while (left.length > 0) taken.push(...left.splice(Math.floor(random() * left.length), 1));
  return taken;
}
