// What is wrong with the .proto files, each with its place. All are collected before anything is said.

export interface Problem {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** What is wrong and what to do. */
  readonly message: string;
}

/** Takes one problem of the declaration `fullName`. */
export type Complain = (fullName: string, message: string) => void;

/** "file:line: message", as editors jump to it. */
export function problemText({ file, line, message }: Problem): string {
  return `${file}:${line}: ${message}`;
}
