// What happens when too many connections have no session: one has to go.

import type { SessionContext } from './contracts.js';

/** Who connects and says nothing pushes out others who say nothing, and not those who do. */
export function endOldestHandshake({ handshakes, gate }: SessionContext): void {
  for (const oldest of handshakes) {
    const { name, retryAfterMs } = gate.crowdedOut();
    oldest.end(name, 'too many connections without a session', retryAfterMs);
    return;
  }
}
