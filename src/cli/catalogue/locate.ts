// Lines of declarations. protobufjs keeps none, so that a problem of a message could only name a file;
// this walks the source a second time, over nothing but names and braces.

/** Comments and strings, which may hold braces; declarations; braces. */
const TOKENS =
  /\/\/[^\n]*|\/\*[\s\S]*?\*\/|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|\bpackage\s+([\w.]+)|\b(?:message|enum|group)\s+(\w+)\s*\{|[{}]/g;

/** @returns full name ("game.v1.Move") of every message and enum, to its line from 1 */
export function declarationLines(source: string): ReadonlyMap<string, number> {
  const lines = new Map<string, number>();
  const scopes: string[] = [];
  let packageName = '';
  for (const match of source.matchAll(TOKENS)) {
    const [token, declaredPackage, name] = match;
    if (declaredPackage !== undefined) packageName = declaredPackage;
    else if (name !== undefined) {
      scopes.push(name);
      lines.set(
        [packageName, ...scopes].filter((part) => part !== '').join('.'),
        lineAt(source, match.index),
      );
    } else if (token === '{') scopes.push('');
    else if (token === '}') scopes.pop();
  }
  return lines;
}

function lineAt(source: string, index: number): number {
  return source.slice(0, index).split('\n').length;
}
