// Whether a gateway that just started has the links it begins with: until then it would answer NO_INSTANCE for
// instances that are there.

export class FirstLinks {
  /** Server ids of the first snapshot that were not tried yet; undefined before it came. */
  #awaited: Set<string> | undefined;
  #givenUp = false;

  /** Each of the first snapshot is linked, could not be reached, or is not this gateway's to keep. */
  get areTried(): boolean {
    return this.#givenUp || this.#awaited?.size === 0;
  }

  /** A snapshot names these: the first one counts. */
  expect(serverIds: Iterable<string>): void {
    this.#awaited ??= new Set(serverIds);
  }

  tried(serverId: string): void {
    this.#awaited?.delete(serverId);
  }

  /** Waits no longer. @returns what is missing: server ids, or the snapshot; undefined: nothing */
  giveUp(): readonly string[] | 'snapshot' | undefined {
    if (this.areTried) return undefined;
    this.#givenUp = true;
    return this.#awaited === undefined ? 'snapshot' : [...this.#awaited];
  }
}
