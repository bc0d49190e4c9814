// One measurement of one peer in one row, and what several of them come to.
import type { LoadResult } from '../../src/cli/bench/load.js';
import { isLate } from '../../src/cli/bench/result-text.js';
import { driveLoad, type LoadEvents } from './load-process.js';
import { loadOptions, type Timing } from './load-order.js';
import type { LoadReport } from './load-messages.js';
import type { Peer, RunningPeer } from './peers/peer.js';
import type { ProcessUsage } from './process-usage.js';
import type { Row } from './rows.js';

export interface Measurement {
  /** Of the measured process for a round trip, or a delivered message of a fan-out; microseconds. */
  readonly cpuUs: number;
  readonly messagesPerSecond: number;
  /** Undefined where too few samples lie beyond. */
  readonly p50Ms?: number | undefined;
  readonly p99Ms?: number | undefined;
  readonly p999Ms?: number | undefined;
  /** Latencies that were recorded; runs of before it was kept are without. */
  readonly samples?: number | undefined;
  /** How late the load sent, at a fixed rate; runs of before it was kept are without. */
  readonly lateP99Ms?: number | undefined;
  /** Share of a core that the peer used; and the load, with the backend that shares its core. */
  readonly peerShare: number;
  readonly loadShare: number;
  readonly residentMib: number;
  /** Growth of resident memory for each session, from before the first one. */
  readonly bytesPerSession: number;
}

export type Measured =
  | { readonly ok: true; readonly measurement: Measurement }
  | { readonly ok: false; readonly problems: readonly string[] };

/** Starts the peer, drives it, checks it, stops it. Never rejects. */
export async function measure(peer: Peer, row: Row, timing: Timing, events: LoadEvents): Promise<Measured> {
  let running: RunningPeer | undefined;
  try {
    running = await peer.start(row);
    const options = loadOptions(row, running, timing);
    const report = await driveLoad(
      { options, watch: running.program.pid, beside: running.backend.pid },
      events,
    );
    return await judged(running, row, report);
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    return { ok: false, problems: [problem, ...endedEarly(running)] };
  } finally {
    await running?.stop();
  }
}

/** What broke may be the consequence of it. */
function endedEarly(running: RunningPeer | undefined): readonly string[] {
  if (running === undefined) return [];
  const { program, backend } = running;
  return Object.entries({ peer: program, backend })
    .filter(([, ended]) => ended.child.exitCode !== null)
    .map(([what, ended]) => `the ${what} ended: ${ended.said()}`);
}

async function judged(running: RunningPeer, row: Row, report: LoadReport): Promise<Measured> {
  const { outcome, before, begin, end, besideUs } = report;
  if (!outcome.ok) return { ok: false, problems: [outcome.reason] };
  const { result } = outcome;
  const { requestsTotal, pushesTotal } = result;
  const problems = [...faultsOf(result), ...(await running.check({ row, requestsTotal, pushesTotal }))];
  if (begin === undefined || end === undefined) problems.push('nothing was measured');
  else if (result.messages === 0 && row.kind !== 'idle')
    problems.push('no message came while it was measured: the machine does other work');
  else if (problems.length === 0)
    return { ok: true, measurement: measurementOf(result, besideUs, before, begin, end) };
  return { ok: false, problems };
}

function faultsOf({ faults, unanswered }: LoadResult): string[] {
  const wrong = Object.entries(faults).map(([what, count]) => `${count} × ${what}`);
  return unanswered === 0 ? wrong : [...wrong, `${unanswered} answers or pushes that did not come`];
}

export function measurementOf(
  result: LoadResult,
  besideUs: number,
  before: ProcessUsage,
  begin: ProcessUsage,
  end: ProcessUsage,
): Measurement {
  const { messages, seconds, sessions, p50Ms, p99Ms, p999Ms, samples, rate, cpuShare } = result;
  const cpuUs = end.cpuUs - begin.cpuUs;
  return {
    // A row in which nothing moves has no cost of a message.
    cpuUs: messages === 0 ? 0 : cpuUs / messages,
    messagesPerSecond: messages / seconds,
    ...{ p50Ms, p99Ms, p999Ms, samples, lateP99Ms: rate?.lateP99Ms },
    peerShare: cpuUs / 1e6 / seconds,
    loadShare: cpuShare + besideUs / 1e6 / seconds,
    residentMib: end.residentKib / 1024,
    bytesPerSession: ((end.residentKib - before.residentKib) * 1024) / sessions,
  };
}

export interface Summary {
  readonly median: Measurement;
  readonly cpuUsMin: number;
  readonly cpuUsMax: number;
  readonly repeats: number;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}

/** Medians, each figure by itself; undefined when nothing was measured, as is a figure that one of them lacks. */
export function summary(measurements: readonly Measurement[]): Summary | undefined {
  const [first] = measurements;
  if (first === undefined) return undefined;
  const of = (key: keyof Measurement): number | undefined => {
    const values = measurements.map((one) => one[key]);
    return values.every((value) => value !== undefined) ? median(values) : undefined;
  };
  const keys = Object.keys(first) as (keyof Measurement)[];
  const cpuUs = measurements.map((one) => one.cpuUs);
  return {
    median: Object.fromEntries(keys.map((key) => [key, of(key)])) as unknown as Measurement,
    cpuUsMin: Math.min(...cpuUs),
    cpuUsMax: Math.max(...cpuUs),
    repeats: measurements.length,
  };
}

/** Nearly a core: it cannot do more. */
const BUSY = 0.9;

/** Less than so much of the planned rate, and somebody could not keep up. */
const RATE_MET = 0.95;

/**
 * Whether the figures of throughput and latency are the load's rather than the peer's. At a fixed rate the load
 * polls between planned times, so there it is not its core that says so but how late it sent.
 */
export function isLoadLimited({ kind, traffic }: Row, measurement: Measurement): boolean {
  const { peerShare, loadShare, lateP99Ms, p99Ms } = measurement;
  if (traffic.kind === 'rate') return isLate(lateP99Ms, p99Ms);
  return kind !== 'idle' && peerShare < BUSY && loadShare > BUSY;
}

/** Whether clearly fewer answers came than were planned. */
export function isRateMissed({ traffic }: Row, { messagesPerSecond }: Measurement): boolean {
  return traffic.kind === 'rate' && messagesPerSecond < traffic.perSecond * RATE_MET;
}

/** Below so many median latencies, percentiles of a closed loop say where the window ended. */
const LATENCIES_MIN = 5;

/** Fixed rates and fan-outs are measured whole, whatever the window cuts. */
export function isWindowShort({ traffic }: Row, { p50Ms = 0 }: Measurement, measureMs: number): boolean {
  return traffic.kind === 'closed' && p50Ms * LATENCIES_MIN > measureMs;
}

/**
 * Whether something else had the machine: in a closed loop somebody is always at work, so when neither core was
 * busy, others were on them.
 */
export function isDisturbed({ kind, traffic }: Row, { peerShare, loadShare }: Measurement): boolean {
  return kind !== 'idle' && traffic.kind !== 'rate' && Math.max(peerShare, loadShare) < DISTURBED;
}

const DISTURBED = 0.7;
