// The last good table on disk, for a start without a registry. One JSON file, replaced atomically, so
// that a crash at any moment leaves the old one or the new one. Several gateways may share the file:
// the last writer wins, and each table that was ever in it is a good one.

import { readFile, stat } from 'node:fs/promises';

import { z } from 'zod';

import { replaceFile } from '../replace-file.js';
import { contentHash } from './content-hash.js';

const FORMAT_VERSION = 1;

/** A full table of 16 MiB with everything in it escaped stays below; what is longer is not ours. */
const FILE_BYTES_MAX = 100 * 1024 * 1024;

export interface SavedTable {
  readonly hash: string;
  readonly revision: string;
  /** RouteSource.origin: a table of another registry is not the last good one of this. */
  readonly origin: string;
  readonly savedAtEpochMs: number;
  readonly entries: ReadonlyMap<string, string>;
}

export type LoadedTable =
  | { readonly ok: true; readonly saved: SavedTable | undefined }
  | { readonly ok: false; readonly problem: string };

export type StoredTable = { readonly ok: true } | { readonly ok: false; readonly problem: string };

/** Nothing here rejects. */
export interface TableStore {
  /** `saved` is undefined when nothing was ever saved. A broken file is a problem, and stays as it is. */
  load(): Promise<LoadedTable>;
  /** On disk for good when it resolves with ok. Calls must not overlap. */
  save(saved: SavedTable): Promise<StoredTable>;
}

const fileSchema = z.object({
  formatVersion: z.literal(FORMAT_VERSION),
  hash: z.string(),
  revision: z.string(),
  origin: z.string(),
  savedAt: z.iso.datetime(),
  // Pairs, because an object would lose the key "__proto__" and reorder keys like "1".
  entries: z.array(z.tuple([z.string(), z.string()])),
});

/** Keeps the table in the file at `path`; its folder is created when something is saved. */
export function fileTableStore(path: string): TableStore {
  return {
    async load() {
      try {
        const { size } = await stat(path);
        if (size > FILE_BYTES_MAX) return broken(path, `${size} bytes long`);
        return parseSaved(path, await readFile(path, 'utf8'));
      } catch (error) {
        if (codeOf(error) === 'ENOENT') return { ok: true, saved: undefined };
        return { ok: false, problem: `${path} cannot be read: ${textOf(error)}` };
      }
    },
    async save(saved) {
      try {
        await replaceFile(path, serialize(saved));
        return { ok: true };
      } catch (error) {
        return { ok: false, problem: `${path} cannot be written: ${textOf(error)}` };
      }
    },
  };
}

const broken = (path: string, why: string): LoadedTable => ({
  ok: false,
  problem: `${path} is no saved route table (${why}); delete it, the next accepted table replaces it`,
});

function serialize(saved: SavedTable): string {
  const { hash, revision, origin, savedAtEpochMs, entries } = saved;
  const savedAt = new Date(savedAtEpochMs).toISOString();
  const file: z.input<typeof fileSchema> = {
    formatVersion: FORMAT_VERSION,
    hash,
    revision,
    origin,
    savedAt,
    entries: [...entries],
  };
  return `${JSON.stringify(file, undefined, 1)}\n`;
}

function parseSaved(path: string, text: string): LoadedTable {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return broken(path, 'no JSON');
  }
  const parsed = fileSchema.safeParse(json);
  if (!parsed.success) {
    const where = parsed.error.issues[0]?.path.map(String).join('.');
    return broken(path, `wrong at "${where ?? ''}"`);
  }
  const { hash, revision, origin, savedAt } = parsed.data;
  const entries = new Map(parsed.data.entries);
  if (contentHash(entries) !== hash) return broken(path, 'content does not match its hash');
  return { ok: true, saved: { hash, revision, origin, savedAtEpochMs: Date.parse(savedAt), entries } };
}

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const codeOf = (error: unknown): unknown =>
  error instanceof Error && 'code' in error ? error.code : undefined;
