// A second, slow reading of canonical form, straight from docs/PROTOCOL.md and built differently from
// the scanners it judges: it first cuts the bytes into fields with big integers, then checks the rules.

export interface FieldRule {
  readonly number: number;
  /** Highest value of a varint field; `chunk` is length-delimited. */
  readonly kind: 'u32' | 'u53' | 'chunk';
}

interface RawField {
  readonly tag: bigint;
  readonly value: bigint | Uint8Array;
  /** Every varint of the field was as short as it could be. */
  readonly minimal: boolean;
}

const U32_MAX = 2n ** 32n - 1n;
const U53_MAX = 2n ** 53n - 1n;

export const ENVELOPE_RULES: readonly FieldRule[] = [
  { number: 1, kind: 'u32' },
  { number: 2, kind: 'u32' },
  { number: 3, kind: 'u32' },
  { number: 4, kind: 'chunk' },
  { number: 5, kind: 'chunk' },
];

export const LINK_FRAME_RULES: readonly FieldRule[] = [
  { number: 1, kind: 'u32' },
  { number: 2, kind: 'u32' },
  { number: 3, kind: 'u53' },
  { number: 4, kind: 'u32' },
  { number: 5, kind: 'u32' },
  { number: 6, kind: 'u32' },
  { number: 7, kind: 'chunk' },
  { number: 8, kind: 'chunk' },
];

/** Value by field number; absent fields are absent. */
export type CanonicalFields = ReadonlyMap<number, number | Uint8Array>;

/** @returns the fields, or undefined when the bytes are not in canonical form. */
export function readCanonical(bytes: Uint8Array, rules: readonly FieldRule[]): CanonicalFields | undefined {
  const raw = cutFields(bytes);
  if (raw === undefined) return undefined;
  const fields = new Map<number, number | Uint8Array>();
  let last = 0;
  for (const { tag, value, minimal } of raw) {
    const number = Number(tag >> 3n);
    const rule = rules.find((one) => one.number === number);
    if (rule === undefined || number <= last || !minimal || !fits(tag & 7n, value, rule)) return undefined;
    fields.set(number, typeof value === 'bigint' ? Number(value) : value);
    last = number;
  }
  return fields;
}

function fits(wireType: bigint, value: bigint | Uint8Array, rule: FieldRule): boolean {
  if (typeof value !== 'bigint') return rule.kind === 'chunk';
  return wireType === 0n && rule.kind !== 'chunk' && value <= (rule.kind === 'u32' ? U32_MAX : U53_MAX);
}

function cutFields(bytes: Uint8Array): RawField[] | undefined {
  const fields: RawField[] = [];
  let rest = [...bytes];
  while (rest.length > 0) {
    const tag = takeVarint(rest);
    if (tag === undefined || (tag.value & 7n) % 2n !== 0n || (tag.value & 7n) > 2n) return undefined;
    const number = takeVarint(tag.rest);
    if (number === undefined) return undefined;
    const minimal = tag.minimal && number.minimal;
    rest = number.rest;
    if ((tag.value & 7n) === 0n) {
      fields.push({ tag: tag.value, value: number.value, minimal });
      continue;
    }
    if (number.value > BigInt(rest.length)) return undefined;
    const length = Number(number.value);
    fields.push({ tag: tag.value, value: Uint8Array.from(rest.slice(0, length)), minimal });
    rest = rest.slice(length);
  }
  return fields;
}

function takeVarint(
  bytes: readonly number[],
): { value: bigint; minimal: boolean; rest: number[] } | undefined {
  const last = bytes.findIndex((byte) => byte < 0x80);
  if (last < 0) return undefined;
  const value = bytes
    .slice(0, last + 1)
    .reduce((sum, byte, index) => sum + (BigInt(byte & 0x7f) << (7n * BigInt(index))), 0n);
  return { value, minimal: last === 0 || bytes[last] !== 0, rest: bytes.slice(last + 1) };
}
