// What is wrong with a tool's command line is told to who typed it: one line, exit code 2, no stack trace.

/** A mistake on a command line; its message is one line that says what to write. */
export class CommandLineError extends Error {}

/** Nothing was tried, as with the `causeway` command (src/cli/host.ts). */
const USAGE_EXIT = 2;

/**
 * Returns what `read` made of the command line, or ends this process with one line on its standard error.
 *
 * @param tool how it is called, such as "npm run bench"
 * @param read must have nothing under way when it throws
 * @throws whatever else `read` throws: those are bugs
 */
export function commandLineOf<T>(tool: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    const mistake = mistakeIn(error);
    if (mistake === undefined) throw error;
    console.error(`${tool}: ${mistake}`);
    process.exit(USAGE_EXIT);
  }
}

/** One line; undefined: it is no mistake on a command line. */
function mistakeIn(error: unknown): string | undefined {
  if (error instanceof CommandLineError) return error.message;
  // From parseArgs; some of its messages have several lines.
  const { code, message } = error as { readonly code?: unknown; readonly message?: unknown };
  const isParsed = typeof code === 'string' && code.startsWith('ERR_PARSE_ARGS_');
  return isParsed ? String(message).replaceAll(/\s*\n\s*/g, ' ') : undefined;
}

/** @throws CommandLineError unless it is a number above 0 */
export function positiveNumber(name: string, text: string): number {
  const value = Number(text);
  if (!(value > 0 && value < Infinity)) throw new CommandLineError(`${name} ${text}: write a number above 0`);
  return value;
}
