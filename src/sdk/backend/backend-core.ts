// The life of a backend: listening, links, registration, drain, end. The API above it is backend.ts.
//
//   new ─start─▶ serving ─drain─▶ draining ─▶ closed       `close` goes to closed from anywhere
//
// A drain loses nothing: DRAIN, wait until every gateway confirmed it (what it sent before is here then),
// wait for the handlers, leave the registry, wait until that is known, wait for the handlers again, BYE.

import { randomBytes } from 'node:crypto';
import { after, within, type Timer } from '../../clock.js';
import { formatAddress } from '../../discovery/address.js';
import { ConsulClient } from '../../discovery/consul/consul-client.js';
import { registerInstance } from '../../discovery/consul/registration.js';
import type { Registered } from '../../discovery/registry.js';
import { listenForLinks, type LinkListener, type OpenLink } from '../../link/link-listener.js';
import { errorName, ERRORS } from '../../protocol/codes.js';
import { LinkCloseCode, LinkRole } from '../../protocol/link-frames.js';
import { SampledLog } from '../../sampled-log.js';
import { BackendLink, type LinkParts } from './backend-link.js';
import { BackendCounters, increment } from './counters.js';
import { Dispatcher } from './dispatcher.js';
import { DEFAULT_HOLD_LIMITS, GenerationGate } from './generations.js';
import { HandlerTable } from './handlers.js';
import { listenHttp, type HttpListener } from './http.js';
import { release, type HeldFrame } from './link-sessions.js';
import type { ClientContext, RelayContext } from './message.js';
import { createMetrics } from './metrics.js';
import type { BackendSettings } from './options.js';
import { Outgoing } from './outgoing.js';
import { PresenceBook } from './presence.js';
import { SessionBook } from './session-book.js';

type State = 'new' | 'serving' | 'draining' | 'closed';

const NEXT: Record<State, readonly State[]> = {
  new: ['serving', 'closed'],
  serving: ['draining', 'closed'],
  draining: ['closed'],
  closed: [],
};

/** Where a started backend is reached. */
export interface BackendAddress {
  readonly serverId: string;
  /** "host:port" that gateways dial. */
  readonly address: string;
  readonly port: number;
  /** Port of /metrics and /healthz; 0 without them. */
  readonly metricsPort: number;
}

/** One-way messages of this backend that the gateway could not deliver: an ErrorCode, how many, the last target. */
export type UndeliveredListener = (code: number, count: number, target: string) => void;

/** Time-outs of calls, absences and holds are looked at so often. */
const TICK_MS = 50;

/** A registry that hangs keeps nobody from leaving: its check takes the instance out. */
const LEAVE_TIMEOUT_MS = 2_000;

/** Gateways that have no link here dial one as long as they believe the instance listed. */
const LEAVE_KNOWN_MS = 1_000;

/** How often gateways are asked which pushes they have taken. */
const RECEIPTS_INTERVAL_MS = 250;

export class BackendCore {
  readonly settings: BackendSettings;
  readonly sessions: SessionBook;
  readonly outgoing: Outgoing;
  readonly presence: PresenceBook;
  readonly clientHandlers = new HandlerTable<ClientContext>();
  readonly relayHandlers = new HandlerTable<RelayContext>();
  readonly undeliveredListeners: UndeliveredListener[] = [];
  readonly #counters = new BackendCounters();
  readonly #gate = new GenerationGate<HeldFrame>(DEFAULT_HOLD_LIMITS);
  /** For what each message may cause. */
  readonly #messageLog: SampledLog;
  readonly #dispatcher: Dispatcher;
  readonly #linkParts: LinkParts;
  /** All connections, also those that greet still. */
  readonly #links = new Set<BackendLink>();
  /** Oldest first. */
  readonly #openLinks = new Set<BackendLink>();
  #state: State = 'new';
  #listener: LinkListener | undefined;
  #http: HttpListener | undefined;
  #consul: ConsulClient | undefined;
  #registered: Registered | undefined;
  #ticker: Timer | undefined;
  #receiptsAtMs = 0;
  #onLinksGone: (() => void) | undefined;
  #closing: Promise<void> | undefined;
  #draining: Promise<void> | undefined;
  readonly #lateDrains: Promise<void>[] = [];

  constructor(settings: BackendSettings) {
    const { serverId, limits, clock, log } = settings;
    const { clientHandlers, relayHandlers } = this;
    const counters = this.#counters;
    this.settings = settings;
    this.sessions = new SessionBook(log, (users) => this.outgoing.whoIsOnline(users));
    this.outgoing = new Outgoing({ links: this.#openLinks, sessions: this.sessions, counters, clock });
    this.presence = new PresenceBook(this.#openLinks, () => clock.nowMs(), log);
    this.#messageLog = new SampledLog(log, clock);
    this.#dispatcher = new Dispatcher({
      serverId,
      clientHandlers,
      relayHandlers,
      limits,
      counters,
      clock,
      log: this.#messageLog,
    });
    this.#linkParts = {
      gate: this.#gate,
      presence: this.presence,
      sessions: this.sessions,
      dispatcher: this.#dispatcher,
      counters,
      clock,
      log,
      callsMax: limits.callsMax,
      onOpen: (link) => {
        this.#openLinks.add(link);
        this.outgoing.linkOpened(link);
        // It greeted while the drain began: nobody has told it.
        if (this.#state === 'draining') this.#lateDrains.push(this.outgoing.announceDrain([link]));
        this.presence.sweep();
      },
      onGone: (link) => {
        this.#forget(link);
      },
      onGatewayGone: (gatewayId) => {
        for (const link of this.#openLinks) if (link.gatewayId === gatewayId) link.believeDead();
        this.sessions.gatewayGone(gatewayId);
      },
      onUndelivered: (code, count, target) => {
        this.#tellUndelivered(code, count, target);
      },
    };
  }

  /** @throws Error that says what could not be listened on, or that it was closed meanwhile */
  async start(): Promise<BackendAddress> {
    this.#enter('serving');
    const { listen, metricsListen, clock } = this.settings;
    try {
      const accept = (open: OpenLink): void => {
        this.#accept(open);
      };
      this.#listener = await listenForLinks(listen.host, listen.port, accept, this.settings.tls);
      if (metricsListen !== undefined)
        this.#http = await this.#listenHttp(metricsListen.host, metricsListen.port);
    } catch (error) {
      await this.close();
      throw error;
    }
    if (!this.#isServing()) {
      this.#listener.close();
      this.#http?.close();
      throw new Error('the backend was closed while it started');
    }
    this.#ticker = clock.every(TICK_MS, () => {
      this.#tick();
    });
    return this.#announce(this.#listener.port);
  }

  drain(): Promise<void> {
    this.#draining ??= this.#state === 'serving' ? this.#drain() : this.close();
    return this.#draining;
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  /** Not by the compiler's narrowing: the state changes while something is awaited. */
  #isServing(): boolean {
    return this.#state === 'serving';
  }

  #enter(state: State): void {
    if (!NEXT[this.#state].includes(state))
      throw new Error(`a backend that is ${this.#state} cannot be ${state}`);
    this.#state = state;
  }

  #announce(port: number): BackendAddress {
    const { serverId, service, advertise, listen, registry, meta, clock, log } = this.settings;
    const address = advertise ?? { host: listen.host, port };
    if (registry !== undefined) {
      this.#consul = new ConsulClient(registry);
      const registration = { serverId, service, ...address, meta };
      this.#registered = registerInstance(this.#consul, registration, { clock, random: Math.random, log });
    }
    const metricsPort = this.#http?.port ?? 0;
    const place = { serverId, address: formatAddress(address), port, metricsPort };
    log.info({ service, ...place }, 'backend takes links');
    return place;
  }

  #listenHttp(host: string, port: number): Promise<HttpListener> {
    const metrics = createMetrics(this.#counters, {
      links: () => this.#openLinks.size,
      sessions: () => this.sessions.size,
      handlersRunning: () => this.#dispatcher.running,
      heldBytes: () => this.#gate.heldBytes,
      queuedBytes: () => [...this.#openLinks].reduce((sum, link) => sum + link.queuedBytes, 0),
    });
    return listenHttp(host, port, metrics, () => this.#state === 'serving');
  }

  #accept(open: OpenLink): void {
    const { serverId, secrets, limits, clock } = this.settings;
    const options = {
      side: 'listener',
      role: LinkRole.BACKEND,
      id: serverId,
      secrets,
      nonce: randomBytes(32),
      draining: this.#state !== 'serving',
      limits,
      clock,
      scheduleFlush: setImmediate,
    } as const;
    this.#links.add(new BackendLink(open, options, this.#linkParts));
  }

  #forget(link: BackendLink): void {
    this.#links.delete(link);
    this.#openLinks.delete(link);
    this.outgoing.linkGone(link);
    this.#reportLost(link);
    this.presence.linkGone(link);
    this.presence.sweep();
    if (this.#links.size === 0) this.#onLinksGone?.();
  }

  #tick(): void {
    const nowMs = this.settings.clock.nowMs();
    for (const passage of this.#gate.expired(nowMs)) {
      this.#counters.holdsBroken++;
      release(this.#gate, passage);
    }
    this.sessions.sweep(nowMs);
    this.presence.sweep();
    for (const link of this.#openLinks) {
      link.calls.sweep(nowMs);
      if (link.isRetiring && link.calls.pending === 0)
        link.close(LinkCloseCode.UNLISTED, 'the gateway does not need the link');
    }
    if (nowMs < this.#receiptsAtMs) return;
    this.#receiptsAtMs = nowMs + RECEIPTS_INTERVAL_MS;
    this.outgoing.askReceipts();
    this.#messageLog.sweep();
  }

  /** Pushes that were under way on a link that was lost may have arrived or not. */
  #reportLost({ receipts, gatewayId }: BackendLink): void {
    if (receipts.open === 0 || this.#state === 'closed') return;
    increment(this.#counters.undelivered, 'INSTANCE_LOST', receipts.open);
    this.#tellUndelivered(ERRORS.INSTANCE_LOST.code, receipts.open, `link to gateway ${gatewayId}`);
  }

  #tellUndelivered(code: number, count: number, target: string): void {
    const { log } = this.settings;
    log.warn({ code: errorName(code), count, target }, 'one-way messages could not be delivered');
    for (const listener of this.undeliveredListeners)
      try {
        listener(code, count, target);
      } catch (error) {
        log.error({ error }, 'a listener for undelivered messages threw');
      }
  }

  async #drain(): Promise<void> {
    this.#enter('draining');
    const { limits, clock, log } = this.settings;
    const endsMs = clock.nowMs() + limits.drainTimeoutMs;
    const inTime = (work: Promise<unknown>): Promise<unknown> =>
      within(clock, Math.max(0, endsMs - clock.nowMs()), work);
    log.info({ running: this.#dispatcher.running }, 'draining');
    await inTime(this.outgoing.announceDrain(this.#openLinks).then(() => this.#dispatcher.whenIdle()));
    await this.#leaveRegistry();
    if (this.#registered !== undefined) await inTime(after(clock, LEAVE_KNOWN_MS));
    await inTime(Promise.all(this.#lateDrains).then(() => this.#dispatcher.whenIdle()));
    if (this.#dispatcher.running > 0)
      log.warn({ running: this.#dispatcher.running }, 'drain timed out: these handlers are not waited for');
    await this.close();
  }

  async #leaveRegistry(): Promise<void> {
    const { clock, log } = this.settings;
    const left = this.#registered?.deregister();
    if (left !== undefined && (await within(clock, LEAVE_TIMEOUT_MS, left)) === 'late')
      log.warn(
        { limitMs: LEAVE_TIMEOUT_MS },
        'the registry does not answer; left without taking the entry out: its check will',
      );
  }

  async #close(): Promise<void> {
    this.#state = 'closed';
    await this.#leaveRegistry();
    this.#consul?.close();
    this.#listener?.close();
    const gone = new Promise<void>((resolve) => {
      this.#onLinksGone = resolve;
    });
    for (const link of this.#links) link.close(LinkCloseCode.STOPPING, 'the backend stops');
    // Each link tells its end in the next turn, whatever its peer does.
    if (this.#links.size > 0) await gone;
    this.#ticker?.cancel();
    this.#http?.close();
  }
}
