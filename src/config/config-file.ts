// The file layer: the section `gateway:` of a YAML file. `routes:` and `services:` in the same file belong
// to the file registry, which checks them.

import { isNode, LineCounter, parseDocument, type Document } from 'yaml';

import { unknownName, type ConfigProblem, type Layer, type Written } from './layer.js';
import { optionRows, writtenKeys } from './schema.js';

const SECTION = 'gateway';
const FILE_KEYS = [SECTION, 'routes', 'services'];

/** YAML aliases can make a small file huge; the file registry has the same limit. */
const ALIASES_MAX = 1000;

/** @param name how messages call the file. */
export function readConfigText(text: string, name: string): Layer {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: 'error' });
  if (document.errors.length > 0) {
    const problems = document.errors.map(({ message, pos }): ConfigProblem => {
      const { line, col } = lines.linePos(pos[0]);
      const from = `${name} line ${line}, column ${col}`;
      return { key: '', from, reason: message, remedy: 'mend the YAML there' };
    });
    return { values: new Map(), problems };
  }
  return new FileReader(document, lines, name).read();
}

class FileReader {
  readonly #document: Document;
  readonly #lines: LineCounter;
  readonly #name: string;
  readonly #leaves = new Set(optionRows().flatMap(([key, option]) => writtenKeys(key, option)));
  readonly #sections = new Set([...this.#leaves].flatMap((key) => key.split('.').slice(0, -1)));
  readonly #values = new Map<string, Written>();
  readonly #problems: ConfigProblem[] = [];

  constructor(document: Document, lines: LineCounter, name: string) {
    this.#document = document;
    this.#lines = lines;
    this.#name = name;
  }

  read(): Layer {
    const file = this.#toValue();
    if (isMapping(file)) this.#readFile(file);
    else if (file !== null && file !== undefined)
      this.#refuse([], 'is no mapping', 'write `gateway:` and options below it');
    return { values: this.#values, problems: this.#problems };
  }

  #toValue(): unknown {
    try {
      return this.#document.toJS({ maxAliasCount: ALIASES_MAX });
    } catch {
      this.#refuse([], 'has too many or unresolved aliases', 'write the values out');
      return undefined;
    }
  }

  #readFile(file: Readonly<Record<string, unknown>>): void {
    for (const [key, value] of Object.entries(file)) {
      if (key === SECTION) this.#readSection('', value);
      else if (this.#leaves.has(key) || this.#sections.has(key)) {
        this.#refuse([key], 'stands at the top of the file', `move it below \`${SECTION}:\``);
      } else if (!FILE_KEYS.includes(key)) {
        this.#problems.push(unknownName(key, this.#placeOf([key]), FILE_KEYS));
      }
    }
  }

  /** `section` is '' for `gateway:` itself. An empty section sets nothing. */
  #readSection(section: string, value: unknown): void {
    const path = section === '' ? [SECTION] : [SECTION, section];
    if (value === null) return;
    if (!isMapping(value)) {
      this.#refuse(path, 'is no mapping', 'write options below it, indented');
      return;
    }
    for (const [key, inner] of Object.entries(value)) this.#readOption(section, key, inner);
  }

  #readOption(section: string, key: string, value: unknown): void {
    const full = section === '' ? key : `${section}.${key}`;
    const path = section === '' ? [SECTION, key] : [SECTION, section, key];
    const from = this.#placeOf(path);
    if (this.#values.has(full)) this.#refuse(path, 'is set twice', 'leave one of them');
    else if (this.#leaves.has(full)) this.#values.set(full, { value, from });
    else if (section === '' && this.#sections.has(key)) this.#readSection(key, value);
    else this.#problems.push(unknownName(full, from, [...this.#leaves]));
  }

  #refuse(path: readonly string[], reason: string, remedy: string): void {
    this.#problems.push({ key: path.join('.'), from: this.#placeOf(path), reason, remedy });
  }

  #placeOf(path: readonly string[]): string {
    const node = this.#document.getIn(path, true);
    const start = isNode(node) ? node.range?.[0] : undefined;
    return start === undefined ? this.#name : `${this.#name} line ${this.#lines.linePos(start).line}`;
  }
}

const isMapping = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
