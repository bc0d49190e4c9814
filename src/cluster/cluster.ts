// What a gateway wants from the other gateways: to know who is online where, to decide a login together,
// and to reach sessions that it does not hold. Implementations: memory.ts (one process, the embedded
// default) and redis/; the same contract tests run against each.
//
// All ways between two gateways are one: whatever gateway A asks of gateway B arrives in the order in which
// A said it, numbered by A, so that a push by user and a push to a group keep their order and B notices
// what was lost in between.

import type { Attributes } from '../protocol/attributes.js';
import type { PushTarget } from '../protocol/link-messages.js';

/**
 * A session as the directory knows it. The gateway's own sessions are presences themselves, so that an idle
 * one costs no second object: who sends or keeps one elsewhere copies what it needs.
 */
export interface Presence {
  readonly sessionId: string;
  readonly user: string;
  readonly gatewayId: string;
  readonly sinceEpochMs: number;
  /** Class of device for single login, from the token or ''. */
  readonly device: string;
  /** Hello.client. */
  readonly client: string;
  /** "address:port" of the client's transport at login. */
  readonly address: string;
  readonly attributes: Attributes;
}

/** What one gateway asks of the others. Each does it to the sessions that it holds itself. */
export type ClusterMessage =
  | {
      readonly kind: 'push';
      readonly target: PushTarget;
      readonly envelope: Uint8Array;
      /** The instance that pushes, for the order between its ways (link/lanes.ts); absent: no instance. */
      readonly server?: string;
    }
  /**
   * What an instance sends to one gateway by several ways stays in order: see docs/LINK.md, "Order". Goes to
   * `gateway` only, behind everything that was published to it before.
   */
  | {
      readonly kind: 'order';
      readonly gateway: string;
      readonly server: string;
      /** 'fence': all that the instance sent by this way before `id` is there; 'await': what follows waits for `id` on its link. */
      readonly step: 'fence' | 'await';
      readonly id: number;
    }
  | {
      readonly kind: 'group';
      readonly change: 'join' | 'leave';
      readonly group: string;
      readonly sessions: readonly string[];
    }
  | {
      readonly kind: 'kick';
      readonly session: string;
      readonly user: string;
      readonly reason: string;
      readonly advice: number;
    }
  /** Tokens of the user made before the moment count no more; goes to all gateways. */
  | { readonly kind: 'revoke'; readonly user: string; readonly notBeforeEpochMs: number }
  /** A newer login took this session's place. */
  | { readonly kind: 'displace'; readonly session: string }
  /**
   * What gateways tell each other of who is online (src/routing/presence-news.ts), opaque here.
   * @property to ids of gateways; those that do not live are left out, the others hear nothing
   */
  | { readonly kind: 'news'; readonly to: readonly string[]; readonly news: Uint8Array };

export interface ClusterReceiver {
  /**
   * Messages of one gateway come in the order in which it sent them.
   * @returns how many sessions of this gateway it concerned
   */
  receive(message: ClusterMessage, fromGatewayId: string): number | Promise<number>;
  /**
   * Pushes of another gateway were lost on the way here.
   * @param target whom they were for; undefined when that is not known: it may be anyone here
   */
  lost(count: number, target: PushTarget | undefined): void;
  /**
   * Messages of another gateway, of whatever kind, were or may have been lost on the way here: what it said
   * before may be out of date. Called beside `lost`, once for each gap that is noticed.
   */
  missed(fromGatewayId: string): void;
  /** A gateway ended without saying so: its sessions are gone. */
  gatewayLost(gatewayId: string): void;
}

export type LocateOutcome =
  | { readonly ok: true; readonly sessions: readonly Presence[] }
  | { readonly ok: false; readonly detail: string };

/** How a question to other gateways ended: the sum of their counts. */
export type AskOutcome =
  { readonly ok: true; readonly count: number } | { readonly ok: false; readonly detail: string };

/** How many sessions one user may have, decided over all gateways. */
export interface LoginPolicy {
  /** Most sessions of one user; 0: no limit. */
  readonly perUserMax: number;
  /** Most sessions of one user in one class of device; 0: no limit. */
  readonly perDeviceMax: number;
  /** Who has to go when there are more. */
  readonly loser: 'oldest' | 'newest';
}

export type AdmitOutcome =
  /** The session is in the directory; those it took the place of have been told to end. */
  | { readonly kind: 'admitted'; readonly displaced: number }
  /** The user has as many sessions as allowed and the newest loses. */
  | { readonly kind: 'refused' }
  | { readonly kind: 'unavailable'; readonly detail: string };

/** What a gateway spends of a limit that holds for one user over all gateways (src/traffic/shared-limit.ts). */
export interface QuotaCharge {
  /** Names the limit; users' accounts of different limits are apart. */
  readonly limit: string;
  readonly user: string;
  /** What one unit costs, and how far ahead of now the account may be; milliseconds (src/traffic/gcra.ts). */
  readonly unitMs: number;
  readonly burstMs: number;
  /** Units that were spent on credit: charged whatever the account says. */
  readonly spent: number;
  /** Units more, as far as the account has them. */
  readonly wanted: number;
}

export interface QuotaGrant {
  /** How many of the wanted units may be spent. */
  readonly granted: number;
  /** Milliseconds until the account has one more; 0: now. */
  readonly waitMs: number;
}

/** Accounts that all gateways share. */
export interface Quotas {
  /** Answers in the order of the charges; undefined: not known now, try again. Never rejects. */
  charge(charges: readonly QuotaCharge[]): Promise<readonly (QuotaGrant | undefined)[]>;
}

type PerKind = Readonly<Record<ClusterMessage['kind'], number>>;

/** What the bus between gateways did since the start, and what waits in it now. */
export interface BusFigures {
  readonly published: PerKind;
  readonly received: PerKind;
  /** Entries written for other gateways, marks among them, and writes that were tried again. */
  readonly batches: number;
  readonly marks: number;
  readonly retries: number;
  /** Pushes given up, each once for every gateway that it was queued for; told there. */
  readonly gaveUp: number;
  /** Pushes of others that did not come, as told here; gaps; what came again; what could not be read. */
  readonly lost: number;
  readonly missed: number;
  readonly duplicates: number;
  readonly malformed: number;
  /** Questions to the directory, and those it had no answer to. */
  readonly lookUps: number;
  readonly unknown: number;
  readonly queuedBytes: number;
  /** Gateways that something waits for. */
  readonly waitingGateways: number;
  readonly asksOpen: number;
  readonly asksTimedOut: number;
  readonly asksRefused: number;
  /** How often this gateway's stream had vanished. */
  readonly streamsRemade: number;
}

/** How the directory and the groups are kept right, counted since the start. */
export interface MirrorFigures {
  /** Entries written and taken out, each confirmed by the engine. */
  readonly written: number;
  /** Those without a good answer, tried again. */
  readonly retried: number;
  /** More had to be taken out than is remembered: everything was written anew. */
  readonly overflows: number;
  /** How often everything was written again: a new term, an engine that lost its data. */
  readonly resyncs: number;
  /** Entries of gateways that had ended, cleared away when they were met. */
  readonly cleared: number;
  /** Entries that no gateway of this version wrote. */
  readonly unreadable: number;
}

/** How the engine of a cluster does, for operators. */
export interface ClusterStatus {
  readonly ok: boolean;
  readonly sinceEpochMs: number;
  /** How it is reached while all is well, else what is wrong. */
  readonly detail: string;
  readonly commands: number;
  readonly commandsFailed: number;
  /** Changes of the directory and of groups that are not confirmed. */
  readonly waiting: number;
  /** How often the others gave this gateway up while it lived. */
  readonly lapses: number;
  readonly directory: MirrorFigures;
  readonly bus: BusFigures;
}

/** One other gateway that lives, itself included. */
export interface LiveGateway {
  readonly gatewayId: string;
  readonly sinceEpochMs: number;
}

export interface Cluster {
  /** Called once, before anything else. */
  start(receiver: ClusterReceiver): void;

  /**
   * Resolves when the other gateways should know of this one: what is told before may not reach it. May take as
   * long as the engine is away. Absent: at once.
   */
  joined?(): Promise<void>;

  // ---- directory: kept right in the background, a caller never waits for it

  /** A session of this gateway began, or its presence changed. */
  enter(presence: Presence): void;
  /** A session of this gateway ended. */
  leave(sessionId: string): void;
  /** All sessions of a user, on all live gateways. Never rejects. */
  locate(user: string): Promise<LocateOutcome>;
  /** Gateways whose lease holds, this one included, ascending by id. */
  gateways(): readonly LiveGateway[];

  // ---- login

  /**
   * Enters a session if the policy lets it, atomically over all gateways. Never rejects. Without a limit in
   * the policy it is `enter` and always admits.
   */
  admit(presence: Presence, policy: LoginPolicy): Promise<AdmitOutcome>;

  // ---- groups: which gateways have members

  /**
   * This gateway has a first member of the group. Resolves when pushes of others reach it; false when the
   * others could not be told in time (they are told as soon as they can be).
   */
  groupEntered(group: string): Promise<boolean>;
  /** This gateway has no member of the group any more. */
  groupLeft(group: string): void;

  // ---- bus

  /**
   * Sends to the other gateways that it concerns, in order.
   * @returns false when they cannot be reached now and nothing will be sent.
   */
  publish(message: ClusterMessage): boolean;
  /** As `publish`, and waits until all concerned have done it. Never rejects. */
  ask(message: ClusterMessage): Promise<AskOutcome>;

  /**
   * Whether what was published so far is out of this process, so that it does not get lost with it: true as soon
   * as it is, false when it takes too long. Undefined: it is. Absent: it always is. Never rejects.
   */
  handedOver?(): Promise<boolean> | undefined;

  /** Undefined: there is nothing to keep shared accounts in. */
  readonly quotas?: Quotas | undefined;

  /** Absent: there is no engine of its own, nothing that could fail by itself. */
  status?(): ClusterStatus | undefined;

  /** Takes this gateway and its presences out. */
  close(): Promise<void>;
}
