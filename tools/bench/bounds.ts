// What the gateway may cost, by row: at most so many times another peer's figure in the same run, or so much
// memory. Only data; verdicts.ts holds a run against it.

export interface Bound {
  readonly row: string;
  readonly figure: 'cpuUs' | 'p99Ms' | 'kibPerSession';
  /** Divides the figure; undefined: it counts as it is. */
  readonly against: Against | undefined;
  /** 'spread': above what it is held against by no more than that one's own repetitions differ. */
  readonly atMost: number | 'spread';
  /** Holds for gateways that read their sockets this way; undefined: for all. */
  readonly sockets?: 'handle' | 'public';
}

/** A peer in the same row, or the gateway itself in another row. */
export type Against = { readonly peer: string } | { readonly row: string };

type Ratios = Readonly<Record<string, number>>;

/** CPU of one message ÷ the peer's. */
const FEW_SHALLOW: Ratios = { haproxy: 0.8, nats: 0.6, plain: 0.55 };
const MANY_DEEP: Ratios = { haproxy: 2, nats: 0.7, plain: 0.15 };
const FEW_DEEP: Ratios = { haproxy: 2.5, nats: 0.8, plain: 0.15 };

const LOOPS: Readonly<Record<string, Ratios>> = {
  'ws-5000-1': { haproxy: 0.6, c: 2 },
  'tcp-5000-1': { haproxy: 0.6, c: 1.8 },
  'ws-100-1': FEW_SHALLOW,
  'tcp-100-1': FEW_SHALLOW,
  'ws-5000-16': MANY_DEEP,
  'tcp-5000-16': MANY_DEEP,
  'ws-100-16': FEW_DEEP,
  'tcp-100-16': FEW_DEEP,
};

/** Payloads of 1 KiB cost everybody the same copies on top. */
const LARGE_ALLOWANCE = 1.25;

const BROADCAST: Ratios = { c: 1.3, plain: 0.8, nats: 0.45 };

function ratios(row: string, by: Ratios, allowance = 1): readonly Bound[] {
  return Object.entries(by).map(([peer, atMost]) => ({
    ...{ row, figure: 'cpuUs', against: { peer } },
    atMost: atMost * allowance,
  }));
}

function rate(row: string): readonly Bound[] {
  const against = { peer: 'haproxy' };
  return [
    { row, figure: 'cpuUs', against, atMost: 1 },
    { row, figure: 'p99Ms', against, atMost: 2 },
  ];
}

function memory(row: string, publicKib: number, handleKib: number): readonly Bound[] {
  const bound = { row, figure: 'kibPerSession', against: undefined } as const;
  return [
    { ...bound, atMost: publicKib, sockets: 'public' },
    { ...bound, atMost: handleKib, sockets: 'handle' },
  ];
}

export const BOUNDS: readonly Bound[] = [
  ...Object.entries(LOOPS).flatMap(([row, by]) => ratios(row, by)),
  ...Object.entries(LOOPS).flatMap(([row, by]) => ratios(`${row}-1k`, by, LARGE_ALLOWANCE)),
  ...rate('ws-rate-20000'),
  ...rate('tcp-rate-20000'),
  ...memory('ws-idle-19000', 6.5, 3),
  ...memory('tcp-idle-19000', 6, 3),
  ...ratios('ws-broadcast-10000', BROADCAST),
  ...ratios('tcp-broadcast-10000', BROADCAST),
  {
    ...{ row: 'ws-routes-10000', figure: 'cpuUs' },
    ...{ against: { row: 'ws-routes-10' }, atMost: 'spread' },
  },
];
