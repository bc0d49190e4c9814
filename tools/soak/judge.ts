// The rules of a run, over what was written down of it. Pure: a history comes in, what is broken goes out.
//
//   requests   each has one end; its own answer; was handled at most once, exactly once when it was answered,
//              never when the failure says so; came in order to each life; failed only where a fault excuses it
//   pushes     each that a session got was for it, was sent as it came, came once and in order of its life;
//              each that a session should have got came, or was told lost to the client (Lost) or to the
//              backend (a code and a count), and only where a fault excuses it
//   sessions   each ended by a kick that was for it, or with its gateway; a cut socket ended none
//   kicks      each ended within its time, and those it says it ended, by it, and nobody else
import { judgePushes } from './judge-pushes.js';
import { judgeRequests } from './judge-requests.js';
import { judgeSessions } from './judge-sessions.js';
import type { History } from './history.js';

export interface Broken {
  readonly rule: string;
  readonly what: string;
  readonly atMs: number;
}

/** All that is broken, the first first. */
export function judge(history: History): readonly Broken[] {
  return [...judgeRequests(history), ...judgePushes(history), ...judgeSessions(history)].sort(
    (a, b) => a.atMs - b.atMs,
  );
}
