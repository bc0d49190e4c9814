// Names of exports: the protobuf name without its package, nested ones joined by "_".

import type { Complain } from './problems.js';

/** What a module cannot export, or what the generated one exports itself. */
const RESERVED = new Set(
  (
    'arguments await break case catch class const continue debugger default delete do else enum eval export ' +
    'extends false finally for function if implements import in instanceof interface let new null package ' +
    'private protected public return static super switch this throw true try typeof var void while with yield ' +
    'any bigint boolean catalogue globalThis never number object string symbol undefined unknown'
  ).split(' '),
);

/** @returns full name to name of the export, e.g. "game.v1.Outer.Inner" to "Outer_Inner" */
export function exportNames(fullNames: readonly string[], complain: Complain): ReadonlyMap<string, string> {
  const known = new Set(fullNames);
  const names = new Map<string, string>();
  const owners = new Map<string, string>();
  for (const fullName of fullNames) {
    const name = exportName(fullName, known);
    const owner = owners.get(name);
    if (owner !== undefined) complain(fullName, `would be exported as ${name}, which ${owner} is already`);
    owners.set(name, fullName);
    names.set(fullName, name);
  }
  return names;
}

function exportName(fullName: string, known: ReadonlySet<string>): string {
  const parts = fullName.split('.');
  let first = parts.length - 1;
  while (first > 0 && known.has(parts.slice(0, first).join('.'))) first--;
  const name = parts.slice(first).join('_');
  return RESERVED.has(name) ? `${name}$` : name;
}
