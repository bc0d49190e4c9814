// The command line of `npm run bench`.
import path from 'node:path';
import { parseArgs } from 'node:util';
import { causewayPeer, SOCKETS, type Sockets } from './peers/causeway.js';
import type { Peer } from './peers/peer.js';
import { programPeers } from './peers/programs.js';
import { OPTIONS } from '../../src/config/schema.js';
import { CommandLineError, positiveNumber } from '../command-line.js';
import { ROWS, rowsNamed, type Row } from './rows.js';

export const USAGE = `npm run bench -- [options]
  --rows A,B        rows; all if left out: ${ROWS.map(({ name }) => name).join(', ')}
  --peers A,B       beside causeway: haproxy, nginx, nats, plain, relay, c; all that are installed if left out
  --repeats N       measurements of each, medians are taken; default 3, at a fixed rate 5
  --seconds N       how long each is measured; default 2
  --warm-up N       seconds before; default 1.5
  --sockets WAY     how the gateway reads its clients' sockets: handle, public, or both, as two peers;
                    default: its own default
  --dist FOLDER     a build of the gateway; default: one of the sources as they are
  --env NAME=VALUE  a setting of the gateway; may be repeated: --env CAUSEWAY_LOG_LEVEL=info
  --kit FOLDER      its build/ has a minimal gateway in C, not part of this repository (peer "c")
  --no-history      do not append to tools/bench/history.ndjson`;

export interface BenchOptions {
  readonly rows: readonly Row[];
  /** The gateway first; each row is measured for all in turn, then again. */
  readonly peers: readonly Peer[];
  /** undefined: as many as each row wants. */
  readonly repeats: number | undefined;
  readonly measureMs: number;
  readonly warmUpMs: number;
  readonly keepsHistory: boolean;
  /** Settings of the gateway that are not its defaults. */
  readonly env: Readonly<Record<string, string>>;
  /** The gateway is a build of the sources as they are. */
  readonly isOwnBuild: boolean;
}

const SOCKETS_VARIABLE = 'CAUSEWAY_SOCKETS';
const SOCKETS_DEFAULT = String(OPTIONS.sockets.fallback);

/**
 * @param buildNow makes a build of the sources and returns its folder; called last, when all else is right
 * @throws CommandLineError, and what parseArgs throws
 */
export function benchOptions(argv: readonly string[], buildNow: () => string): BenchOptions {
  const { values } = parseArgs({
    args: [...argv],
    allowNegative: true,
    options: {
      rows: { type: 'string' },
      peers: { type: 'string' },
      repeats: { type: 'string' },
      seconds: { type: 'string', default: '2' },
      'warm-up': { type: 'string', default: '1.5' },
      sockets: { type: 'string', default: SOCKETS_DEFAULT },
      dist: { type: 'string' },
      env: { type: 'string', multiple: true, default: [] },
      kit: { type: 'string' },
      history: { type: 'boolean', default: true },
    },
  });
  const ways = socketWays(values.sockets);
  const env = settings(values.env);
  // The peer's name says how it reads its sockets.
  if (SOCKETS_VARIABLE in env)
    throw new CommandLineError(`--env ${SOCKETS_VARIABLE}=${env[SOCKETS_VARIABLE]}: write --sockets`);
  const others = peersNamed(values.peers, programPeers(values.kit));
  const wishes = {
    rows: values.rows === undefined ? ROWS : rowsNamed(values.rows.split(',')),
    repeats: values.repeats === undefined ? undefined : positiveNumber('--repeats', values.repeats),
    measureMs: positiveNumber('--seconds', values.seconds) * 1000,
    warmUpMs: positiveNumber('--warm-up', values['warm-up']) * 1000,
    keepsHistory: values.history,
    ...{ env, isOwnBuild: values.dist === undefined },
  };
  const dist = values.dist === undefined ? buildNow() : path.resolve(values.dist);
  return { ...wishes, peers: [...ways.map((sockets) => causewayPeer({ sockets, dist, env })), ...others] };
}

function socketWays(text: string): readonly Sockets[] {
  const ways = SOCKETS.filter((way) => text === way || text === 'both');
  if (ways.length === 0) throw new CommandLineError(`--sockets ${text}: write ${SOCKETS.join(', ')} or both`);
  return ways;
}

/** "NAME=VALUE" each. */
export function settings(pairs: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    pairs.map((pair): [string, string] => {
      const at = pair.indexOf('=');
      if (at < 1) throw new CommandLineError(`--env ${pair}: write NAME=VALUE`);
      return [pair.slice(0, at), pair.slice(at + 1)];
    }),
  );
}

function peersNamed(names: string | undefined, known: readonly Peer[]): readonly Peer[] {
  if (names === undefined) return known.filter((peer) => peer.missing() === undefined);
  return names
    .split(',')
    .filter((name) => name !== '')
    .map((name) => {
      const peer = known.find((one) => one.name === name);
      if (peer === undefined)
        throw new CommandLineError(
          `--peers ${name}: no such peer; there are ${known.map((one) => one.name).join(', ')}`,
        );
      const missing = peer.missing();
      if (missing !== undefined) throw new CommandLineError(`--peers ${name}: ${missing}`);
      return peer;
    });
}
