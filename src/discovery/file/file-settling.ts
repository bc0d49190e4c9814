// Decides when a watched file is read. Editors truncate and write, or rename a new file over the old one, so
// what is there at the first notice may be half of it: a file is read once it looked the same twice in a row.
// Pure; file-watch.ts is the driver.

/** What stat says that changes when the file does; 'missing' when there is none. */
export type FileSignature = string;

export const missingFile: FileSignature = 'missing';

export interface SettlingState {
  /** Signature of what was read last; undefined before the first read. */
  readonly read: FileSignature | undefined;
  /** Seen at the last look and not read yet. */
  readonly seen: FileSignature | undefined;
}

export type SettlingAction = 'rest' | 'look-again' | 'read';

export const initialSettling: SettlingState = { read: undefined, seen: undefined };

/** One look at the file. The first one reads at once: at start nobody is expected to be writing. */
export function look(
  state: SettlingState,
  signature: FileSignature,
): { readonly state: SettlingState; readonly action: SettlingAction } {
  if (signature === state.read) return { state: { read: state.read, seen: undefined }, action: 'rest' };
  const settled = state.read === undefined || signature === state.seen;
  return settled
    ? { state: { read: signature, seen: undefined }, action: 'read' }
    : { state: { read: state.read, seen: signature }, action: 'look-again' };
}
