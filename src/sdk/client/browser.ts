// `causeway/client` in browsers: the browser's own WebSocket, nothing of Node in reach.

import type { Client } from './client.js';
import { connectThrough } from './connect.js';
import type { ConnectOptions } from './options.js';
import { webSocketPipes, type OpenWebSocket, type WebSocketLike } from './websocket-pipe.js';

export { silentLog, type Log } from '../../log.js';
export { ConnectError } from './connect.js';
export { RequestError } from './request-error.js';
export type { Departure, ClientEvents, Push } from './actions.js';
export type { Client, NotifyResult, PushListener, RequestOptions, SendOptions } from './client.js';
export type { ConnectOptions } from './options.js';
export type { OpenWebSocket, WebSocketLike } from './websocket-pipe.js';

export interface BrowserConnectOptions extends ConnectOptions {
  /** Another WebSocket than the platform's. */
  readonly webSocket?: OpenWebSocket;
}

interface WebSocketPlatform {
  readonly WebSocket: new (url: string, subprotocol: string) => WebSocketLike;
}

const platformWebSocket: OpenWebSocket = (url, subprotocol) =>
  new (globalThis as unknown as WebSocketPlatform).WebSocket(url, subprotocol);

/**
 * Connects and keeps connected, until `close` or a disconnect that says not to come back.
 * @throws TypeError for a URL other than ws:// and wss://, ConnectError when there will be no session
 */
export function connect({
  webSocket = platformWebSocket,
  ...options
}: BrowserConnectOptions): Promise<Client> {
  const openPipe = webSocketPipes(webSocket);
  return connectThrough(
    ({ scheme }) => (scheme === 'ws' || scheme === 'wss' ? openPipe : undefined),
    options,
  );
}
