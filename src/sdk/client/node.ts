// `causeway/client` on Node: raw TCP and TLS, and WebSocket through `ws`.

import { WebSocket } from 'ws';
import { RECEIVE_BYTES_MAX, type Client } from './client.js';
import { connectThrough } from './connect.js';
import type { ConnectOptions } from './options.js';
import { tcpPipes, type TlsOptions } from './tcp-pipe.js';
import { webSocketPipes, type OpenWebSocket, type WebSocketLike } from './websocket-pipe.js';

export { silentLog, type Log } from '../../log.js';
export { ConnectError } from './connect.js';
export { RequestError } from './request-error.js';
export type { Departure, ClientEvents, Push } from './actions.js';
export type { Client, NotifyResult, PushListener, RequestOptions, SendOptions } from './client.js';
export type { ConnectOptions } from './options.js';
export type { TlsOptions } from './tcp-pipe.js';
export type { OpenWebSocket, WebSocketLike } from './websocket-pipe.js';

export interface NodeConnectOptions extends ConnectOptions {
  /** For tls:// and wss://, as Node's tls.connect takes it: certificates of one's own, for example. */
  readonly tls?: TlsOptions;
  /** Another WebSocket than that of `ws`. */
  readonly webSocket?: OpenWebSocket;
}

/**
 * Connects and keeps connected, until `close` or a disconnect that says not to come back.
 * @throws TypeError for a URL that cannot be, ConnectError when there will be no session
 */
export function connect({ tls = {}, webSocket, ...options }: NodeConnectOptions): Promise<Client> {
  const overTcp = tcpPipes(tls);
  const overWebSocket = webSocketPipes(webSocket ?? wsWebSocket(tls));
  return connectThrough(({ scheme }) => (scheme.startsWith('ws') ? overWebSocket : overTcp), options);
}

function wsWebSocket(tls: TlsOptions): OpenWebSocket {
  return (url, subprotocol) =>
    // `ws` implements the standard's interface; its types only know its own event classes.
    new WebSocket(url, subprotocol, {
      ...tls,
      perMessageDeflate: false,
      maxPayload: RECEIVE_BYTES_MAX,
    }) as unknown as WebSocketLike;
}
