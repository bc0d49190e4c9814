// Opens many things, at most so many a second and so many at once.

import type { Clock } from '../../clock.js';

/** More would only wait in the gateway's accept queue, where their deadlines run. */
const AT_ONCE_MAX = 64;

/**
 * Calls `open` for 0 to count - 1.
 * @returns the first failure that `open` told; nothing more is opened after it
 */
export async function openPaced(
  count: number,
  perSecond: number,
  clock: Clock,
  open: (index: number) => Promise<string | undefined>,
): Promise<string | undefined> {
  const beganMs = clock.nowMs();
  let next = 0;
  let failure: string | undefined;
  const worker = async (): Promise<void> => {
    while (next < count && failure === undefined) {
      const index = next++;
      const earlyMs = beganMs + (index * 1000) / perSecond - clock.nowMs();
      if (earlyMs > 1) await new Promise<void>((resolve) => clock.after(earlyMs, resolve));
      failure = (await open(index)) ?? failure;
    }
  };
  await Promise.all(Array.from({ length: Math.min(count, AT_ONCE_MAX) }, worker));
  return failure;
}
