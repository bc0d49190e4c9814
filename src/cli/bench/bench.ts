// `causeway bench`: a load on any gateway, and what it saw.

import { formatAddress } from '../../discovery/address.js';
import { parseEndpoint, type Endpoint } from '../../sdk/client/endpoint.js';
import { clientToken, type TokenSource } from '../client-token.js';
import { ExitCode, type Host } from '../host.js';
import { operatorConfig } from '../operator.js';
import type { Flags } from '../scope.js';
import { systemLoadParts } from './load-parts.js';
import { runLoad, type LoadOptions } from './load.js';
import { resultLines } from './result-text.js';

export interface BenchArguments extends TokenSource {
  readonly flags: Flags;
  /** The gateway of the configuration if left out. */
  readonly url: string | undefined;
  readonly type: number;
  readonly payloadBytes: number;
  readonly isEcho: boolean;
  readonly sessions: number;
  readonly opensPerSecond: number;
  /** Requests under way for each session; without meaning at a fixed rate. */
  readonly outstanding: number;
  /** Requests a second over all sessions; undefined: as many as come back. */
  readonly perSecond: number | undefined;
  readonly seconds: number;
  readonly warmUpS: number;
  /** One line of JSON instead of text. */
  readonly json: boolean;
}

/** Sessions between two lines of progress. */
const TELL_EVERY = 1_000;

export async function bench(host: Host, args: BenchArguments): Promise<ExitCode> {
  const config = operatorConfig(host, args.flags);
  const endpoint = config && endpointOf(host, args.url ?? `ws://${formatAddress(config.listen)}`);
  const token = endpoint && (await clientToken(host, config, args));
  if (endpoint === undefined || token === undefined) return ExitCode.USAGE;
  const outcome = await runLoad(loadOptions(args, endpoint, token), systemLoadParts(), {
    onOpened: (count) => {
      if (count % TELL_EVERY === 0 && count < args.sessions)
        host.err(`${count} of ${args.sessions} sessions are open`);
    },
    onWindow: () => undefined,
  });
  if (!outcome.ok) {
    host.err(outcome.reason);
    return ExitCode.FAILED;
  }
  const { result } = outcome;
  if (args.json) host.out(JSON.stringify(result));
  else for (const line of resultLines(result)) host.out(line);
  const isGood = result.faultCount === 0 && result.unanswered === 0 && result.rate?.isMissed !== true;
  return isGood ? ExitCode.OK : ExitCode.FAILED;
}

function endpointOf(host: Host, url: string): Endpoint | undefined {
  try {
    return parseEndpoint(url);
  } catch (error) {
    host.err(error instanceof Error ? error.message : String(error));
    return undefined;
  }
}

export function loadOptions(args: BenchArguments, endpoint: Endpoint, token: string): LoadOptions {
  const { type, payloadBytes, isEcho, sessions, opensPerSecond, outstanding, perSecond } = args;
  const { scheme, host, port, url } = endpoint;
  const { pathname, search } = new URL(url);
  return {
    ...{ type, payloadBytes, isEcho, sessions, opensPerSecond },
    speech: { kind: 'causeway', token },
    target: { host, port, secure: scheme === 'wss' || scheme === 'tls' },
    pipe: scheme === 'ws' || scheme === 'wss' ? 'ws' : 'tcp',
    path: (pathname || '/') + search,
    traffic: perSecond === undefined ? { kind: 'closed', outstanding } : { kind: 'rate', perSecond },
    warmUpMs: args.warmUpS * 1000,
    measureMs: args.seconds * 1000,
  };
}
