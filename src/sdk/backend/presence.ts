// Who is online, as a backend asks and watches it.
//
// A watch lives on one link. When that link is gone it goes on over another, which tells everything anew:
// what was known and is not told again has left. So the listener hears differences only, whatever happens
// to links and gateways.

import { attributesFromList, type Attributes } from '../../protocol/attributes.js';
import { ERRORS } from '../../protocol/codes.js';
import {
  presenceEvents,
  presenceUnwatch,
  presenceWatch,
  type LinkPresence,
} from '../../protocol/link-messages.js';
import {
  encodeLinkFrame,
  LinkCloseCode,
  LinkKind,
  PresenceChangeKind,
  PresenceState,
} from '../../protocol/link-frames.js';
import type { Log } from '../../log.js';
import { CallError } from './errors.js';
import { oldestLink, type LinkPath } from './link-path.js';

/** One session of a user, wherever it is. */
export interface OnlineSession {
  /** Global session id: pushes, groups and kicks take it. */
  readonly id: string;
  readonly user: string;
  /** Id of the gateway that holds it. */
  readonly gateway: string;
  /** When it was opened, in milliseconds since the epoch. */
  readonly sinceEpochMs: number;
  /** Class of device from the token, or ''. */
  readonly device: string;
  /** Name and version that the client gave itself. */
  readonly client: string;
  /** "address:port" of the client's transport at login. */
  readonly address: string;
  readonly attributes: Attributes;
}

/** Whom a watch is for. */
export type WatchWhom = { readonly users: readonly string[] } | { readonly all: true };

/** What a watch tells, in the order in which it happens. */
export interface PresenceListener {
  entered?: (session: OnlineSession) => void;
  left?: (session: OnlineSession) => void;
  /** Its attributes, or the gateway that holds it. */
  changed?: (session: OnlineSession) => void;
  /**
   * True: `sessions` is all there is. False: something may have been missed; the differences that make up
   * for it follow, then true.
   */
  whole?: (isWhole: boolean) => void;
  /** The gateway does not watch this (any more): more users or sessions than it takes. */
  ended?: (error: CallError) => void;
}

/** As a frame carries it: absent is the default. */
type PresenceFields = { readonly [Field in keyof LinkPresence]?: LinkPresence[Field] | null };

export function onlineSession(fields: PresenceFields): OnlineSession {
  return {
    id: fields.session ?? '',
    user: fields.user ?? '',
    gateway: fields.gateway ?? '',
    sinceEpochMs: fields.sinceEpochMs ?? 0,
    device: fields.device ?? '',
    client: fields.client ?? '',
    address: fields.address ?? '',
    attributes: attributesFromList(fields.attributes ?? []),
  };
}

interface Entry {
  readonly session: OnlineSession;
  /** Told on the link in use. */
  confirmed: boolean;
}

/** A backend's look at who is online. Made by `watchPresence`. */
export class PresenceWatch {
  readonly #whom: WatchWhom;
  readonly #listener: PresenceListener;
  readonly #close: (watch: PresenceWatch) => void;
  readonly #log: Log;
  readonly #entries = new Map<string, Entry>();
  #isWhole = false;

  /** For the SDK. */
  constructor(whom: WatchWhom, listener: PresenceListener, log: Log, close: (watch: PresenceWatch) => void) {
    this.#whom = whom;
    this.#listener = listener;
    this.#log = log;
    this.#close = close;
  }

  /** Who is online, as far as it is known. A copy. */
  get sessions(): readonly OnlineSession[] {
    return [...this.#entries.values()].map(({ session }) => session);
  }

  /** Whether `sessions` is all there is. */
  get isWhole(): boolean {
    return this.#isWhole;
  }

  get whom(): WatchWhom {
    return this.#whom;
  }

  /** Ends it. Nothing is told after that. */
  close(): void {
    this.#close(this);
  }

  /** For the SDK: a gateway tells. */
  take(change: number, session: OnlineSession): void {
    const known = this.#entries.get(session.id);
    if (change === PresenceChangeKind.LEFT) {
      if (this.#entries.delete(session.id)) this.#tell('left', session);
      return;
    }
    this.#entries.set(session.id, { session, confirmed: true });
    if (known === undefined) this.#tell('entered', session);
    else if (!isSame(known.session, session)) this.#tell('changed', session);
  }

  /** For the SDK: what was told is all there is, or may not be. */
  become(isWhole: boolean): void {
    if (isWhole)
      for (const [id, { session, confirmed }] of this.#entries)
        if (!confirmed && this.#entries.delete(id)) this.#tell('left', session);
    if (isWhole === this.#isWhole) return;
    this.#isWhole = isWhole;
    this.#tell('whole', isWhole);
  }

  /** For the SDK: its link is gone, the next one tells everything anew. */
  orphaned(): void {
    for (const entry of this.#entries.values()) entry.confirmed = false;
    this.become(false);
  }

  /** For the SDK. */
  end(error: CallError): void {
    this.become(false);
    this.#tell('ended', error);
  }

  #tell<Event extends keyof PresenceListener>(
    event: Event,
    ...args: Parameters<NonNullable<PresenceListener[Event]>>
  ): void {
    try {
      (this.#listener[event] as ((...given: typeof args) => void) | undefined)?.(...args);
    } catch (error) {
      this.#log.error({ error, event }, 'a listener for who is online threw');
    }
  }
}

function isSame(one: OnlineSession, other: OnlineSession): boolean {
  const { attributes: mine, ...fields } = one;
  const { attributes: theirs } = other;
  return (
    Object.entries(fields).every(([name, value]) => other[name as keyof OnlineSession] === value) &&
    mine.size === theirs.size &&
    [...mine].every(([name, value]) => theirs.get(name) === value)
  );
}

interface Placed {
  /** Another for each link: what an old one still tells is not for the new one. */
  id: number;
  link: LinkPath | undefined;
  /** When to look for a link again, without one. */
  retryAtMs: number;
}

const RETRY_MS = 1_000;
const ANSWER_TIMEOUT_MS = 5_000;
/** A gateway that said so will say it again; any other failure may be over at the next try. */
const FINAL_CODES: ReadonlySet<number> = new Set([ERRORS.STATE_LIMIT.code, ERRORS.BAD_COMMAND.code]);

/** All watches of a backend, and the link that each is on. */
export class PresenceBook {
  readonly #links: ReadonlySet<LinkPath>;
  readonly #nowMs: () => number;
  readonly #log: Log;
  readonly #watches = new Map<PresenceWatch, Placed>();
  #lastId = 0;

  constructor(links: ReadonlySet<LinkPath>, nowMs: () => number, log: Log) {
    this.#links = links;
    this.#nowMs = nowMs;
    this.#log = log;
  }

  add(whom: WatchWhom, listener: PresenceListener): PresenceWatch {
    const watch = new PresenceWatch(whom, listener, this.#log, (closed) => {
      this.#close(closed);
    });
    const placed: Placed = { id: 0, link: undefined, retryAtMs: 0 };
    this.#watches.set(watch, placed);
    this.#place(watch, placed);
    return watch;
  }

  /** A link opened, or time went by: watches without a link look for one. */
  sweep(): void {
    const nowMs = this.#nowMs();
    for (const [watch, placed] of this.#watches)
      if (placed.link === undefined && placed.retryAtMs <= nowMs) this.#place(watch, placed);
  }

  linkGone(link: LinkPath): void {
    for (const [watch, placed] of this.#watches) if (placed.link === link) this.#displace(watch, placed, 0);
  }

  /** Takes a PRESENCE_EVENTS. @returns 0, or the code with which the link is closed */
  take(link: LinkPath, body: Uint8Array): LinkCloseCode | 0 {
    const decoded = presenceEvents.decode(body);
    if (decoded === undefined) return LinkCloseCode.LINK_MALFORMED;
    const found = [...this.#watches].find(([, { id }]) => id === decoded.watch);
    // It may have been closed while this was under way.
    if (found?.[1].link !== link) return 0;
    const [watch] = found;
    for (const { change, presence } of decoded.events) watch.take(change ?? 0, onlineSession(presence ?? {}));
    if (decoded.state !== PresenceState.AS_BEFORE) watch.become(decoded.state === PresenceState.WHOLE);
    if (decoded.code !== 0) this.#end(watch, new CallError(decoded.code, 'the gateway ended the watch'));
    return 0;
  }

  #place(watch: PresenceWatch, placed: Placed): void {
    const link = oldestLink(this.#links);
    if (link === undefined) return this.#displace(watch, placed, RETRY_MS);
    placed.link = link;
    placed.id = ++this.#lastId;
    const deadlineAtMs = this.#nowMs() + ANSWER_TIMEOUT_MS;
    const request = link.calls.begin('command', deadlineAtMs, (reply) => {
      if (reply.ok || placed.link !== link || !this.#watches.has(watch)) return;
      if (FINAL_CODES.has(reply.error.code)) this.#end(watch, reply.error);
      else this.#displace(watch, placed, RETRY_MS);
    });
    const { whom } = watch;
    const wanted = 'all' in whom ? { all: true } : { users: [...whom.users] };
    const body = presenceWatch.encode({ watch: placed.id, ...wanted });
    const frame = encodeLinkFrame({ kind: LinkKind.PRESENCE_WATCH, request }, undefined, body);
    if (request !== 0 && link.sendFrame(frame)) return;
    link.calls.withdraw(request);
    this.#displace(watch, placed, RETRY_MS);
  }

  #displace(watch: PresenceWatch, placed: Placed, retryMs: number): void {
    this.#unwatch(placed);
    placed.link = undefined;
    placed.retryAtMs = this.#nowMs() + retryMs;
    watch.orphaned();
  }

  #end(watch: PresenceWatch, error: CallError): void {
    this.#watches.delete(watch);
    watch.end(error);
  }

  #close(watch: PresenceWatch): void {
    const placed = this.#watches.get(watch);
    this.#watches.delete(watch);
    if (placed !== undefined) this.#unwatch(placed);
  }

  /** On a link that is gone already it is nothing. */
  #unwatch({ link, id }: Placed): void {
    const body = presenceUnwatch.encode({ watch: id });
    link?.sendFrame(encodeLinkFrame({ kind: LinkKind.PRESENCE_UNWATCH }, undefined, body));
  }
}
