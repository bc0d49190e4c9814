// What every subcommand is registered with, and how its arguments are read.

import { InvalidArgumentError, Option, type Command } from 'commander';
import { configFlags } from '../config/texts.js';
import { parseAddress, type Address } from '../discovery/address.js';
import type { ExitCode, Host } from './host.js';

export interface CommandScope {
  readonly host: Host;
  /** Says how the command ended. */
  readonly ended: (code: ExitCode) => void;
}

/** Flags as commander gives them, by attribute. */
export type Flags = Readonly<Record<string, unknown>> & { readonly config?: string };

export function addConfigFile(command: Command): Command {
  return command.option('--config <file>', 'configuration file; causeway.yaml if it is there');
}

/** Flags of options of the gateway: all of them, or those that a command needs, by key. */
export function addConfigFlags(command: Command, isWanted: (key: string) => boolean = () => true): Command {
  for (const { key, flag, doc } of configFlags())
    if (isWanted(key)) command.addOption(new Option(`${flag} <value>`, doc));
  return command;
}

/** Help behind the options. */
export function addExamples(command: Command, ...lines: readonly string[]): Command {
  const head = lines.length === 1 ? 'Example:' : 'Examples:';
  return command.addHelpText('after', `\n${[head, ...lines.map((line) => `  ${line}`)].join('\n')}`);
}

export function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,9}$/.test(text)) throw new InvalidArgumentError('Write a whole number above 0.');
  return Number(text);
}

export function wholeNumberOrZero(text: string): number {
  return text === '0' ? 0 : wholeNumber(text);
}

/** For flags that may be repeated. */
export function collect(text: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), text];
}

export function collectAddresses(text: string, before: readonly Address[] | undefined): readonly Address[] {
  const address = parseAddress(text);
  if (address === undefined) throw new InvalidArgumentError('Write host:port (IPv6 in brackets).');
  return [...(before ?? []), address];
}

const UNIT_S: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

/** "90", "90s", "15m", "2h", "1d" to seconds. */
export function seconds(text: string): number {
  const match = /^(\d{1,7})([smhd]?)$/.exec(text);
  const unit = UNIT_S[match?.[2] === '' ? 's' : (match?.[2] ?? '')];
  if (match === null || unit === undefined)
    throw new InvalidArgumentError('Write seconds, or a number with s, m, h or d: 15m.');
  return Number(match[1]) * unit;
}
