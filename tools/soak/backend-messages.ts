// What a soak's backend and its stage say to each other over IPC.
import type { Handled, SentPush, Told } from './history.js';

/** What happened since the last report. */
export interface Report {
  readonly pushes: readonly SentPush[];
  readonly handled: readonly Handled[];
  readonly told: readonly Told[];
}

export type BackendSaid =
  | { readonly report: Report }
  /** All is said: nothing is pushed until `run` again. */
  | { readonly quiet: true }
  | { readonly online: readonly string[] | undefined };

export type BackendCommand = { readonly run: boolean } | { readonly whoIsOnline: readonly string[] };

/** Message types of a soak. */
export const ASK = 1000;
export const JOIN = 1001;
/** Its route is what is moved. */
export const MOVED = 1002;
export const PUSH = 2000;
