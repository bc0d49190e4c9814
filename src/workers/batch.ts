// Collects what goes over a channel in one turn of the event loop, so that it goes as one message.

export class Batch<T> {
  readonly #send: (items: readonly T[]) => void;
  readonly #schedule: (flush: () => void) => void;
  #items: T[] = [];

  /** @param schedule setImmediate, or a test's */
  constructor(send: (items: readonly T[]) => void, schedule: (flush: () => void) => void) {
    this.#send = send;
    this.#schedule = schedule;
  }

  add(item: T): void {
    if (this.#items.push(item) > 1) return;
    this.#schedule(() => {
      this.flush();
    });
  }

  flush(): void {
    const items = this.#items;
    this.#items = [];
    if (items.length > 0) this.#send(items);
  }
}
