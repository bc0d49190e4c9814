// Measures rows: for each row all peers in turn, then all again, so that a slow spell of the machine hits them alike.
import { readFileSync } from 'node:fs';
import { OPENS_PER_SECOND } from './load-order.js';
import { measure, summary, type Measured, type Measurement } from './measurement.js';
import type { BenchOptions } from './options.js';
import type { Peer } from './peers/peer.js';
import type { Row } from './rows.js';
import type { RowResult } from './run-result.js';

/** Starting and stopping of the programs, and waiting for last answers. */
const AROUND_MS = 2_500;
/** Descriptors of a process that are no sessions. */
const SPARE_FILES = 200;

export type Progress = (line: string) => void;

export function estimateMs({ rows, peers, repeats, measureMs, warmUpMs }: BenchOptions): number {
  return rows.reduce((sum, row) => {
    const takers = peers.filter((peer) => unfit(peer, row) === undefined).length;
    const times = takers * (repeats ?? row.repeats);
    return sum + times * (AROUND_MS + (row.sessions * 1000) / OPENS_PER_SECOND + warmUpMs + measureMs);
  }, 0);
}

export async function measureRow(row: Row, options: BenchOptions, progress: Progress): Promise<RowResult> {
  const measurements = new Map<string, Measurement[]>();
  const failed: Record<string, string[]> = {};
  const leftOut: Record<string, string> = {};
  const peers = options.peers.filter((peer) => {
    const reason = unfit(peer, row);
    if (reason !== undefined && peer.takes(row)) leftOut[peer.name] = reason;
    return reason === undefined;
  });
  const repeats = options.repeats ?? row.repeats;
  for (let repeat = 1; repeat <= repeats; repeat++)
    for (const peer of peers) {
      const what = `${row.name} ${peer.name} ${repeat}/${repeats}`;
      progress(`${what} …`);
      const measured = await measure(peer, row, options, {
        onOpened: (count) => {
          progress(`${what}: ${count} sessions`);
        },
      });
      progress(`${what}: ${shortly(row, measured)}`);
      if (measured.ok)
        measurements.set(peer.name, [...(measurements.get(peer.name) ?? []), measured.measurement]);
      else (failed[peer.name] ??= []).push(`${repeat}/${repeats}: ${measured.problems.join('; ')}`);
    }
  const summaries = [...measurements].flatMap(([name, all]) => {
    const found = summary(all);
    return found === undefined ? [] : [[name, found] as const];
  });
  return { row: row.name, peers: Object.fromEntries(summaries), failed, repetitions: repeats, leftOut };
}

/** Why this peer is left out of this row. */
export function unfit(peer: Peer, row: Row): string | undefined {
  if (!peer.takes(row)) return 'it has nothing of this kind';
  if (row.sessions > peer.sessionsMax) return `it lets in ${peer.sessionsMax} sessions at most`;
  const needed = row.sessions * peer.socketsPerSession + SPARE_FILES;
  const limit = openFilesMax();
  return needed > limit ? `it needs ${needed} open files, the limit is ${limit} (ulimit -n)` : undefined;
}

/** Node raises the soft limit to the hard one, and children inherit it. */
function openFilesMax(): number {
  const limits = readFileSync('/proc/self/limits', 'utf8');
  return Number(/^Max open files\s+(\d+)/m.exec(limits)?.[1] ?? Infinity);
}

function shortly({ kind }: Row, measured: Measured): string {
  if (!measured.ok) return `FAILED: ${measured.problems.join('; ')}`;
  const { cpuUs, messagesPerSecond, p99Ms, bytesPerSession } = measured.measurement;
  if (kind === 'idle') return `${Math.round(bytesPerSession)} bytes a session`;
  return `${cpuUs.toFixed(2)} µs, ${Math.round(messagesPerSecond)}/s, p99 ${p99Ms?.toFixed(2) ?? '–'} ms`;
}
