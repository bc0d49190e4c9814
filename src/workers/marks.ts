// Where a session lives can be read from its resume token: it begins with the mark of the process that made
// it. A slot's next process has another mark, so a token of a process that is gone leads nowhere.

export const markOf = (slot: number, incarnation: number): string => `${slot + 1}-${incarnation}.`;

/** @returns '' for a token without a mark */
export const markIn = (resumeToken: string): string => /^\d{1,4}-\d{1,9}\./.exec(resumeToken)?.[0] ?? '';
