// Ids of the requests on one link: rising from 1, never used again, so that a late answer can be told
// from a violation. Which slot an id stands for is found in a ring indexed by the id's low bits; an id
// whose place is still taken by a slow, older request is skipped.

const FREE = -1;
const FIRST_RING = 64;

export class RequestIds {
  readonly #pendingMax: number;
  #last = 0;
  #pending = 0;
  #slots = new Int32Array(FIRST_RING).fill(FREE);
  #ids = new Float64Array(FIRST_RING);

  /** @param pendingMax most requests pending on this link */
  constructor(pendingMax: number) {
    this.#pendingMax = pendingMax;
  }

  /** The newest id given. An answer to a higher one is a violation of the link. */
  get last(): number {
    return this.#last;
  }

  /** Gives the next free id to `slot`; 0 when `pendingMax` requests are pending. */
  issue(slot: number): number {
    if (this.#pending === this.#pendingMax) return 0;
    if (this.#pending * 2 >= this.#slots.length) this.#grow();
    this.#pending++;
    // At most half of the ring is taken, so that this ends after a few steps.
    let id = this.#last + 1;
    while (this.#slots[this.#place(id)] !== FREE) id++;
    const place = this.#place(id);
    this.#slots[place] = slot;
    this.#ids[place] = id;
    this.#last = id;
    return id;
  }

  /** The slot of a pending id, -1 when it is not pending. */
  slotOf(id: number): number {
    const place = this.#place(id);
    return this.#ids[place] === id ? (this.#slots[place] ?? FREE) : FREE;
  }

  retire(id: number): void {
    if (this.slotOf(id) === FREE) return;
    this.#slots[this.#place(id)] = FREE;
    this.#pending--;
  }

  /** The ring is a power of two and `&` keeps the low 32 bits of ids up to 2^53. */
  #place(id: number): number {
    return id & (this.#slots.length - 1);
  }

  #grow(): void {
    const slots = this.#slots;
    const ids = this.#ids;
    this.#slots = new Int32Array(slots.length * 2).fill(FREE);
    this.#ids = new Float64Array(slots.length * 2);
    for (let place = 0; place < slots.length; place++) {
      if (slots[place] === FREE) continue;
      const id = ids[place] ?? 0;
      this.#slots[this.#place(id)] = slots[place] ?? FREE;
      this.#ids[this.#place(id)] = id;
    }
  }
}
