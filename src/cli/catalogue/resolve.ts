// From reflection to the model, with every check. A problem does not keep the others from being found.

import protobuf from 'protobufjs';
import { exportNames } from './export-names.js';
import { readDescriptor } from './message-options.js';
import type { Catalogue, Enum, Field, Message, Scalar, Shape, ValueType } from './model.js';
import type { Parsed } from './parse.js';
import type { Complain, Problem } from './problems.js';

export interface Resolved {
  readonly catalogue: Catalogue;
  readonly problems: readonly Problem[];
}

export function resolveCatalogue({ root, places }: Parsed): Resolved {
  const problems: Problem[] = [];
  const complain: Complain = (fullName, message) => {
    const place = places.get(fullName) ?? { file: '(imported)', line: 1 };
    problems.push({ ...place, message: `${fullName}: ${message}` });
  };
  const declared = collect(root);
  resolveTypes(root, declared.types, complain);
  const names = exportNames([...declared.types, ...declared.enums].map(bareName), complain);
  const nameOf = (object: protobuf.ReflectionObject): string => names.get(bareName(object)) ?? object.name;
  const messages = declared.types.map((type) => readMessage(type, nameOf, complain));
  checkTypes(messages, complain);
  return { catalogue: { messages, enums: declared.enums.map((one) => readEnum(one, nameOf)) }, problems };
}

interface Declared {
  readonly types: protobuf.Type[];
  readonly enums: protobuf.Enum[];
}

function collect(namespace: protobuf.NamespaceBase, into: Declared = { types: [], enums: [] }): Declared {
  for (const object of namespace.nestedArray) {
    if (object instanceof protobuf.Enum) into.enums.push(object);
    if (object instanceof protobuf.Type) into.types.push(object);
    if (object instanceof protobuf.Namespace) collect(object, into);
  }
  return into;
}

const bareName = (object: protobuf.ReflectionObject): string => object.fullName.replace(/^\./, '');

/** `resolveAll` ends at the first name it does not find; after it, field by field finds them all. */
function resolveTypes(root: protobuf.Root, types: readonly protobuf.Type[], complain: Complain): void {
  try {
    root.resolveAll();
  } catch {
    for (const type of types) for (const field of type.fieldsArray) resolveField(type, field, complain);
  }
}

function resolveField(type: protobuf.Type, field: protobuf.Field, complain: Complain): void {
  try {
    field.resolve();
  } catch {
    complain(bareName(type), `field ${field.name} has the type ${field.type}, which is declared nowhere`);
  }
}

type NameOf = (object: protobuf.ReflectionObject) => string;

function readMessage(type: protobuf.Type, nameOf: NameOf, complain: Complain): Message {
  return {
    name: nameOf(type),
    fullName: bareName(type),
    fields: type.fieldsArray
      .map((field) => readField(type, field, nameOf, complain))
      .sort((a, b) => a.id - b.id),
    comment: type.comment ?? undefined,
    descriptor: readDescriptor(type, nameOf, complain),
  };
}

function readField(type: protobuf.Type, field: protobuf.Field, nameOf: NameOf, complain: Complain): Field {
  for (const fault of faults(field)) complain(bareName(type), `field ${field.name}: ${fault}`);
  return {
    name: protobuf.util.jsonName(field.name),
    id: field.id,
    value: valueType(field, nameOf),
    shape: shapeOf(field),
    comment: field.comment ?? undefined,
  };
}

/** What proto2 and editions allow and a game's messages do better without. */
function faults(field: protobuf.Field): string[] {
  const found: string[] = [];
  if (field.required) found.push('required fields are not supported, make it optional');
  if (field.delimited) found.push('groups are not supported, use a message field');
  if (field.options?.['default'] !== undefined) found.push('default values are not supported, leave it out');
  return found;
}

function valueType(field: protobuf.Field, nameOf: NameOf): ValueType {
  const { resolvedType } = field;
  if (resolvedType instanceof protobuf.Enum) return { is: 'enum', name: nameOf(resolvedType) };
  if (resolvedType !== null) return { is: 'message', name: nameOf(resolvedType) };
  return { is: 'scalar', scalar: field.type as Scalar };
}

function shapeOf(field: protobuf.Field): Shape {
  if (field instanceof protobuf.MapField) return { is: 'map', key: field.keyType as Scalar };
  if (field.repeated) return { is: 'repeated', packed: field.packed };
  const isMessage = field.resolvedType instanceof protobuf.Type;
  if (!isMessage && !field.hasPresence) return { is: 'implicit' };
  const others = field.partOf?.fieldsArray.filter((other) => other !== field) ?? [];
  return { is: 'explicit', rivals: others.map(({ name }) => protobuf.util.jsonName(name)) };
}

function readEnum(declared: protobuf.Enum, nameOf: NameOf): Enum {
  const values = Object.entries(declared.values).map(([name, value]) => ({ name, value }));
  return { name: nameOf(declared), values, comment: declared.comment ?? undefined };
}

/** A message type names one message, over all files. */
function checkTypes(messages: readonly Message[], complain: Complain): void {
  const owners = new Map<number, string>();
  for (const { fullName, descriptor } of messages) {
    if (descriptor === undefined) continue;
    const owner = owners.get(descriptor.type);
    if (owner === undefined) owners.set(descriptor.type, fullName);
    else complain(fullName, `type ${descriptor.type} is taken by ${owner}`);
  }
}
