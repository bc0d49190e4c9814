// What a load saw, for people.

import type { LoadResult, RateResult } from './load.js';

/** From here on the load's core is taken to be full. */
const BUSY_SHARE = 0.9;

/** At a fixed rate the load polls between planned times, so its core says nothing: how late it sent does. */
const LATE_SHARE = 0.5;

const whole = (value: number): string => Math.round(value).toLocaleString('en');
/** A quantile that too few samples make is none. */
const ms = (value: number | undefined): string => (value === undefined ? '–' : `${value.toFixed(2)} ms`);

/** Whether most of the tail of latencies is requests that the load itself sent late. */
export function isLate(lateP99Ms: number | undefined, p99Ms: number | undefined): boolean {
  return lateP99Ms !== undefined && p99Ms !== undefined && lateP99Ms > p99Ms * LATE_SHARE;
}

function isLimit({ rate, cpuShare, p99Ms }: LoadResult): boolean {
  return rate === undefined ? cpuShare > BUSY_SHARE : isLate(rate.lateP99Ms, p99Ms);
}

export function resultLines(result: LoadResult): readonly string[] {
  const { sessions, messages, seconds, p50Ms, p99Ms, p999Ms, maxMs, cpuShare, rate } = result;
  return [
    `${whole(sessions)} sessions, ${whole(messages)} answers in ${seconds.toFixed(1)} s: ${whole(messages / seconds)} a second`,
    ...(rate === undefined ? [] : rateLines(rate)),
    `latency p50 ${ms(p50Ms)}, p99 ${ms(p99Ms)}, p99.9 ${ms(p999Ms)}, longest ${ms(maxMs)}`,
    `this load used ${whole(cpuShare * 100)} % of a core`,
    ...(isLimit(result)
      ? [
          'the load was the limit: the gateway may be faster than this; run several at once, on other machines',
        ]
      : []),
    ...faultLines(result),
  ];
}

function rateLines({
  plannedPerSecond,
  achievedPerSecond,
  isMissed,
  ...late
}: RateResult): readonly string[] {
  return [
    `planned ${whole(plannedPerSecond)} a second, achieved ${whole(achievedPerSecond)}${isMissed ? ': missed' : ''}`,
    `sent after the planned time by p50 ${ms(late.lateP50Ms)}, p99 ${ms(late.lateP99Ms)}, longest ${ms(late.lateMaxMs)}`,
  ];
}

function faultLines({ faults, unanswered, requestsTotal }: LoadResult): readonly string[] {
  const lines = Object.entries(faults).map(([what, count]) => `${whole(count)} × ${what}`);
  if (unanswered > 0) lines.push(`${whole(unanswered)} requests had no answer`);
  return lines.length > 0 ? lines : [`all ${whole(requestsTotal)} requests were answered as they should be`];
}
