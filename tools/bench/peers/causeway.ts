// Causeway among the peers: the only one that is asked afterwards what it counted, and whether a request that is
// never answered still ends.
import { connect, RequestError } from '../../../src/sdk/client/node.js';
import { startGateway, type BenchGateway } from '../gateway.js';
import { MessageType } from '../message-types.mjs';
import type { CheckedLoad, Peer } from './peer.js';

/** Both ways in which it reads its clients' sockets. */
export const SOCKETS = ['public', 'handle'] as const;
export type Sockets = (typeof SOCKETS)[number];

export const gatewayName = (sockets: Sockets): string => `causeway-${sockets}`;

export const isGateway = (peer: string): boolean => SOCKETS.some((sockets) => peer === gatewayName(sockets));

export interface CausewayOptions {
  readonly sockets: Sockets;
  readonly dist: string;
  readonly env: Readonly<Record<string, string>>;
}

export function causewayPeer({ sockets, dist, env }: CausewayOptions): Peer {
  return {
    name: gatewayName(sockets),
    missing: () => undefined,
    takes: () => true,
    socketsPerSession: 1,
    sessionsMax: Infinity,
    start: async ({ fillerRoutes }) => {
      const gateway = await startGateway({
        ...{ dist, fillerRoutes, nodeFlags: [] },
        env: { CAUSEWAY_SOCKETS: sockets, ...env },
      });
      const { program, backend, port, token, stop } = gateway;
      return {
        ...{ program, backend, port, stop },
        speech: { kind: 'causeway', token },
        check: (load) => checkCounts(gateway, load),
      };
    },
  };
}

/** The counters must be exact, not near: each of them is only worth its cost when it can be trusted. */
async function checkCounts(gateway: BenchGateway, load: CheckedLoad): Promise<readonly string[]> {
  const counted = await gateway.metrics();
  const { requestsTotal, pushesTotal } = load;
  const sent = {
    'requests answered': requestsTotal,
    'latencies in the histogram': requestsTotal,
    pushes: pushesTotal,
  };
  const seen = {
    'requests answered': counted.sum('causeway_requests_total', { code: 'OK' }),
    'latencies in the histogram': counted.sum('causeway_request_duration_seconds_count'),
    pushes: counted.sum('causeway_push_deliveries_total'),
  };
  const wrong = Object.entries(sent).flatMap(([what, count]) => {
    const other = seen[what as keyof typeof seen];
    return other === count ? [] : [`/metrics counts ${other} ${what}, the load ${count}`];
  });
  const failed = counted.sum('causeway_requests_total') - seen['requests answered'];
  if (failed !== 0) wrong.push(`/metrics counts ${failed} failed requests`);
  return [...wrong, ...(await checkSilence(gateway))];
}

/** In the same process, after the load: the backend never answers this type. */
async function checkSilence({ port, token, metrics }: BenchGateway): Promise<readonly string[]> {
  const client = await connect({ url: `ws://127.0.0.1:${port}`, token });
  try {
    await client.request(MessageType.SILENT, new Uint8Array(0));
    return ['a request that nobody answers was answered'];
  } catch (error) {
    const name = error instanceof RequestError ? error.name : String(error);
    const count = (await metrics()).sum('causeway_requests_total', { code: 'TIMEOUT' });
    if (name !== 'TIMEOUT') return [`a request that nobody answers ended with ${name}`];
    return count === 1 ? [] : [`/metrics counts ${count} TIMEOUT, there was 1`];
  } finally {
    await client.close();
  }
}
