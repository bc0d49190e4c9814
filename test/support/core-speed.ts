// How fast this machine's core computes, for bounds in CPU time that were found on another: a fixed piece of work,
// of what a gateway does too (small objects, strings, garbage), timed by this process's own CPU time.

const ROUNDS = 30_000;
/** Of a run, on the machine whose figures the tests' bounds are. */
const REFERENCE_MS = 45;
const RUNS = 5;

/** How many times slower than that machine; 1 where it is not slower. */
export function coreSlowness(): number {
  const times = Array.from({ length: RUNS }, timeOfRun).sort((one, other) => one - other);
  // The first compile it.
  return Math.max(1, (times[Math.floor(RUNS / 2)] ?? 0) / REFERENCE_MS);
}

function timeOfRun(): number {
  const before = process.cpuUsage();
  let work: object = {};
  for (let n = 0; n < ROUNDS; n++)
    work = JSON.parse(
      JSON.stringify({ n, name: `session-${n}`, list: [n, n + 1], last: Object.keys(work) }),
    ) as object;
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
