// One name for one content of the route table, the same on every gateway and in every tool.

import { createHash } from 'node:crypto';

/**
 * SHA-256, as hex, over the entries ascending by name: each name and text as UTF-8 behind its length in
 * bytes, so that no two contents run together. The text counts as it stands, white space included.
 */
export function contentHash(entries: ReadonlyMap<string, string>): string {
  const hash = createHash('sha256');
  const names = [...entries.keys()].sort();
  for (const name of names) {
    updateWith(name);
    updateWith(entries.get(name) ?? '');
  }
  return hash.digest('hex');

  function updateWith(text: string): void {
    const bytes = Buffer.from(text, 'utf8');
    hash.update(`${bytes.length}:`).update(bytes);
  }
}
