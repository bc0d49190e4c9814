// The gateway's link to one instance: dials, greets, dials again, gives up what nobody needs. The table is in
// instance-states.ts; this is its driver. Which instances there are is its owner's matter (instance-links.ts).

import { randomBytes } from 'node:crypto';
import type { Timer } from '../clock.js';
import type { Instance } from '../discovery/registry.js';
import { encodeLinkFrame, LinkCloseCode, LinkKind, LinkRole } from '../protocol/link-frames.js';
import type { ConnectAttempt, ConnectOutcome } from '../transport/connect-attempt.js';
import type { ByteSocket } from '../transport/byte-socket.js';
import { newLinkCounters } from './gateway-link-counters.js';
import { GatewayLink } from './gateway-link.js';
import { IdleWatch } from './idle-watch.js';
import type { InstanceLinkOwner, InstanceLinksOptions, InstanceView } from './instance-link-parts.js';
import {
  dialBackoffMs,
  nextInstanceState,
  type InstanceEvent,
  type InstanceState,
} from './instance-states.js';
import { linkCloseName } from './link-close.js';
import { LinkConnection, type LinkSink } from './link-connection.js';
import { WaitingPipe, type LinkPipe } from './waiting-pipe.js';

/** How long a connect may take. The greeting has a deadline of its own. */
const CONNECT_TIMEOUT_MS = 3_000;

/** How long an instance that left the registry may finish what it was asked, before its link is closed. */
const LEAVE_TIMEOUT_MS = 30_000;
const LEAVE_CHECK_MS = 250;

/** An idle link is looked at so often before it is given up. */
const IDLE_LOOKS = 4;

export class InstanceLink {
  readonly #options: InstanceLinksOptions;
  readonly #owner: InstanceLinkOwner;
  readonly #onDraining: () => void;
  /** Of all its links: each new one counts on. */
  readonly #counters = newLinkCounters();
  #instance: Instance;
  #state: InstanceState = 'waiting';
  /** Dials since it was last open. */
  #attempt = 0;
  /** Of the next dial; while the link is open, of the next look whether it is used. */
  #timer: Timer | undefined;
  #dialled: ConnectAttempt | undefined;
  #connection: LinkConnection | undefined;
  /** Open, or waiting for the connection that its first frame asks for. */
  #link: GatewayLink | undefined;
  /** Longest frame that it took when it was last linked; undefined: it never was. */
  #peerFrameBytesMax: number | undefined;
  /** What stands under the link as long as it waits. */
  #pipe: WaitingPipe | undefined;
  /** It is no longer in the registry: finishes what it was asked, gets nothing new. */
  #leaving = false;

  constructor(instance: Instance, options: InstanceLinksOptions, owner: InstanceLinkOwner) {
    this.#instance = instance;
    this.#options = options;
    this.#owner = owner;
    this.#onDraining = () => {
      options.log.info({ serverId: this.#instance.serverId }, 'instance drains');
      owner.changed();
    };
  }

  get instance(): Instance {
    return this.#instance;
  }

  /** Open, or opened by its first frame; undefined while the instance cannot be reached. */
  get link(): GatewayLink | undefined {
    return this.#link;
  }

  get view(): InstanceView {
    const link = this.#state === 'open' ? this.#link : undefined;
    const counters = this.#peerFrameBytesMax === undefined ? undefined : this.#counters;
    return { instance: this.#instance, state: this.#state, leaving: this.#leaving, link, counters };
  }

  /** The registry says that it lives, linked or not. */
  get isExpected(): boolean {
    return this.#instance.healthy && !this.#leaving;
  }

  /** The link if it can be picked: open, or about to be as soon as something goes to it. */
  get usable(): GatewayLink | undefined {
    const link = this.#link;
    if (link === undefined || link.draining || this.#leaving) return undefined;
    if (this.#state === 'open' && this.#connection?.isOpen !== true) return undefined;
    return this.#instance.healthy && this.#instance.weight > 0 ? link : undefined;
  }

  start(): void {
    if (this.#isHome) this.#dial();
    else this.#sleep();
  }

  /** Other gateways came or went: it may be this one's share to keep the link, or not any more. */
  planChanged(): void {
    if (this.#state === 'open') this.#watchUse();
    else if (this.#state === 'dormant' && this.#isHome) this.#dial();
  }

  get #isHome(): boolean {
    return this.#owner.plan.isHome(this.#instance.serverId);
  }

  /** The registry still has it, perhaps otherwise than before. */
  keep(instance: Instance): void {
    const moved = this.#instance.host !== instance.host || this.#instance.port !== instance.port;
    this.#instance = instance;
    this.#leaving = false;
    if (this.#link !== undefined) this.#link.instance = instance;
    if (moved) this.#connection?.close(LinkCloseCode.UNLISTED, 'the instance has a new address');
    if (moved && this.#connection === undefined && this.#state !== 'dormant') this.#redial();
  }

  #redial(): void {
    if (!this.#move('readdressed')) return;
    this.#dialled?.abort();
    this.#dialled = undefined;
    this.#timer?.cancel();
    this.#attempt = 0;
    this.#dial();
  }

  // ---- links that nobody needs --------------------------------------------------------------------

  /** The instance gets a link that waits: it can be picked, and its first frame dials. */
  #sleep(): void {
    const { limits } = this.#options;
    const pipe: WaitingPipe = new WaitingPipe({
      queueBytesMax: limits.queueBytesMax,
      frameBytesMax: this.#peerFrameBytesMax ?? limits.frameBytesMax,
      onDemand: () => {
        this.#dial();
      },
      onClose: (code, reason) => {
        // Not from inside the call that closes it.
        this.#options.scheduleFlush(() => {
          if (this.#pipe === pipe) this.#giveUp(code, reason);
        });
      },
    });
    this.#state = 'dormant';
    this.#owner.first.tried(this.#instance.serverId);
    this.#attempt = 0;
    this.#pipe = pipe;
    this.#link = this.#newLink(pipe, false, false);
  }

  #giveUp(code: LinkCloseCode, reason: string): void {
    if (this.#connection !== undefined) return this.#connection.close(code, reason);
    this.#dialled?.abort();
    this.#dialled = undefined;
    this.#dropLink();
    this.#lose();
  }

  /** Looks from time to time whether a link is used that is not kept unasked. */
  #watchUse(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    if (this.#isHome) return;
    const { clock } = this.#options;
    const { idleTimeoutMs } = this.#owner.plan;
    const watch = new IdleWatch();
    this.#timer = clock.every(idleTimeoutMs / IDLE_LOOKS, () => {
      if (this.#link !== undefined && watch.look(this.#link, clock.nowMs()) >= idleTimeoutMs) this.#retire();
    });
  }

  /** Gives the link up. The backend ends it, behind everything it has sent, so that nothing is lost. */
  #retire(): void {
    const connection = this.#connection;
    const link = this.#link;
    if (this.#leaving || connection === undefined || link === undefined) return;
    // One that drains ends its links itself, soon; a link that waits would not know that it drains, nor when it is over.
    if (link.draining) return;
    if (!this.#move('idle')) return;
    this.#timer?.cancel();
    this.#connection = undefined;
    this.#owner.counters.retired++;
    link.offer(encodeLinkFrame({ kind: LinkKind.RETIRE }));
    this.#owner.retired.add(connection);
    const { serverId, service } = this.#instance;
    this.#options.log.info({ serverId, service }, 'link idle: given up');
    this.#sleep();
    this.#owner.changed();
  }

  // ---- leaving ----------------------------------------------------------------------------------

  /** It is no longer in the registry. */
  leave(): void {
    if (this.#leaving) return;
    this.#leaving = true;
    const { serverId, service } = this.#instance;
    this.#options.log.info({ serverId, service }, 'instance left the registry');
    this.#closeWhenIdle(this.#options.clock.nowMs() + LEAVE_TIMEOUT_MS);
  }

  #closeWhenIdle(deadlineMs: number): void {
    if (!this.#leaving || this.#state === 'gone') return;
    const busy = this.#link !== undefined && this.#link.pendingCount > 0;
    if (!busy || this.#options.clock.nowMs() >= deadlineMs)
      return this.remove(LinkCloseCode.UNLISTED, 'no longer in the registry');
    this.#options.clock.after(LEAVE_CHECK_MS, () => {
      this.#closeWhenIdle(deadlineMs);
    });
  }

  /** Ends the link and takes the instance off the list. */
  remove(code: LinkCloseCode, reason: string): void {
    this.#move('removed');
    this.#timer?.cancel();
    this.#dialled?.abort();
    this.#owner.first.tried(this.#instance.serverId);
    this.#owner.removed(this);
    if (this.#connection !== undefined) this.#connection.close(code, reason);
    else this.#dropLink();
    this.#owner.changed();
  }

  // ---- dialling ---------------------------------------------------------------------------------

  #dial(): void {
    if (!this.#move('due')) return;
    const { host, port } = this.#instance;
    this.#owner.counters.dials++;
    this.#attempt++;
    const onOutcome = (outcome: ConnectOutcome): void => {
      this.#dialled = undefined;
      if (outcome.ok) this.#greet(outcome.socket);
      else this.#failed(outcome.cause);
    };
    this.#dialled = this.#options.connect(host, port, CONNECT_TIMEOUT_MS, onOutcome, this.#instance);
  }

  #failed(cause: string): void {
    this.#owner.counters.dialFailures++;
    const { serverId, service, host, port } = this.#instance;
    // One line for the first failure; the rest is in the metrics until it is open again.
    if (this.#attempt === 1)
      this.#options.log.warn(
        { serverId, service, address: `${host}:${String(port)}`, cause },
        'cannot reach the instance; trying on',
      );
    this.#dropLink();
    this.#lose();
  }

  #greet(socket: ByteSocket): void {
    if (!this.#move('connected')) {
      socket.destroy();
      return;
    }
    // The connection's own link: a retired connection still has it when the instance has another.
    const own: { link?: GatewayLink | undefined } = {};
    const connection: LinkConnection = greetInstance(socket, this.#instance.serverId, this.#options, {
      onReady: (peer) => {
        own.link = this.#ready(connection, peer.draining);
      },
      onFrame: (bytes, _start, _end, head) => own.link?.receive(bytes, head) ?? LinkCloseCode.LINK_VIOLATION,
      onDrain: () => undefined,
      onClosed: (code, reason) => {
        if (this.#connection === connection) return this.#closedLink(linkCloseName(code), reason);
        this.#owner.retired.ended(connection);
        own.link?.closed();
      },
    });
    this.#connection = connection;
  }

  #ready(connection: LinkConnection, draining: boolean): GatewayLink | undefined {
    if (!this.#move('ready')) return undefined;
    this.#owner.counters.opened++;
    this.#owner.first.tried(this.#instance.serverId);
    this.#attempt = 0;
    this.#peerFrameBytesMax = connection.peerFrameBytesMax;
    const { log, clock } = this.#options;
    const pipe = this.#pipe;
    const link = this.#link ?? this.#newLink(connection, draining, true);
    this.#link = link;
    const { serverId, service } = this.#instance;
    log.info({ serverId, service, remote: connection.remote }, 'link open');
    for (const frame of this.#owner.gone.frames(clock.nowMs())) connection.writeFrame(frame);
    if (pipe !== undefined) this.#moveFrames(pipe, connection, draining);
    this.#watchUse();
    this.#owner.changed();
    return link;
  }

  #newLink(pipe: LinkPipe, draining: boolean, isOpen: boolean): GatewayLink {
    const { shared } = this.#options;
    return new GatewayLink(pipe, this.#instance, this.#counters, draining, shared, this.#onDraining, isOpen);
  }

  /** What waited goes first. A backend that takes shorter frames than this end, or fewer, starts over. */
  #moveFrames(pipe: WaitingPipe, connection: LinkConnection, draining: boolean): void {
    const { pending, clock } = this.#options.shared;
    const link = this.#link;
    const moved = pipe.moveTo(connection, (id) => link && pending.waitedMs(link, id, clock.nowMs()));
    link?.opened(connection, draining);
    if (moved) this.#pipe = undefined;
    else connection.close(LinkCloseCode.LINK_SLOW, 'what waited for the link did not fit');
  }

  #closedLink(code: string, reason: string): void {
    const link = this.#link;
    const pipe = this.#pipe;
    this.#connection = undefined;
    const { serverId, service } = this.#instance;
    const opened = link !== undefined && pipe === undefined;
    this.#options.log[opened ? 'info' : 'warn'](
      { serverId, service, code, reason, pending: link?.pendingCount ?? 0 },
      'link closed',
    );
    if (opened) this.#owner.counters.lost++;
    this.#dropLink();
    this.#lose();
  }

  /** First out of the pickers, then the bad news: whoever tries again at once gets another instance. */
  #dropLink(): void {
    const link = this.#link;
    const pipe = this.#pipe;
    this.#link = this.#pipe = undefined;
    this.#owner.changed();
    pipe?.fail();
    link?.closed();
  }

  #lose(): void {
    if (!this.#move('lost')) return;
    this.#owner.first.tried(this.#instance.serverId);
    if (this.#leaving) return this.remove(LinkCloseCode.UNLISTED, 'no longer in the registry');
    const { clock, random } = this.#options;
    this.#timer?.cancel();
    this.#timer = clock.after(dialBackoffMs(this.#attempt, random), () => {
      this.#dial();
    });
  }

  #move(event: InstanceEvent): boolean {
    const next = nextInstanceState(this.#state, event);
    if (next !== undefined) this.#state = next;
    return next !== undefined;
  }
}

/** The gateway's end of a link that is dialled: begins with the greeting. */
function greetInstance(
  socket: ByteSocket,
  serverId: string,
  { gatewayId, secrets, limits, clock, scheduleFlush }: InstanceLinksOptions,
  sink: LinkSink,
): LinkConnection {
  const end = { side: 'dialler', role: LinkRole.GATEWAY, id: gatewayId, expectedId: serverId } as const;
  const greeting = { secrets: secrets(), nonce: randomBytes(32) };
  return new LinkConnection(socket, { ...end, ...greeting, limits, clock, scheduleFlush }, sink);
}
