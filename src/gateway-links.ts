// The part of the composition root around links: what comes over them and from other gateways in its turn,
// and the links themselves.

import type { Clock, Random } from './clock.js';
import type { Cluster, ClusterReceiver } from './cluster/cluster.js';
import type { GatewayLinkShared, LinkReceiver } from './link/gateway-link.js';
import type { ConnectLink } from './link/instance-link-parts.js';
import { InstanceLinks } from './link/instance-links.js';
import { InstanceWays } from './link/instance-ways.js';
import type { LaneLimits } from './link/lanes.js';
import type { LinkLimits } from './link/link-connection.js';
import type { LinkSpread } from './link/link-plan.js';
import type { ScheduleFlush } from './link/link-output.js';
import type { Log } from './log.js';
import type { LinkFinder } from './routing/decisions.js';
import { OrderedReceiver } from './routing/ordered-receiver.js';
import { connectByteSocket } from './transport/net-byte-socket.js';

/** What settings say of links. */
export interface LinkSettings {
  readonly link: LinkLimits;
  /** Which links are kept unasked. Default: those of a small cluster, all of them. */
  readonly linkSpread?: LinkSpread;
  /** How long and how much of a backend waits for what it sent by another way. Default: DEFAULT_LANE_LIMITS. */
  readonly laneLimits?: LaneLimits;
}

export interface OrderParts {
  readonly gatewayId: string;
  readonly cluster: Cluster;
  readonly clock: Clock;
  readonly links: LinkFinder;
  readonly next: LinkReceiver & ClusterReceiver;
  readonly tellGone: (gatewayId: string) => void;
}

/** Puts the order between an instance's ways before what receives. */
export function orderedReceiver(
  { laneLimits: limits }: LinkSettings,
  { gatewayId, cluster, clock, links, next, tellGone }: OrderParts,
): { readonly ways: InstanceWays; readonly receiver: OrderedReceiver } {
  const ways = new InstanceWays({
    gatewayId,
    clock,
    ...(limits !== undefined && { limits }),
    find: (serverId) => links.find(serverId),
    forward: (gateway, server, step, id) => {
      cluster.publish({ kind: 'order', gateway, server, step, id });
    },
  });
  return {
    ways,
    receiver: new OrderedReceiver({ next, ways, tellGone, handedOver: () => cluster.handedOver?.() }),
  };
}

export interface LinksParts {
  readonly gatewayId: string;
  readonly secrets: () => readonly Uint8Array[];
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly shared: GatewayLinkShared;
  readonly scheduleFlush: ScheduleFlush;
  /** Default: without TLS. */
  readonly connectLink: ConnectLink | undefined;
}

export function openLinks(
  { link, linkSpread: spread }: LinkSettings,
  { connectLink, ...parts }: LinksParts,
): InstanceLinks {
  const { clock } = parts;
  const plain: ConnectLink = (host, port, timeoutMs, done) =>
    connectByteSocket({ host, port, timeoutMs, clock }, done);
  return new InstanceLinks({
    ...parts,
    limits: link,
    ...(spread !== undefined && { spread }),
    connect: connectLink ?? plain,
  });
}
