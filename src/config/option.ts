// What one row of the option table is, and the kinds of rows there are. A kind knows how its values are
// written (in YAML as they are, in the environment and in flags as text) and what it expects in words.

import { z } from 'zod';

import { parseAddress, type Address } from '../discovery/address.js';
import { parseListenAddress } from './listen-address.js';
import { Secret } from './secret.js';

export interface Option<T> {
  readonly type: z.ZodType<T>;
  /** As an operator would write it; undefined: nothing, or generated at the start. */
  readonly fallback: string | number | undefined;
  /** Completes "write …". */
  readonly expects: string;
  readonly doc: string;
  /** A secret is never shown, may come from a file, and has no flag: other users see command lines. */
  readonly secret: boolean;
  /** What a text from the environment or a flag stands for. */
  readonly fromText: (text: string) => unknown;
}

const asText = (text: string): string => text;

/** What is no number stays a text, so that the message shows it as it was written. */
const asNumber = (text: string): string | number => (/^-?\d{1,15}$/.test(text) ? Number(text) : text);

export function integer(min: number, max: number, fallback: number, doc: string): Option<number> {
  const expects = `a whole number from ${min} to ${max}`;
  return { type: z.int().min(min).max(max), fallback, expects, doc, secret: false, fromText: asNumber };
}

export function choice<const T extends string>(values: readonly T[], fallback: T, doc: string): Option<T> {
  const expects = `one of ${values.join(', ')}`;
  return { type: z.enum(values), fallback, expects, doc, secret: false, fromText: asText };
}

const TEXT_LENGTH_MAX = 4096;
const text = z.string().min(1).max(TEXT_LENGTH_MAX);

export function words(fallback: string, doc: string): Option<string> {
  return { type: text, fallback, expects: 'a text', doc, secret: false, fromText: asText };
}

export function optionalWords(doc: string): Option<string | undefined> {
  const type = text.optional();
  return { type, fallback: undefined, expects: 'a text', doc, secret: false, fromText: asText };
}

/** A name that goes into logs, keys and addresses: `fallback` undefined means generated. */
export function name(fallback: string | undefined, doc: string): Option<string> {
  const type = z.string().regex(/^[A-Za-z0-9._-]{1,64}$/);
  const expects = '1 to 64 letters, digits, ".", "_" or "-"';
  return { type, fallback, expects, doc, secret: false, fromText: asText };
}

/** Names with "/" between them, for keys in Consul. */
export function keyPrefix(fallback: string, doc: string): Option<string> {
  const type = z.string().regex(/^[A-Za-z0-9._-]{1,64}(?:\/[A-Za-z0-9._-]{1,64}){0,7}$/);
  const expects = 'up to 8 names with "/" between them, none at the ends';
  return { type, fallback, expects, doc, secret: false, fromText: asText };
}

export const listenAddress = (fallback: string, doc: string): Option<Address> =>
  address(parseListenAddress, '"host:port" (IPv6 in brackets; port 0 lets the system choose)', fallback, doc);

export const dialAddress = (fallback: string, doc: string): Option<Address> =>
  address(parseAddress, '"host:port" (IPv6 in brackets)', fallback, doc);

function address(
  parse: (text: string) => Address | undefined,
  expects: string,
  fallback: string,
  doc: string,
): Option<Address> {
  const type = z.string().transform((written, context): Address => {
    const parsed = parse(written);
    if (parsed !== undefined) return parsed;
    context.addIssue({ code: 'custom', input: written });
    return z.NEVER;
  });
  return { type, fallback, expects, doc, secret: false, fromText: asText };
}

/** A shared secret of at least `bytesMin` bytes. */
export function secret(bytesMin: number, doc: string): Option<Secret | undefined> {
  const fits = (written: string): boolean => Buffer.byteLength(written) >= bytesMin;
  const type = z
    .string()
    .max(TEXT_LENGTH_MAX)
    .refine(fits)
    .transform((written) => new Secret(written))
    .optional();
  const expects = `a text of at least ${bytesMin} bytes`;
  return { type, fallback: undefined, expects, doc, secret: true, fromText: asText };
}
