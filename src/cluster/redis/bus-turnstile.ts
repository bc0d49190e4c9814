// Keeps messages in the order of their publishing although it takes time to learn where each has to go: one
// that knows waits for those before it that do not yet.

interface Passage<Where> {
  where: Where | undefined;
  readonly pass: (where: Where) => void;
}

export class Turnstile<Where extends object> {
  readonly #waiting: Passage<Where>[] = [];

  get length(): number {
    return this.#waiting.length;
  }

  /** @param pass called once, in the order of the calls of `enter`; at once when nobody waits */
  enter(where: Where | Promise<Where>, pass: (where: Where) => void): void {
    if (where instanceof Promise) {
      const passage: Passage<Where> = { where: undefined, pass };
      this.#waiting.push(passage);
      void where.then((found) => {
        passage.where = found;
        this.#turn();
      });
    } else if (this.#waiting.length === 0) pass(where);
    else this.#waiting.push({ where, pass });
  }

  #turn(): void {
    for (let head = this.#waiting[0]; head?.where !== undefined; head = this.#waiting[0]) {
      this.#waiting.shift();
      head.pass(head.where);
    }
  }
}
