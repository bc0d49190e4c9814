// The gateway's links to all instances the registry names: dials, dials again, and tells which instances
// of a service can be picked now. The table is in instance-states.ts; this is its driver.

import { randomBytes } from 'node:crypto';
import type { Clock, Random, Timer } from '../clock.js';
import type { Instance, InstanceSnapshot } from '../discovery/registry.js';
import type { Log } from '../log.js';
import { LinkCloseCode, LinkRole } from '../protocol/link-frames.js';
import { Picker } from '../traffic/picker.js';
import type { ConnectAttempt, ConnectOutcome } from '../transport/net-byte-socket.js';
import type { ByteSocket } from '../transport/byte-socket.js';
import { GatewayLink, type GatewayLinkShared } from './gateway-link.js';
import {
  dialBackoffMs,
  nextInstanceState,
  reconcile,
  type InstanceEvent,
  type InstanceState,
} from './instance-states.js';
import { linkCloseName } from './link-close.js';
import { LinkConnection, type LinkLimits } from './link-connection.js';

/** How long a connect may take. The greeting has a deadline of its own. */
const CONNECT_TIMEOUT_MS = 3_000;

/** How long an instance that left the registry may finish what it was asked, before its link is closed. */
const LEAVE_TIMEOUT_MS = 30_000;
const LEAVE_CHECK_MS = 250;

/** What became of a dial, by name, counted. */
export type DialCounter = 'dials' | 'dialFailures' | 'opened' | 'lost';

export interface InstanceLinksOptions {
  readonly gatewayId: string;
  readonly secrets: readonly Uint8Array[];
  readonly limits: LinkLimits;
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

interface Entry {
  instance: Instance;
  state: InstanceState;
  attempt: number;
  timer: Timer | undefined;
  dial: ConnectAttempt | undefined;
  connection: LinkConnection | undefined;
  link: GatewayLink | undefined;
  /** It is no longer in the registry: finishes what it was asked, gets nothing new. */
  leaving: boolean;
}

/** One instance for /status and metrics. */
export interface InstanceView {
  readonly instance: Instance;
  readonly state: InstanceState;
  readonly leaving: boolean;
  readonly link: GatewayLink | undefined;
}

const NO_INSTANCES = new Picker<GatewayLink>([]);

export class InstanceLinks {
  readonly counters: Record<DialCounter, number> = { dials: 0, dialFailures: 0, opened: 0, lost: 0 };
  readonly #options: InstanceLinksOptions;
  readonly #entries = new Map<string, Entry>();
  #pickers: ReadonlyMap<string, Picker<GatewayLink>> = new Map();
  #closed = false;

  constructor(options: InstanceLinksOptions) {
    this.#options = options;
  }

  /** The instances of a service that can be picked now; an empty picker when there are none. */
  picker(service: string): Picker<GatewayLink> {
    return this.#pickers.get(service) ?? NO_INSTANCES;
  }

  /** The open link to a server id, also of one that drains, is unhealthy or leaves: it can still be spoken to. */
  find(serverId: string): GatewayLink | undefined {
    return this.#entries.get(serverId)?.link;
  }

  views(): readonly InstanceView[] {
    return [...this.#entries.values()];
  }

  /** Takes what the registry knows now. */
  update(snapshot: InstanceSnapshot): void {
    if (this.#closed) return;
    const { added, kept, removed } = reconcile(
      new Set(this.#entries.keys()),
      snapshot.instances,
      snapshot.amnesia,
    );
    for (const instance of kept) this.#keep(instance);
    for (const serverId of removed) this.#leave(serverId);
    for (const instance of added) this.#add(instance);
    this.#renewPickers();
  }

  /** Ends all links in order. */
  close(): void {
    this.#closed = true;
    for (const entry of [...this.#entries.values()])
      this.#remove(entry, LinkCloseCode.STOPPING, 'the gateway stops');
  }

  #add(instance: Instance): void {
    const entry: Entry = {
      instance,
      state: 'waiting',
      attempt: 0,
      timer: undefined,
      dial: undefined,
      connection: undefined,
      link: undefined,
      leaving: false,
    };
    this.#entries.set(instance.serverId, entry);
    this.#dial(entry);
  }

  #keep(instance: Instance): void {
    const entry = this.#entries.get(instance.serverId);
    if (entry === undefined) return;
    const moved = entry.instance.host !== instance.host || entry.instance.port !== instance.port;
    entry.instance = instance;
    entry.leaving = false;
    if (entry.link !== undefined) entry.link.instance = instance;
    if (moved) entry.connection?.close(LinkCloseCode.UNLISTED, 'the instance has a new address');
    if (moved && entry.connection === undefined) this.#redial(entry);
  }

  #redial(entry: Entry): void {
    if (!this.#move(entry, 'readdressed')) return;
    entry.dial?.abort();
    entry.dial = undefined;
    entry.timer?.cancel();
    entry.attempt = 0;
    this.#dial(entry);
  }

  // ---- leaving ----------------------------------------------------------------------------------

  #leave(serverId: string): void {
    const entry = this.#entries.get(serverId);
    if (entry === undefined || entry.leaving) return;
    entry.leaving = true;
    this.#options.log.info({ serverId, service: entry.instance.service }, 'instance left the registry');
    this.#closeWhenIdle(entry, this.#options.clock.nowMs() + LEAVE_TIMEOUT_MS);
  }

  #closeWhenIdle(entry: Entry, deadlineMs: number): void {
    if (!entry.leaving || entry.state === 'gone') return;
    const busy = entry.link !== undefined && entry.link.pendingCount > 0;
    if (!busy || this.#options.clock.nowMs() >= deadlineMs)
      return this.#remove(entry, LinkCloseCode.UNLISTED, 'no longer in the registry');
    this.#options.clock.after(LEAVE_CHECK_MS, () => {
      this.#closeWhenIdle(entry, deadlineMs);
    });
  }

  #remove(entry: Entry, code: LinkCloseCode, reason: string): void {
    this.#move(entry, 'removed');
    entry.timer?.cancel();
    entry.dial?.abort();
    if (this.#entries.get(entry.instance.serverId) === entry) this.#entries.delete(entry.instance.serverId);
    entry.connection?.close(code, reason);
    this.#renewPickers();
  }

  // ---- dialling ---------------------------------------------------------------------------------

  #dial(entry: Entry): void {
    if (!this.#move(entry, 'due')) return;
    const { host, port } = entry.instance;
    this.counters.dials++;
    entry.attempt++;
    const onOutcome = (outcome: ConnectOutcome): void => {
      entry.dial = undefined;
      if (outcome.ok) this.#greet(entry, outcome.socket);
      else this.#failed(entry, outcome.cause);
    };
    entry.dial = this.#options.connect(host, port, CONNECT_TIMEOUT_MS, onOutcome, entry.instance);
  }

  #failed(entry: Entry, cause: string): void {
    this.counters.dialFailures++;
    const { serverId, service, host, port } = entry.instance;
    // One line for the first failure; the rest is in the metrics until it is open again.
    if (entry.attempt === 1)
      this.#options.log.warn(
        { serverId, service, address: `${host}:${String(port)}`, cause },
        'cannot reach the instance; trying on',
      );
    this.#lose(entry);
  }

  #greet(entry: Entry, socket: ByteSocket): void {
    if (!this.#move(entry, 'connected')) {
      socket.destroy();
      return;
    }
    const { gatewayId, secrets, limits, clock, scheduleFlush } = this.#options;
    entry.connection = new LinkConnection(
      socket,
      {
        side: 'dialler',
        role: LinkRole.GATEWAY,
        id: gatewayId,
        expectedId: entry.instance.serverId,
        secrets,
        nonce: randomBytes(32),
        limits,
        clock,
        scheduleFlush,
      },
      {
        onReady: (peer) => {
          this.#ready(entry, peer.draining);
        },
        onFrame: (bytes, _start, _end, head) =>
          entry.link?.receive(bytes, head) ?? LinkCloseCode.LINK_VIOLATION,
        onDrain: () => undefined,
        onClosed: (code, reason) => {
          this.#closedLink(entry, linkCloseName(code), reason);
        },
      },
    );
  }

  #ready(entry: Entry, draining: boolean): void {
    const { connection } = entry;
    if (connection === undefined || !this.#move(entry, 'ready')) return;
    this.counters.opened++;
    entry.attempt = 0;
    entry.link = new GatewayLink(connection, entry.instance, draining, this.#options.shared, () => {
      this.#options.log.info({ serverId: entry.instance.serverId }, 'instance drains');
      this.#renewPickers();
    });
    const { serverId, service } = entry.instance;
    this.#options.log.info({ serverId, service, remote: connection.remote }, 'link open');
    this.#renewPickers();
  }

  #closedLink(entry: Entry, code: string, reason: string): void {
    const { link } = entry;
    entry.connection = undefined;
    entry.link = undefined;
    const { serverId, service } = entry.instance;
    const level = link === undefined ? 'warn' : 'info';
    this.#options.log[level](
      { serverId, service, code, reason, pending: link?.pendingCount ?? 0 },
      'link closed',
    );
    if (link !== undefined) this.counters.lost++;
    // First out of the pickers, then the bad news: whoever tries again at once gets another instance.
    this.#renewPickers();
    link?.closed();
    this.#lose(entry);
  }

  #lose(entry: Entry): void {
    if (!this.#move(entry, 'lost')) return;
    if (entry.leaving) return this.#remove(entry, LinkCloseCode.UNLISTED, 'no longer in the registry');
    const { clock, random } = this.#options;
    entry.timer = clock.after(dialBackoffMs(entry.attempt, random), () => {
      this.#dial(entry);
    });
  }

  #move(entry: Entry, event: InstanceEvent): boolean {
    const next = nextInstanceState(entry.state, event);
    if (next !== undefined) entry.state = next;
    return next !== undefined;
  }

  /** New snapshots for all services. Runs when something changed, not per message. */
  #renewPickers(): void {
    const usable = new Map<string, GatewayLink[]>();
    for (const entry of this.#entries.values()) {
      if (!isUsable(entry)) continue;
      const links = usable.get(entry.instance.service);
      if (links === undefined) usable.set(entry.instance.service, [entry.link]);
      else links.push(entry.link);
    }
    const pickers = new Map<string, Picker<GatewayLink>>();
    for (const [service, links] of usable)
      pickers.set(service, samePicker(this.#pickers.get(service), links));
    this.#pickers = pickers;
  }
}

function isUsable(entry: Entry): entry is Entry & { link: GatewayLink } {
  const { link, connection, instance, leaving } = entry;
  if (link === undefined || connection?.isOpen !== true) return false;
  return !link.draining && instance.healthy && instance.weight > 0 && !leaving;
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
