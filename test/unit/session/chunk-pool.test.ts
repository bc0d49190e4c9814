import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CHUNK_BYTES, ChunkPool } from '../../../src/session/chunk-pool.js';

test('a chunk that was given back is taken again, and only once', () => {
  const pool = new ChunkPool();
  const first = pool.take();
  assert.equal(first.length, CHUNK_BYTES);
  pool.give(first);
  assert.equal(pool.take(), first);
  assert.notEqual(pool.take(), first);
});

test('it keeps 1024 chunks at most', () => {
  const pool = new ChunkPool();
  const chunks = Array.from({ length: 1100 }, () => new Uint8Array(CHUNK_BYTES));
  for (const chunk of chunks) pool.give(chunk);
  const given = new Set<Uint8Array>(chunks);
  const reused = chunks.filter(() => given.has(pool.take()));
  assert.equal(reused.length, 1024);
});
