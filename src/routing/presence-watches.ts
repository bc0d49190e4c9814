// What backends watch: each watch belongs to a link and hears of its users, or of everyone, as differences
// against what it was told. Events of one turn leave together.

import type { GatewayLink } from '../link/gateway-link.js';
import { ERRORS, type ErrorName } from '../protocol/codes.js';
import { presenceEvents } from '../protocol/link-messages.js';
import { encodeLinkFrame, LinkKind, PresenceChangeKind, PresenceState } from '../protocol/link-frames.js';
import { presenceFields, type Wanted } from './presence-news.js';
import type { PresenceChange } from './presence-picture.js';

/** A backend watches for its parts: a friends list a watch would be the wrong way round. */
export const WATCHES_PER_LINK_MAX = 64;
/** Users that one link watches: what fits into a frame. */
export const WATCHED_PER_LINK_MAX = 16_384;
/** Users that all links of this gateway watch. */
export const PRESENCE_USERS_MAX = 65_536;

const EVENTS_PER_FRAME = 64;
/** A backend may take no frames longer than 4096 bytes. One session alone can be more. */
const FRAME_BYTES_MAX = 3_500;

const CHANGE_KINDS = {
  entered: PresenceChangeKind.ENTERED,
  left: PresenceChangeKind.LEFT,
  changed: PresenceChangeKind.CHANGED,
} as const;

interface Watch {
  readonly link: GatewayLink;
  readonly id: number;
  readonly wanted: Wanted;
  /** It has been told everything when this round is answered; 0 while the question is being asked. */
  round: number;
  state: PresenceState;
  /** What waits for the end of the turn. */
  readonly queue: (PresenceChange | PresenceState)[];
}

/** What watches need of a feed. */
export interface WatchedFeed {
  readonly round: number;
  readonly picture: { told(users?: readonly string[]): Iterable<PresenceChange['presence']> };
  isSure(round: number): boolean;
  watch(wanted: Wanted): void;
  unwatch(wanted: Wanted): void;
}

export class PresenceWatches {
  readonly #feed: WatchedFeed;
  readonly #scheduleFlush: (flush: () => void) => void;
  readonly #links = new Map<GatewayLink, Map<number, Watch>>();
  readonly #ofUser = new Map<string, Set<Watch>>();
  readonly #ofAll = new Set<Watch>();
  readonly #waiting = new Set<Watch>();

  constructor(feed: WatchedFeed, scheduleFlush: (flush: () => void) => void) {
    this.#feed = feed;
    this.#scheduleFlush = scheduleFlush;
  }

  /** Watches of all links. */
  get size(): number {
    let size = 0;
    for (const watches of this.#links.values()) size += watches.size;
    return size;
  }

  /** @returns why it may not be; undefined: it is, and events follow */
  add(link: GatewayLink, id: number, wanted: Wanted): ErrorName | undefined {
    const watches = this.#links.get(link) ?? new Map<number, Watch>();
    const users = wanted === 'all' ? wanted : [...new Set(wanted)];
    if (id === 0 || watches.has(id) || users.length === 0) return 'BAD_COMMAND';
    if (!this.#hasRoom(watches, users)) return 'STATE_LIMIT';
    const watch: Watch = { link, id, wanted: users, round: 0, state: PresenceState.AS_BEFORE, queue: [] };
    watches.set(id, watch);
    this.#links.set(link, watches);
    this.#begin(watch);
    return undefined;
  }

  /** @returns whether there was such a watch */
  remove(link: GatewayLink, id: number): boolean {
    const watch = this.#links.get(link)?.get(id);
    if (watch !== undefined) this.#end(watch);
    return watch !== undefined;
  }

  linkClosed(link: GatewayLink): void {
    for (const watch of [...(this.#links.get(link)?.values() ?? [])]) this.#end(watch);
  }

  /** Somebody came, went or changed. */
  tell(change: PresenceChange): void {
    for (const watch of this.#ofAll) this.#queue(watch, change);
    for (const watch of this.#ofUser.get(change.presence.user) ?? []) this.#queue(watch, change);
  }

  /** Tells those concerned whether what they know is all there is. */
  tellSureness(): void {
    for (const watches of this.#links.values()) for (const watch of watches.values()) this.#tellState(watch);
  }

  /** More sessions than can be known: those that want everyone end, or else whoever came last. */
  tooMany(): void {
    const last = [...this.#links.values()].flatMap((watches) => [...watches.values()]).at(-1);
    const ended = this.#ofAll.size > 0 ? [...this.#ofAll] : last === undefined ? [] : [last];
    for (const watch of ended) {
      this.#flush(watch);
      this.#end(watch);
      this.#offer(watch, { events: [], state: PresenceState.AS_BEFORE, code: ERRORS.STATE_LIMIT.code });
    }
  }

  #hasRoom(watches: ReadonlyMap<number, Watch>, wanted: Wanted): boolean {
    if (watches.size >= WATCHES_PER_LINK_MAX) return false;
    if (wanted === 'all') return true;
    let ofLink = wanted.length;
    for (const watch of watches.values()) ofLink += watch.wanted === 'all' ? 0 : watch.wanted.length;
    const added = wanted.filter((user) => !this.#ofUser.has(user)).length;
    return ofLink <= WATCHED_PER_LINK_MAX && this.#ofUser.size + added <= PRESENCE_USERS_MAX;
  }

  /** What is known already is told first: the feed then tells what is new to it. */
  #begin(watch: Watch): void {
    const { wanted } = watch;
    const known =
      wanted === 'all' ? undefined : wanted.filter((user) => this.#ofUser.has(user) || this.#ofAll.size > 0);
    for (const presence of this.#feed.picture.told(known))
      this.#queue(watch, { change: 'entered', presence });
    const unwatched = wanted === 'all' ? [] : wanted.filter((user) => !this.#ofUser.has(user));
    const isNew = wanted === 'all' ? this.#ofAll.size === 0 : unwatched.length > 0;
    if (wanted === 'all') this.#ofAll.add(watch);
    else for (const user of wanted) this.#watchersOf(user).add(watch);
    if (isNew) this.#feed.watch(wanted === 'all' ? wanted : unwatched);
    watch.round = this.#feed.round;
    this.#tellState(watch);
  }

  #watchersOf(user: string): Set<Watch> {
    const watchers = this.#ofUser.get(user) ?? new Set<Watch>();
    this.#ofUser.set(user, watchers);
    return watchers;
  }

  #end(watch: Watch): void {
    const { link, id, wanted } = watch;
    const watches = this.#links.get(link);
    watches?.delete(id);
    if (watches?.size === 0) this.#links.delete(link);
    this.#waiting.delete(watch);
    const unwanted = this.#unwatch(watch, wanted);
    if (unwanted.length > 0) this.#feed.unwatch(unwanted === 'all' ? unwanted : [...unwanted]);
  }

  /** @returns what nobody watches any more */
  #unwatch(watch: Watch, wanted: Wanted): Wanted {
    if (wanted === 'all') {
      this.#ofAll.delete(watch);
      return this.#ofAll.size === 0 ? 'all' : [];
    }
    return wanted.filter((user) => {
      const watchers = this.#ofUser.get(user);
      watchers?.delete(watch);
      return watchers?.size === 0 && this.#ofUser.delete(user);
    });
  }

  #tellState(watch: Watch): void {
    // This gateway answers itself at once, when the others have not even been asked.
    if (watch.round === 0) return;
    const state = this.#feed.isSure(watch.round) ? PresenceState.WHOLE : PresenceState.UNSURE;
    // Before the first WHOLE nobody takes it for whole.
    if (state === watch.state || (state === PresenceState.UNSURE && watch.state === 0)) return;
    watch.state = state;
    this.#queue(watch, state);
  }

  // ---- frames -----------------------------------------------------------------------------------

  #queue(watch: Watch, item: PresenceChange | PresenceState): void {
    watch.queue.push(item);
    if (this.#waiting.size === 0)
      this.#scheduleFlush(() => {
        this.#flushAll();
      });
    this.#waiting.add(watch);
  }

  #flushAll(): void {
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const watch of waiting) this.#flush(watch);
  }

  #flush(watch: Watch): void {
    let events: PresenceChange[] = [];
    let weight = 0;
    const send = (state: PresenceState): void => {
      this.#offer(watch, { events, state, code: 0 });
      events = [];
      weight = 0;
    };
    for (const item of watch.queue.splice(0))
      if (typeof item === 'number') send(item);
      else {
        weight += weightOf(item);
        if (events.length === EVENTS_PER_FRAME || (events.length > 0 && weight > FRAME_BYTES_MAX)) {
          send(PresenceState.AS_BEFORE);
          weight = weightOf(item);
        }
        events.push(item);
      }
    if (events.length > 0) send(PresenceState.AS_BEFORE);
  }

  /** What a watch was told must be true: when it cannot be told more, its link starts over. */
  #offer({ link, id }: Watch, told: EventsFrame): void {
    const frame = eventsFrame(id, told);
    if (link.fits(frame.length)) return link.tell(frame);
    // Only one session with very long attributes is longer than any backend has to take: who is there counts.
    link.counters.tooLong++;
    link.tell(eventsFrame(id, { ...told, events: told.events.map(withoutAttributes) }));
  }
}

function eventsFrame(watch: number, { events, state, code }: EventsFrame): Uint8Array {
  const body = presenceEvents.encode({
    watch,
    events: events.map(({ change, presence }) => ({
      change: CHANGE_KINDS[change],
      presence: presenceFields(presence),
    })),
    state,
    code,
  });
  return encodeLinkFrame({ kind: LinkKind.PRESENCE_EVENTS }, undefined, body);
}

const withoutAttributes = ({ change, presence }: PresenceChange): PresenceChange => ({
  change,
  presence: { ...presence, attributes: new Map() },
});

interface EventsFrame {
  readonly events: readonly PresenceChange[];
  readonly state: PresenceState;
  readonly code: number;
}

/** No less than its bytes: numbers, tags and lengths beside the texts. */
function weightOf({ presence }: PresenceChange): number {
  const { sessionId, user, gatewayId, device, client, address } = presence;
  let weight = 48 + Buffer.byteLength(`${sessionId}${user}${gatewayId}${device}${client}${address}`);
  for (const [name, value] of presence.attributes) weight += 12 + Buffer.byteLength(name + value);
  return weight;
}
