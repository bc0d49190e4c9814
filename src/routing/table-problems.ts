// What is wrong with a route table, in words for the operator who wrote it: all of it at once, so that
// one look mends everything, but bounded, because a broken table may be wrong in 20 000 places.

export interface TableProblem {
  /** The key below the prefix; empty when the whole table is meant. */
  readonly entry: string;
  /** Place in the entry's value: "/3/types/1", or "line 2, column 7" while it is no JSON; empty for all of it. */
  readonly path: string;
  readonly reason: string;
  /** What to do about it. */
  readonly remedy: string;
}

/** Enough for any hand-made mistake; what is beyond is only counted. */
export const TABLE_PROBLEMS_MAX = 100;

/** Collects problems up to the limit. */
export class TableProblems {
  readonly #kept: TableProblem[] = [];
  #dropped = 0;

  add(problem: TableProblem): void {
    if (this.#kept.length < TABLE_PROBLEMS_MAX) this.#kept.push(problem);
    else this.#dropped++;
  }

  addAll(problems: readonly TableProblem[]): void {
    for (const problem of problems) this.add(problem);
  }

  isEmpty(): boolean {
    return this.#kept.length === 0;
  }

  list(): readonly TableProblem[] {
    if (this.#dropped === 0) return [...this.#kept];
    const reason = `${this.#dropped} more problems are not listed`;
    return [...this.#kept, { entry: '', path: '', reason, remedy: 'mend the listed ones and try again' }];
  }
}

/** One line: where, what, what to do. */
export function formatTableProblem(problem: TableProblem): string {
  const where = problem.entry === '' ? 'table' : quoteText(problem.entry);
  const place = problem.path === '' ? where : `${where} ${problem.path}`;
  return `${place}: ${problem.reason}; ${problem.remedy}`;
}

const QUOTED_LENGTH_MAX = 60;

/** A foreign text as it may stand in a message: escaped (a line stays a line) and cut. */
export function quoteText(text: string): string {
  return JSON.stringify(text.length <= QUOTED_LENGTH_MAX ? text : `${text.slice(0, QUOTED_LENGTH_MAX)}…`);
}
