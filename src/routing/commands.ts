// What backends ask of the gateway: groups, attributes, kick, pins. Every one that asks for it (request not
// 0) is answered DONE: at once, or when the other gateways that it concerns have done it too. So DONEs come
// in any order; how many are open is bounded by the cluster.

import type { AskOutcome, Cluster, ClusterMessage } from '../cluster/cluster.js';
import type { GatewayLink } from '../link/gateway-link.js';
import { attributesFromList, type Attributes } from '../protocol/attributes.js';
import { Advice, ERRORS, type ErrorName } from '../protocol/codes.js';
import { attributesChange, done, groupChange, kick, pin } from '../protocol/link-messages.js';
import { KEY_BYTES_MAX } from '../protocol/control-types.js';
import { encodeLinkFrame, LinkCloseCode, LinkKind, type LinkHead } from '../protocol/link-frames.js';
import type { ClientSession, Sessions } from '../session/contracts.js';
import { GROUP_NAME_BYTES_MAX, type Groups } from '../session/groups.js';
import type { Logins } from '../session/logins.js';
import type { KeyPins } from '../traffic/key-pins.js';
import type { RoutingStats } from './stats.js';

/** Attributes of one session, and their sizes: what fits a profile, not a database. */
const ATTRIBUTES_MAX = 64;
const ATTRIBUTE_BYTES_MAX = 1024;
/** Services one session can be pinned to. */
const PINS_MAX = 32;
const KICK_REASON_MAX = 200;
/** Services and server ids are not longer: pins must not fill the memory with names of nothing. */
const NAME_CHARS_MAX = 128;

export interface CommandsOptions {
  readonly sessions: Sessions;
  readonly groups: Groups;
  readonly keyPins: KeyPins;
  readonly cluster: Cluster;
  readonly stats: RoutingStats;
  readonly logins: Pick<Logins, 'displace'>;
  readonly sessionChanged: (session: ClientSession) => void;
  /** Another gateway revoked a user's tokens. */
  readonly revoke: (user: string, notBeforeEpochMs: number) => void;
}

/** Exactly one of `session` and `user` is not empty. */
export interface KickOrder {
  readonly session: string;
  readonly user: string;
  readonly reason: string;
  readonly advice: number;
}

/** What other gateways ask of the sessions here, besides pushes. */
type CommandMessage = Extract<ClusterMessage, { kind: 'group' | 'kick' | 'revoke' | 'displace' }>;

/** How a command ended: how many sessions it concerned, or why not. */
export type CommandOutcome =
  | { readonly ok: true; readonly count: number }
  | { readonly ok: false; readonly error: ErrorName }
  | { readonly ok: false; readonly error: 'MALFORMED_BODY' };
type Outcome = CommandOutcome;
/** One that has to wait for others. */
type Later = Outcome | Promise<Outcome>;

const malformed: Outcome = { ok: false, error: 'MALFORMED_BODY' };
const refused = (error: ErrorName): Outcome => ({ ok: false, error });
const UNAVAILABLE = refused('CLUSTER_UNAVAILABLE');

export class Commands {
  readonly #options: CommandsOptions;

  constructor(options: CommandsOptions) {
    this.#options = options;
  }

  /** Takes a command frame. @returns 0, or the code with which the link is closed. */
  receive(link: GatewayLink, head: LinkHead, bytes: Uint8Array): LinkCloseCode | 0 {
    const outcome = this.#run(link, head, bytes.subarray(head.bodyStart, head.bodyEnd));
    // The head is of one frame and used for the next one.
    const { request } = head;
    if (outcome instanceof Promise) void outcome.then((later) => void this.#ended(link, request, later));
    else return this.#ended(link, request, outcome);
    return 0;
  }

  #ended(link: GatewayLink, request: number, outcome: Outcome): LinkCloseCode | 0 {
    if (!outcome.ok && outcome.error === 'MALFORMED_BODY') return LinkCloseCode.LINK_MALFORMED;
    const { stats } = this.#options;
    stats.commands++;
    if (!outcome.ok) stats.commandsRefused++;
    if (request !== 0) this.#answer(link, request, outcome);
    return 0;
  }

  #run(link: GatewayLink, head: LinkHead, body: Uint8Array): Later {
    switch (head.kind) {
      case LinkKind.GROUP_JOIN:
        return this.#changeGroup('join', body);
      case LinkKind.GROUP_LEAVE:
        return this.#changeGroup('leave', body);
      case LinkKind.SET_ATTRIBUTES:
        return this.#setAttributes(this.#sessionOf(link, head), body);
      case LinkKind.KICK:
        return this.#kick(body);
      case LinkKind.PIN:
        return this.#pin(this.#sessionOf(link, head), head.session !== 0, body);
      default:
        return malformed;
    }
  }

  #answer(link: GatewayLink, request: number, outcome: Outcome): void {
    const body = outcome.ok ? done.encode({ count: outcome.count }) : failedBody(outcome.error);
    // Commands are bounded by what the backend reads: one that does not read its answers starts over.
    link.tell(encodeLinkFrame({ kind: LinkKind.DONE, request }, undefined, body));
  }

  #sessionOf(link: GatewayLink, head: LinkHead): ClientSession | undefined {
    const peer = head.session === 0 ? undefined : link.sessionOf(head.session);
    return peer && this.#options.sessions.byId(peer.describe().id);
  }

  // ---- groups -----------------------------------------------------------------------------------

  #changeGroup(change: 'join' | 'leave', body: Uint8Array): Later {
    const decoded = groupChange.decode(body);
    if (decoded === undefined) return malformed;
    const { group, sessions } = decoded;
    if (group === '' || Buffer.byteLength(group) > GROUP_NAME_BYTES_MAX) return refused('BAD_COMMAND');
    const elsewhere = sessions.filter((id) => this.#options.sessions.byId(id) === undefined);
    const outcome = this.#changeGroupHere(change, group, sessions);
    const told = change === 'join' ? this.#options.groups.told(group) : undefined;
    if (elsewhere.length === 0) return told?.then((inTime) => (inTime ? outcome : UNAVAILABLE)) ?? outcome;
    const asked = this.#options.cluster.ask({ kind: 'group', change, group, sessions: elsewhere });
    return this.#changed(outcome, told, asked);
  }

  /** All who push to the group reach its new members, here and elsewhere. */
  async #changed(
    here: Outcome,
    told: Promise<boolean> | undefined,
    asked: Promise<AskOutcome>,
  ): Promise<Outcome> {
    const [inTime, elsewhere] = await Promise.all([told, asked]);
    if (inTime === false || !elsewhere.ok) return UNAVAILABLE;
    return here.ok ? { ok: true, count: here.count + elsewhere.count } : here;
  }

  /** Applies a change to the sessions that are here. */
  #changeGroupHere(change: 'join' | 'leave', group: string, ids: readonly string[]): Outcome {
    const { sessions, groups } = this.#options;
    const here = ids.map((id) => sessions.byId(id)).filter((session) => session !== undefined);
    if (change === 'leave') for (const session of here) groups.leave(group, session);
    // All of them are tried: a full session does not keep the others out.
    else if (here.filter((session) => !groups.join(group, session)).length > 0) return refused('STATE_LIMIT');
    return { ok: true, count: here.length };
  }

  // ---- attributes -------------------------------------------------------------------------------

  #setAttributes(session: ClientSession | undefined, body: Uint8Array): Outcome {
    const decoded = attributesChange.decode(body);
    if (decoded === undefined) return malformed;
    if (session === undefined) return refused('NOT_ONLINE');
    return this.#applyAttributes(session, attributesFromList(decoded.set), decoded.remove);
  }

  #applyAttributes(session: ClientSession, set: Attributes, remove: readonly string[]): Outcome {
    const attributes = new Map(session.attributes);
    for (const name of remove) attributes.delete(name);
    for (const [name, value] of set) attributes.set(name, value);
    const tooLong = [...set].some(([name, value]) => Buffer.byteLength(name + value) > ATTRIBUTE_BYTES_MAX);
    if (tooLong || attributes.size > ATTRIBUTES_MAX) return refused('STATE_LIMIT');
    session.attributes = attributes;
    this.#options.sessionChanged(session);
    return { ok: true, count: 1 };
  }

  // ---- kick -------------------------------------------------------------------------------------

  #kick(body: Uint8Array): Later {
    const decoded = kick.decode(body);
    if (decoded === undefined) return malformed;
    return this.kick(decoded);
  }

  /** Ends one session, or all of a user, wherever they are. `count` is of all gateways. */
  kick({ session, user, reason, advice }: KickOrder): Outcome | Promise<Outcome> {
    if ((session === '') === (user === '') || advice > Advice.NEVER) return refused('BAD_COMMAND');
    const count = this.kickLocally(session, user, reason, advice);
    if (count > 0 && session !== '') return { ok: true, count };
    return this.#kickElsewhere({ kind: 'kick', session, user, reason, advice }, count);
  }

  async #kickElsewhere(order: ClusterMessage, here: number): Promise<Outcome> {
    const elsewhere = await this.#options.cluster.ask(order);
    if (!elsewhere.ok) return UNAVAILABLE;
    const count = here + elsewhere.count;
    return count > 0 ? { ok: true, count } : refused('NOT_ONLINE');
  }

  /** Ends the sessions that are here. @returns how many. */
  kickLocally(sessionId: string, user: string, reason: string, advice: number): number {
    const { sessions } = this.#options;
    const one = sessions.byId(sessionId);
    const addressed = sessionId === '' ? [...sessions.byUser(user)] : one === undefined ? [] : [one];
    for (const session of addressed)
      session.end('KICKED', reason.slice(0, KICK_REASON_MAX) || 'kicked', advice as Advice);
    return addressed.length;
  }

  // ---- pins -------------------------------------------------------------------------------------

  #pin(session: ClientSession | undefined, named: boolean, body: Uint8Array): Outcome {
    const decoded = pin.decode(body);
    if (decoded === undefined) return malformed;
    const { service, server, key } = decoded;
    const tooLong = Math.max(service.length, server.length) > NAME_CHARS_MAX || key.length > KEY_BYTES_MAX;
    if (service === '' || tooLong || named === key.length > 0) return refused('BAD_COMMAND');
    if (!named) {
      this.#options.keyPins.set(service, key, server);
      return { ok: true, count: 0 };
    }
    return session === undefined ? refused('NOT_ONLINE') : pinSession(session, service, server);
  }

  /** What another gateway asked for. @returns how many sessions here it concerned */
  receiveFromCluster(message: CommandMessage): number | Promise<number> {
    switch (message.kind) {
      case 'group':
        return this.#changeGroupFor(message.change, message.group, message.sessions);
      case 'kick':
        return this.kickLocally(message.session, message.user, message.reason, message.advice);
      case 'revoke':
        this.#options.revoke(message.user, message.notBeforeEpochMs);
        return 0;
      case 'displace':
        return this.#options.logins.displace(message.session);
    }
  }

  /** A join counts when pushes of all gateways reach the group here. */
  #changeGroupFor(change: 'join' | 'leave', group: string, ids: readonly string[]): number | Promise<number> {
    const outcome = this.#changeGroupHere(change, group, ids);
    const count = outcome.ok ? outcome.count : 0;
    const told = change === 'join' && count > 0 ? this.#options.groups.told(group) : undefined;
    return told?.then((inTime) => (inTime ? count : 0)) ?? count;
  }
}

function pinSession(session: ClientSession, service: string, server: string): Outcome {
  const pins = session.pins ?? new Map<string, string>();
  if (server === '') pins.delete(service);
  else if (pins.size >= PINS_MAX && !pins.has(service)) return refused('STATE_LIMIT');
  else pins.set(service, server);
  session.pins = pins;
  return { ok: true, count: 1 };
}

function failedBody(error: ErrorName | 'MALFORMED_BODY'): Uint8Array {
  const row = error === 'MALFORMED_BODY' ? ERRORS.BAD_COMMAND : ERRORS[error];
  return done.encode({ code: row.code, message: row.message });
}
