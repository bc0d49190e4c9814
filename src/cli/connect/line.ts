// What a line of `causeway connect` asks for. Pure.
//
//   [request|notify] NAME[@key] [JSON]        a message of a .proto file
//   [request|notify] NUMBER[@key] [text|0xHEX] any message type
//   .types  .help  .exit

import { FIRST_APPLICATION_TYPE, KEY_BYTES_MAX, UINT32_MAX } from '../../protocol/control-types.js';
import { encodeJson, type Book, type BookEntry } from './book.js';

export interface SendOrder {
  readonly do: 'send';
  /** As answers and failures name it. */
  readonly name: string;
  readonly type: number;
  readonly key: string;
  readonly payload: Uint8Array;
  readonly isRequest: boolean;
}

export type Order =
  | SendOrder
  | { readonly do: 'types' | 'help' | 'exit' | 'nothing' }
  | { readonly do: 'complain'; readonly problem: string };

const LINE = /^(?:(request|notify)\s+)?([A-Za-z_][\w.]*|\d+)(?:@(\S+))?(?:\s+(.*))?$/s;

const WORDS: ReadonlyMap<string, 'types' | 'help' | 'exit' | 'nothing'> = new Map([
  ['.types', 'types'],
  ['.help', 'help'],
  ['.exit', 'exit'],
  ['', 'nothing'],
]);

export function parseLine(book: Book, line: string): Order {
  const text = line.trim();
  const word = WORDS.get(text);
  if (word !== undefined) return { do: word };
  const match = LINE.exec(text);
  if (match === null) return complain('write NAME {json} or NUMBER text; .help shows more');
  const [, mode, name = '', key = '', body = ''] = match;
  if (Buffer.byteLength(key) > KEY_BYTES_MAX)
    return complain(`the key is longer than ${KEY_BYTES_MAX} bytes`);
  const entry = /^\d/.test(name) ? book.byType(Number(name)) : book.byName(name);
  if (entry !== undefined) return named(entry, mode, key, body);
  return /^\d/.test(name) ? raw(Number(name), mode, key, body) : unknownName(book, name);
}

function named(entry: BookEntry, mode: string | undefined, key: string, body: string): Order {
  const { name, type, message, reply } = entry;
  if (entry.push) return complain(`${name} is a push: backends send it`);
  const encoded = encodeJson(message, body);
  if (!encoded.ok) return complain(encoded.problem);
  const isRequest = mode === undefined ? reply !== undefined : mode === 'request';
  return { do: 'send', name, type, key, payload: encoded.payload, isRequest };
}

function raw(type: number, mode: string | undefined, key: string, body: string): Order {
  if (type < FIRST_APPLICATION_TYPE || type > UINT32_MAX)
    return complain(`message types go from ${FIRST_APPLICATION_TYPE} to ${UINT32_MAX}`);
  const isHex = /^0x(?:[0-9a-f]{2})*$/i.test(body);
  const payload = isHex ? Buffer.from(body.slice(2), 'hex') : Buffer.from(body);
  return { do: 'send', name: String(type), type, key, payload, isRequest: mode !== 'notify' };
}

function unknownName(book: Book, name: string): Order {
  const near = book.nearest(name);
  if (near !== undefined) return complain(`no message ${name}; did you mean ${near}?`);
  return complain(
    book.entries.length === 0
      ? `no message ${name}: name the .proto files by --proto, or write a number`
      : `no message ${name}; .types lists them`,
  );
}

const complain = (problem: string): Order => ({ do: 'complain', problem });

/** Bytes as a person reads them: the text that they are, else hexadecimal. */
export function readable(payload: Uint8Array): string {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(payload);
    if (!/[^\P{C}\n\t]/u.test(text)) return text;
  } catch {
    // No text.
  }
  return `0x${Buffer.from(payload).toString('hex')}`;
}
