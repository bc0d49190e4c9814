// What has come from one other gateway, by its numbers: each frame is delivered once and in order, and what
// did not come is told, whatever Redis lost, trimmed or repeated. Pure.

import { countOf, runsBehind, type LossRun } from './bus-losses.js';

/** A frame as it came, its body not read yet. */
export interface NumberedFrame {
  readonly kind: number;
  readonly body: Uint8Array;
  readonly ask: number;
  readonly push: boolean;
  /** Set in a loss: it stands for as many numbers as the runs count. */
  readonly runs: readonly LossRun[] | undefined;
}

export interface NumberedBatch {
  /** Number of the first frame, from 1. */
  readonly first: number;
  /** How many pushes came before it. */
  readonly pushes: number;
  readonly frames: readonly NumberedFrame[];
}

export type LedgerStep =
  | { readonly is: 'frame'; readonly frame: NumberedFrame }
  /** Something of whatever kind did not come. Followed by the pushes among it, if there were any. */
  | { readonly is: 'missed' }
  /** @property count 0: nobody knows how many */
  | { readonly is: 'lost'; readonly count: number; readonly target: Uint8Array | undefined }
  | { readonly is: 'duplicate' };

const DUPLICATE: LedgerStep = { is: 'duplicate' };
const MISSED: LedgerStep = { is: 'missed' };

export class Ledger {
  /** Number of the last frame, and how many pushes were among those up to it. */
  #number = 0;
  #pushes = 0;

  /** @returns what is to be done, in order */
  take({ first, pushes, frames }: NumberedBatch): readonly LedgerStep[] {
    const steps = this.#gapBefore(first, pushes);
    let number = first;
    for (const frame of frames) {
      const span = frame.runs === undefined ? 1 : countOf(frame.runs);
      const known = this.#number + 1 - number;
      if (known >= span) steps.push(DUPLICATE);
      else if (frame.runs !== undefined)
        steps.push(...this.#lose(runsBehind(frame.runs, Math.max(0, known))));
      else steps.push(this.#deliver(frame));
      number += span;
    }
    return steps;
  }

  /** What the sender sent before and did not come: nobody knows whom it was for. */
  #gapBefore(first: number, pushes: number): LedgerStep[] {
    if (first <= this.#number + 1) return [];
    const count = Math.max(0, pushes - this.#pushes);
    this.#number = first - 1;
    this.#pushes = pushes;
    return count === 0 ? [MISSED] : [MISSED, { is: 'lost', count, target: undefined }];
  }

  #deliver(frame: NumberedFrame): LedgerStep {
    this.#number++;
    if (frame.push) this.#pushes++;
    return { is: 'frame', frame };
  }

  #lose(runs: readonly LossRun[]): readonly LedgerStep[] {
    const lost = runs.flatMap(({ count, push, target, unnumbered }): readonly LedgerStep[] => {
      this.#number += count;
      if (!push) return [];
      this.#pushes += count;
      return [{ is: 'lost', count: unnumbered === true ? 0 : count, target }];
    });
    return [MISSED, ...lost];
  }
}
