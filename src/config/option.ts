// What one row of the option table is, and the kinds of rows there are. A kind knows how its values are
// written (in YAML as they are, in the environment and in flags as text) and what it expects in words.

import { isIP } from 'node:net';
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

/** "host:port" with commas between them, or a list. */
export function addressList(fallback: string, doc: string): Option<readonly Address[]> {
  const elements = z.array(z.string()).min(1).max(LIST_LENGTH_MAX);
  const type = z.union([z.string().transform(splitList), elements]).transform((written, context) => {
    const parsed = written.map(parseAddress);
    if (!parsed.includes(undefined)) return parsed.filter((address) => address !== undefined);
    context.addIssue({ code: 'custom', input: written });
    return z.NEVER;
  });
  const expects = 'one to 64 of "host:port" (IPv6 in brackets)';
  return { type, fallback, expects, doc, secret: false, fromText: asText };
}

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

/** Most elements of a list: they are looked through for each connection. */
const LIST_LENGTH_MAX = 64;

const splitList = (written: string): string[] => written.split(',').map((part) => part.trim());

/** In the environment and in flags with commas between the elements; none if unset. */
function list(fits: (element: string) => boolean, expects: string, doc: string): Option<readonly string[]> {
  const type = z.array(z.string().refine(fits)).max(LIST_LENGTH_MAX).default([]);
  return { type, fallback: undefined, expects, doc, secret: false, fromText: splitList };
}

/** Origins of web pages, as browsers send them. */
export const originList = (doc: string): Option<readonly string[]> =>
  list(
    (element) => /^https?:\/\/(\*\.)?[a-z0-9.-]{1,253}(:\d{1,5})?$/.test(element),
    'a list of up to 64 origins such as "https://game.example" or "https://*.example.com", in lower case',
    doc,
  );

/** Networks by address and prefix length; a bare address is a network of one. */
export const networkList = (doc: string): Option<readonly string[]> =>
  list(isNetwork, 'a list of up to 64 networks such as "10.0.0.0/8", "192.0.2.7" or "fd00::/8"', doc);

function isNetwork(written: string): boolean {
  const [address = '', bits, ...rest] = written.split('/');
  const family = isIP(address);
  if (family === 0 || rest.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128));
}

/** An http: or https: address. */
export function optionalUrl(doc: string): Option<string | undefined> {
  const type = text.refine((written) => /^https?:/i.test(written) && URL.canParse(written)).optional();
  const expects = 'a URL that begins with https:// or http://';
  return { type, fallback: undefined, expects, doc, secret: false, fromText: asText };
}
