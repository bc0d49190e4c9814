// Listeners by name, for events and for pushes by type. One that throws does not keep the others, nor
// the connection, from going on.

export class Listeners<Events> {
  readonly #byName = new Map<keyof Events, Set<(event: never) => void>>();
  readonly #onThrow: (cause: unknown, name: keyof Events) => void;

  constructor(onThrow: (cause: unknown, name: keyof Events) => void) {
    this.#onThrow = onThrow;
  }

  /** @returns what takes the listener away again */
  add<Name extends keyof Events>(name: Name, listener: (event: Events[Name]) => void): () => void {
    const listeners = this.#byName.get(name) ?? new Set();
    this.#byName.set(name, listeners.add(listener));
    return () => {
      listeners.delete(listener);
    };
  }

  emit<Name extends keyof Events>(name: Name, event: Events[Name]): void {
    const listeners = this.#byName.get(name) as Set<(event: Events[Name]) => void> | undefined;
    if (listeners === undefined) return;
    for (const listener of [...listeners]) {
      try {
        listener(event);
      } catch (cause) {
        this.#onThrow(cause, name);
      }
    }
  }
}
