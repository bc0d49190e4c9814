// What a command gets from the process it runs in. Only main.ts has the real one.

export interface Host {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly hostname: string;
  readonly pid: number;
  /** For results: what a script would read. */
  out(text: string): void;
  /** For people: errors and hints. */
  err(text: string): void;
  /** Lines of the standard input; shows `prompt` before each where a person types them. */
  lines(prompt: string): AsyncIterable<string>;
  /** Whether a person types the standard input. */
  readonly interactive: boolean;
  /** Calls `stop` at the first SIGTERM or SIGINT, and `kill` when the same one comes again. */
  onStop(stop: () => void, kill: () => void): void;
}

/** Exit codes of every command; docs/OPERATIONS.md lists them. */
export const ExitCode = {
  OK: 0,
  /** It was tried and failed. */
  FAILED: 1,
  /** The command line or the configuration is wrong: nothing was tried. */
  USAGE: 2,
} as const;
export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];
