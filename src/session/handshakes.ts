// Connections that have no session yet: those that have said nothing, and those whose Hello is being looked
// at. When they are too many one has to go.

import type { ClientConnection, Handshakes, SessionContext } from './contracts.js';

export class OpenHandshakes implements Handshakes {
  readonly #silent = new Set<ClientConnection>();
  readonly #heard = new Set<ClientConnection>();

  get size(): number {
    return this.#silent.size + this.#heard.size;
  }

  get silent(): Iterable<ClientConnection> {
    return this.#silent;
  }

  *[Symbol.iterator](): Iterator<ClientConnection> {
    yield* this.#silent;
    yield* this.#heard;
  }

  add(connection: ClientConnection): void {
    this.#silent.add(connection);
  }

  heard(connection: ClientConnection): void {
    this.#silent.delete(connection);
    this.#heard.add(connection);
  }

  delete(connection: ClientConnection): void {
    if (!this.#silent.delete(connection)) this.#heard.delete(connection);
  }
}

/**
 * Who connects and says nothing pushes out others who say nothing, and not those who wait for us. When all
 * the others wait for us, it is the newest that goes.
 */
export function endOldestSilent({ handshakes, gate }: Pick<SessionContext, 'handshakes' | 'gate'>): void {
  for (const oldest of handshakes.silent) {
    const { name, retryAfterMs } = gate.crowdedOut();
    oldest.end(name, 'too many connections without a session', retryAfterMs);
    return;
  }
}
