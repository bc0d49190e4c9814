// fast-check arbitraries of the wires' parts: numbers where varints grow, bytes, mutations, splits.

import fc from 'fast-check';

const EDGES = [0, 1, 127, 128, 16383, 16384, 2 ** 21 - 1, 2 ** 21, 2 ** 28 - 1, 2 ** 28, 2 ** 32 - 1];

/** A u32, half of them where its varint changes length. */
export const uint32 = (): fc.Arbitrary<number> =>
  fc.oneof(fc.constantFrom(...EDGES), fc.nat(300), fc.integer({ min: 0, max: 2 ** 32 - 1 }));

/** A number up to 2^53-1. */
export const uint53 = (): fc.Arbitrary<number> =>
  fc.oneof(
    uint32(),
    fc.constantFrom(2 ** 32, 2 ** 35 - 1, 2 ** 35, 2 ** 42, 2 ** 49 - 1, 2 ** 49, Number.MAX_SAFE_INTEGER),
    fc.maxSafeNat(),
  );

export const shortBytes = (maxLength = 200): fc.Arbitrary<Uint8Array> =>
  fc.uint8Array({ minLength: 0, maxLength });

/** One change to a byte string; offsets are taken modulo its length. */
type Mutation = (bytes: readonly number[]) => number[];

const mutation = (): fc.Arbitrary<Mutation> =>
  fc
    .record({
      kind: fc.constantFrom('set', 'flip', 'insert', 'remove', 'cut', 'repeat', 'swap'),
      offset: fc.nat(),
      other: fc.nat(),
      byte: fc.oneof(fc.constantFrom(0, 1, 0x7f, 0x80, 0xff), fc.nat(255)),
    })
    .map(({ kind, offset, other, byte }) => (bytes) => {
      const at = bytes.length === 0 ? 0 : offset % bytes.length;
      const to = bytes.length === 0 ? 0 : other % bytes.length;
      const [from, until] = at < to ? [at, to] : [to, at];
      switch (kind) {
        case 'set':
          return bytes.map((old, index) => (index === at ? byte : old));
        case 'flip':
          return bytes.map((old, index) => (index === at ? old ^ (1 << (other % 8)) : old));
        case 'insert':
          return [...bytes.slice(0, at), byte, ...bytes.slice(at)];
        case 'remove':
          return [...bytes.slice(0, from), ...bytes.slice(until)];
        case 'cut':
          return bytes.slice(0, at);
        case 'repeat':
          return [...bytes.slice(0, until), ...bytes.slice(from)];
        default:
          return [...bytes.slice(until), ...bytes.slice(from, until), ...bytes.slice(0, from)];
      }
    });

/** One of `seeds` after none to four changes. */
export const mutated = (seeds: readonly Uint8Array[]): fc.Arbitrary<Uint8Array> =>
  fc
    .tuple(fc.constantFrom(...seeds), fc.array(mutation(), { maxLength: 4 }))
    .map(([bytes, mutations]) =>
      Uint8Array.from(mutations.reduce<number[]>((changed, change) => change(changed), [...bytes])),
    );

/** Sizes of the pieces in which bytes arrive; the last one is used again until nothing is left. */
export const splits = (): fc.Arbitrary<readonly number[]> =>
  fc.oneof(
    fc.constant([1]),
    fc.array(fc.oneof(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 5000 })), {
      minLength: 1,
      maxLength: 30,
    }),
  );

/** Cuts `bytes` at `sizes`. Every piece is a copy: readers may change what they are given. */
export function split(bytes: Uint8Array, sizes: readonly number[]): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  let at = 0;
  for (let turn = 0; at < bytes.length; turn++) {
    const size = sizes[Math.min(turn, sizes.length - 1)] ?? 1;
    pieces.push(bytes.slice(at, at + size));
    at += size;
  }
  return pieces;
}
