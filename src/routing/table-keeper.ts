// Guarantee 4: an invalid or suddenly empty table never replaces a good one. The keeper decides about
// every state of the registry's keys, as the first row of RULES that applies:
//
//   rule       | applies when                                        | decision | registry is then
//   unchanged  | the content is that of the good table               | same     | trusted
//   invalid    | the content does not compile                        | refuse   | as before
//   first      | there is no good table yet                          | accept   | trusted
//   meant      | an operator accepted exactly this content           | accept   | trusted
//   emptied    | the good table has routes and this one has none     | hold     | suspected
//   shrunk     | suspected, and keys of the good table are missing   | hold     | suspected
//   changed    | otherwise                                           | accept   | trusted
//
// Suspected means that the registry may have lost data: it gave reason to doubt (its index went back, or it
// showed something else after contact was lost), or it was seen emptied. What
// is restored key by key then passes through states that are valid and were never meant; they are held
// until the keys of the good table are all back. Without suspicion a missing key is an edit like any other.

import type { RouteSource } from '../discovery/registry.js';
import { compileTable } from './compile-table.js';
import { contentHash } from './content-hash.js';
import type { RouteTable } from './route.js';
import { quoteText, type TableProblem } from './table-problems.js';

/** The last table that was accepted. */
export interface GoodTable {
  readonly table: RouteTable;
  /** Names of its keys. */
  readonly names: ReadonlySet<string>;
}

export interface KeeperMemory {
  readonly good: GoodTable | undefined;
  /** The registry may have lost data. */
  readonly suspected: boolean;
}

export type KeeperDecision =
  | { readonly kind: 'accept'; readonly table: RouteTable }
  | { readonly kind: 'same' }
  | { readonly kind: 'refuse'; readonly problems: readonly TableProblem[] }
  | { readonly kind: 'hold'; readonly reason: string };

export type RuleName = 'unchanged' | 'invalid' | 'first' | 'meant' | 'emptied' | 'shrunk' | 'changed';

export interface Kept {
  readonly rule: RuleName;
  readonly decision: KeeperDecision;
  readonly memory: KeeperMemory;
  /** Content hash of the source. */
  readonly hash: string;
}

/** A gateway that never saw a table. */
export const NO_TABLE_YET: KeeperMemory = { good: undefined, suspected: false };

/** What the rules look at. */
interface Facts {
  readonly unchanged: boolean;
  readonly valid: boolean;
  readonly first: boolean;
  readonly meant: boolean;
  readonly emptied: boolean;
  readonly shrunk: boolean;
}

interface Rule {
  readonly name: RuleName;
  readonly applies: (facts: Facts) => boolean;
  readonly kind: KeeperDecision['kind'];
  readonly registry: 'trusted' | 'suspected' | 'as before';
}

const CHANGED: Rule = { name: 'changed', applies: () => true, kind: 'accept', registry: 'trusted' };

const RULES: readonly Rule[] = [
  { name: 'unchanged', applies: (facts) => facts.unchanged, kind: 'same', registry: 'trusted' },
  { name: 'invalid', applies: (facts) => !facts.valid, kind: 'refuse', registry: 'as before' },
  { name: 'first', applies: (facts) => facts.first, kind: 'accept', registry: 'trusted' },
  { name: 'meant', applies: (facts) => facts.meant, kind: 'accept', registry: 'trusted' },
  { name: 'emptied', applies: (facts) => facts.emptied, kind: 'hold', registry: 'suspected' },
  { name: 'shrunk', applies: (facts) => facts.shrunk, kind: 'hold', registry: 'suspected' },
  CHANGED,
];

/** Decides what becomes of `source`. Pure; compiles it unless its content is that of the good table. */
export function keepTable(memory: KeeperMemory, source: RouteSource): Kept {
  const hash = contentHash(source.entries);
  const compiled = memory.good?.table.hash === hash ? undefined : compileTable(source);
  const table = compiled?.ok ? compiled.table : undefined;
  const problems = compiled?.ok === false ? compiled.problems : [];
  const suspected = memory.suspected || source.doubt;
  const lost = lostNames(memory.good, source);
  const rule = firstRule({
    unchanged: compiled === undefined,
    valid: table !== undefined,
    first: memory.good === undefined,
    meant: source.acceptedHash === hash,
    emptied: table?.routes.length === 0 && memory.good?.table.routes.length !== 0,
    shrunk: suspected && lost.length > 0,
  });
  const decision = decisionOf(rule, table, problems, lost);
  return { rule: rule.name, hash, decision, memory: remember(memory, rule, decision, source, suspected) };
}

function remember(
  memory: KeeperMemory,
  rule: Rule,
  decision: KeeperDecision,
  source: RouteSource,
  suspected: boolean,
): KeeperMemory {
  const accepted = decision.kind === 'accept';
  return {
    good: accepted ? { table: decision.table, names: new Set(source.entries.keys()) } : memory.good,
    suspected: rule.registry === 'as before' ? suspected : rule.registry === 'suspected',
  };
}

const firstRule = (facts: Facts): Rule => RULES.find((rule) => rule.applies(facts)) ?? CHANGED;

function lostNames(good: GoodTable | undefined, source: RouteSource): string[] {
  return good === undefined ? [] : [...good.names].filter((name) => !source.entries.has(name));
}

function decisionOf(
  rule: Rule,
  table: RouteTable | undefined,
  problems: readonly TableProblem[],
  lost: readonly string[],
): KeeperDecision {
  if (rule.kind === 'accept' && table !== undefined) return { kind: 'accept', table };
  if (rule.kind === 'hold') return { kind: 'hold', reason: holdReason(rule.name, lost) };
  return rule.kind === 'same' ? { kind: 'same' } : { kind: 'refuse', problems };
}

const NAMES_SHOWN_MAX = 5;

function holdReason(rule: RuleName, lost: readonly string[]): string {
  const advice = 'the last good table stays; if this is meant, run `causeway routes accept`';
  if (rule === 'emptied') return `the registry suddenly holds no routes; ${advice}`;
  const names = lost.slice(0, NAMES_SHOWN_MAX).map(quoteText).join(', ');
  const more = lost.length > NAMES_SHOWN_MAX ? ` and ${lost.length - NAMES_SHOWN_MAX} more` : '';
  return `the registry may have lost data, and ${names}${more} is missing; ${advice}`;
}
