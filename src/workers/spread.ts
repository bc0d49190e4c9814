// Which worker gets the next connection, as a pure decision. Connections live long, so taking turns is not
// enough: a worker that was replaced would stay empty for hours. Giving all to the emptiest is no good
// either: a worker that loses its connections at once would get everybody's. So it is one by turn, one to
// the emptiest: equal workers get equal shares, an empty one fills up several times faster than the
// others, and a broken one gets little more than half.

/** Connections on their way to a worker that has not taken them: a stalled one does not pile up more. */
export const UNTAKEN_MAX = 2_048;

/** One worker that serves, by plain totals since its start. */
export interface WorkerLoad {
  /** Connections that it was sent. */
  sent: number;
  /** Of those: how many it took. */
  taken: number;
  /** Of those: how many are gone. */
  gone: number;
}

export const newLoad = (): WorkerLoad => ({ sent: 0, taken: 0, gone: 0 });

const connectionsOf = ({ sent, gone }: WorkerLoad): number => sent - gone;

export class Spread {
  #lastByTurn = -1;
  #byTurn = false;

  /**
   * @param loads by slot; undefined: it does not serve now
   * @returns the slot, or undefined when none can take a connection
   */
  next(loads: readonly (WorkerLoad | undefined)[]): number | undefined {
    this.#byTurn = !this.#byTurn;
    if (!this.#byTurn) return this.#emptiest(loads);
    for (let step = 1; step <= loads.length; step++) {
      const slot = (this.#lastByTurn + step) % loads.length;
      if (!canTake(loads[slot])) continue;
      this.#lastByTurn = slot;
      return slot;
    }
    return undefined;
  }

  /** The first of equals behind the one whose turn it was. */
  #emptiest(loads: readonly (WorkerLoad | undefined)[]): number | undefined {
    let chosen: number | undefined;
    let fewest = Infinity;
    for (let step = 1; step <= loads.length; step++) {
      const slot = (this.#lastByTurn + step) % loads.length;
      const load = loads[slot];
      if (!canTake(load) || connectionsOf(load) >= fewest) continue;
      fewest = connectionsOf(load);
      chosen = slot;
    }
    return chosen;
  }
}

function canTake(load: WorkerLoad | undefined): load is WorkerLoad {
  return load !== undefined && load.sent - load.taken < UNTAKEN_MAX;
}
