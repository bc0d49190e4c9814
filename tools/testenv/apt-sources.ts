// Reads which package mirrors this machine uses, in both formats that apt knows, so that no mirror's name
// stands in this repository.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** One archive: where, which suites and components, and the keyring that signs it. */
export interface AptSource {
  readonly uri: string;
  readonly suites: readonly string[];
  readonly components: readonly string[];
  /** A keyring file; undefined when apt's trusted keys or an inline key are used. */
  readonly signedBy: string | undefined;
}

/** All enabled binary archives below `etcApt`. Unreadable files are passed over. */
export function readAptSources(etcApt = '/etc/apt'): AptSource[] {
  const parts = path.join(etcApt, 'sources.list.d');
  const files = [path.join(etcApt, 'sources.list'), ...namesIn(parts).map((name) => path.join(parts, name))];
  return files.flatMap((file) => {
    if (file.endsWith('.sources')) return parseDeb822(textOf(file));
    return file.endsWith('.list') ? parseOneLine(textOf(file)) : [];
  });
}

/** sources.list(5), one-line style: `deb [options] uri suite component…`. */
export function parseOneLine(text: string): AptSource[] {
  return text.split('\n').flatMap((line) => {
    const match = /^\s*deb\s+(?:\[([^\]]*)\]\s*)?(\S+)\s+(\S+)\s*([^#]*)/.exec(line);
    if (match === null) return [];
    const [, options = '', uri = '', suite = '', components = ''] = match;
    const signedBy = /signed-by=(\S+)/.exec(options)?.[1];
    return [{ uri, suites: [suite], components: words(components), signedBy: keyringFile(signedBy) }];
  });
}

/** sources.list(5), deb822 style: stanzas of `Field: value`, continued by indented lines. */
export function parseDeb822(text: string): AptSource[] {
  const withoutComments = text.replace(/^#.*\n?/gm, '');
  return withoutComments.split(/\n\s*\n/).flatMap((stanza) => {
    const fields = stanzaFields(stanza);
    if (!words(fields.get('types')).includes('deb') || fields.get('enabled') === 'no') return [];
    return words(fields.get('uris')).map((uri) => ({
      uri,
      suites: words(fields.get('suites')),
      components: words(fields.get('components')),
      signedBy: keyringFile(fields.get('signed-by')),
    }));
  });
}

function stanzaFields(stanza: string): Map<string, string> {
  const unfolded = stanza.replace(/\n[ \t]+/g, ' ');
  return new Map(
    unfolded.split('\n').flatMap((line) => {
      const match = /^([A-Za-z-]+):\s*(.*)$/.exec(line);
      return match === null ? [] : [[(match[1] ?? '').toLowerCase(), (match[2] ?? '').trim()] as const];
    }),
  );
}

/** Signed-By may also hold the key itself; only a file can be passed on. */
function keyringFile(signedBy: string | undefined): string | undefined {
  return signedBy?.startsWith('/') === true ? signedBy : undefined;
}

function words(text: string | undefined): string[] {
  return (text ?? '').split(/\s+/).filter((word) => word !== '');
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
