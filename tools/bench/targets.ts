// What the figures are held against: at most so many times a peer's CPU in the same run, or so much memory.
// A bound that is missed is shown like one that is met; nothing fails.
import type { Row } from './rows.js';
import type { RowResult } from './run-result.js';

interface Bound {
  /** Causeway ÷ this peer. */
  readonly peer: string;
  readonly atMost: number;
}

export interface Verdict {
  readonly row: string;
  /** "CPU ÷ haproxy", "KiB a session". */
  readonly what: string;
  readonly measured: number;
  readonly atMost: number;
  readonly met: boolean;
}

const KIB = 1024;
/** Payloads of 1 KiB cost everybody the same copies on top. */
const LARGE_ALLOWANCE = 1.25;

/** By outstanding requests and sessions. */
function loopBounds({ pipe, sessions, traffic }: Row): readonly Bound[] {
  const many = sessions >= 5_000;
  const isDeep = traffic.kind === 'closed' && traffic.outstanding > 1;
  const bound = (peer: string, atMost: number): Bound => ({ peer, atMost });
  if (isDeep && many) return [bound('haproxy', 2), bound('nats', 0.7), bound('plain', 0.15)];
  if (isDeep) return [bound('haproxy', 2.5), bound('nats', 0.8), bound('plain', 0.15)];
  if (many) return [bound('haproxy', 0.6), bound('c', pipe === 'ws' ? 2 : 1.8)];
  return [bound('haproxy', 0.8), bound('nats', 0.6), bound('plain', 0.55)];
}

function cpuBounds(row: Row): readonly Bound[] {
  switch (row.kind) {
    case 'loop':
      return loopBounds(row).map(({ peer, atMost }) => ({
        peer,
        atMost: row.payloadBytes >= KIB ? atMost * LARGE_ALLOWANCE : atMost,
      }));
    case 'rate':
      return [{ peer: 'haproxy', atMost: 1 }];
    case 'broadcast':
      return [
        { peer: 'c', atMost: 1.3 },
        { peer: 'plain', atMost: 0.8 },
        { peer: 'nats', atMost: 0.45 },
      ];
    case 'idle':
    case 'group':
    case 'routes':
      return [];
  }
}

/** Bounds of `row` that this result can be held against: those whose peers were measured beside it. */
export function verdicts(row: Row, { peers }: RowResult, gateway: string): readonly Verdict[] {
  const ours = peers[gateway]?.median;
  if (ours === undefined) return [];
  const verdict = (what: string, measured: number, atMost: number): Verdict => ({
    ...{ row: row.name, what, measured, atMost },
    met: measured <= atMost,
  });
  const cpu = cpuBounds(row).flatMap(({ peer, atMost }) => {
    const other = peers[peer]?.median;
    return other === undefined ? [] : [verdict(`CPU ÷ ${peer}`, ours.cpuUs / other.cpuUs, atMost)];
  });
  const haproxy = peers['haproxy']?.median;
  if (row.kind === 'rate' && haproxy !== undefined)
    cpu.push(verdict('p99 ÷ haproxy', ours.p99Ms / haproxy.p99Ms, 2));
  if (row.kind !== 'idle') return cpu;
  return [...cpu, verdict('KiB a session', ours.bytesPerSession / KIB, row.pipe === 'ws' ? 6.5 : 6)];
}
