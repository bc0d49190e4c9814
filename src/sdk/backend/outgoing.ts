// What a backend sends unasked: pushes, relays, calls and commands, and over which link.
//
// A session's own frames go over the link of its gateway. Everything else takes the oldest open link, so
// that what one instance sends to the same target keeps its order.
//
// A frame that breaks a rule of the link would end it for everybody: what cannot be said is refused here.

import type { Clock } from '../../clock.js';
import { attributesToList, type Attributes } from '../../protocol/attributes.js';
import { Advice } from '../../protocol/codes.js';
import {
  attributesChange,
  awaitFence,
  fence,
  groupChange,
  kick,
  pin,
  presenceAnswer,
  presenceQuery,
  pushTarget,
  relayTarget,
  type PushTarget,
  type RelayTarget,
} from '../../protocol/link-messages.js';
import { encodeEnvelope } from '../../protocol/envelope.js';
import { UINT32_MAX } from '../../protocol/control-types.js';
import { encodeLinkFrame, LinkKind } from '../../protocol/link-frames.js';
import { increment, outcomeName, type BackendCounters } from './counters.js';
import { callError, type CallError } from './errors.js';
import { oldestLink, type LinkPath } from './link-path.js';
import { checkMessageType } from './message-type.js';
import type { CallReply } from './outgoing-calls.js';
import { PinnedKeys, type TellGateway } from './pinned-keys.js';
import { onlineSession, type OnlineSession } from './presence.js';
import { PushOrder } from './push-order.js';
import type { SessionBook } from './session-book.js';
import type { Attendance, Session } from './session.js';

/** What became of a one-way message here. What the gateway then could not deliver is told by 'undelivered'. */
export type SendOutcome = 'SENT' | 'NOT_CONNECTED' | 'SEND_QUEUE_FULL' | 'PAYLOAD_TOO_LARGE';

/** A session or its global id. */
export type SessionRef = Session | string;

/** To whom a push goes. */
export type PushTo =
  | { readonly session: SessionRef }
  | { readonly sessions: readonly SessionRef[] }
  | { readonly user: string }
  | { readonly users: readonly string[] }
  | { readonly group: string; readonly except?: readonly SessionRef[] }
  | { readonly all: true; readonly except?: readonly SessionRef[] };

/** One instance by its server id, or any of a service (chosen by `key` when there is one). */
export type RelayTo = { readonly server: string } | { readonly service: string };

export interface RelayOptions {
  /** Routing key, at most 64 bytes. */
  readonly key?: Uint8Array;
}

export interface CallOptions extends RelayOptions {
  /** How long to wait for the answer, in milliseconds. Default 5000. */
  readonly timeoutMs?: number;
}

export interface KickOptions {
  /** For the client and its people. */
  readonly reason?: string;
  /** What the client does next; default NEVER: do not come back. */
  readonly advice?: Advice;
}

const CALL_TIMEOUT_MS = 5000;
/** The gateway knows better why a call failed than a clock here: it gets this much longer to say so. */
const GRACE_MS = 250;
/** Relayed envelopes need a seq to be answered; the request id of the link is what matches. */
const CALL_SEQ = 1;
/** As many as a gateway takes at once. */
const USERS_PER_QUERY = 1000;
/** Ids of fences rise also over a restart under the same server id: they begin with the time, and 2^53 is far. */
const FENCES_PER_MS = 1024;
const EMPTY = new Uint8Array(0);

export interface OutgoingParts {
  /** Open links, oldest first. */
  readonly links: ReadonlySet<LinkPath>;
  readonly sessions: SessionBook;
  readonly counters: BackendCounters;
  readonly clock: Clock;
}

export class Outgoing {
  readonly #parts: OutgoingParts;
  readonly #order = new PushOrder<LinkPath>((behind, before, direct) => {
    this.#setFence(behind, before, direct.gatewayId);
  });
  readonly #pinnedKeys = new PinnedKeys();
  #lastFence: number;

  constructor(parts: OutgoingParts) {
    this.#parts = parts;
    this.#lastFence = parts.clock.epochMs() * FENCES_PER_MS;
  }

  /** @throws RangeError for an empty name, or a type that is not an application's */
  push(to: PushTo, type: number, payload: Uint8Array): SendOutcome {
    checkMessageType(type);
    checkName('user' in to ? to.user : 'group' in to ? to.group : undefined);
    if (isEmptyList(to)) return this.#count('push', 'SENT');
    const envelope = encodeEnvelope({ type, payload });
    const attendance = 'session' in to ? this.#attendanceOf(to.session) : undefined;
    return this.#count(
      'push',
      attendance === undefined ? this.#pushTo(to, envelope) : this.#pushOn(attendance, envelope),
    );
  }

  /** @throws RangeError as `push` */
  relay(to: RelayTo, type: number, payload: Uint8Array, { key = EMPTY }: RelayOptions): SendOutcome {
    checkMessageType(type);
    checkName('server' in to ? to.server : to.service);
    const envelope = encodeEnvelope({ type, key, payload });
    const body = relayTarget.encode(relayTargetOf(to));
    return this.#count('relay', sendOn(this.#anyLink(), { kind: LinkKind.RELAY, type }, envelope, body));
  }

  /** @throws CallError (rejects), RangeError as `push` (rejects) */
  async call(to: RelayTo, type: number, payload: Uint8Array, options: CallOptions): Promise<Uint8Array> {
    checkMessageType(type);
    checkName('server' in to ? to.server : to.service);
    const { key = EMPTY, timeoutMs = CALL_TIMEOUT_MS } = options;
    if (Number.isNaN(timeoutMs)) throw new RangeError('timeoutMs is not a number');
    const envelope = encodeEnvelope({ type, seq: CALL_SEQ, key, payload });
    const body = relayTarget.encode(relayTargetOf(to));
    const fields = {
      kind: LinkKind.CALL,
      type,
      deadlineMs: Math.min(Math.max(1, Math.ceil(timeoutMs)), UINT32_MAX),
    };
    const reply = await this.#ask('call', this.#anyLink(), fields, timeoutMs, envelope, body);
    return reply.payload;
  }

  /** Adds sessions to a group or takes them out, each over its own gateway's link. @returns how many there were */
  async changeGroup(
    change: 'join' | 'leave',
    group: string,
    sessions: readonly SessionRef[],
  ): Promise<number> {
    const kind = change === 'join' ? LinkKind.GROUP_JOIN : LinkKind.GROUP_LEAVE;
    const commands = [...this.#byLink(sessions)].map(([link, ids]) =>
      this.#command(link, kind, 0, groupChange.encode({ group, sessions: ids })),
    );
    const counts = await Promise.all(commands);
    return counts.reduce((sum, count) => sum + count, 0);
  }

  async setAttributes(session: SessionRef, set: Attributes, remove: readonly string[]): Promise<void> {
    const attendance = this.#attendanceOf(session);
    if (attendance === undefined) throw callError('NOT_ONLINE', 'the session is not known to this backend');
    if (set.size === 0 && remove.length === 0) return;
    const body = attributesChange.encode({ set: attributesToList(set), remove: [...remove] });
    await this.#command(attendance.link, LinkKind.SET_ATTRIBUTES, attendance.handle, body);
  }

  /** @returns how many sessions were ended. @throws RangeError (rejects) for an empty name */
  async kick(who: { session: SessionRef } | { user: string }, options: KickOptions): Promise<number> {
    checkName('user' in who ? who.user : idOf(who.session));
    const { reason = '', advice = Advice.NEVER } = options;
    const link = 'session' in who ? this.#attendanceOf(who.session)?.link : undefined;
    const target = 'session' in who ? { session: idOf(who.session) } : { user: who.user };
    const body = kick.encode({ ...target, reason, advice });
    return this.#command(link ?? this.#anyLink(), LinkKind.KICK, 0, body);
  }

  /** Binds a session or a key to an instance; an empty server id unbinds. @throws RangeError (rejects) for no service */
  async pin(
    what: { session: SessionRef } | { key: Uint8Array },
    service: string,
    server: string,
  ): Promise<void> {
    checkName(service);
    if ('key' in what) {
      const tell: TellGateway = (link, body) => this.#command(link, LinkKind.PIN, 0, body);
      return this.#pinnedKeys.set({ service, server, key: what.key }, [...this.#parts.links], tell);
    }
    const attendance = this.#attendanceOf(what.session);
    if (attendance === undefined) throw callError('NOT_ONLINE', 'the session is not known to this backend');
    await this.#command(attendance.link, LinkKind.PIN, attendance.handle, pin.encode({ service, server }));
  }

  /** All sessions of these users, on all gateways. @throws CallError (rejects) */
  async whoIsOnline(users: readonly string[]): Promise<OnlineSession[]> {
    const found: OnlineSession[] = [];
    for (let at = 0; at < users.length; at += USERS_PER_QUERY) {
      const body = presenceQuery.encode({ users: users.slice(at, at + USERS_PER_QUERY) });
      const fields = { kind: LinkKind.PRESENCE_QUERY };
      const reply = await this.#ask('command', this.#anyLink(), fields, CALL_TIMEOUT_MS, EMPTY, body);
      found.push(...(presenceAnswer.decode(reply.payload)?.sessions ?? []).map(onlineSession));
    }
    return found;
  }

  /** Tells gateways that this backend drains. Resolves when each has confirmed it, or cannot. */
  async announceDrain(links: Iterable<LinkPath>): Promise<void> {
    const commands = [...links].map((link) => this.#command(link, LinkKind.DRAIN, 0, EMPTY));
    await Promise.allSettled(commands);
  }

  /** Asks gateways which pushes they have taken, where that is not known. */
  askReceipts(): void {
    for (const link of this.#parts.links) {
      const { receipts } = link;
      if (!receipts.isDue) continue;
      receipts.asked();
      this.#command(link, LinkKind.CONFIRM, 0, EMPTY).then(
        () => {
          receipts.taken();
        },
        () => {
          receipts.unanswered();
        },
      );
    }
  }

  /** The link is open. */
  linkOpened(link: LinkPath): void {
    for (const frame of this.#pinnedKeys.frames()) if (!link.sendFrame(frame)) return;
  }

  /** The link is over. */
  linkGone(link: LinkPath): void {
    this.#order.gone(link);
  }

  #pushTo(to: PushTo, envelope: Uint8Array): SendOutcome {
    const link = this.#anyLink();
    const body = pushTarget.encode(pushTargetOf(to));
    if (link !== undefined) this.#order.beforeSpread(link);
    const outcome = sendOn(link, { kind: LinkKind.PUSH_TO }, envelope, body);
    if (outcome === 'SENT') link?.receipts.sent();
    return outcome;
  }

  #pushOn({ link, handle }: Attendance, envelope: Uint8Array): SendOutcome {
    if (envelope.length > link.envelopeBytesMax) return 'PAYLOAD_TOO_LARGE';
    this.#order.beforeDirect(link);
    if (!link.sendEnvelope(LinkKind.PUSH, handle, 0, envelope)) return 'SEND_QUEUE_FULL';
    link.receipts.sent();
    return 'SENT';
  }

  /** What follows over `before` to sessions at a gateway waits there for what went over `behind`. */
  #setFence(behind: LinkPath, before: LinkPath, at: string): void {
    const via = behind.gatewayId;
    // Two links of one gateway: the older one is retiring, and nothing is under way on it.
    if (via === before.gatewayId) return;
    const request = ++this.#lastFence;
    const set = behind.sendFrame(
      encodeLinkFrame({ kind: LinkKind.FENCE, request }, EMPTY, fence.encode({ at })),
    );
    const waiting = encodeLinkFrame({ kind: LinkKind.AWAIT, request }, EMPTY, awaitFence.encode({ at, via }));
    // A link that takes no fence takes no message either: one that does not read is about to end.
    if (!set || !before.sendFrame(waiting)) this.#parts.counters.fencesUnset++;
  }

  #attendanceOf(session: SessionRef): Attendance | undefined {
    const known = typeof session === 'string' ? this.#parts.sessions.get(session) : session;
    const attendance = known?.attendance;
    return attendance?.link.isOpen === true ? attendance : undefined;
  }

  #anyLink(): LinkPath | undefined {
    return oldestLink(this.#parts.links);
  }

  /** Ids of sessions by the link that leads to them; unknown ones by any link. */
  #byLink(sessions: readonly SessionRef[]): Map<LinkPath | undefined, string[]> {
    const byLink = new Map<LinkPath | undefined, string[]>();
    for (const session of sessions) {
      const link = this.#attendanceOf(session)?.link ?? this.#anyLink();
      const ids = byLink.get(link) ?? [];
      ids.push(idOf(session));
      byLink.set(link, ids);
    }
    return byLink;
  }

  async #command(
    link: LinkPath | undefined,
    kind: number,
    session: number,
    body: Uint8Array,
  ): Promise<number> {
    const reply = await this.#ask('command', link, { kind, session }, CALL_TIMEOUT_MS, EMPTY, body);
    return reply.count;
  }

  /** Sends a frame with a request id and waits for its answer. @throws CallError (rejects) */
  #ask(
    kind: 'call' | 'command',
    link: LinkPath | undefined,
    fields: Parameters<typeof encodeLinkFrame>[0],
    timeoutMs: number,
    envelope: Uint8Array,
    body: Uint8Array,
  ): Promise<CallReply & { ok: true }> {
    return new Promise((resolve, reject) => {
      const fail = (error: CallError): void => {
        this.#count(kind, outcomeName(error.code));
        reject(error);
      };
      if (link === undefined) {
        fail(callError('NOT_CONNECTED'));
        return;
      }
      const deadlineAtMs = this.#parts.clock.nowMs() + timeoutMs + GRACE_MS;
      const request = link.calls.begin(kind, deadlineAtMs, (reply) => {
        if (!reply.ok) fail(reply.error);
        else {
          this.#count(kind, 'SENT');
          resolve(reply);
        }
      });
      const outcome =
        request === 0 ? 'SEND_QUEUE_FULL' : sendOn(link, { ...fields, request }, envelope, body);
      if (outcome === 'SENT') return;
      link.calls.withdraw(request);
      fail(callError(outcome));
    });
  }

  #count<Outcome extends string>(kind: string, outcome: Outcome): Outcome {
    increment(this.#parts.counters.sent, `${kind} ${outcome}`);
    return outcome;
  }
}

function sendOn(
  link: LinkPath | undefined,
  fields: Parameters<typeof encodeLinkFrame>[0],
  envelope: Uint8Array,
  body: Uint8Array,
): SendOutcome {
  if (link === undefined) return 'NOT_CONNECTED';
  if (envelope.length + body.length > link.envelopeBytesMax) return 'PAYLOAD_TOO_LARGE';
  return link.sendFrame(encodeLinkFrame(fields, envelope, body)) ? 'SENT' : 'SEND_QUEUE_FULL';
}

/** The link has no way to say an empty name: nothing would be addressed. */
function checkName(name: string | undefined): void {
  if (name === '') throw new RangeError('the name of whom or what it is for is empty');
}

/** Whom it is for are so many: none. */
function isEmptyList(to: PushTo): boolean {
  if ('sessions' in to) return to.sessions.length === 0;
  return 'users' in to && to.users.length === 0;
}

function idOf(session: SessionRef): string {
  return typeof session === 'string' ? session : session.id;
}

function relayTargetOf(to: RelayTo): Partial<RelayTarget> {
  return 'server' in to ? { server: to.server } : { service: to.service };
}

function pushTargetOf(to: PushTo): Partial<PushTarget> {
  if ('session' in to) return { sessions: [idOf(to.session)] };
  if ('sessions' in to) return { sessions: to.sessions.map(idOf) };
  if ('user' in to) return { user: to.user };
  if ('users' in to) return { users: [...to.users] };
  const except = (to.except ?? []).map(idOf);
  return 'group' in to ? { group: to.group, except } : { all: true, except };
}
