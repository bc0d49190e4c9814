// What V8 is asked for in a process that is a gateway.

import { setFlagsFromString } from 'node:v8';

/**
 * How many bytes of bytecode V8 may inline into one function that it optimizes; 920 unless asked. A message
 * passes dozens of small functions from read to write, more than that lets in. With 3,000 the JavaScript of a
 * round trip takes a seventh to a quarter less time (docs/PERFORMANCE.md).
 */
const INLINING_FLAG = '--max-inlined-bytecode-size-cumulative=3000';

/**
 * Unless asked, V8 throws bytecode away that has not run for some full collections. Those after a storm of
 * connections come close together (storm-collection.ts), and in the next storm the way in would have to be
 * compiled and optimized again, while others wait for it. Kept, it was not seen in resident memory.
 */
const KEEP_BYTECODE_FLAG = '--no-flush-bytecode';

/**
 * Unless asked, V8 lets the young generation grow to 16 MiB under load, and a collection of it stops the gateway
 * for 4 to 12 ms among strangers who connect and go: what is copied then are their unfinished handshakes. Left as
 * small as it is at the start it is collected some twenty times as often, in 0.7 ms (docs/PERFORMANCE.md).
 * Messages leave nothing to collect, but for what Node's public sockets make of each read.
 */
const YOUNG_STAYS_SMALL_FLAG = '--semi-space-growth-factor=1';

/**
 * Percent of what is alive that may come on top of it before everything is collected. Left to itself V8 did it
 * every two seconds among many strangers, 10 ms each; so it is once in ten.
 */
const HEAP_GROWTH_FLAG = '--heap-growing-percent=100';

/**
 * Unless asked, V8 interprets a function some hundred times before it compiles it in the simplest way. The way in and
 * the ways of refusing are used for the first time when a whole crowd comes, and everybody waits for the interpreter.
 * Compiled when first called, it costs 1 to 2 MiB (docs/PERFORMANCE.md).
 */
const COMPILE_AT_ONCE_FLAG = '--always-sparkplug';

/** What V8 is asked for, all of it. */
export const ENGINE_FLAGS: readonly string[] = [
  INLINING_FLAG,
  KEEP_BYTECODE_FLAG,
  YOUNG_STAYS_SMALL_FLAG,
  HEAP_GROWTH_FLAG,
  COMPILE_AT_ONCE_FLAG,
];

/** Before the first message: what is optimized already stays as it is. */
export function prepareEngine(): void {
  for (const flag of ENGINE_FLAGS) setFlagsFromString(flag);
}
