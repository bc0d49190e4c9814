// From options to a client that has had its first Welcome, or the reason why there will be none.

import type { Advice } from '../../protocol/codes.js';
import type { Departure } from './actions.js';
import { Client } from './client.js';
import { parseEndpoint, type Endpoint } from './endpoint.js';
import { withDefaults, type ConnectOptions } from './options.js';
import type { OpenPipe } from './pipe.js';

/** Why `connect` gave up. Match on `code` or `name`. */
export class ConnectError extends Error {
  /** A DisconnectCode of docs/PROTOCOL.md. */
  readonly code: number;
  /** Name of the code, for example "TOKEN_INVALID". */
  override readonly name: string;
  readonly advice: Advice;

  constructor(url: string, { code, name, reason, advice }: Departure) {
    super(`no session at ${url}: ${reason} (${name})`);
    this.code = code;
    this.name = name;
    this.advice = advice;
  }
}

/**
 * @param openerFor the transport for an endpoint, or undefined when this platform has none for it
 * @throws TypeError for a URL that cannot be, ConnectError when the gateway refuses for good, the token
 * cannot be had, or `connectTimeoutMs` have passed
 */
export async function connectThrough(
  openerFor: (endpoint: Endpoint) => OpenPipe | undefined,
  options: ConnectOptions,
): Promise<Client> {
  const openPipe = openerFor(parseEndpoint(options.url));
  if (openPipe === undefined) throw new TypeError(`"${options.url}": this platform has no such transport`);
  const whole = withDefaults(options);
  whole.signal?.throwIfAborted();
  const client = new Client(whole, openPipe);
  // Kept in one object, because the listeners below change it.
  const last = { trouble: 'no transport came up' };
  const deadline = whole.clock.after(whole.connectTimeoutMs, () => {
    void client.close(`gave up after ${whole.connectTimeoutMs} ms: ${last.trouble}`);
  });
  closeOnAbort(client, whole.signal);
  try {
    await firstWelcome(client, options.url, last);
    return client;
  } finally {
    deadline.cancel();
  }
}

/** A signal may outlive many clients: it is left alone when this one has ended. */
function closeOnAbort(client: Client, signal: AbortSignal | undefined): void {
  const onAbort = (): void => void client.close('aborted');
  signal?.addEventListener('abort', onAbort);
  client.on('closed', () => {
    signal?.removeEventListener('abort', onAbort);
  });
}

function firstWelcome(client: Client, url: string, last: { trouble: string }): Promise<void> {
  return new Promise((resolve, reject) => {
    const stopListening = [
      client.on('connected', () => {
        for (const stop of stopListening) stop();
        resolve();
      }),
      client.on('disconnected', ({ reason }) => {
        last.trouble = reason;
      }),
      client.on('closed', (departure) => {
        reject(new ConnectError(url, departure));
      }),
    ];
    client.start();
  });
}
