// The order of pushes over different links. Pure.
//
// A push to one session goes straight over the link of its gateway; a push to many ("spread") goes over one
// link and from there to all gateways. So that neither overtakes the other, a fence is set behind what went
// before and what follows waits for it at the gateway concerned (docs/LINK.md, "Order"). A fence is needed
// only between two different links, and only when something went over the first since the last one: a
// backend with one link, or one that never spreads, sets none.

/** One link's part of it. Made with the link, forgotten with it. */
export class PathOrder {
  /** Spreads sent over this link. */
  spreads = 0;
  /** Whether direct pushes went over it that the spreading link knows no fence for. */
  unfenced = false;
  /** How many spreads of another link had been sent when it was last fenced for this one. */
  fenced: Map<PathOrder, number> | undefined = undefined;
}

export interface OrderedPath {
  readonly order: PathOrder;
}

/** Sets a fence on `behind`, for which what follows on `before` waits at the gateway of the direct link. */
export type SetFence<Path> = (behind: Path, before: Path, direct: Path) => void;

export class PushOrder<Path extends OrderedPath> {
  readonly #setFence: SetFence<Path>;
  /** Links over which spreads went: one, and those it was before. */
  readonly #spreaders = new Set<Path>();
  /** Links over which direct pushes went. */
  readonly #direct = new Set<Path>();
  /** Those of them that the spreading link knows no fence for. */
  readonly #unfenced = new Set<Path>();
  #spreader: Path | undefined;

  constructor(setFence: SetFence<Path>) {
    this.#setFence = setFence;
  }

  /** A direct push is about to go over `path`. */
  beforeDirect(path: Path): void {
    const { order } = path;
    if (!order.unfenced) {
      order.unfenced = true;
      this.#direct.add(path);
      this.#unfenced.add(path);
    }
    for (const spreader of this.#spreaders) if (spreader !== path) this.#fenceSpreads(spreader, path);
  }

  /** A push to many is about to go over `path`. */
  beforeSpread(path: Path): void {
    if (this.#spreader !== path) this.#spreadOver(path);
    path.order.spreads++;
    if (this.#unfenced.size === 0) return;
    for (const direct of this.#unfenced) {
      direct.order.unfenced = false;
      if (direct !== path) this.#setFence(direct, path, direct);
    }
    this.#unfenced.clear();
  }

  /** The link is over: nothing on it can be waited for. */
  gone(path: Path): void {
    this.#spreaders.delete(path);
    this.#direct.delete(path);
    this.#unfenced.delete(path);
    if (this.#spreader === path) this.#spreader = undefined;
    for (const { order } of this.#direct) order.fenced?.delete(path.order);
  }

  #fenceSpreads(spreader: Path, path: Path): void {
    const { spreads } = spreader.order;
    const fenced = (path.order.fenced ??= new Map<PathOrder, number>());
    if (fenced.get(spreader.order) === spreads) return;
    fenced.set(spreader.order, spreads);
    this.#setFence(spreader, path, path);
  }

  /** Another link spreads from now on: it knows no fence of any direct push. */
  #spreadOver(path: Path): void {
    this.#spreader = path;
    this.#spreaders.add(path);
    for (const direct of this.#direct) {
      direct.order.unfenced = true;
      this.#unfenced.add(direct);
    }
  }
}
