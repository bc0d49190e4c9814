// What a suite started, undone in reverse order, also when its `before` failed halfway.

export class Cleanup {
  readonly #undo: (() => unknown)[] = [];

  add(undo: () => unknown): void {
    this.#undo.push(undo);
  }

  /** For what takes a while: also when another failed meanwhile, it is undone as soon as it has started. */
  async started<T>(starting: Promise<T>, undo: (started: T) => unknown): Promise<T> {
    this.add(async () => {
      const [outcome] = await Promise.allSettled([starting]);
      if (outcome.status === 'fulfilled') await undo(outcome.value);
    });
    return starting;
  }

  /** Undoes everything, whatever fails; rejects with the first failure then. */
  async run(): Promise<void> {
    const failures: unknown[] = [];
    for (const undo of this.#undo.splice(0).reverse())
      try {
        await undo();
      } catch (error) {
        failures.push(error);
      }
    if (failures.length > 0) throw failures[0];
  }
}
