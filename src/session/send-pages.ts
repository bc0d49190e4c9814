// The memory in which envelopes for clients are gathered until the turn's end. An idle session holds none.
//
// A page is shared: outboxes take what they need one behind the other, so that a turn with thousands of
// answers walks through memory in order instead of touching a buffer for each client. A page is used again
// once everything taken from it is written. What an outbox cannot extend in place, and what waits for a
// client that does not read, lies in a small page of its own, so that it keeps no shared one.

import { ByteCopier } from '../protocol/byte-copier.js';

/** One turn of a busy gateway fills a few of them; each fits a second-level cache. */
export const SHARED_PAGE_BYTES = 64 * 1024;
/** Holds some twenty small frames. */
export const OWN_PAGE_BYTES = 2048;

/** Pages of each kind kept for reuse: 1 MiB and 2 MiB. Beyond it they are left to the garbage collector. */
const SHARED_KEPT_MAX = 16;
const OWN_KEPT_MAX = 1024;

/** Memory with a fill mark. `users` hold a part of it. Owned by SendPages; outboxes move the mark. */
export interface SendPage {
  readonly bytes: Uint8Array;
  used: number;
  users: number;
}

const newPage = (bytes: number): SendPage => ({ bytes: new Uint8Array(bytes), used: 0, users: 0 });

export class SendPages {
  /** For all that is copied into pages. */
  readonly copier = new ByteCopier();
  #current = newPage(SHARED_PAGE_BYTES);
  readonly #shared: SendPage[] = [];
  readonly #own: SendPage[] = [];

  /** A shared page with room for `bytes` (at most SHARED_PAGE_BYTES) behind its mark; one user more. */
  share(bytes: number): SendPage {
    if (this.#current.used + bytes > SHARED_PAGE_BYTES)
      this.#current = this.#shared.pop() ?? newPage(SHARED_PAGE_BYTES);
    this.#current.users++;
    return this.#current;
  }

  /** A page for one user. */
  own(): SendPage {
    const page = this.#own.pop() ?? newPage(OWN_PAGE_BYTES);
    page.users++;
    return page;
  }

  /** A user has no more need of its part. A page that a socket holds on to is not given back. */
  giveBack(page: SendPage): void {
    page.users--;
    if (page.users > 0) return;
    page.used = 0;
    if (page === this.#current) return;
    if (page.bytes.length === OWN_PAGE_BYTES) keep(this.#own, page, OWN_KEPT_MAX);
    else keep(this.#shared, page, SHARED_KEPT_MAX);
  }
}

function keep(pages: SendPage[], page: SendPage, keptMax: number): void {
  if (pages.length < keptMax) pages.push(page);
}
