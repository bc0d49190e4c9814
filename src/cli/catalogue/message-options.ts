// The options of proto/causeway/options.proto on one message, checked.

import protobuf from 'protobufjs';
import { nearestWord } from '../../nearest-word.js';
import { FIRST_APPLICATION_TYPE, UINT32_MAX } from '../../protocol/control-types.js';
import type { Descriptor } from './model.js';
import type { Complain } from './problems.js';

const OPTIONS = ['type', 'reply', 'push'] as const;
type OptionName = (typeof OPTIONS)[number];

/** @returns undefined when the message has no type of its own, or none that can be used */
export function readDescriptor(
  message: protobuf.Type,
  nameOf: (object: protobuf.ReflectionObject) => string,
  complain: Complain,
): Descriptor | undefined {
  const fullName = message.fullName.slice(1);
  const fault = (text: string): void => {
    complain(fullName, text);
  };
  const { type, reply, push } = causewayOptions(message, fault);
  if (type === undefined) {
    if (reply !== undefined || push !== undefined) fault('has a reply or push option but no type');
    return undefined;
  }
  if (!isMessageType(type))
    fault(`type ${JSON.stringify(type)} is not from ${FIRST_APPLICATION_TYPE} to ${UINT32_MAX}`);
  if (push !== undefined && typeof push !== 'boolean') fault('push is true or false');
  if (push === true && reply !== undefined) fault('a push has no reply: leave one of the two out');
  const answer = reply === undefined ? undefined : lookUp(message, reply, fault);
  return { type: Number(type), push: push === true, reply: answer && nameOf(answer) };
}

function isMessageType(type: unknown): boolean {
  return Number.isInteger(type) && Number(type) >= FIRST_APPLICATION_TYPE && Number(type) <= UINT32_MAX;
}

function lookUp(
  message: protobuf.Type,
  reply: unknown,
  fault: (text: string) => void,
): protobuf.Type | undefined {
  const found = typeof reply === 'string' ? message.lookup(reply, [protobuf.Type]) : null;
  if (found instanceof protobuf.Type) return found;
  fault(`reply "${String(reply)}" is no message that is declared or imported here`);
  return undefined;
}

function causewayOptions(
  message: protobuf.Type,
  fault: (text: string) => void,
): Partial<Record<OptionName, unknown>> {
  const found: Partial<Record<OptionName, unknown>> = {};
  for (const [key, value] of Object.entries(message.options ?? {})) {
    const name = /^\(\.?causeway\.(\w+)\)$/.exec(key)?.[1];
    if (name === undefined) continue;
    if (isOptionName(name)) found[name] = value;
    else fault(`there is no option ${key}${suggestion(name)}`);
  }
  return found;
}

function isOptionName(name: string): name is OptionName {
  return (OPTIONS as readonly string[]).includes(name);
}

function suggestion(name: string): string {
  const near = nearestWord(name, OPTIONS);
  return near === undefined ? `: there are ${OPTIONS.join(', ')}` : `; (causeway.${near}) was meant?`;
}
