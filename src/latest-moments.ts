// Users with the latest of the moments that were said of each: what a gateway remembers of revocations, and
// what the hub of workers remembers for workers that start later.

export class LatestMoments {
  readonly #usersMax: number;
  readonly #moments = new Map<string, number>();

  /** @param usersMax beyond it the user who was named longest ago is forgotten */
  constructor(usersMax: number) {
    this.#usersMax = usersMax;
  }

  get size(): number {
    return this.#moments.size;
  }

  /** An earlier moment than the known one changes nothing but who is forgotten first. */
  note(user: string, epochMs: number): void {
    const latest = Math.max(epochMs, this.#moments.get(user) ?? 0);
    // Last in the order of the map: it stays longest.
    this.#moments.delete(user);
    this.#moments.set(user, latest);
    const [oldest] = this.#moments.keys();
    if (this.#moments.size > this.#usersMax && oldest !== undefined) this.#moments.delete(oldest);
  }

  of(user: string): number | undefined {
    return this.#moments.get(user);
  }

  /** Those named longest ago first. */
  entries(): Iterable<readonly [user: string, epochMs: number]> {
    return this.#moments;
  }
}
