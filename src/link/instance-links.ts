// The gateway's links to the instances that the registry names, and which instances of a service can be picked
// now. The life of one link is in instance-link.ts.
//
// With many gateways each instance has links from a few of them unasked (link-plan.ts); the others dial it
// when a message needs it (waiting-pipe.ts) and give the link up when it is idle (idle-watch.ts). A picker
// chooses among all instances, linked or not: a key or session then leads to the same instance from every
// gateway, and the load stays even however the links lie.

import type { Instance, InstanceSnapshot } from '../discovery/registry.js';
import { LinkCloseCode } from '../protocol/link-frames.js';
import { Picker } from '../traffic/picker.js';
import { FirstLinks } from './first-links.js';
import type { GatewayLink } from './gateway-link.js';
import { GoneGateways } from './gone-gateways.js';
import { InstanceLink } from './instance-link.js';
import type {
  DialCounter,
  InstanceLinkOwner,
  InstanceLinksOptions,
  InstanceView,
} from './instance-link-parts.js';
import { reconcile } from './instance-states.js';
import { DEFAULT_LINK_SPREAD, LinkPlan } from './link-plan.js';
import { RetiredLinks } from './retired-links.js';

const NO_INSTANCES = new Picker<GatewayLink>([]);

export class InstanceLinks implements InstanceLinkOwner {
  readonly counters: Record<DialCounter, number> = {
    ...{ dials: 0, dialFailures: 0, opened: 0, lost: 0, retired: 0 },
  };
  readonly plan: LinkPlan;
  readonly gone = new GoneGateways();
  readonly first = new FirstLinks();
  readonly retired: RetiredLinks;
  readonly #options: InstanceLinksOptions;
  readonly #entries = new Map<string, InstanceLink>();
  #pickers: ReadonlyMap<string, Picker<GatewayLink>> = new Map();
  #closed = false;

  constructor(options: InstanceLinksOptions) {
    this.#options = options;
    this.plan = new LinkPlan(options.gatewayId, options.spread ?? DEFAULT_LINK_SPREAD);
    this.retired = new RetiredLinks(options.clock);
  }

  /** The instances of a service that can be picked now; an empty picker when there are none. */
  picker(service: string): Picker<GatewayLink> {
    return this.#pickers.get(service) ?? NO_INSTANCES;
  }

  /**
   * The link to a server id, open or opened by its first frame, also of an instance that drains, is
   * unhealthy or leaves: it can still be spoken to. Undefined while the instance cannot be reached.
   */
  find(serverId: string): GatewayLink | undefined {
    return this.#entries.get(serverId)?.link;
  }

  /** The registry lists it as healthy: while `find` knows no link to it, it is dialled again and again. */
  isExpected(serverId: string): boolean {
    return this.#entries.get(serverId)?.isExpected === true;
  }

  views(): readonly InstanceView[] {
    return [...this.#entries.values()].map(({ view }) => view);
  }

  /** Takes what the registry knows now. */
  update(snapshot: InstanceSnapshot): void {
    if (this.#closed) return;
    const { added, kept, removed } = reconcile(
      new Set(this.#entries.keys()),
      snapshot.instances,
      snapshot.missed,
    );
    this.first.expect(added.map(({ serverId }) => serverId));
    for (const instance of kept) this.#entries.get(instance.serverId)?.keep(instance);
    for (const serverId of removed) this.#entries.get(serverId)?.leave();
    for (const instance of added) {
      const entry = new InstanceLink(instance, this.#options, this);
      this.#entries.set(instance.serverId, entry);
      entry.start();
    }
    this.changed();
  }

  /** Takes which gateways live now: that decides which links are kept unasked. */
  setGateways(gatewayIds: readonly string[]): void {
    // One that lives again under its id may have been missed by nobody here.
    this.gone.forget(gatewayIds);
    if (this.#closed || !this.plan.setGateways(gatewayIds)) return;
    for (const entry of this.#entries.values()) entry.planChanged();
  }

  /** Another gateway is dead, and its sessions with it: all backends are told. */
  tellGone(gatewayId: string): void {
    const frame = this.gone.note(gatewayId, this.#options.clock.nowMs());
    for (const { link } of this.views()) link?.offer(frame);
  }

  /** Ends all links in order. */
  close(): void {
    this.#closed = true;
    for (const entry of [...this.#entries.values()])
      entry.remove(LinkCloseCode.STOPPING, 'the gateway stops');
    this.retired.close();
  }

  removed(entry: { readonly instance: Instance }): void {
    const { serverId } = entry.instance;
    if (this.#entries.get(serverId) === entry) this.#entries.delete(serverId);
  }

  /** New snapshots for all services. Runs when something changed, not per message. */
  changed(): void {
    const usable = new Map<string, GatewayLink[]>();
    for (const { usable: link, instance } of this.#entries.values()) {
      if (link === undefined) continue;
      const links = usable.get(instance.service);
      if (links === undefined) usable.set(instance.service, [link]);
      else links.push(link);
    }
    const pickers = new Map<string, Picker<GatewayLink>>();
    for (const [service, links] of usable)
      pickers.set(service, samePicker(this.#pickers.get(service), links));
    this.#pickers = pickers;
  }
}

/** The old picker when nothing in it changed: sessions' remembered choices stay good. */
function samePicker(
  old: Picker<GatewayLink> | undefined,
  links: readonly GatewayLink[],
): Picker<GatewayLink> {
  const known = old?.candidates ?? [];
  const same = known.length === links.length && links.every((link, at) => link === known[at]);
  return old !== undefined && same ? old : new Picker(links);
}
