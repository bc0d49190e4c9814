// The rows of the benchmark, by name. A name says all: pipe, what happens, and sessions or rate.
import type { TrafficPlan } from '../../src/cli/bench/traffic.js';
import { CommandLineError } from '../command-line.js';
import { MessageType } from './message-types.mjs';

export type RowKind = 'loop' | 'rate' | 'idle' | 'broadcast' | 'group' | 'routes';

export interface Row {
  readonly name: string;
  readonly kind: RowKind;
  readonly pipe: 'tcp' | 'ws';
  readonly sessions: number;
  readonly payloadBytes: number;
  readonly traffic: TrafficPlan;
  /** Type of the requests. */
  readonly type: number;
  /** Routes in the table that are never used. */
  readonly fillerRoutes: number;
  /** How often it is measured, unless something else is asked for. */
  readonly repeats: number;
}

const PIPES = ['ws', 'tcp'] as const;
const KIB = 1024;
const SMALL = 64;

const base = { payloadBytes: SMALL, type: MessageType.ECHO, fillerRoutes: 0, repeats: 3 };
/** A p99 is decided by few messages. */
const RATE_REPEATS = 5;

/** `ws-100-16-1k`: WebSocket, 100 sessions, 16 outstanding, payload of 1 KiB. */
function loopRows(): Row[] {
  return [SMALL, KIB].flatMap((payloadBytes) =>
    [100, 5_000].flatMap((sessions) =>
      [1, 16].flatMap((outstanding) =>
        PIPES.map((pipe): Row => {
          const name = `${pipe}-${sessions}-${outstanding}${payloadBytes === KIB ? '-1k' : ''}`;
          return {
            ...base,
            name,
            kind: 'loop',
            pipe,
            sessions,
            payloadBytes,
            traffic: { kind: 'closed', outstanding },
          };
        }),
      ),
    ),
  );
}

/** `ws-rate-20000`: so many requests a second over 1,000 sessions. */
function rateRow(pipe: 'tcp' | 'ws'): Row {
  const perSecond = 20_000;
  const traffic = { kind: 'rate', perSecond } as const;
  return {
    ...base,
    name: `${pipe}-rate-${perSecond}`,
    kind: 'rate',
    pipe,
    sessions: 1_000,
    traffic,
    repeats: RATE_REPEATS,
  };
}

/** `ws-idle-19000`: one request each, then nothing; what counts is memory. */
function idleRow(pipe: 'tcp' | 'ws'): Row {
  const sessions = 19_000;
  return {
    ...base,
    name: `${pipe}-idle-${sessions}`,
    kind: 'idle',
    pipe,
    sessions,
    traffic: { kind: 'idle' },
  };
}

/** `ws-broadcast-10000`, `ws-group-10000`: one push to all, again and again. */
function fanOutRow(pipe: 'tcp' | 'ws', kind: 'broadcast' | 'group'): Row {
  const sessions = 10_000;
  const type = kind === 'group' ? MessageType.GROUP_PUSH : MessageType.BROADCAST;
  const traffic = { kind: 'fan-out', type, payloadBytes: SMALL } as const;
  const name = `${pipe}-${kind}-${sessions}`;
  return {
    ...base,
    name,
    kind,
    pipe,
    sessions,
    traffic,
    ...(kind === 'group' && { type: MessageType.JOIN }),
  };
}

/** `ws-routes-10000`: as ws-100-16, with so many routes in the table. */
function routesRow(routes: number): Row {
  const traffic = { kind: 'closed', outstanding: 16 } as const;
  const used = 5;
  return {
    ...base,
    name: `ws-routes-${routes}`,
    kind: 'routes',
    pipe: 'ws',
    sessions: 100,
    traffic,
    fillerRoutes: routes - used,
  };
}

export const ROWS: readonly Row[] = [
  ...loopRows(),
  ...PIPES.map(rateRow),
  ...PIPES.map(idleRow),
  ...PIPES.map((pipe) => fanOutRow(pipe, 'broadcast')),
  ...PIPES.map((pipe) => fanOutRow(pipe, 'group')),
  routesRow(10),
  routesRow(10_000),
];

/** @throws CommandLineError that lists the rows there are */
export function rowsNamed(names: readonly string[]): readonly Row[] {
  return names.map((name) => {
    const row = ROWS.find((known) => known.name === name);
    if (row === undefined)
      throw new CommandLineError(`no row "${name}"; there are ${ROWS.map((known) => known.name).join(', ')}`);
    return row;
  });
}
