// The .d.ts of a catalogue. Global names are written as globalThis.…, because a message may be called
// Map.

import type { Catalogue, Enum, Field, Message, Scalar, ValueType } from './model.js';

const BIG: ReadonlySet<Scalar> = new Set(['int64', 'uint64', 'sint64', 'fixed64', 'sfixed64']);

export function emitTypes({ messages, enums }: Catalogue, header: string, runtime: string): string {
  const parts = [
    header,
    `import type * as $ from '${runtime}';\n`,
    ...enums.map(emitEnum),
    ...messages.map(emitMessage),
    emitList(messages),
  ];
  return parts.join('\n');
}

function emitEnum({ name, values, comment }: Enum): string {
  const rows = values.map((one) => `  readonly ${one.name}: ${one.value};\n`).join('');
  return (
    `${commentText(comment, '')}export declare const ${name}: {\n${rows}};\n` +
    `/** A number of {@link ${name}}; a newer peer may send others. */\nexport type ${name} = number;\n`
  );
}

function emitMessage(message: Message): string {
  const { name, fields, comment } = message;
  const text = commentText(comment, '');
  const rows = fields.map(emitField).join('');
  return `${text}export interface ${name} {\n${rows}}\n${text}export declare const ${name}: ${descriptorType(message)};\n`;
}

function descriptorType({ name, descriptor }: Message): string {
  if (descriptor === undefined) return `$.MessageCodec<${name}>`;
  if (descriptor.push) return `$.PushType<${name}>`;
  return descriptor.reply === undefined
    ? `$.NotificationType<${name}>`
    : `$.RequestType<${name}, ${descriptor.reply}>`;
}

function emitField({ name, value, shape, comment }: Field): string {
  const type = valueTypeText(value);
  const text = {
    implicit: () => type,
    explicit: () => `${type} | undefined`,
    repeated: () => `${type}[]`,
    map: () => `globalThis.Map<${shape.is === 'map' ? scalarText(shape.key) : ''}, ${type}>`,
  }[shape.is]();
  return `${commentText(comment, '  ')}  ${name}: ${text};\n`;
}

function valueTypeText(value: ValueType): string {
  return value.is === 'scalar' ? scalarText(value.scalar) : value.name;
}

function scalarText(scalar: Scalar): string {
  if (scalar === 'string') return 'string';
  if (scalar === 'bool') return 'boolean';
  if (scalar === 'bytes') return 'globalThis.Uint8Array';
  return BIG.has(scalar) ? 'bigint' : 'number';
}

function emitList(messages: readonly Message[]): string {
  const rows = messages.filter(({ descriptor }) => descriptor !== undefined);
  const types = rows.map(({ name }) => `  typeof ${name},\n`).join('');
  return `/** Every message with a type of its own. */\nexport declare const catalogue: readonly [\n${types}];\n`;
}

function commentText(comment: string | undefined, indent: string): string {
  if (comment === undefined || comment === '') return '';
  const lines = comment.replaceAll('*/', '*\\/').split('\n');
  if (lines.length === 1) return `${indent}/** ${lines.join('')} */\n`;
  return `${indent}/**\n${lines.map((line) => `${indent} * ${line}\n`).join('')}${indent} */\n`;
}
