// `causeway token`: prints a token that a standalone gateway of this folder takes.

import { developmentKeyPath, loadOrCreateKey } from '../auth/key-file.js';
import { mintToken } from '../auth/development-token.js';
import { systemClock } from '../clock.js';
import { ExitCode, type Host } from './host.js';
import { operatorConfig } from './operator.js';
import type { Flags } from './scope.js';

export interface TokenArguments {
  readonly user: string;
  readonly roles: readonly string[];
  /** Seconds; undefined: it does not end. */
  readonly expiresInS: number | undefined;
  readonly flags: Flags;
}

export async function token(host: Host, args: TokenArguments): Promise<ExitCode> {
  const config = operatorConfig(host, args.flags);
  if (config === undefined) return ExitCode.USAGE;
  const { auth, stateDir } = config;
  if (auth.kind !== 'development') {
    host.err(
      `auth.kind is ${auth.kind}: its tokens come from whoever has its key; set it to development for these`,
    );
    return ExitCode.USAGE;
  }
  const key = await loadOrCreateKey(developmentKeyPath(stateDir));
  if (!key.ok) {
    host.err(`${key.reason}; ${key.remedy}`);
    return ExitCode.FAILED;
  }
  const minted = await mintToken(
    { user: args.user, roles: args.roles, expiresInS: args.expiresInS },
    key.key,
    systemClock,
  );
  if (!minted.ok) {
    host.err(`no token: ${minted.reason}`);
    return ExitCode.USAGE;
  }
  host.out(minted.token);
  return ExitCode.OK;
}
