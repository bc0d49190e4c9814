// The edge of the room: reads the files, then resolves. Synchronous: nothing else runs yet.

import { readFileSync } from 'node:fs';

import { readConfigText } from './config-file.js';
import type { Layer } from './layer.js';
import { resolveConfig, type ResolvedConfig, type SecretText } from './resolve.js';
import { CONFIG_FILE_ENV, readEnvironment, readFlags } from './texts.js';

/** Read when no other file is named, if it is there. */
export const DEFAULT_CONFIG_FILE = 'causeway.yaml';

const FILE_BYTES_MAX = 32 * 1024 * 1024;

export interface ConfigSources {
  /** From --config; must exist then. Else CAUSEWAY_CONFIG, which must exist too, else causeway.yaml. */
  readonly file?: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** By attribute, see `configFlags`. */
  readonly flags: Readonly<Record<string, unknown>>;
  readonly generatedGatewayId: string;
}

/** Relative paths are taken from the working directory. Never throws. */
export function loadConfig(sources: ConfigSources): ResolvedConfig {
  const { env, flags, generatedGatewayId } = sources;
  const layers = [readFlags(flags), readEnvironment(env), fileLayer(sources)];
  return resolveConfig({ layers, generatedGatewayId, readSecretFile: readText });
}

/** Host, process and chance, as far as a gateway id may hold them. `random` as in clock.ts. */
export function generateGatewayId(host: string, pid: number, random: () => number): string {
  const short = host
    .split('.', 1)
    .join('')
    .replace(/[^A-Za-z0-9_-]/g, '')
    .slice(0, 32);
  const chance = Math.floor(random() * 0x1000000)
    .toString(16)
    .padStart(6, '0');
  return `${short === '' ? 'gateway' : short}-${pid}-${chance}`;
}

function fileLayer({ file, env }: ConfigSources): Layer {
  const named = file ?? (env[CONFIG_FILE_ENV] === '' ? undefined : env[CONFIG_FILE_ENV]);
  const path = named ?? DEFAULT_CONFIG_FILE;
  const read = readText(path);
  if (read.ok) return readConfigText(read.text, path);
  if (named === undefined && read.missing) return { values: new Map(), problems: [] };
  const from = file === undefined ? (named === undefined ? '' : CONFIG_FILE_ENV) : '--config';
  const remedy = 'name a file that this user may read';
  return { values: new Map(), problems: [{ key: path, from, reason: read.reason, remedy }] };
}

function readText(path: string): SecretText & ({ readonly ok: true } | { readonly missing: boolean }) {
  try {
    const bytes = readFileSync(path);
    if (bytes.length > FILE_BYTES_MAX) return { ok: false, reason: 'is too long', missing: false };
    return { ok: true, text: bytes.toString('utf8') };
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    return { ok: false, reason: error instanceof Error ? error.message : String(error), missing };
  }
}
