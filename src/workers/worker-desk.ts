// A worker's side of the channel to its primary: connections come from there, news of the other workers,
// and what operators ask.

import type { Clock, Timer } from '../clock.js';
import type { ReleasedTransport } from '../transport/client-transport.js';
import type { ConnectionSource, ConnectionTaker } from '../transport/listener.js';
import type {
  Abandoned,
  AdminReply,
  AdminRequest,
  MovedTransport,
  ToWorker,
  WorkerStart,
} from './channel.js';
import { markIn, markOf } from './marks.js';
import { ProcessCluster } from './process-cluster.js';
import { drop, type Connection, type PrimaryChannel } from './worker-process.js';

/** How often the primary learns how many connections are here. */
const LOAD_INTERVAL_MS = 100;

/** A primary that hangs keeps no worker from its end. */
const LAST_PAGE_TIMEOUT_MS = 2_000;

/** What the desk does with what comes, once the gateway runs. */
export interface DeskOwner {
  /** Connections that were taken, and those of them that are gone: totals. */
  load(): { readonly taken: number; readonly gone: number };
  answer(request: AdminRequest): Promise<AdminReply>;
  endAbandoned(abandoned: Abandoned): void;
}

/** What gateway.ts asks of whoever shares the port; see SharedPort there. */
interface Siblings {
  readonly mark: string;
  moveHome(resume: string, transport: Releasable, hello: Uint8Array): boolean;
  abandon(abandoned: Abandoned): void;
}

interface Releasable {
  release?(): ReleasedTransport | undefined;
}

export class WorkerDesk {
  readonly cluster: ProcessCluster;
  readonly source: ConnectionSource;
  readonly siblings: Siblings;
  /** The primary asked to drain, or is gone. */
  readonly stopAsked: Promise<'drain' | 'gone'>;
  readonly #channel: PrimaryChannel;
  readonly #clock: Clock;
  #stop: (why: 'drain' | 'gone') => void = () => undefined;
  #taker: ConnectionTaker | undefined;
  #owner: DeskOwner | undefined;
  #homes: ReadonlySet<string> = new Set();
  #loadTimer: Timer | undefined;
  #told = { taken: 0, gone: 0 };
  #lastPageTaken: () => void = () => undefined;

  constructor(channel: PrimaryChannel, { slot, incarnation }: WorkerStart, clock: Clock) {
    this.#channel = channel;
    this.#clock = clock;
    this.cluster = new ProcessCluster({ channel: this.#hubChannel(), clock, schedule: setImmediate });
    this.source = {
      start: (taker) => {
        this.#taker = taker;
      },
      close: () => {
        this.#taker = undefined;
      },
    };
    this.siblings = this.#newSiblings(markOf(slot, incarnation));
    this.stopAsked = new Promise((resolve) => {
      this.#stop = resolve;
    });
    channel.onMessage((message, connection) => {
      this.#receive(message, connection);
    });
    channel.onGone(() => {
      this.#stop('gone');
    });
  }

  /** The gateway runs: it takes connections from now on. */
  serve(owner: DeskOwner): void {
    this.#owner = owner;
    this.#loadTimer = this.#clock.every(LOAD_INTERVAL_MS, () => {
      this.#tellLoad(owner.load());
    });
    this.#channel.send({ kind: 'serving' });
  }

  /** Nobody new is to come any more. */
  leave(): void {
    this.#channel.send({ kind: 'leaving' });
  }

  /** Resolves when the primary has the metrics of this worker, which end here, or does not answer. */
  handOver(page: string): Promise<void> {
    return new Promise((resolve) => {
      const deadline = this.#clock.after(LAST_PAGE_TIMEOUT_MS, resolve);
      this.#lastPageTaken = () => {
        deadline.cancel();
        resolve();
      };
      this.#channel.send({ kind: 'last-page', page }, undefined, (went) => {
        if (!went) this.#lastPageTaken();
      });
    });
  }

  close(): void {
    this.#loadTimer?.cancel();
  }

  #hubChannel(): ConstructorParameters<typeof ProcessCluster>[0]['channel'] {
    return {
      send: (orders, sent) => {
        this.#channel.send({ kind: 'orders', orders }, undefined, sent);
      },
    };
  }

  #newSiblings(mark: string): Siblings {
    const homeOf = (resume: string): string | undefined => {
      const home = markIn(resume);
      return home !== mark && this.#homes.has(home) ? home : undefined;
    };
    return {
      mark,
      moveHome: (resume, transport, hello) => {
        const home = homeOf(resume);
        const released = home === undefined ? undefined : transport.release?.();
        if (home === undefined || released === undefined) return false;
        const { framing, address, handle } = released;
        this.#channel.send({ kind: 'move', home, framing, address, hello }, handle);
        return true;
      },
      abandon: ({ resume, user, attempt }) => {
        const home = homeOf(resume);
        if (home !== undefined) this.#channel.send({ kind: 'abandon', home, resume, user, attempt });
      },
    };
  }

  #tellLoad({ taken, gone }: { readonly taken: number; readonly gone: number }): void {
    if (taken === this.#told.taken && gone === this.#told.gone) return;
    this.#told = { taken, gone };
    this.#channel.send({ kind: 'load', taken, gone });
  }

  #receive(message: ToWorker, connection: Connection | undefined): void {
    switch (message.kind) {
      case 'connection':
        return this.#accept(connection);
      case 'moved':
        return this.#adopt(message, connection);
      case 'abandoned':
        return this.#owner?.endAbandoned(message);
      case 'homes':
        this.#homes = new Set(message.homes);
        return;
      case 'news':
        return this.cluster.received(message.news);
      case 'admin':
        void this.#answer(message.id, message);
        return;
      case 'drain':
        return this.#stop('drain');
      case 'last-page-taken':
        return this.#lastPageTaken();
      case 'start':
        return;
    }
  }

  #accept(connection: Connection | undefined): void {
    if (connection === undefined) return;
    if (this.#taker === undefined) drop(connection);
    else this.#taker.accept(connection);
  }

  #adopt({ framing, address, hello }: MovedTransport, connection: Connection | undefined): void {
    if (connection === undefined) return;
    if (this.#taker === undefined || !('close' in connection)) return drop(connection);
    this.#taker.adopt({ handle: connection, framing, address }, hello);
  }

  /** Never rejects: what a page makes of an odd request is no reason to end with all sessions. */
  async #answer(id: number, { method, path, body }: AdminRequest): Promise<void> {
    if (this.#owner === undefined) return;
    const reply = await this.#owner.answer({ method, path, body }).catch(failedReply);
    this.#channel.send({ kind: 'admin-reply', id, ...reply });
  }
}

const failedReply = (error: unknown): AdminReply => ({
  status: 500,
  contentType: 'application/json',
  body: JSON.stringify({ error: error instanceof Error ? error.message : String(error) }),
});
