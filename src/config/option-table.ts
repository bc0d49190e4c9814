// The option table as Markdown, for docs/CONFIG.md and `causeway config`.

import { envName, fileKey, flagName, optionRows, type OptionKey } from './schema.js';
import type { Option } from './option.js';

/** Rows of a Markdown table, head included, one option each. */
export function optionTable(): readonly string[] {
  const head = [
    '| Key | Environment | Flag | Default | Values | Meaning |',
    '| --- | --- | --- | --- | --- | --- |',
  ];
  return [...head, ...optionRows().map(([key, option]) => rowOf(key, option))];
}

function rowOf(key: OptionKey, option: Option<unknown>): string {
  const written = option.secret ? [key, fileKey(key)] : [key];
  const flag = option.secret ? fileKey(key) : key;
  const cells = [
    written.map(code).join(', '),
    written.map(envName).map(code).join(', '),
    code(`--${flagName(flag)}`),
    option.fallback === undefined ? '' : code(String(option.fallback)),
    option.expects,
    option.doc,
  ];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

const code = (text: string): string => `\`${text}\``;
