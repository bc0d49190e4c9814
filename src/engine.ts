// What V8 is asked for in a process that is a gateway.

import { setFlagsFromString } from 'node:v8';

/**
 * How many bytes of bytecode V8 may inline into one function that it optimizes; 920 unless asked. A message
 * passes dozens of small functions from read to write, more than that lets in. With 3,000 the JavaScript of a
 * round trip takes a seventh to a quarter less time (docs/PERFORMANCE.md).
 */
export const INLINING_FLAG = '--max-inlined-bytecode-size-cumulative=3000';

/**
 * Unless asked, V8 throws bytecode away that has not run for some full collections. Those after a storm of
 * connections come close together (storm-collection.ts), and in the next storm the way in would have to be
 * compiled and optimized again, while others wait for it. It is two to three MiB in all.
 */
export const KEEP_BYTECODE_FLAG = '--no-flush-bytecode';

/** Before the first message: what is optimized already stays as it is. */
export function prepareEngine(): void {
  setFlagsFromString(INLINING_FLAG);
  setFlagsFromString(KEEP_BYTECODE_FLAG);
}
