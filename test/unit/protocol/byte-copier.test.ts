import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ByteCopier, viewOf } from '../../../src/protocol/byte-copier.js';

test('any copies between any buffers are those of a loop over bytes', () => {
  const sources = [Buffer.alloc(400), new Uint8Array(new ArrayBuffer(500), 37, 400)];
  for (const source of sources) for (let at = 0; at < source.length; at++) source[at] = at * 7 + 1;
  const copy = fc.record({
    source: fc.constantFrom(0, 1),
    target: fc.constantFrom(0, 1),
    at: fc.nat({ max: 100 }),
    start: fc.nat({ max: 200 }),
    length: fc.nat({ max: 200 }),
  });
  fc.assert(
    fc.property(fc.array(copy, { maxLength: 60 }), (copies) => {
      const copier = new ByteCopier();
      const targets = [new Uint8Array(new ArrayBuffer(400), 11, 300), Buffer.alloc(300)];
      const wanted = targets.map(() => new Uint8Array(300));
      for (const { source, target, at, start, length } of copies) {
        const from = sources[source] ?? new Uint8Array(0);
        const to = targets[target] ?? new Uint8Array(0);
        assert.equal(copier.copy(to, at, from, start, start + length), at + length);
        for (let i = 0; i < length; i++) (wanted[target] ?? to)[at + i] = from[start + i] ?? 0;
      }
      assert.deepEqual(
        targets.map((target) => Uint8Array.from(target)),
        wanted,
      );
    }),
  );
});

test('a view is of the same memory', () => {
  const bytes = Buffer.from([1, 2, 3, 4, 5]).subarray(1);
  const view = viewOf(bytes, 1, 3);
  assert.deepEqual([...view], [3, 4]);
  view[0] = 9;
  assert.equal(bytes[1], 9);
});
