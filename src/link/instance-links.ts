// The gateway's links to the instances that the registry names: dials, dials again, and tells which instances
// of a service can be picked now. The table is in instance-states.ts; this is its driver.
//
// With many gateways each instance has links from a few of them unasked (link-plan.ts); the others dial it
// when a message needs it (waiting-pipe.ts) and give the link up when it is idle (idle-watch.ts). A picker
// chooses among all instances, linked or not: a key or session then leads to the same instance from every
// gateway, and the load stays even however the links lie.

import { randomBytes } from 'node:crypto';
import type { Clock, Random, Timer } from '../clock.js';
import type { Instance, InstanceSnapshot } from '../discovery/registry.js';
import type { Log } from '../log.js';
import { encodeLinkFrame, LinkCloseCode, LinkKind, LinkRole } from '../protocol/link-frames.js';
import { Picker } from '../traffic/picker.js';
import type { ConnectAttempt, ConnectOutcome } from '../transport/connect-attempt.js';
import type { ByteSocket } from '../transport/byte-socket.js';
import { GatewayLink, type GatewayLinkShared } from './gateway-link.js';
import { GoneGateways } from './gone-gateways.js';
import { IdleWatch } from './idle-watch.js';
import {
  dialBackoffMs,
  nextInstanceState,
  reconcile,
  type InstanceEvent,
  type InstanceState,
} from './instance-states.js';
import { linkCloseName } from './link-close.js';
import { LinkConnection, type LinkLimits } from './link-connection.js';
import { DEFAULT_LINK_SPREAD, LinkPlan, type LinkSpread } from './link-plan.js';
import { WaitingPipe } from './waiting-pipe.js';

/** How long a connect may take. The greeting has a deadline of its own. */
const CONNECT_TIMEOUT_MS = 3_000;

/** How long an instance that left the registry may finish what it was asked, before its link is closed. */
const LEAVE_TIMEOUT_MS = 30_000;
const LEAVE_CHECK_MS = 250;

/** A backend ends a link that is not needed any more when its calls on it are answered; one that does not is not waited for. */
const RETIRE_TIMEOUT_MS = 60_000;

/** An idle link is looked at so often before it is given up. */
const IDLE_LOOKS = 4;

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

interface Entry {
  instance: Instance;
  state: InstanceState;
  attempt: number;
  /** Of the next dial; while the link is open, of the next look whether it is used. */
  timer: Timer | undefined;
  dial: ConnectAttempt | undefined;
  connection: LinkConnection | undefined;
  /** Open, or waiting for the connection that its first frame asks for. */
  link: GatewayLink | undefined;
  /** What stands under the link as long as it waits. */
  pipe: WaitingPipe | undefined;
  /** It is no longer in the registry: finishes what it was asked, gets nothing new. */
  leaving: boolean;
}

/** One instance for /status and metrics. */
export interface InstanceView {
  readonly instance: Instance;
  readonly state: InstanceState;
  readonly leaving: boolean;
  /** The open link. */
  readonly link: GatewayLink | undefined;
}

const NO_INSTANCES = new Picker<GatewayLink>([]);

export class InstanceLinks {
  readonly counters: Record<DialCounter, number> = {
    ...{ dials: 0, dialFailures: 0, opened: 0, lost: 0, retired: 0 },
  };
  readonly #options: InstanceLinksOptions;
  readonly #plan: LinkPlan;
  readonly #gone = new GoneGateways();
  readonly #entries = new Map<string, Entry>();
  /** Connections given up and not yet ended by their backends, with the timers that end them. */
  readonly #retired = new Map<LinkConnection, Timer>();
  #pickers: ReadonlyMap<string, Picker<GatewayLink>> = new Map();
  #closed = false;

  constructor(options: InstanceLinksOptions) {
    this.#options = options;
    this.#plan = new LinkPlan(options.gatewayId, options.spread ?? DEFAULT_LINK_SPREAD);
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

  views(): readonly InstanceView[] {
    return [...this.#entries.values()].map(({ instance, state, leaving, link }) => ({
      ...{ instance, state, leaving },
      link: state === 'open' ? link : undefined,
    }));
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

  /** Takes which gateways live now: that decides which links are kept unasked. */
  setGateways(gatewayIds: readonly string[]): void {
    if (this.#closed || !this.#plan.setGateways(gatewayIds)) return;
    this.#gone.forget(gatewayIds);
    for (const entry of this.#entries.values())
      if (entry.state === 'open') this.#watchUse(entry);
      else if (entry.state === 'dormant' && this.#isHome(entry)) this.#dial(entry);
  }

  /** Another gateway is dead, and its sessions with it: all backends are told. */
  tellGone(gatewayId: string): void {
    const frame = this.#gone.note(gatewayId, this.#options.clock.nowMs());
    for (const { link } of this.views()) link?.offer(frame);
  }

  /** Ends all links in order. */
  close(): void {
    this.#closed = true;
    for (const entry of [...this.#entries.values()])
      this.#remove(entry, LinkCloseCode.STOPPING, 'the gateway stops');
    for (const [connection, timer] of this.#retired) {
      timer.cancel();
      connection.close(LinkCloseCode.STOPPING, 'the gateway stops');
    }
  }

  #isHome(entry: Entry): boolean {
    return this.#plan.isHome(entry.instance.serverId);
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
      pipe: undefined,
      leaving: false,
    };
    this.#entries.set(instance.serverId, entry);
    if (this.#isHome(entry)) this.#dial(entry);
    else this.#sleep(entry);
  }

  #keep(instance: Instance): void {
    const entry = this.#entries.get(instance.serverId);
    if (entry === undefined) return;
    const moved = entry.instance.host !== instance.host || entry.instance.port !== instance.port;
    entry.instance = instance;
    entry.leaving = false;
    if (entry.link !== undefined) entry.link.instance = instance;
    if (moved) entry.connection?.close(LinkCloseCode.UNLISTED, 'the instance has a new address');
    if (moved && entry.connection === undefined && entry.state !== 'dormant') this.#redial(entry);
  }

  #redial(entry: Entry): void {
    if (!this.#move(entry, 'readdressed')) return;
    entry.dial?.abort();
    entry.dial = undefined;
    entry.timer?.cancel();
    entry.attempt = 0;
    this.#dial(entry);
  }

  // ---- links that nobody needs --------------------------------------------------------------------

  /** The instance gets a link that waits: it can be picked, and its first frame dials. */
  #sleep(entry: Entry): void {
    const { limits, shared } = this.#options;
    const pipe: WaitingPipe = new WaitingPipe({
      queueBytesMax: limits.queueBytesMax,
      frameBytesMax: limits.frameBytesMax,
      onDemand: () => {
        this.#dial(entry);
      },
      onClose: (code, reason) => {
        // Not from inside the call that closes it.
        this.#options.scheduleFlush(() => {
          if (entry.pipe === pipe) this.#giveUp(entry, code, reason);
        });
      },
    });
    const onDraining = (): void => {
      this.#drains(entry);
    };
    entry.state = 'dormant';
    entry.attempt = 0;
    entry.pipe = pipe;
    entry.link = new GatewayLink(pipe, entry.instance, false, shared, onDraining, false);
  }

  #giveUp(entry: Entry, code: LinkCloseCode, reason: string): void {
    if (entry.connection !== undefined) return entry.connection.close(code, reason);
    entry.dial?.abort();
    entry.dial = undefined;
    this.#dropLink(entry);
    this.#lose(entry);
  }

  /** Looks from time to time whether a link is used that is not kept unasked. */
  #watchUse(entry: Entry): void {
    entry.timer?.cancel();
    entry.timer = undefined;
    if (this.#isHome(entry)) return;
    const { clock } = this.#options;
    const { idleTimeoutMs } = this.#plan;
    const watch = new IdleWatch();
    entry.timer = clock.every(idleTimeoutMs / IDLE_LOOKS, () => {
      if (entry.link !== undefined && watch.look(entry.link, clock.nowMs()) >= idleTimeoutMs)
        this.#retire(entry);
    });
  }

  /** Gives the link up. The backend ends it, behind everything it has sent, so that nothing is lost. */
  #retire(entry: Entry): void {
    const { connection, link } = entry;
    if (entry.leaving || connection === undefined || link === undefined) return;
    if (!this.#move(entry, 'idle')) return;
    entry.timer?.cancel();
    entry.connection = undefined;
    this.counters.retired++;
    link.offer(encodeLinkFrame({ kind: LinkKind.RETIRE }));
    const timer = this.#options.clock.after(RETIRE_TIMEOUT_MS, () => {
      connection.close(LinkCloseCode.UNLISTED, 'the link is not needed any more');
    });
    this.#retired.set(connection, timer);
    const { serverId, service } = entry.instance;
    this.#options.log.info({ serverId, service }, 'link idle: given up');
    this.#sleep(entry);
    this.#renewPickers();
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
    if (entry.connection !== undefined) entry.connection.close(code, reason);
    else this.#dropLink(entry);
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
    this.#dropLink(entry);
    this.#lose(entry);
  }

  #greet(entry: Entry, socket: ByteSocket): void {
    if (!this.#move(entry, 'connected')) {
      socket.destroy();
      return;
    }
    const { gatewayId, secrets, limits, clock, scheduleFlush } = this.#options;
    // The connection's own link: a retired connection still has it when the entry has another.
    const own: { link?: GatewayLink | undefined } = {};
    const connection: LinkConnection = new LinkConnection(
      socket,
      {
        side: 'dialler',
        role: LinkRole.GATEWAY,
        id: gatewayId,
        expectedId: entry.instance.serverId,
        secrets: secrets(),
        nonce: randomBytes(32),
        limits,
        clock,
        scheduleFlush,
      },
      {
        onReady: (peer) => {
          own.link = this.#ready(entry, connection, peer.draining);
        },
        onFrame: (bytes, _start, _end, head) =>
          own.link?.receive(bytes, head) ?? LinkCloseCode.LINK_VIOLATION,
        onDrain: () => undefined,
        onClosed: (code, reason) => {
          if (entry.connection === connection) this.#closedLink(entry, linkCloseName(code), reason);
          else this.#closedRetired(connection, own.link);
        },
      },
    );
    entry.connection = connection;
  }

  #ready(entry: Entry, connection: LinkConnection, draining: boolean): GatewayLink | undefined {
    if (!this.#move(entry, 'ready')) return undefined;
    this.counters.opened++;
    entry.attempt = 0;
    const { shared, log, clock } = this.#options;
    const onDraining = (): void => {
      this.#drains(entry);
    };
    const { pipe } = entry;
    const link = entry.link ?? new GatewayLink(connection, entry.instance, draining, shared, onDraining);
    entry.link = link;
    const { serverId, service } = entry.instance;
    log.info({ serverId, service, remote: connection.remote }, 'link open');
    for (const frame of this.#gone.frames(clock.nowMs())) connection.writeFrame(frame);
    if (pipe !== undefined) this.#moveFrames(entry, pipe, connection, draining);
    this.#watchUse(entry);
    this.#renewPickers();
    return link;
  }

  /** What waited goes first. A backend that takes shorter frames than this end, or fewer, starts over. */
  #moveFrames(entry: Entry, pipe: WaitingPipe, connection: LinkConnection, draining: boolean): void {
    const moved = pipe.moveTo(connection);
    entry.link?.opened(connection, draining);
    if (moved) entry.pipe = undefined;
    else connection.close(LinkCloseCode.LINK_SLOW, 'what waited for the link did not fit');
  }

  #drains(entry: Entry): void {
    this.#options.log.info({ serverId: entry.instance.serverId }, 'instance drains');
    this.#renewPickers();
  }

  #closedLink(entry: Entry, code: string, reason: string): void {
    const { link, pipe } = entry;
    entry.connection = undefined;
    const { serverId, service } = entry.instance;
    const opened = link !== undefined && pipe === undefined;
    this.#options.log[opened ? 'info' : 'warn'](
      { serverId, service, code, reason, pending: link?.pendingCount ?? 0 },
      'link closed',
    );
    if (opened) this.counters.lost++;
    this.#dropLink(entry);
    this.#lose(entry);
  }

  #closedRetired(connection: LinkConnection, link: GatewayLink | undefined): void {
    this.#retired.get(connection)?.cancel();
    this.#retired.delete(connection);
    link?.closed();
  }

  /** First out of the pickers, then the bad news: whoever tries again at once gets another instance. */
  #dropLink(entry: Entry): void {
    const { link, pipe } = entry;
    entry.link = entry.pipe = undefined;
    this.#renewPickers();
    pipe?.fail();
    link?.closed();
  }

  #lose(entry: Entry): void {
    if (!this.#move(entry, 'lost')) return;
    if (entry.leaving) return this.#remove(entry, LinkCloseCode.UNLISTED, 'no longer in the registry');
    const { clock, random } = this.#options;
    entry.timer?.cancel();
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

/** Whether it can be picked: linked, or about to be as soon as something goes to it. */
function isUsable(entry: Entry): entry is Entry & { link: GatewayLink } {
  const { link, connection, state, instance, leaving } = entry;
  if (link === undefined || (state === 'open' && connection?.isOpen !== true)) return false;
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
