// What the links to instances are made of, and what one link and the list of all know of each other.
// Interfaces only.

import type { Clock, Random } from '../clock.js';
import type { Instance } from '../discovery/registry.js';
import type { Log } from '../log.js';
import type { ConnectAttempt, ConnectOutcome } from '../transport/connect-attempt.js';
import type { FirstLinks } from './first-links.js';
import type { GatewayLinkCounters } from './gateway-link-counters.js';
import type { GatewayLink, GatewayLinkShared } from './gateway-link.js';
import type { GoneGateways } from './gone-gateways.js';
import type { InstanceState } from './instance-states.js';
import type { LinkLimits } from './link-connection.js';
import type { LinkPlan, LinkSpread } from './link-plan.js';
import type { RetiredLinks } from './retired-links.js';

/** What became of a dial, by name, counted. */
export type DialCounter = 'dials' | 'dialFailures' | 'opened' | 'lost' | 'retired';

export interface InstanceLinksOptions {
  readonly gatewayId: string;
  /** In force now, the first one first; asked for each greeting. */
  readonly secrets: () => readonly Uint8Array[];
  readonly limits: LinkLimits;
  /** Default: DEFAULT_LINK_SPREAD. */
  readonly spread?: LinkSpread;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly shared: GatewayLinkShared;
  readonly scheduleFlush: (run: () => void) => void;
  readonly connect: ConnectLink;
}

/** Opens the pipe of a link; the instance says whether under TLS. As `connectByteSocket`. */
export type ConnectLink = (
  host: string,
  port: number,
  timeoutMs: number,
  done: (outcome: ConnectOutcome) => void,
  instance: Instance,
) => ConnectAttempt;

/** One instance for /status and metrics. */
export interface InstanceView {
  readonly instance: Instance;
  readonly state: InstanceState;
  readonly leaving: boolean;
  /** The open link. */
  readonly link: GatewayLink | undefined;
  /** Of all its links so far; undefined before the first one, so that what is never linked has no series. */
  readonly counters: Readonly<GatewayLinkCounters> | undefined;
}

/** What the links of one gateway share, and are told of each other. Implemented by instance-links.ts. */
export interface InstanceLinkOwner {
  readonly counters: Record<DialCounter, number>;
  readonly plan: LinkPlan;
  readonly gone: GoneGateways;
  readonly first: FirstLinks;
  readonly retired: RetiredLinks;
  /** Something changed of what can be picked. */
  changed(): void;
  /** The instance is gone. */
  removed(link: { readonly instance: Instance }): void;
}
