// What this gateway knows of the users that its backends watch, wherever they are. It asks every gateway,
// itself too, for them (a question has a number, its round); each answers with the sessions it has and goes
// on telling what happens (presence-teller.ts). What an answer does not confirm is gone.
//
// Whatever may have been missed ends in a whole question to that gateway: something was lost on the way, a
// question was not answered in time, a gateway is new. Each minute one is asked for no reason.

import type { LiveGateway } from '../cluster/cluster.js';
import type { News, Wanted } from './presence-news.js';
import { PresencePicture, type PresenceChange } from './presence-picture.js';
import type { SendNews } from './presence-teller.js';

/** Sessions known at once: 1.3 KB each with an attribute, so about 125 MiB. */
export const PRESENCES_MAX = 100_000;

const ANSWER_TIMEOUT_MS = 5_000;
const RENEWAL_MS = 60_000;
/** So many users a message: some KiB. */
const USERS_PER_MESSAGE = 500;

interface Question {
  /** Undefined: all that is wanted here. */
  readonly wanted: Wanted | undefined;
  readonly askedAtMs: number;
}

/** What is going on with one gateway. */
interface Contact {
  readonly sinceEpochMs: number;
  /** It has answered a whole question, and nothing was missed since. */
  sure: boolean;
  wholeAtMs: number;
  /** Questions without an answer, by round. */
  readonly open: Map<number, Question>;
}

export interface PresenceFeedOptions {
  readonly gatewayId: string;
  readonly gateways: () => readonly LiveGateway[];
  readonly send: SendNews;
  readonly nowMs: () => number;
  readonly changed: (change: PresenceChange) => void;
  /** Whether it is sure what it knows may have changed. */
  readonly surenessChanged: () => void;
  /** There are more than PRESENCES_MAX. */
  readonly full: () => void;
}

export class PresenceFeed {
  readonly picture = new PresencePicture();
  readonly #options: PresenceFeedOptions;
  readonly #contacts = new Map<string, Contact>();
  readonly #users = new Set<string>();
  #all = false;
  #round = 0;

  constructor(options: PresenceFeedOptions) {
    this.#options = options;
  }

  /** Round of the last question. */
  get round(): number {
    return this.#round;
  }

  get isIdle(): boolean {
    return !this.#all && this.#users.size === 0;
  }

  /** Whether all questions up to this round are answered, and nothing was missed since. */
  isSure(round: number): boolean {
    const contacts = [...this.#contacts.values()];
    return contacts.every(({ sure, open }) => sure && ![...open.keys()].some((asked) => asked <= round));
  }

  /** Wants to know of these from now on; changes follow. */
  watch(wanted: Wanted): void {
    if (wanted === 'all') this.#all = true;
    else for (const user of wanted) this.#users.add(user);
    const round = ++this.#round;
    this.#meet();
    for (const [gatewayId, contact] of this.#contacts)
      if (contact.sure || contact.open.size > 0) this.#ask(gatewayId, contact, round, wanted);
      else this.#ask(gatewayId, contact, round, undefined);
  }

  /** Wants to know of these no more. */
  unwatch(wanted: Wanted): void {
    if (wanted === 'all') this.#all = false;
    else for (const user of wanted) this.#users.delete(user);
    for (const gatewayId of this.#contacts.keys())
      for (const part of inParts(wanted)) this.#options.send(gatewayId, { kind: 'unwatch', wanted: part });
    if (this.isIdle) this.#rest();
    else if (!this.#all) this.#forgetUnwanted(wanted);
  }

  /** Another gateway, or this one, tells. */
  told(from: string, { round, last, changes }: News & { kind: 'changes' }): void {
    const contact = this.#contacts.get(from);
    if (contact === undefined) return;
    for (const { gone, presence } of changes) {
      if (presence.gatewayId !== from || !this.#wants(presence.user)) continue;
      const { user, sessionId } = presence;
      this.#change(gone ? this.picture.gone(user, sessionId, from) : this.picture.seen(presence, round));
    }
    if (this.picture.size > PRESENCES_MAX) this.#options.full();
    if (last) this.#answered(from, contact, round);
  }

  /** Something that the gateway said was lost. */
  missed(gatewayId: string): void {
    const contact = this.#contacts.get(gatewayId);
    if (contact === undefined || this.isIdle) return;
    this.#doubt(contact);
    this.#options.surenessChanged();
  }

  gatewayGone(gatewayId: string): void {
    if (!this.#contacts.delete(gatewayId)) return;
    for (const change of this.picture.gatewayGone(gatewayId)) this.#change(change);
    this.#options.surenessChanged();
  }

  /** What time brings: gateways that came and went, questions that are due. @returns those that went */
  tick(): readonly string[] {
    const gone = this.#meet();
    if (this.isIdle) return gone;
    const nowMs = this.#options.nowMs();
    for (const [gatewayId, contact] of this.#contacts) {
      const questions = [...contact.open.values()];
      if (questions.some(({ askedAtMs }) => nowMs - askedAtMs > ANSWER_TIMEOUT_MS)) this.#doubt(contact);
      const isDue = contact.sure ? nowMs - contact.wholeAtMs > RENEWAL_MS : contact.open.size === 0;
      if (isDue) this.#ask(gatewayId, contact, ++this.#round, undefined);
    }
    this.#options.surenessChanged();
    return gone;
  }

  /** Looks who lives. @returns those that do no more */
  #meet(): readonly string[] {
    const { gatewayId, gateways } = this.#options;
    const live = new Map(gateways().map((gateway) => [gateway.gatewayId, gateway.sinceEpochMs]));
    // Itself it can always ask, whatever the others think.
    if (!live.has(gatewayId)) live.set(gatewayId, 0);
    const gone = [...this.#contacts]
      .filter(([id, contact]) => id !== gatewayId && live.get(id) !== contact.sinceEpochMs)
      .map(([id]) => id);
    for (const id of gone) this.gatewayGone(id);
    for (const [id, sinceEpochMs] of live)
      if (!this.#contacts.has(id))
        this.#contacts.set(id, { sinceEpochMs, sure: false, wholeAtMs: 0, open: new Map() });
    return gone;
  }

  #ask(gatewayId: string, contact: Contact, round: number, wanted: Wanted | undefined): void {
    const nowMs = this.#options.nowMs();
    contact.open.set(round, { wanted, askedAtMs: nowMs });
    if (wanted === undefined) contact.wholeAtMs = nowMs;
    const parts = wanted === undefined ? this.#allParts() : inParts(wanted);
    for (const [at, part] of parts.entries()) {
      const whole = wanted === undefined && at === 0;
      const last = at === parts.length - 1;
      if (this.#options.send(gatewayId, { kind: 'watch', round, whole, last, wanted: part })) continue;
      this.#doubt(contact);
      return;
    }
  }

  #allParts(): readonly Wanted[] {
    const users = inParts([...this.#users]);
    return this.#all ? [...users.filter((part) => part.length > 0), 'all'] : users;
  }

  #answered(from: string, contact: Contact, round: number): void {
    const question = contact.open.get(round);
    if (question === undefined) return;
    // One way in order: what was asked before has been answered before, or never will be.
    for (const asked of contact.open.keys()) if (asked <= round) contact.open.delete(asked);
    const { wanted } = question;
    const users = wanted === undefined || wanted === 'all' ? undefined : wanted;
    for (const change of this.picture.confirmed(from, round, users)) this.#change(change);
    if (wanted === undefined) contact.sure = true;
    this.#options.surenessChanged();
  }

  #doubt(contact: Contact): void {
    contact.sure = false;
    contact.open.clear();
  }

  /** Nobody wants to know anything. */
  #rest(): void {
    this.picture.clear();
    for (const contact of this.#contacts.values()) this.#doubt(contact);
  }

  #forgetUnwanted(wanted: Wanted): void {
    const users = wanted === 'all' ? [...this.picture.users()] : wanted;
    for (const user of users) if (!this.#users.has(user)) this.picture.forget(user);
  }

  #wants(user: string): boolean {
    return this.#all || this.#users.has(user);
  }

  #change(change: PresenceChange | undefined): void {
    if (change !== undefined) this.#options.changed(change);
  }
}

/** One part at least: an empty question is a question. */
function inParts(wanted: Wanted): readonly Wanted[] {
  if (wanted === 'all') return [wanted];
  const parts: Wanted[] = [];
  for (let at = 0; at === 0 || at < wanted.length; at += USERS_PER_MESSAGE)
    parts.push(wanted.slice(at, at + USERS_PER_MESSAGE));
  return parts;
}
