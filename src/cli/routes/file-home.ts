// The table in causeway.yaml. Its part `routes:` is replaced and everything else in the file stays, comments
// too. The mark of acceptance is a file of its own in the state folder.

import { createHash } from 'node:crypto';
import { readFile, realpath, stat } from 'node:fs/promises';
import { parseDocument } from 'yaml';
import { acceptedPath } from '../../assemble.js';
import type { Config } from '../../config/schema.js';
import type { RouteChange, StoreResult, Written } from '../../discovery/consul/route-store.js';
import { parseRegistryFile, plainListName } from '../../discovery/file/registry-file.js';
import { replaceFile } from '../../replace-file.js';
import type { OpenTable, TableHome } from './home.js';

export function fileHome({ registry, stateDir }: Config): TableHome {
  const { file } = registry;
  return {
    origin: file,
    read: () => attempt(() => readTable(file, acceptedPath(stateDir))),
    textOf: compact,
    history: () =>
      Promise.resolve({
        ok: false,
        reason: `${file} has no history here; keep it in version control and apply an older one`,
      }),
    close: () => undefined,
  };
}

async function readTable(file: string, acceptedFile: string): Promise<StoreResult<OpenTable>> {
  const text = await readFile(file, 'utf8');
  const parsed = parseRegistryFile(text);
  if (!parsed.ok) return { ok: false, reason: parsed.problems.map((line) => `${file}: ${line}`).join('\n') };
  const accepted = await readFile(acceptedFile, 'utf8').catch(() => '');
  const write = (change: RouteChange): Promise<Written> =>
    attempt(async () => {
      if ((await readFile(file, 'utf8')) !== text)
        return {
          ok: false,
          reason: `conflict: ${file} was changed meanwhile; nothing was written, try again`,
        };
      const edited = withRoutes(text, change);
      // The mark first: it names a content, and means nothing until the file has it.
      await replaceFile(acceptedFile, `${change.acceptedHash ?? ''}\n`);
      // Not over a link to the file, and with the permissions it has: it may hold secrets.
      const target = await realpath(file);
      if (edited !== text) await replaceFile(target, edited, (await stat(target)).mode & 0o777);
      return { ok: true };
    });
  const revision = createHash('sha256').update(text).digest('hex').slice(0, 16);
  const acceptedHash = accepted.trim() === '' ? undefined : accepted.trim();
  return { ok: true, value: { entries: parsed.state.entries, acceptedHash, revision, write } };
}

/** Changed lists are written anew, the others stay as they are typed. */
export function withRoutes(text: string, { set, remove }: Pick<RouteChange, 'set' | 'remove'>): string {
  if (set.size + remove.length === 0) return text;
  const document = parseDocument(text);
  const whole = (document.toJS() ?? {}) as { routes?: unknown };
  const isPlainList = Array.isArray(whole.routes);
  const onlyPlain = [...set.keys(), ...remove].every((name) => name === plainListName);
  if (isPlainList && onlyPlain) {
    const list = set.get(plainListName);
    document.set('routes', document.createNode(list === undefined ? [] : JSON.parse(list)));
    return document.toString({ lineWidth: 0 });
  }
  if (isPlainList) document.set('routes', document.createNode({ [plainListName]: whole.routes }));
  else if (typeof whole.routes !== 'object' || whole.routes === null)
    document.set('routes', document.createNode({}));
  for (const [name, list] of set) document.setIn(['routes', name], document.createNode(JSON.parse(list)));
  for (const name of remove) document.deleteIn(['routes', name]);
  return document.toString({ lineWidth: 0 });
}

/** As the file registry names a list's content. A text that is no JSON is refused later, with its place. */
function compact(entry: string): string {
  try {
    return JSON.stringify(JSON.parse(entry));
  } catch {
    return entry;
  }
}

async function attempt<T>(
  run: () => Promise<T | { readonly ok: false; readonly reason: string }>,
): Promise<T | { readonly ok: false; readonly reason: string }> {
  try {
    return await run();
  } catch (error) {
    return { ok: false, reason: error instanceof Error ? error.message : String(error) };
  }
}
