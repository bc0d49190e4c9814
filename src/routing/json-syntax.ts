// Where a text stops being JSON. JSON.parse says it in words that differ between engine versions and
// often without a position; operators need line and column. A push-down recogniser without recursion,
// run only after JSON.parse has refused.

export interface JsonFault {
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 units, as editors count. */
  readonly column: number;
  /** What could have stood there. */
  readonly expected: string;
}

/** What may come next. */
const EXPECTED = {
  value: 'a value',
  valueOrEnd: 'a value or "]"',
  name: 'a name in double quotes',
  nameOrEnd: 'a name in double quotes or "}"',
  colon: '":"',
  commaOrEnd: '"," or the closing bracket',
  nothing: 'the end of the text',
} as const;
type Expectation = keyof typeof EXPECTED;

/** Far beyond any route table; it bounds the recogniser's stack. */
const DEPTH_MAX = 64;

/** The first place at which `text` cannot be continued to JSON, or undefined when it is JSON. */
export function findJsonFault(text: string): JsonFault | undefined {
  const recogniser = new Recogniser(text);
  while (recogniser.step());
  return recogniser.fault === undefined ? undefined : locate(text, recogniser.at, recogniser.fault);
}

function locate(text: string, at: number, expected: string): JsonFault {
  let line = 1;
  let lineStart = 0;
  for (let next = text.indexOf('\n'); next >= 0 && next < at; next = text.indexOf('\n', next + 1)) {
    line++;
    lineStart = next + 1;
  }
  return { line, column: at - lineStart + 1, expected };
}

class Recogniser {
  at = 0;
  fault: string | undefined;
  readonly #text: string;
  #expectation: Expectation = 'value';
  /** The closing bracket of each open list and object. */
  readonly #closers: string[] = [];

  constructor(text: string) {
    this.#text = text;
  }

  /** Takes one token. Returns false at the end, with or without a fault. */
  step(): boolean {
    this.#match(/[ \t\n\r]*/y);
    const character = this.#text[this.at];
    if (character === undefined) {
      return this.#expectation === 'nothing' ? false : this.#fail();
    }
    return this.#take(character);
  }

  #take(character: string): boolean {
    switch (this.#expectation) {
      case 'value':
        return this.#takeValue(character);
      case 'valueOrEnd':
        return character === ']' ? this.#close() : this.#takeValue(character);
      case 'name':
        return this.#takeName(character);
      case 'nameOrEnd':
        return character === '}' ? this.#close() : this.#takeName(character);
      case 'colon':
        return character === ':' ? this.#skip('value') : this.#fail();
      case 'commaOrEnd':
        return this.#takeComma(character, this.#closers.at(-1));
      case 'nothing':
        return this.#fail();
    }
  }

  #takeValue(character: string): boolean {
    if (character === '[') return this.#open(']', 'valueOrEnd');
    if (character === '{') return this.#open('}', 'nameOrEnd');
    if (character === '"') return this.#takeString() ? this.#afterValue() : this.#fail();
    const scalar = /(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)/y;
    return this.#match(scalar) ? this.#afterValue() : this.#fail();
  }

  #takeName(character: string): boolean {
    return character === '"' && this.#takeString() ? this.#next('colon') : this.#fail();
  }

  #takeComma(character: string, closer: string | undefined): boolean {
    if (character === closer) return this.#close();
    if (character !== ',') return this.#fail();
    return this.#skip(closer === '}' ? 'name' : 'value');
  }

  /** Leaves `at` behind the string, or at its first wrong character. */
  #takeString(): boolean {
    this.at++;
    for (;;) {
      const code = this.#text.charCodeAt(this.at);
      if (code === 0x22) {
        this.at++;
        return true;
      }
      if (code === 0x5c) {
        if (!this.#match(/\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y)) return this.#failAs('a valid escape');
      } else if (code >= 0x20) this.at++;
      else return this.#failAs('the closing quote (control characters must be escaped)');
    }
  }

  #open(closer: string, expectation: Expectation): boolean {
    if (this.#closers.length >= DEPTH_MAX) return this.#failAs('less nesting');
    this.#closers.push(closer);
    return this.#skip(expectation);
  }

  #close(): boolean {
    this.#closers.pop();
    this.at++;
    return this.#afterValue();
  }

  #afterValue(): boolean {
    return this.#next(this.#closers.length === 0 ? 'nothing' : 'commaOrEnd');
  }

  #skip(expectation: Expectation): boolean {
    this.at++;
    return this.#next(expectation);
  }

  #next(expectation: Expectation): boolean {
    this.#expectation = expectation;
    return true;
  }

  #fail(): false {
    return this.#failAs(EXPECTED[this.#expectation]);
  }

  /** The first fault stands: a broken string is not also a missing value. */
  #failAs(expected: string): false {
    this.fault ??= expected;
    return false;
  }

  #match(sticky: RegExp): boolean {
    sticky.lastIndex = this.at;
    if (!sticky.test(this.#text)) return false;
    this.at = sticky.lastIndex;
    return true;
  }
}
