// Whether JSON has the shape of a message. protobufjs passes over fields that it does not know and turns values of
// another kind into some number or text: what was mistyped would be sent as 0, and nobody would know.

import protobuf from 'protobufjs';
import { nearestWord } from '../../nearest-word.js';

/** @returns what is wrong with the first thing that does not fit, with its place; undefined: it fits */
export function misfit(message: protobuf.Type, value: unknown, place: string): string | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return `${place} is no JSON object`;
  for (const [key, inner] of Object.entries(value)) {
    const field = Object.hasOwn(message.fields, key) ? message.fields[key] : undefined;
    if (field === undefined) return unknownField(message, key, place);
    const wrong = partsOf(field, inner).map((part) => misfitOfField(field, part, `${place}.${key}`));
    const first = wrong.find((text) => text !== undefined);
    if (first !== undefined) return first;
  }
  return undefined;
}

function misfitOfField(field: protobuf.Field, value: unknown, place: string): string | undefined {
  // As in protobuf's JSON: not set.
  if (value === null) return undefined;
  const type = field.resolvedType;
  if (type instanceof protobuf.Type) return misfit(type, value, place);
  if (type instanceof protobuf.Enum) return misfitOfEnum(type, value, place);
  const kind = KINDS.get(field.type);
  return kind === undefined || kind.has(value) ? undefined : `${place} is ${shown(value)}; ${kind.wanted}`;
}

function misfitOfEnum({ values }: protobuf.Enum, value: unknown, place: string): string | undefined {
  if (typeof value === 'string' ? Object.hasOwn(values, value) : Number.isInteger(value)) return undefined;
  return `${place} is ${shown(value)}; write one of ${Object.keys(values).join(', ')}`;
}

interface Kind {
  readonly has: (value: unknown) => boolean;
  readonly wanted: string;
}

function whole(least: bigint, most: bigint): Kind {
  const has = (value: unknown): boolean => {
    const isWhole = typeof value === 'string' ? /^-?\d{1,20}$/.test(value) : Number.isInteger(value);
    return isWhole && BigInt(value as string | number) >= least && BigInt(value as string | number) <= most;
  };
  return { has, wanted: `write a whole number from ${least} to ${most}` };
}

const SIGNED_32 = whole(-(2n ** 31n), 2n ** 31n - 1n);
const UNSIGNED_32 = whole(0n, 2n ** 32n - 1n);
const SIGNED_64 = whole(-(2n ** 63n), 2n ** 63n - 1n);
const UNSIGNED_64 = whole(0n, 2n ** 64n - 1n);
const ANY_NUMBER: Kind = {
  has: (value) => typeof value === 'number' || ['NaN', 'Infinity', '-Infinity'].includes(value as string),
  wanted: 'write a number',
};

const KINDS: ReadonlyMap<string, Kind> = new Map([
  ...['int32', 'sint32', 'sfixed32'].map((name) => [name, SIGNED_32] as const),
  ...['uint32', 'fixed32'].map((name) => [name, UNSIGNED_32] as const),
  ...['int64', 'sint64', 'sfixed64'].map((name) => [name, SIGNED_64] as const),
  ...['uint64', 'fixed64'].map((name) => [name, UNSIGNED_64] as const),
  ...['float', 'double'].map((name) => [name, ANY_NUMBER] as const),
  ['bool', { has: (value) => typeof value === 'boolean', wanted: 'write true or false' }],
  ['string', { has: (value) => typeof value === 'string', wanted: 'write a text in double quotes' }],
  [
    'bytes',
    {
      has: (value) => typeof value === 'string' && /^[A-Za-z0-9+/]*={0,2}$/.test(value),
      wanted: 'write base64 in double quotes',
    },
  ],
]);

/** No more of it than a line has room for. */
const shown = (value: unknown): string => JSON.stringify(value).slice(0, 40);

function partsOf(field: protobuf.Field, value: unknown): readonly unknown[] {
  if (field.repeated) return Array.isArray(value) ? value : [value];
  if (field.map) return typeof value === 'object' && value !== null ? Object.values(value) : [value];
  return [value];
}

function unknownField(message: protobuf.Type, key: string, place: string): string {
  const names = Object.keys(message.fields);
  const near = nearestWord(key, names);
  const advice =
    near === undefined ? `its fields are ${names.join(', ') || 'none'}` : `did you mean ${near}?`;
  return `${place} has no field ${key}; ${advice}`;
}
