// What a soak's backend and its stage say to each other over IPC.
import type { Handled, Kick, SentPush, Told } from './history.js';

/** What happened since the last report. */
export interface Report {
  readonly pushes: readonly SentPush[];
  readonly handled: readonly Handled[];
  readonly told: readonly Told[];
  /** Those that have ended. */
  readonly kicks: readonly Kick[];
}

export type BackendSaid =
  | { readonly report: Report }
  /** All is said, and every kick has ended: nothing is pushed until `run` again. */
  | { readonly quiet: true }
  | { readonly online: readonly string[] | undefined }
  | { readonly watched: Watched };

export type BackendCommand =
  { readonly run: boolean } | { readonly whoIsOnline: readonly string[] } | { readonly watched: true };

/** What the backend's watch of everyone told. */
export interface Watched {
  /** Ids of the sessions that have entered and not left; undefined: something may have been missed. */
  readonly sessions: readonly string[] | undefined;
  /** What a watch does not tell: who entered twice, left without having been there, the watch's end. */
  readonly oddities: readonly string[];
}

/** Message types of a soak. */
export const ASK = 1000;
export const JOIN = 1001;
/** Its route is what is moved. */
export const MOVED = 1002;
export const PUSH = 2000;
