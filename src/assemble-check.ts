// What `serve` would stumble over in the files that a configuration names: `causeway check-config` opens them too.

import { redisSettings } from './assemble-cluster.js';
import { securityProblems } from './assemble-security.js';
import { consulClient, UnusableFile } from './assemble.js';
import { systemClock } from './clock.js';
import type { Config } from './config/schema.js';
import { silentLog } from './log.js';

/** All of them, for an operator. Certificates, keys and authorities are read; nobody is connected to. */
export async function fileProblems(config: Config): Promise<readonly string[]> {
  const security = await securityProblems(config, systemClock, silentLog);
  return [...security, ...consulProblems(config), ...redisProblems(config)];
}

function consulProblems(config: Config): readonly string[] {
  if (config.registry.kind !== 'consul') return [];
  try {
    consulClient(config).close();
    return [];
  } catch (error) {
    if (error instanceof UnusableFile) return [error.message];
    throw error;
  }
}

function redisProblems(config: Config): readonly string[] {
  const settings = config.cluster.kind === 'redis' ? redisSettings(config) : undefined;
  return settings?.ok === false ? [settings.problem] : [];
}
