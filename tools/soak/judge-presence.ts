// Who is online, when all is quiet: the directory and a watch of everyone agree with who is there.
import { setTimeout as sleep } from 'node:timers/promises';
import type { SoakInstance } from './instances.js';
import type { Broken } from './judge.js';

/** What was missed is asked for again within 5 s; a lease that ended is noticed within as much. */
const AGREED_WITHIN_MS = 20_000;
const POLL_MS = 100;

export interface Presences {
  /** Asks the directory. */
  readonly asked: Pick<SoakInstance, 'whoIsOnline'>;
  readonly watching: Pick<SoakInstance, 'watched'>;
  readonly users: readonly string[];
  /** Ids of the sessions that clients have. */
  readonly there: () => readonly string[];
}

/** No entry outlives its session, no session that lives is missing, and a watch tells differences only. */
export async function judgePresence({ asked, watching, users, there }: Presences): Promise<Broken[]> {
  const deadlineMs = performance.now() + AGREED_WITHIN_MS;
  const oddities: string[] = [];
  for (;;) {
    const [online, watched] = await Promise.all([asked.whoIsOnline(users), watching.watched()]);
    oddities.push(...watched.oddities);
    const wrong = [
      ...differences('directory', online, there()),
      ...differences('watch', watched.sessions, there()),
    ];
    if (wrong.length === 0 || performance.now() > deadlineMs) {
      const odd = oddities.map((what): Broken => ({ rule: 'watch', what, atMs: Date.now() }));
      return [...wrong, ...odd];
    }
    await sleep(POLL_MS);
  }
}

/** @param known undefined: it did not say, or not all */
export function differences(
  rule: string,
  known: readonly string[] | undefined,
  there: readonly string[],
): Broken[] {
  if (known !== undefined && [...known].sort().join() === [...there].sort().join()) return [];
  const missing = there.filter((id) => known?.includes(id) !== true);
  const left = known?.filter((id) => !there.includes(id)) ?? [];
  const what = `missing: ${missing.join()}; there without a session: ${left.join()}`;
  return [{ rule, what, atMs: Date.now() }];
}
