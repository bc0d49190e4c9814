// What people read of a round.
import { countBy, type RoundOutcome } from './stage.js';

const SHOWN = 10;
const NOTES_SHOWN = 200;

/** One line of figures; when something is broken, the seed, the faults and the first broken rules. */
export function describeRound(seed: number, outcome: RoundOutcome): string {
  const { requests, failed, pushes, deliveries, lostTold, resumes, kicked, orderBreaks, broken } = outcome;
  const codes = Object.entries(failed).map(([code, count]) => `${count} ${code}`);
  const figures = [
    `seed ${seed}: ${requests} requests (failed: ${codes.join(', ') || 'none'})`,
    `${pushes} pushes, ${deliveries} delivered, ${lostTold} told lost`,
    `${resumes} sockets cut and resumed, ${kicked} kicked`,
    `broken waits for order seen ${orderBreaks} times`,
  ].join(', ');
  if (broken.length === 0) return figures;
  const [firstFault] = outcome.faults;
  const since = (atMs: number): string => `${((atMs - (firstFault?.fromMs ?? 0)) / 1_000).toFixed(1)} s`;
  return [
    figures,
    'faults, from the first one on:',
    ...outcome.faults.map(
      ({ kind, victim, fromMs, untilMs }) => `  ${since(fromMs)} – ${since(untilMs)} ${kind} ${victim}`,
    ),
    `${broken.length} times a rule was broken:`,
    ...Object.entries(countBy(broken.map(({ rule }) => rule))).map(([rule, count]) => `  ${count} × ${rule}`),
    'the first of them:',
    ...broken.slice(0, SHOWN).map(({ rule, what, atMs }) => `  ${since(atMs)} ${rule}: ${what}`),
    'what the gateways said:',
    ...outcome.notes
      .slice(-NOTES_SHOWN)
      .map(({ gateway, what, atMs }) => `  ${since(atMs)} ${gateway}: ${what}`),
    `again: npm run soak -- --seed ${seed} --minutes 1`,
  ].join('\n');
}
