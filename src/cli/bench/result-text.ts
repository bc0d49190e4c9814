// What a load saw, for people.

import type { LoadResult } from './load.js';

/** From here on the load's core is taken to be full. */
const BUSY_SHARE = 0.9;

const whole = (value: number): string => Math.round(value).toLocaleString('en');
const ms = (value: number): string => `${value.toFixed(2)} ms`;

export function resultLines(result: LoadResult): readonly string[] {
  const { sessions, messages, seconds, p50Ms, p99Ms, p999Ms, maxMs, cpuShare } = result;
  return [
    `${whole(sessions)} sessions, ${whole(messages)} answers in ${seconds.toFixed(1)} s: ${whole(messages / seconds)} a second`,
    `latency p50 ${ms(p50Ms)}, p99 ${ms(p99Ms)}, p99.9 ${ms(p999Ms)}, longest ${ms(maxMs)}`,
    `this load used ${whole(cpuShare * 100)} % of a core`,
    ...(cpuShare > BUSY_SHARE
      ? [
          'the load was the limit: the gateway may be faster than this; run several at once, on other machines',
        ]
      : []),
    ...faultLines(result),
  ];
}

function faultLines({ faults, unanswered, requestsTotal }: LoadResult): readonly string[] {
  const lines = Object.entries(faults).map(([what, count]) => `${whole(count)} × ${what}`);
  if (unanswered > 0) lines.push(`${whole(unanswered)} requests had no answer`);
  return lines.length > 0 ? lines : [`all ${whole(requestsTotal)} requests were answered as they should be`];
}
