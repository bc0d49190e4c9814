// When order between two ways of an instance may have broken, by the gateways' own count.
import type { GatewayProcess } from '../../test/support/gateway-process.js';

export class OrderBreaks {
  readonly #counts = new WeakMap<GatewayProcess, number>();
  #seenMs: number[] = [];

  /** Never rejects: a gateway that is being killed says nothing. */
  async look(gateway: GatewayProcess): Promise<void> {
    try {
      const count = (await gateway.metrics()).sum('causeway_order_broken_total');
      if (count > (this.#counts.get(gateway) ?? 0)) this.#seenMs.push(Date.now());
      this.#counts.set(gateway, count);
    } catch {
      return;
    }
  }

  /** Times since the last `take`. */
  take(): readonly number[] {
    const seen = this.#seenMs;
    this.#seenMs = [];
    return seen;
  }
}
