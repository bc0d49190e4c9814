// What the primary and a worker say to each other, over child_process's channel with structured clones.
// Both are the same program of the same version; what is checked is only that a message is one of ours.

import type {
  AdmitOutcome,
  AskOutcome,
  ClusterMessage,
  LiveGateway,
  LocateOutcome,
  LoginPolicy,
  Presence,
  QuotaCharge,
  QuotaGrant,
} from '../cluster/cluster.js';
import type { PushTarget } from '../protocol/link-messages.js';

/** Where somebody listens. */
export interface Place {
  readonly host: string;
  readonly port: number;
}

/** What a worker is, told first. */
export interface WorkerStart {
  /** From 0; the worker's name for operators is one more. Its successor has the same. */
  readonly slot: number;
  /** Which of the slot's processes this is, from 1. */
  readonly incarnation: number;
  readonly gatewayId: string;
  /** Where the primary takes clients and operators. */
  readonly clients: Place;
  readonly admin: Place;
  /** The command line: the configuration's file and flags. */
  readonly config: string | undefined;
  readonly flags: Readonly<Record<string, unknown>>;
}

/** A transport that goes to the sibling whose session it resumes; its handle travels beside the message. */
export interface MovedTransport {
  readonly framing: 'tcp' | 'ws';
  readonly address: string;
  readonly hello: Uint8Array;
}

export interface Abandoned {
  readonly resume: string;
  readonly user: string;
  readonly attempt: number;
}

export interface AdminRequest {
  readonly method: string;
  /** With the query string. */
  readonly path: string;
  readonly body: string;
}

export interface AdminReply {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

/** To the hub, in the order in which the gateway said it. */
export type HubOrder =
  | { readonly op: 'join'; readonly sinceEpochMs: number }
  | { readonly op: 'enter'; readonly presence: Presence }
  | { readonly op: 'leave'; readonly sessionId: string }
  | { readonly op: 'publish'; readonly message: ClusterMessage }
  /** Messages that were not said, so many pushes among them, because the primary did not read. */
  | { readonly op: 'left-out'; readonly messages: number; readonly pushes: number }
  | { readonly op: 'ask'; readonly id: number; readonly message: ClusterMessage }
  | { readonly op: 'locate'; readonly id: number; readonly user: string }
  | { readonly op: 'admit'; readonly id: number; readonly presence: Presence; readonly policy: LoginPolicy }
  | { readonly op: 'charge'; readonly id: number; readonly charges: readonly QuotaCharge[] }
  /** How many sessions a message concerned that wanted to know. */
  | { readonly op: 'done'; readonly id: number; readonly count: number }
  | { readonly op: 'close' };

/** What a message costs beside its envelope or its news, about. */
const MESSAGE_BYTES = 256;

/** What a message holds while it waits in a channel, about: limits are kept by it. */
export function messageBytes(message: ClusterMessage): number {
  if (message.kind === 'push') return MESSAGE_BYTES + message.envelope.length + idsBytes(message.target);
  return MESSAGE_BYTES + (message.kind === 'news' ? message.news.length : 0);
}

/** A list of sessions or users may be longer than what is pushed to them. */
const ID_BYTES = 32;
const idsBytes = ({ sessions, users, except }: PushTarget): number =>
  ID_BYTES * (sessions.length + users.length + except.length);

/** What an order holds while it waits. */
export function orderBytes(order: HubOrder): number {
  if ('message' in order) return messageBytes(order.message);
  return MESSAGE_BYTES * (order.op === 'charge' ? order.charges.length : 1);
}

/** In the order of the charges. */
export interface ChargeOutcome {
  readonly grants: readonly QuotaGrant[];
}

/** What an order with an id is answered with. */
export type HubAnswer = AskOutcome | LocateOutcome | AdmitOutcome | ChargeOutcome;

/** From the hub. */
export type HubNews =
  | { readonly op: 'answer'; readonly id: number; readonly outcome: HubAnswer }
  /** `id`: the sender waits for how many sessions it concerned; 0: nobody does. */
  | { readonly op: 'message'; readonly from: string; readonly id: number; readonly message: ClusterMessage }
  /** Messages of a gateway were left out, because this one did not read. */
  | { readonly op: 'lost'; readonly from: string; readonly pushes: number }
  | { readonly op: 'gateways'; readonly gateways: readonly LiveGateway[] }
  | { readonly op: 'gatewayLost'; readonly gatewayId: string };

export type ToWorker =
  | { readonly kind: 'start'; readonly start: WorkerStart }
  /** A connection travels beside it. */
  | { readonly kind: 'connection' }
  | ({ readonly kind: 'moved' } & MovedTransport)
  | ({ readonly kind: 'abandoned' } & Abandoned)
  /** Marks of the workers that live, see siblings.ts. */
  | { readonly kind: 'homes'; readonly homes: readonly string[] }
  | { readonly kind: 'news'; readonly news: readonly HubNews[] }
  | ({ readonly kind: 'admin'; readonly id: number } & AdminRequest)
  | { readonly kind: 'drain' }
  | { readonly kind: 'last-page-taken' };

export type ToPrimary =
  /** It takes connections from now on. */
  | { readonly kind: 'serving' }
  /** It was told by itself to stop: nobody new any more. */
  | { readonly kind: 'leaving' }
  | { readonly kind: 'load'; readonly taken: number; readonly gone: number }
  | ({ readonly kind: 'move'; readonly home: string } & MovedTransport)
  | ({ readonly kind: 'abandon'; readonly home: string } & Abandoned)
  | { readonly kind: 'orders'; readonly orders: readonly HubOrder[] }
  | ({ readonly kind: 'admin-reply'; readonly id: number } & AdminReply)
  /** Its metrics when it has drained; it ends when they are taken. */
  | { readonly kind: 'last-page'; readonly page: string };

const KINDS_TO_WORKER: ReadonlySet<string> = new Set<ToWorker['kind']>([
  'start',
  'connection',
  'moved',
  'abandoned',
  'homes',
  'news',
  'admin',
  'drain',
  'last-page-taken',
]);
const KINDS_TO_PRIMARY: ReadonlySet<string> = new Set<ToPrimary['kind']>([
  'serving',
  'leaving',
  'load',
  'move',
  'abandon',
  'orders',
  'admin-reply',
  'last-page',
]);

const hasKind = (message: unknown, kinds: ReadonlySet<string>): boolean =>
  typeof message === 'object' &&
  message !== null &&
  'kind' in message &&
  typeof message.kind === 'string' &&
  kinds.has(message.kind);

export const isToWorker = (message: unknown): message is ToWorker => hasKind(message, KINDS_TO_WORKER);
export const isToPrimary = (message: unknown): message is ToPrimary => hasKind(message, KINDS_TO_PRIMARY);
