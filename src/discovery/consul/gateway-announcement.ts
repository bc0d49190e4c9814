// Gateways in Consul: each registers itself, so that operators' commands find and ask all of them. They carry
// another tag than backends do, since gateways link to whatever carries that one.
import type { Clock, Random } from '../../clock.js';
import type { Log } from '../../log.js';
import { formatAddress, parseAddress, type Address } from '../address.js';
import type { Registered } from '../registry.js';
import type { ConsulClient } from './consul-client.js';
import { registerInstance } from './registration.js';

export const gatewayService = 'causeway-gateway';
const gatewayTag = 'causeway-gateway';
const adminMeta = 'admin';
const machineMeta = 'machine';

export interface AnnouncedGateway {
  readonly gatewayId: string;
  readonly admin: Address;
  /** Name of the machine it runs on: an `admin` on loopback is reached from there only. */
  readonly machine: string;
  readonly healthy: boolean;
}

export interface Announcement {
  readonly gatewayId: string;
  /** Where clients reach it; Consul's agent checks that. */
  readonly clients: Address;
  readonly admin: Address;
  readonly machine: string;
}

/** Keeps the gateway registered until `deregister`. */
export function announceGateway(
  client: ConsulClient,
  { gatewayId, clients, admin, machine }: Announcement,
  parts: { readonly clock: Clock; readonly random: Random; readonly log: Log },
): Registered {
  const meta = new Map([
    [adminMeta, formatAddress(admin)],
    [machineMeta, machine],
  ]);
  const registration = { serverId: gatewayId, service: gatewayService, ...clients, meta };
  return registerInstance(client, registration, { ...parts, tags: [gatewayTag] });
}

/** The host that others dial: `advertised` when set; a wildcard listens everywhere, but nobody dials it. */
export function reachableHost(
  listenHost: string,
  advertised: string | undefined,
  machineName: string,
): string {
  if (advertised !== undefined) return advertised;
  return listenHost === '0.0.0.0' || listenHost === '::' ? machineName : listenHost;
}

/** All registered gateways, those that fail their check too. */
export async function announcedGateways(
  client: ConsulClient,
): Promise<
  | { readonly ok: true; readonly gateways: readonly AnnouncedGateway[] }
  | { readonly ok: false; readonly reason: string }
> {
  const found = await client.health(gatewayService, gatewayTag, {});
  if (!found.ok) return found;
  const gateways = found.value.flatMap(({ built }): AnnouncedGateway[] => {
    if (!built.ok) return [];
    const { serverId, healthy, meta } = built.instance;
    const admin = parseAddress(meta.get(adminMeta) ?? '');
    const machine = meta.get(machineMeta) ?? '';
    return admin === undefined ? [] : [{ gatewayId: serverId, admin, machine, healthy }];
  });
  return { ok: true, gateways };
}
