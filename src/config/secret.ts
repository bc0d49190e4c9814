// A secret as it travels through the program: whoever logs, prints or serialises what holds it, on
// purpose or not, gets a mask.

import { inspect } from 'node:util';

const MASK = '[secret]';

export class Secret {
  /** Where it stands, for who reads it anew; undefined: in the configuration itself. */
  readonly file: string | undefined;
  readonly #text: string;

  constructor(text: string, file?: string) {
    this.#text = text;
    this.file = file;
  }

  /** The secret itself, as UTF-8. */
  bytes(): Uint8Array {
    return Buffer.from(this.#text, 'utf8');
  }

  /** The secret itself. */
  reveal(): string {
    return this.#text;
  }

  toString(): string {
    return MASK;
  }

  toJSON(): string {
    return MASK;
  }

  [inspect.custom](): string {
    return MASK;
  }
}
