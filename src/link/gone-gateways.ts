// The gateways that died lately. A backend that was linked to few others may have lost its last link with
// one of them: who links it next tells it then.

import { gatewayGone } from '../protocol/link-messages.js';
import { encodeLinkFrame, LinkKind } from '../protocol/link-frames.js';

/** A backend waits for an absent session half as long. */
const MEMORY_MS = 60_000;
/** More than one host's gateways at once. */
const GATEWAYS_MAX = 256;

export class GoneGateways {
  /** When each was noted, oldest first. */
  readonly #notedMs = new Map<string, number>();

  /** @returns the frame that tells a backend */
  note(gatewayId: string, nowMs: number): Uint8Array {
    this.#notedMs.delete(gatewayId);
    this.#notedMs.set(gatewayId, nowMs);
    const [oldest] = this.#notedMs.keys();
    if (this.#notedMs.size > GATEWAYS_MAX && oldest !== undefined) this.#notedMs.delete(oldest);
    return goneFrame(gatewayId);
  }

  /** They live again under the same id: what is said of their old lives would be taken for the new ones. */
  forget(gatewayIds: readonly string[]): void {
    for (const id of gatewayIds) this.#notedMs.delete(id);
  }

  /** Frames for a backend that was linked only now. */
  frames(nowMs: number): Uint8Array[] {
    for (const [id, notedMs] of this.#notedMs) if (nowMs - notedMs > MEMORY_MS) this.#notedMs.delete(id);
    return [...this.#notedMs.keys()].map(goneFrame);
  }
}

function goneFrame(gateway: string): Uint8Array {
  return encodeLinkFrame({ kind: LinkKind.GATEWAY_GONE }, undefined, gatewayGone.encode({ gateway }));
}
