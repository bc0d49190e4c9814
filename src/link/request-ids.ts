// Ids of the requests on one link: rising from 1, never used again, so that a late answer can be told
// from a violation. Which slot an id stands for is found in a ring indexed by the id's low bits; an id
// whose place is still taken by a slow, older request is skipped.

const FREE = -1;
const FIRST_PLACES = 64;
/** No request has it. */
const NO_ID = 0;

export class RequestIds {
  readonly #pendingMax: number;
  #last = 0;
  #pending = 0;
  /** Two numbers a place, the id and its slot, so that a look-up touches one cache line. */
  #ring = new Float64Array(FIRST_PLACES * 2);
  #places = FIRST_PLACES;

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
    if (this.#pending * 2 >= this.#places) this.#grow();
    this.#pending++;
    // At most half of the ring is taken, so that this ends after a few steps.
    let id = this.#last + 1;
    while (this.#ring[this.#at(id)] !== NO_ID) id++;
    this.#ring[this.#at(id)] = id;
    this.#ring[this.#at(id) + 1] = slot;
    this.#last = id;
    return id;
  }

  /** The slot of a pending id, -1 when it is not pending. */
  slotOf(id: number): number {
    const at = this.#at(id);
    return this.#ring[at] === id && id !== NO_ID ? (this.#ring[at + 1] ?? FREE) : FREE;
  }

  /** The pending ids, a copy in no particular order. */
  pending(): readonly number[] {
    return [...this.#ring.filter((id, at) => at % 2 === 0 && id !== NO_ID)];
  }

  retire(id: number): void {
    if (this.slotOf(id) === FREE) return;
    this.#ring[this.#at(id)] = NO_ID;
    this.#pending--;
  }

  /** Where the id's place begins. The places are a power of two and `&` keeps the low 32 bits of ids up to 2^53. */
  #at(id: number): number {
    return (id & (this.#places - 1)) * 2;
  }

  #grow(): void {
    const ring = this.#ring;
    this.#places *= 2;
    this.#ring = new Float64Array(this.#places * 2);
    for (let at = 0; at < ring.length; at += 2) {
      const id = ring[at] ?? NO_ID;
      if (id === NO_ID) continue;
      this.#ring[this.#at(id)] = id;
      this.#ring[this.#at(id) + 1] = ring[at + 1] ?? FREE;
    }
  }
}
