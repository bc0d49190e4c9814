// Latencies in buckets of constant relative width: 64 to each power of two, so a quantile is off by 1.6 % at
// most, whatever its size, and recording one is a few operations on a typed array.

const STEPS_BITS = 6;
const STEPS = 1 << STEPS_BITS;
/** Powers of two above STEPS that are told apart: up to 2^31 µs, more than half an hour. */
const POWERS = 26;
const MICROSECONDS_MAX = 2 ** 31 - 1;

export class LatencyHistogram {
  readonly #counts = new Float64Array(STEPS * (POWERS + 1));
  #count = 0;
  #maxMs = 0;

  get count(): number {
    return this.#count;
  }

  /** The longest, exactly. */
  get maxMs(): number {
    return this.#maxMs;
  }

  record(latencyMs: number): void {
    const bucket = bucketOf(Math.min(MICROSECONDS_MAX, Math.max(0, latencyMs * 1000)) | 0);
    this.#counts[bucket] = (this.#counts[bucket] ?? 0) + 1;
    this.#count++;
    if (latencyMs > this.#maxMs) this.#maxMs = latencyMs;
  }

  clear(): void {
    this.#counts.fill(0);
    this.#count = 0;
    this.#maxMs = 0;
  }

  /**
   * @param share 0.5 for the median
   * @returns milliseconds, the middle of the bucket; undefined when too few were recorded for any to lie beyond
   */
  quantileMs(share: number): number | undefined {
    if (!isQuantileKnown(share, this.#count)) return undefined;
    const rank = Math.max(1, Math.ceil(share * this.#count));
    let seen = 0;
    for (let bucket = 0; bucket < this.#counts.length; bucket++) {
      seen += this.#counts[bucket] ?? 0;
      if (seen >= rank) return Math.min(this.#maxMs, middleOf(bucket) / 1000);
    }
    return undefined;
  }
}

/** The 99th percentile of six is their maximum: a quantile needs one sample beyond it. */
export function isQuantileKnown(share: number, samples: number): boolean {
  return samples * (1 - share) >= 1 - 1e-9;
}

/** Below STEPS a bucket is one microsecond wide; each power of two above has STEPS buckets. */
function bucketOf(microseconds: number): number {
  if (microseconds < STEPS) return microseconds;
  const power = 31 - Math.clz32(microseconds) - STEPS_BITS;
  return STEPS * (power + 1) + (microseconds >>> power) - STEPS;
}

function middleOf(bucket: number): number {
  if (bucket < STEPS) return bucket + 0.5;
  const power = Math.floor(bucket / STEPS) - 1;
  return ((bucket % STEPS) + STEPS + 0.5) * 2 ** power;
}
