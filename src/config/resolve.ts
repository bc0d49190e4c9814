// From layers to a configuration: for each option the first layer that has it wins, its value is checked,
// then the rules between options. All problems come at once.

import type { z } from 'zod';

import type { ConfigProblem, Layer, Written } from './layer.js';
import type { Option } from './option.js';
import { Secret } from './secret.js';
import { RULES, type ConfigRule } from './rules.js';
import { fileKey, optionRows, writtenKeys, type Config, type OptionKey } from './schema.js';

export type SecretText =
  { readonly ok: true; readonly text: string } | { readonly ok: false; readonly reason: string };

export interface ResolveParts {
  /** The strongest first. */
  readonly layers: readonly Layer[];
  /** Stands in for an unset gatewayId. */
  readonly generatedGatewayId: string;
  /** Reads a secret's file. */
  readonly readSecretFile: (path: string) => SecretText;
}

/** The value of one option and where it was written; `from` is empty for a default. */
export interface EffectiveOption {
  readonly key: OptionKey;
  readonly value: unknown;
  readonly from: string;
}

export type ResolvedConfig =
  | { readonly ok: true; readonly config: Config; readonly effective: readonly EffectiveOption[] }
  | { readonly ok: false; readonly problems: readonly ConfigProblem[] };

/** Pure but for `readSecretFile`. */
export function resolveConfig(parts: ResolveParts): ResolvedConfig {
  const problems = parts.layers.flatMap((layer) => layer.problems);
  const values = new Map<OptionKey, unknown>();
  const wrong = new Set<OptionKey>();
  for (const [key, option] of optionRows()) {
    const outcome = resolveOption(key, option, parts);
    if (outcome.ok) values.set(key, outcome.value);
    else {
      problems.push(outcome.problem);
      wrong.add(key);
      values.set(key, option.type.safeParse(fallbackOf(key, option, parts)).data);
    }
  }
  const config = toSections(values);
  for (const rule of RULES) {
    const applies = !rule.looksAt.some((key) => wrong.has(key));
    if (applies && rule.isBroken(config)) problems.push(brokenRule(rule, config, parts));
  }
  if (problems.length > 0) return { ok: false, problems };
  const effective = optionRows().map(([key, option]): EffectiveOption => {
    return { key, value: values.get(key), from: placeOf(key, option, parts) };
  });
  return { ok: true, config, effective };
}

type Outcome =
  { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly problem: ConfigProblem };

function resolveOption(key: OptionKey, option: Option<unknown>, parts: ResolveParts): Outcome {
  const layer = layerOf(key, option, parts);
  const [plain, file] = [layer?.values.get(key), option.secret ? layer?.values.get(fileKey(key)) : undefined];
  if (plain && file) {
    const reason = `${fileKey(key)} is set too (${file.from})`;
    return { ok: false, problem: { key, from: plain.from, reason, remedy: 'set only one of them' } };
  }
  if (file) return secretFromFile(key, option, file, parts);
  return check(key, option, plain ?? { value: fallbackOf(key, option, parts), from: '' });
}

const layerOf = (key: OptionKey, option: Option<unknown>, { layers }: ResolveParts): Layer | undefined =>
  layers.find(({ values }) => writtenKeys(key, option).some((written) => values.has(written)));

function placeOf(key: OptionKey, option: Option<unknown>, parts: ResolveParts): string {
  const { values } = layerOf(key, option, parts) ?? {};
  return (values?.get(key) ?? values?.get(fileKey(key)))?.from ?? '';
}

const fallbackOf = (key: OptionKey, option: Option<unknown>, parts: ResolveParts): unknown =>
  key === 'gatewayId' ? parts.generatedGatewayId : option.fallback;

/** One line end at the file's end is the editor's, not the secret's. */
export const withoutLineEnd = (text: string): string => text.replace(/\r?\n$/, '');

function secretFromFile(
  key: OptionKey,
  option: Option<unknown>,
  file: Written,
  parts: ResolveParts,
): Outcome {
  const { value: path, from } = file;
  const written = fileKey(key);
  if (typeof path !== 'string' || path === '') {
    return {
      ok: false,
      problem: { key: written, from, reason: 'is no path', remedy: 'write the path of a file' },
    };
  }
  const read = parts.readSecretFile(path);
  if (!read.ok)
    return {
      ok: false,
      problem: { key: written, from, reason: read.reason, remedy: 'name a file that this user may read' },
    };
  const text = withoutLineEnd(read.text);
  const checked = check(written, option, { value: text, from: `${from}: ${path}` });
  return checked.ok ? { ok: true, value: new Secret(text, path) } : checked;
}

function check(key: string, option: Option<unknown>, { value, from }: Written): Outcome {
  const parsed: z.ZodSafeParseResult<unknown> = option.type.safeParse(value);
  if (parsed.success) return { ok: true, value: parsed.data };
  const reason = option.secret ? secretShape(value) : shapeOf(value, parsed.error);
  return { ok: false, problem: { key, from, reason, remedy: `write ${option.expects}` } };
}

/** Says nothing of the content. */
const secretShape = (value: unknown): string =>
  typeof value === 'string' ? `has ${Buffer.byteLength(value)} bytes` : 'is no text';

/** Of a list, the first element that is wrong. */
function shapeOf(value: unknown, { issues }: z.ZodError): string {
  const [at] = issues[0]?.path ?? [];
  if (!Array.isArray(value) || typeof at !== 'number') return `is ${shown(value)}`;
  const elements: readonly unknown[] = value;
  return `has ${shown(elements[at])} in it`;
}

const SHOWN_LENGTH_MAX = 60;

function shown(value: unknown): string {
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? 'a list' : 'a mapping';
  const text = typeof value === 'string' ? JSON.stringify(value) : String(value);
  return text.length <= SHOWN_LENGTH_MAX ? text : `${text.slice(0, SHOWN_LENGTH_MAX)}…`;
}

function brokenRule(rule: ConfigRule, config: Config, parts: ResolveParts): ConfigProblem {
  const [key] = rule.looksAt;
  const from = parts.layers.find(({ values }) => values.has(key))?.values.get(key)?.from ?? '';
  return { key, from, reason: rule.reason(config), remedy: rule.remedy };
}

/**
 * The types of sections follow from the option table, as the values do: each was checked by its own row.
 * TypeScript can't follow a loop over the rows, hence the assertion.
 */
function toSections(values: ReadonlyMap<OptionKey, unknown>): Config {
  const config: Record<string, unknown> = {};
  const sections = new Map<string, Record<string, unknown>>();
  for (const [key, value] of values) {
    const [section = '', name] = key.split('.');
    if (name === undefined) {
      config[section] = value;
      continue;
    }
    const inner = sections.get(section) ?? {};
    inner[name] = value;
    sections.set(section, inner);
    config[section] = inner;
  }
  return config as unknown as Config;
}
