// What our own documents and examples tell people to type, so that tests can do it.

export interface DocumentBlock {
  /** First word behind the fence: sh, js, diff. */
  readonly language: string;
  /** The rest of that line. */
  readonly hint: string;
  readonly text: string;
}

/** Fenced blocks of a Markdown section, in order. Throws when there is no such heading. */
export function blocksUnder(markdown: string, heading: string): DocumentBlock[] {
  const from = markdown.indexOf(`${heading}\n`);
  if (from < 0) throw new Error(`no heading "${heading}"`);
  const behind = markdown.slice(from + heading.length);
  const level = heading.split(' ', 1)[0] ?? '#';
  const end = behind.indexOf(`\n${level} `);
  const section = end < 0 ? behind : behind.slice(0, end);
  return [...section.matchAll(/^```(\w+)(?: ([^\n]*))?\n([^]*?)^```$/gm)].map(
    ([, language = '', hint = '', text = '']) => ({ language, hint, text }),
  );
}

/** The commands in a source file's opening comment: indented lines that begin with a program's name. */
export function commandsIn(source: string): string[] {
  return [...source.matchAll(/^(?:\/\/)? {3,4}((?:node|npx|protoc|python3) .*)$/gm)].map(
    ([, command = '']) => command,
  );
}
