// The choice of an instance. A picker is an immutable snapshot of a service's usable instances; when one
// comes or goes, a new picker takes its place.
//
// Affine choices use weighted rendezvous hashing: when an instance leaves only what it had moves, when
// one comes it takes an even share from all.

import type { Random } from '../clock.js';

export interface Candidate {
  readonly serverId: string;
  /** Share of work relative to the others; above 0. */
  readonly weight: number;
  /** Requests pending on it now. */
  readonly pendingCount: number;
}

/** A session's last choice in one service. It holds as long as the picker is the same snapshot. */
export interface Choice<C extends Candidate> {
  readonly service: string;
  picker: object;
  candidate: C;
  /** Its choice in another service. */
  readonly next: Choice<C> | undefined;
}

interface Entry<C extends Candidate> {
  readonly candidate: C;
  readonly hash: number;
}

export class Picker<C extends Candidate> {
  readonly #entries: readonly Entry<C>[];

  constructor(candidates: readonly C[]) {
    this.#entries = candidates.map((candidate) => ({ candidate, hash: hashText(candidate.serverId) }));
  }

  get size(): number {
    return this.#entries.length;
  }

  get candidates(): readonly C[] {
    return this.#entries.map((entry) => entry.candidate);
  }

  find(serverId: string): C | undefined {
    return this.#entries.find((entry) => entry.candidate.serverId === serverId)?.candidate;
  }

  /** The same candidate for the same hash as long as it is there. */
  affine(hash: number): C | undefined {
    let best: C | undefined;
    let bestScore = -Infinity;
    for (const entry of this.#entries) {
      const score = rendezvousScore(hash, entry.hash, entry.candidate.weight);
      if (score <= bestScore) continue;
      best = entry.candidate;
      bestScore = score;
    }
    return best;
  }

  /** The less busy of two drawn at random: nearly as good as the least busy of all, without herding. */
  leastPending(random: Random): C | undefined {
    const count = this.#entries.length;
    const first = this.#entries[Math.floor(random() * count)]?.candidate;
    const second = this.#entries[Math.floor(random() * count)]?.candidate;
    if (first === undefined || second === undefined) return first;
    return load(second) < load(first) ? second : first;
  }
}

function load(candidate: Candidate): number {
  return (candidate.pendingCount + 1) / candidate.weight;
}

/** -weight / ln(u) with u uniform in (0, 1): the highest score wins in proportion to the weights. */
function rendezvousScore(hash: number, candidateHash: number, weight: number): number {
  const uniform = (mix(hash ^ candidateHash) + 0.5) / 2 ** 32;
  return -weight / Math.log(uniform);
}

/** The finalizer of MurmurHash3 (public domain): every input bit reaches every output bit. */
export function mix(value: number): number {
  let hash = value;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85eb_ca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2_ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** FNV-1a over UTF-16 code units, then mixed: ids that differ in one digit must not be neighbours. */
export function hashText(text: string): number {
  let hash = 0x811c_9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x0100_0193);
  return mix(hash);
}

/** As `hashText`, over `bytes[start, end)`. */
export function hashBytes(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0x811c_9dc5;
  for (let i = start; i < end; i++) hash = Math.imul(hash ^ (bytes[i] ?? 0), 0x0100_0193);
  return mix(hash);
}
