// What a sender could not keep, remembered as runs: how many frames in a row, and whom the pushes among
// them were for. Bounded: beyond the bounds it is no longer known whom they were for, and everyone at the
// gateway concerned is told.

/** Frames that follow each other, all pushes for one target or all no pushes. */
export interface LossRun {
  readonly count: number;
  readonly push: boolean;
  /** A PushTarget, encoded; undefined: no push, or it may be anyone. */
  readonly target: Uint8Array | undefined;
  /** Stands for pushes that never had a number, nobody knows how many; `count` is what it takes itself. */
  readonly unnumbered?: boolean;
}

/** Runs of one loss: what one batch can carry. */
export const LOSS_RUNS_MAX = 256;
/** Longest target remembered: a user, a group, a few sessions. */
export const LOSS_TARGET_BYTES_MAX = 512;

/** @returns the runs with one more behind them; the given ones are not changed */
export function withRun(runs: readonly LossRun[], added: LossRun): readonly LossRun[] {
  const run = isTooLong(added) ? { ...added, target: undefined } : added;
  const last = runs.at(-1);
  if (last === undefined) return [run];
  if (isAlike(last, run)) return [...runs.slice(0, -1), { ...last, count: last.count + run.count }];
  if (runs.length < LOSS_RUNS_MAX) return [...runs, run];
  // What is no push is counted as one now: told once too often is better than never.
  const count = last.count + run.count;
  const unnumbered = last.unnumbered === true || run.unnumbered === true;
  return [...runs.slice(0, -1), { count, push: last.push || run.push, target: undefined, unnumbered }];
}

/** @returns how many numbers the runs stand for */
export function countOf(runs: readonly LossRun[]): number {
  return runs.reduce((sum, { count }) => sum + count, 0);
}

/** @returns how many of them were pushes */
export function pushesOf(runs: readonly LossRun[]): number {
  return runs.reduce((sum, { count, push }) => sum + (push ? count : 0), 0);
}

/** @returns the runs without their first `count` numbers */
export function runsBehind(runs: readonly LossRun[], count: number): readonly LossRun[] {
  let left = count;
  return runs.flatMap((run) => {
    const cut = Math.min(left, run.count);
    left -= cut;
    return cut === run.count ? [] : [{ ...run, count: run.count - cut }];
  });
}

function isTooLong({ target }: LossRun): boolean {
  return target !== undefined && target.length > LOSS_TARGET_BYTES_MAX;
}

function isAlike(one: LossRun, other: LossRun): boolean {
  if (one.push !== other.push || (one.unnumbered ?? false) !== (other.unnumbered ?? false)) return false;
  if (one.target === undefined || other.target === undefined) return one.target === other.target;
  return Buffer.compare(one.target, other.target) === 0;
}
