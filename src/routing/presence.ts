// Who is online, for backends: queries by the directory, watches by what gateways tell each other. This file
// puts the parts together; each has its own: presence-watches.ts (links), presence-feed.ts (what is known
// here), presence-teller.ts (what others are told).

import type { Clock } from '../clock.js';
import type { Cluster, LocateOutcome } from '../cluster/cluster.js';
import type { GatewayLink } from '../link/gateway-link.js';
import { ERRORS, type ErrorName } from '../protocol/codes.js';
import {
  done,
  presenceAnswer,
  presenceQuery,
  presenceUnwatch,
  presenceWatch,
} from '../protocol/link-messages.js';
import { encodeLinkFrame, LinkCloseCode, LinkKind, type LinkHead } from '../protocol/link-frames.js';
import type { ClientSession, Sessions } from '../session/contracts.js';
import { PresenceFeed } from './presence-feed.js';
import { decodeNews, encodeNews, presenceFields, type News } from './presence-news.js';
import { PresenceTeller } from './presence-teller.js';
import { PresenceWatches } from './presence-watches.js';

export const PRESENCE_TICK_MS = 500;

export const USERS_PER_QUERY_MAX = 1_000;
/** Queries of one link that wait for the directory. */
export const QUERIES_PER_LINK_MAX = 64;

export interface PresencesOptions {
  readonly gatewayId: string;
  readonly sessions: Pick<Sessions, 'byUser' | 'all'>;
  readonly cluster: Pick<Cluster, 'gateways' | 'locate' | 'publish'>;
  readonly clock: Pick<Clock, 'after' | 'nowMs'>;
  readonly scheduleFlush: (flush: () => void) => void;
}

export class Presences {
  readonly #options: PresencesOptions;
  readonly #teller: PresenceTeller;
  readonly #feed: PresenceFeed;
  readonly #watches: PresenceWatches;
  readonly #queries = new Map<GatewayLink, number>();

  constructor(options: PresencesOptions) {
    const { gatewayId, sessions, cluster, clock, scheduleFlush } = options;
    this.#options = options;
    const send = (to: string, news: News): boolean => this.#send(to, news);
    this.#teller = new PresenceTeller(sessions, send, clock);
    this.#feed = new PresenceFeed({
      gatewayId,
      gateways: () => cluster.gateways(),
      send,
      nowMs: () => clock.nowMs(),
      changed: (change) => {
        this.#watches.tell(change);
      },
      surenessChanged: () => {
        this.#watches.tellSureness();
      },
      full: () => {
        this.#watches.tooMany();
      },
    });
    this.#watches = new PresenceWatches(this.#feed, scheduleFlush);
  }

  /** For metrics: watches of links here, users that other gateways or this one want to hear of. */
  get counts(): { readonly watches: number; readonly known: number; readonly told: number } {
    return {
      watches: this.#watches.size,
      known: this.#feed.picture.size,
      told: this.#teller.interest.users,
    };
  }

  // ---- sessions of this gateway -----------------------------------------------------------------

  /** A session began, or its attributes changed. */
  present(session: ClientSession): void {
    this.#teller.tell(session, false);
  }

  absent(session: ClientSession): void {
    this.#teller.tell(session, true);
  }

  // ---- other gateways ---------------------------------------------------------------------------

  receiveNews(bytes: Uint8Array, from: string): void {
    const news = decodeNews(bytes);
    if (news !== undefined) this.#take(from, news);
  }

  missed(gatewayId: string): void {
    this.#feed.missed(gatewayId);
  }

  gatewayGone(gatewayId: string): void {
    this.#teller.forget(gatewayId);
    this.#feed.gatewayGone(gatewayId);
  }

  /** Each PRESENCE_TICK_MS. */
  tick(): void {
    for (const gatewayId of this.#feed.tick()) this.#teller.forget(gatewayId);
  }

  #send(to: string, news: News): boolean {
    if (to !== this.#options.gatewayId)
      return this.#options.cluster.publish({ kind: 'news', to: [to], news: encodeNews(news) });
    this.#take(to, news);
    return true;
  }

  #take(from: string, news: News): void {
    if (news.kind === 'watch') this.#teller.asked(from, news);
    else if (news.kind === 'unwatch') this.#teller.interest.remove(from, news.wanted);
    else this.#feed.told(from, news);
  }

  // ---- backends ---------------------------------------------------------------------------------

  /** Takes a frame of one of the kinds PRESENCE_*. @returns 0, or the code with which the link is closed. */
  receive(link: GatewayLink, head: LinkHead, bytes: Uint8Array): LinkCloseCode | 0 {
    const body = bytes.subarray(head.bodyStart, head.bodyEnd);
    switch (head.kind) {
      case LinkKind.PRESENCE_QUERY:
        return this.#query(link, head.request, body);
      case LinkKind.PRESENCE_WATCH:
        return this.#watch(link, head.request, body);
      default:
        return this.#unwatch(link, head.request, body);
    }
  }

  linkClosed(link: GatewayLink): void {
    this.#watches.linkClosed(link);
    this.#queries.delete(link);
  }

  #watch(link: GatewayLink, request: number, body: Uint8Array): LinkCloseCode | 0 {
    const decoded = presenceWatch.decode(body);
    if (decoded === undefined) return LinkCloseCode.LINK_MALFORMED;
    const { watch, users, all } = decoded;
    const isOne = all === (users.length === 0);
    const error = isOne ? this.#watches.add(link, watch, all ? 'all' : users) : 'BAD_COMMAND';
    this.#done(link, request, error);
    return 0;
  }

  #unwatch(link: GatewayLink, request: number, body: Uint8Array): LinkCloseCode | 0 {
    const decoded = presenceUnwatch.decode(body);
    if (decoded === undefined) return LinkCloseCode.LINK_MALFORMED;
    // One that has ended by itself meanwhile is no mistake.
    this.#watches.remove(link, decoded.watch);
    this.#done(link, request, undefined);
    return 0;
  }

  #done(link: GatewayLink, request: number, error: ErrorName | undefined): void {
    if (request === 0) return;
    const failed = error === undefined ? {} : { code: ERRORS[error].code, message: ERRORS[error].message };
    link.tell(encodeLinkFrame({ kind: LinkKind.DONE, request }, undefined, done.encode(failed)));
  }

  #query(link: GatewayLink, request: number, body: Uint8Array): LinkCloseCode | 0 {
    const decoded = presenceQuery.decode(body);
    if (decoded === undefined) return LinkCloseCode.LINK_MALFORMED;
    const users = [...new Set(decoded.users)];
    const waiting = this.#queries.get(link) ?? 0;
    if (users.length === 0 || users.length > USERS_PER_QUERY_MAX) this.#refuse(link, request, 'BAD_COMMAND');
    else if (waiting >= QUERIES_PER_LINK_MAX) this.#refuse(link, request, 'TOO_MANY_REQUESTS');
    else {
      this.#queries.set(link, waiting + 1);
      void Promise.all(users.map((user) => this.#options.cluster.locate(user))).then((located) => {
        this.#answer(link, request, located);
      });
    }
    return 0;
  }

  #answer(link: GatewayLink, request: number, located: readonly LocateOutcome[]): void {
    const waiting = this.#queries.get(link);
    // The link is gone: nobody waits for it.
    if (waiting === undefined) return;
    this.#queries.set(link, waiting - 1);
    if (!located.every((one) => one.ok)) return this.#refuse(link, request, 'CLUSTER_UNAVAILABLE');
    const sessions = located.flatMap((one) => one.sessions).map(presenceFields);
    const frame = answerFrame(request, { sessions });
    // More than a frame of this link holds, or than its queue does.
    if (!link.offer(frame)) this.#refuse(link, request, 'STATE_LIMIT');
  }

  #refuse(link: GatewayLink, request: number, error: ErrorName): void {
    const { code, message } = ERRORS[error];
    link.tell(answerFrame(request, { code, message }));
  }
}

const answerFrame = (request: number, answer: Parameters<typeof presenceAnswer.encode>[0]): Uint8Array =>
  encodeLinkFrame({ kind: LinkKind.PRESENCE_ANSWER, request }, undefined, presenceAnswer.encode(answer));
