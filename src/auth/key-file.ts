// A random secret of one project, made when it is first wanted and kept in a file that only its owner
// reads: the key of development tokens, and the link secret of an embedded registry. Processes that
// start together get the same one: the file appears under its name complete, and the first one wins.

import { randomBytes, randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { link, mkdir, open, rm, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';

const KEY_BYTES = 32;
/** The file holds the key as base64url and a line end. */
const FILE_BYTES_MAX = 64;

/** Where a project's key for development tokens lies. */
export const developmentKeyPath = (stateDir: string): string => join(stateDir, 'development.key');

/** Where a project's random link secret lies, used when none is configured. */
export const linkKeyPath = (stateDir: string): string => join(stateDir, 'link.key');

export type LoadedKey =
  | { readonly ok: true; readonly key: Uint8Array }
  | { readonly ok: false; readonly reason: string; readonly remedy: string };

/** Reads the key at `path`, or makes it (with its folder). Never rejects. */
export async function loadOrCreateKey(path: string): Promise<LoadedKey> {
  try {
    return (await readKey(path)) ?? (await createKey(path)) ?? refusedKey(path, 'vanished while it was read');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { ok: false, reason, remedy: `make ${dirname(path)} a folder that this user may write` };
  }
}

const refusedKey = (path: string, why: string): LoadedKey => ({
  ok: false,
  reason: `${path} ${why}`,
  remedy: 'delete it; the next start makes a new one, and tokens made with the old one end',
});

/** Undefined when there is no file. Looks at the opened file, so that it can't be swapped in between. */
async function readKey(path: string): Promise<LoadedKey | undefined> {
  let file: FileHandle;
  try {
    file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    if (hasCode(error, 'ELOOP')) return refusedKey(path, 'is a symbolic link');
    throw error;
  }
  try {
    return await checkKey(path, file);
  } finally {
    await file.close();
  }
}

async function checkKey(path: string, file: FileHandle): Promise<LoadedKey> {
  const { mode, size } = await file.stat();
  // Windows has no such modes and reports everything as readable by all.
  if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
    const reason = `others may read ${path} (mode ${(mode & 0o777).toString(8)})`;
    return { ok: false, reason, remedy: `run: chmod 600 ${path}` };
  }
  if (size > FILE_BYTES_MAX) return refusedKey(path, 'is no key (too long)');
  const key = Buffer.from((await file.readFile('utf8')).trim(), 'base64url');
  return key.length === KEY_BYTES ? { ok: true, key } : refusedKey(path, 'is no key');
}

/** `link` refuses to replace, unlike `rename`: whoever comes second reads what the first one made. */
async function createKey(path: string): Promise<LoadedKey | undefined> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const temporary = `${path}.${randomUUID()}.tmp`;
  try {
    await writeKey(temporary, randomBytes(KEY_BYTES));
    await link(temporary, path);
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error;
  } finally {
    await rm(temporary, { force: true });
  }
  return readKey(path);
}

async function writeKey(path: string, key: Buffer): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(`${key.toString('base64url')}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
}

const hasCode = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code;
