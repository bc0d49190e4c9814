// Message types by name: what a line's JSON becomes on the wire, and what comes back becomes JSON again.

import protobuf from 'protobufjs';
import { parseSources, type ProtoSource, type ReadImport } from '../catalogue/parse.js';
import { problemText } from '../catalogue/problems.js';
import { resolveCatalogue } from '../catalogue/resolve.js';
import { nearestWord } from '../../nearest-word.js';
import { misfit } from './fit.js';

export interface BookEntry {
  readonly name: string;
  readonly type: number;
  readonly push: boolean;
  readonly message: protobuf.Type;
  /** The message that answers; undefined: it is a notification unless a request is asked for. */
  readonly reply: { readonly name: string; readonly message: protobuf.Type } | undefined;
}

export type Encoded =
  { readonly ok: true; readonly payload: Uint8Array } | { readonly ok: false; readonly problem: string };

export class Book {
  readonly entries: readonly BookEntry[];
  readonly #byName: ReadonlyMap<string, BookEntry>;
  readonly #byType: ReadonlyMap<number, BookEntry>;

  constructor(entries: readonly BookEntry[]) {
    this.entries = [...entries].sort((a, b) => a.type - b.type);
    this.#byName = new Map(entries.map((entry) => [entry.name, entry]));
    this.#byType = new Map(entries.map((entry) => [entry.type, entry]));
  }

  byName(name: string): BookEntry | undefined {
    return this.#byName.get(name);
  }

  byType(type: number): BookEntry | undefined {
    return this.#byType.get(type);
  }

  /** The known name that was most likely meant. */
  nearest(name: string): string | undefined {
    return nearestWord(name, this.#byName.keys());
  }
}

export type OpenedBook =
  { readonly ok: true; readonly book: Book } | { readonly ok: false; readonly problems: readonly string[] };

/** An empty book when there are no sources. */
export function openBook(sources: readonly ProtoSource[], readImport: ReadImport): OpenedBook {
  const parsed = parseSources(sources, readImport);
  if (parsed.problems.length > 0) return { ok: false, problems: parsed.problems.map(problemText) };
  const { catalogue, problems } = resolveCatalogue(parsed);
  if (problems.length > 0) return { ok: false, problems: problems.map(problemText) };
  const messages = new Map(
    catalogue.messages.map(({ name, fullName }) => [name, parsed.root.lookupType(fullName)]),
  );
  const entries = catalogue.messages.flatMap(({ name, descriptor }): BookEntry[] => {
    const message = messages.get(name);
    if (descriptor === undefined || message === undefined) return [];
    const { type, push } = descriptor;
    const answer = descriptor.reply === undefined ? undefined : messages.get(descriptor.reply);
    const reply = answer && { name: descriptor.reply ?? '', message: answer };
    return [{ name, type, push, message, reply }];
  });
  return { ok: true, book: new Book(entries) };
}

/** @param json an object in the message's shape; empty: the message with nothing set */
export function encodeJson(message: protobuf.Type, json: string): Encoded {
  try {
    const value: unknown = json.trim() === '' ? {} : JSON.parse(json);
    const wrong = misfit(message, value, message.name);
    if (wrong !== undefined) return { ok: false, problem: wrong };
    return { ok: true, payload: message.encode(message.fromObject(value as object)).finish() };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { ok: false, problem: `${message.name}: ${reason}` };
  }
}

/** One line of JSON; undefined when the bytes are no such message. */
export function decodeJson(message: protobuf.Type, payload: Uint8Array): string | undefined {
  try {
    const decoded = message.decode(payload);
    return JSON.stringify(message.toObject(decoded, { longs: String, enums: String, bytes: String }));
  } catch {
    return undefined;
  }
}
