// `causeway token`: prints a token that a standalone gateway of this folder takes.

import { developmentKeyPath, loadOrCreateKey } from '../auth/key-file.js';
import { mintToken } from '../auth/development-token.js';
import { systemClock } from '../clock.js';
import { formatConfigProblem } from '../config/layer.js';
import { loadConfig } from '../config/load-config.js';
import { ExitCode, type Host } from './host.js';

export interface TokenArguments {
  readonly user: string;
  readonly roles: readonly string[];
  /** Seconds; undefined: it does not end. */
  readonly expiresInS: number | undefined;
  readonly config?: string | undefined;
}

export async function token(host: Host, args: TokenArguments): Promise<ExitCode> {
  const loaded = loadConfig({ file: args.config, env: host.env, flags: {}, generatedGatewayId: 'token' });
  if (!loaded.ok) {
    for (const problem of loaded.problems) host.err(formatConfigProblem(problem));
    return ExitCode.USAGE;
  }
  const { auth, stateDir } = loaded.config;
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
