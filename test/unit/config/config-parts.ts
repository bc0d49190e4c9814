// Resolving a configuration out of texts, for the tests of this room.

import { readConfigText } from '../../../src/config/config-file.js';
import { formatConfigProblem } from '../../../src/config/layer.js';
import { resolveConfig, type ResolvedConfig, type SecretText } from '../../../src/config/resolve.js';
import type { Config } from '../../../src/config/schema.js';
import { readEnvironment, readFlags } from '../../../src/config/texts.js';

export interface Texts {
  readonly yaml?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly flags?: Readonly<Record<string, string>>;
  readonly secretFiles?: Readonly<Record<string, string>>;
}

export function resolveTexts({ yaml = '', env = {}, flags = {}, secretFiles = {} }: Texts): ResolvedConfig {
  return resolveConfig({
    layers: [readFlags(flags), readEnvironment(env), readConfigText(yaml, 'causeway.yaml')],
    generatedGatewayId: 'generated-1',
    readSecretFile: (path): SecretText => {
      const text = secretFiles[path];
      return text === undefined ? { ok: false, reason: 'no such file' } : { ok: true, text };
    },
  });
}

export function configOf(texts: Texts): Config {
  const resolved = resolveTexts(texts);
  if (!resolved.ok) throw new Error(problemsOf(texts).join('\n'));
  return resolved.config;
}

/** As an operator reads them. */
export function problemsOf(texts: Texts): readonly string[] {
  const resolved = resolveTexts(texts);
  return resolved.ok ? [] : resolved.problems.map(formatConfigProblem);
}
