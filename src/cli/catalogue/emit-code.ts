// The .js of a catalogue: plain encoders and decoders over protobufjs's reader and writer. No
// reflection at run time, so nothing is compiled in the browser and strict content policies hold.
//
// Names with a "$" cannot collide: protobuf's have none. Global names are written as globalThis.…, because
// a message may be called Map.

import type { Catalogue, Enum, Field, Message, Scalar, ValueType } from './model.js';

/** Wire types (protobuf encoding, "Message Structure"). */
const VARINT = 0;
const FIXED64 = 1;
const CHUNK = 2;
const FIXED32 = 5;

interface ScalarRow {
  readonly wireType: number;
  /** What an absent field reads as. */
  readonly zero: string;
  /** JavaScript that says whether `v` must be written where the field has no presence. */
  readonly isSet: (v: string) => string;
  readonly toWire: (v: string) => string;
  readonly fromWire: (v: string) => string;
}

const same = (v: string): string => v;
const plain = (wireType: number, zero: string): ScalarRow => ({
  wireType,
  zero,
  isSet: (v) => `${v} !== ${zero}`,
  toWire: same,
  fromWire: same,
});
/** Minus zero is not the default: it is written. */
const float = (wireType: number): ScalarRow => ({
  ...plain(wireType, '0'),
  isSet: (v) => `!globalThis.Object.is(${v}, 0)`,
});
const big = (wireType: number, read: string): ScalarRow => ({
  ...plain(wireType, '0n'),
  toWire: (v) => `$.halves(${v})`,
  fromWire: (v) => `$.${read}(${v})`,
});

const SCALARS: Readonly<Record<Scalar, ScalarRow>> = {
  double: float(FIXED64),
  float: float(FIXED32),
  int32: plain(VARINT, '0'),
  uint32: plain(VARINT, '0'),
  sint32: plain(VARINT, '0'),
  fixed32: plain(FIXED32, '0'),
  sfixed32: plain(FIXED32, '0'),
  int64: big(VARINT, 'signed64'),
  uint64: big(VARINT, 'unsigned64'),
  sint64: big(VARINT, 'signed64'),
  fixed64: big(FIXED64, 'unsigned64'),
  sfixed64: big(FIXED64, 'signed64'),
  bool: plain(VARINT, 'false'),
  string: plain(CHUNK, "''"),
  bytes: {
    ...plain(CHUNK, 'new globalThis.Uint8Array(0)'),
    isSet: (v) => `${v}.length > 0`,
    // A copy: the bytes read from may be the SDK's, and change.
    fromWire: (v) => `new globalThis.Uint8Array(${v})`,
  },
};

export function emitCode({ messages, enums }: Catalogue, header: string, runtime: string): string {
  const listed = messages.filter(({ descriptor }) => descriptor !== undefined);
  const rows = listed.map(({ name }) => `  ${name},\n`).join('');
  const parts = [
    header,
    `import * as $ from '${runtime}';\n`,
    ...enums.map(emitEnum),
    ...messages.map(emitMessage),
    `export const catalogue = [\n${rows}];\n`,
  ];
  return parts.join('\n');
}

function emitEnum({ name, values }: Enum): string {
  const rows = values.map((one) => `  ${one.name}: ${one.value},\n`).join('');
  return `export const ${name} = globalThis.Object.freeze({\n${rows}});\n`;
}

function emitMessage(message: Message): string {
  const { name, fields } = message;
  return `${emitNew(name, fields)}
function encode$${name}(m, w) {
${fields.map((field) => emitWrite(field)).join('')}  return w;
}

function decode$${name}(r, end, depth, m = new$${name}()) {
  $.checkDepth(depth);
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
${fields.map((field) => emitRead(field)).join('')}      default:
        $.skip(r, tag);
    }
  }
  $.checkEnd(r, end);
  return m;
}

export const ${name} = {
  name: '${message.fullName}',
${emitDescriptor(message)}  encode: (m) => encode$${name}(m, $.Writer.create()).finish(),
  decode: (bytes) => decode$${name}($.Reader.create(bytes), bytes.length, 0),
};
`;
}

/** `reply` is looked up when it is asked for: it may be declared further down. */
function emitDescriptor({ descriptor }: Message): string {
  if (descriptor === undefined) return '';
  const type = `  type: ${descriptor.type},\n`;
  if (descriptor.reply === undefined) return `${type}  push: ${descriptor.push},\n`;
  return `${type}  get reply() {\n    return ${descriptor.reply};\n  },\n`;
}

function emitNew(name: string, fields: readonly Field[]): string {
  const rows = fields.map((field) => `  ${field.name}: ${zeroOf(field)},\n`).join('');
  return `const new$${name} = () => ({\n${rows}});\n`;
}

function zeroOf({ value, shape }: Field): string {
  if (shape.is === 'explicit') return 'undefined';
  if (shape.is === 'repeated') return '[]';
  if (shape.is === 'map') return 'new globalThis.Map()';
  return scalarRow(value).zero;
}

/** Enums travel as int32. */
function scalarOf(value: ValueType): Scalar {
  return value.is === 'scalar' ? value.scalar : 'int32';
}

function scalarRow(value: ValueType): ScalarRow {
  return SCALARS[scalarOf(value)];
}

function wireTypeOf(value: ValueType): number {
  return value.is === 'message' ? CHUNK : scalarRow(value).wireType;
}

const tagOf = (id: number, wireType: number): number => ((id << 3) | wireType) >>> 0;

/** A statement that writes the value `v` with its tag. */
function writeTagged(value: ValueType, id: number, v: string): string {
  const tag = tagOf(id, wireTypeOf(value));
  if (value.is === 'message') return `encode$${value.name}(${v}, w.uint32(${tag}).fork()).ldelim();`;
  return `w.uint32(${tag}).${scalarOf(value)}(${scalarRow(value).toWire(v)});`;
}

function emitWrite({ name, id, value, shape }: Field): string {
  const v = `m.${name}`;
  switch (shape.is) {
    case 'explicit':
      return `  if (${v} !== undefined) ${writeTagged(value, id, v)}\n`;
    case 'implicit':
      return `  if (${v} !== undefined && ${scalarRow(value).isSet(v)}) ${writeTagged(value, id, v)}\n`;
    case 'repeated':
      return shape.packed && wireTypeOf(value) !== CHUNK
        ? emitWritePacked(id, value, v)
        : `  for (const item of ${v} ?? []) ${writeTagged(value, id, 'item')}\n`;
    case 'map':
      return emitWriteMap(id, shape.key, value, v);
  }
}

function emitWritePacked(id: number, value: ValueType, v: string): string {
  return `  if (${v} !== undefined && ${v}.length > 0) {
    w.uint32(${tagOf(id, CHUNK)}).fork();
    for (const item of ${v}) w.${scalarOf(value)}(${scalarRow(value).toWire('item')});
    w.ldelim();
  }
`;
}

/** A map is a repeated message of key 1 and value 2. */
function emitWriteMap(id: number, key: Scalar, value: ValueType, v: string): string {
  return `  for (const [key, item] of ${v} ?? []) {
    w.uint32(${tagOf(id, CHUNK)}).fork();
    ${writeTagged({ is: 'scalar', scalar: key }, 1, 'key')}
    ${writeTagged(value, 2, 'item')}
    w.ldelim();
  }
`;
}

/** An expression that reads one value. `old`: the message that a second occurrence merges into. */
function readValue(value: ValueType, old = 'undefined'): string {
  if (value.is === 'message') return `decode$${value.name}(r, r.uint32() + r.pos, depth + 1, ${old})`;
  return scalarRow(value).fromWire(`r.${scalarOf(value)}()`);
}

function emitRead({ name, id, value, shape }: Field): string {
  const m = `m.${name}`;
  const wireType = wireTypeOf(value);
  if (shape.is === 'map') return emitReadMap(id, shape.key, value, m);
  if (shape.is === 'repeated') {
    const one = emitCase(id, wireType, `${m}.push(${readValue(value)});`);
    const run = `for (const last = r.uint32() + r.pos; r.pos < last; ) ${m}.push(${readValue(value)});`;
    return wireType === CHUNK ? one : one + emitCase(id, CHUNK, run);
  }
  const rivals = shape.is === 'explicit' ? shape.rivals : [];
  const cleared = rivals.map((rival) => `m.${rival} = undefined;\n        `).join('');
  return emitCase(id, wireType, `${cleared}${m} = ${readValue(value, m)};`);
}

function emitCase(id: number, wireType: number, body: string): string {
  return `      case ${tagOf(id, wireType)}:\n        ${body}\n        break;\n`;
}

function emitReadMap(id: number, key: Scalar, value: ValueType, m: string): string {
  const keyValue: ValueType = { is: 'scalar', scalar: key };
  const zero = value.is === 'message' ? `new$${value.name}()` : scalarRow(value).zero;
  return `      case ${tagOf(id, CHUNK)}: {
        let key = ${SCALARS[key].zero};
        let item = ${zero};
        const last = r.uint32() + r.pos;
        while (r.pos < last) {
          const part = r.uint32();
          if (part === ${tagOf(1, wireTypeOf(keyValue))}) key = ${readValue(keyValue)};
          else if (part === ${tagOf(2, wireTypeOf(value))}) item = ${readValue(value, 'item')};
          else $.skip(r, part);
        }
        $.checkEnd(r, last);
        ${m}.set(key, item);
        break;
      }
`;
}
