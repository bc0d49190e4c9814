// What `connect` takes, and what holds where nothing is said.

import { systemClock, type Clock, type Random } from '../../clock.js';
import { consoleLog, type Log } from '../../log.js';
import { DEFAULT_LIMITS } from './session.js';

export interface ConnectOptions {
  /** ws://…, wss://…; on Node also tcp://host:port and tls://host:port. */
  readonly url: string;
  /**
   * The token for Hello. A function is called again when its token is refused or about to end, so that
   * a session lives on with a new one; a fixed string ends the client when it is refused.
   */
  readonly token: string | (() => string | Promise<string>);
  /** Whether the session should survive its transport, with nothing lost or doubled. Default: true. */
  readonly resumable?: boolean;
  /** Name and version for the gateway's logs, at most 64 bytes. */
  readonly client?: string;
  /** Wished heartbeat interval; 0, the default: the gateway's. */
  readonly heartbeatMs?: number;
  /** How long a request waits for its answer unless it says otherwise. Default: 30 s. */
  readonly requestTimeoutMs?: number;
  /** How long `connect` tries until the first Welcome. Default: 30 s. */
  readonly connectTimeoutMs?: number;
  /** How long one try to connect may take. Default: 10 s. */
  readonly handshakeTimeoutMs?: number;
  /** Bytes sent but not acknowledged, or waiting for a transport, that are kept. Default: 1 MiB. */
  readonly sendBytesMax?: number;
  /** Ends the client when it aborts. */
  readonly signal?: AbortSignal;
  readonly clock?: Clock;
  readonly random?: Random;
  /** Default: warnings and errors go to the console. `silentLog` for quiet. */
  readonly log?: Log;
}

export type WholeOptions = Required<Omit<ConnectOptions, 'signal'>> & Pick<ConnectOptions, 'signal'>;

export function withDefaults(options: ConnectOptions): WholeOptions {
  return {
    resumable: true,
    client: 'causeway-js/1',
    heartbeatMs: 0,
    requestTimeoutMs: 30_000,
    connectTimeoutMs: 30_000,
    handshakeTimeoutMs: 10_000,
    sendBytesMax: DEFAULT_LIMITS.sendBytesMax,
    clock: systemClock,
    random: Math.random,
    log: consoleLog,
    ...saidOf(options),
  };
}

/** An option that is undefined is one that nobody set. */
function saidOf(options: ConnectOptions): ConnectOptions {
  const said = Object.entries(options).filter(([, value]) => value !== undefined);
  return Object.fromEntries(said) as unknown as ConnectOptions;
}
