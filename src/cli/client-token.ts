// The token with which a command is a client: from a file, or a development token of this folder.

import { readFile } from 'node:fs/promises';
import { mintToken } from '../auth/development-token.js';
import { developmentKeyPath, loadOrCreateKey } from '../auth/key-file.js';
import { systemClock } from '../clock.js';
import type { Config } from '../config/schema.js';
import type { Host } from './host.js';

export interface TokenSource {
  readonly tokenFile: string | undefined;
  /** For a development token. */
  readonly user: string;
  readonly roles: readonly string[];
}

/** @returns undefined when there is none; why is printed */
export async function clientToken(
  host: Host,
  config: Config,
  { tokenFile, user, roles }: TokenSource,
): Promise<string | undefined> {
  if (tokenFile !== undefined) {
    try {
      return (await readFile(tokenFile, 'utf8')).trim();
    } catch (error) {
      host.err(`${tokenFile}: ${error instanceof Error ? error.message : String(error)}`);
      return undefined;
    }
  }
  if (config.auth.kind !== 'development') {
    host.err(`auth.kind is ${config.auth.kind}: give a token by --token-file`);
    return undefined;
  }
  const key = await loadOrCreateKey(developmentKeyPath(config.stateDir));
  if (!key.ok) {
    host.err(`${key.reason}; ${key.remedy}`);
    return undefined;
  }
  const minted = await mintToken({ user, roles, expiresInS: undefined }, key.key, systemClock);
  if (minted.ok) return minted.token;
  host.err(`no token: ${minted.reason}`);
  return undefined;
}
