// Transports of the client's SDK that can be cut under it, as a bad network does.
import { connect as connectTcp } from 'node:net';
import { WebSocket } from 'ws';
import { RECEIVE_BYTES_MAX } from '../../src/sdk/client/client.js';
import { parseEndpoint, type Endpoint } from '../../src/sdk/client/endpoint.js';
import type { OpenPipe } from '../../src/sdk/client/pipe.js';
import { TcpPipe } from '../../src/sdk/client/tcp-pipe.js';
import { webSocketPipes, type WebSocketLike } from '../../src/sdk/client/websocket-pipe.js';

/** @param opened gets what destroys the socket, whenever a new one is opened */
export function cuttablePipes(opened: (cut: () => void) => void): (endpoint: Endpoint) => OpenPipe {
  const overTcp: OpenPipe = (url, sink, limit, clock) => {
    const { host, port } = parseEndpoint(url);
    const socket = connectTcp({ host, port });
    opened(() => socket.destroy());
    return new TcpPipe(socket, 'connect', sink, limit, clock);
  };
  const overWebSocket = webSocketPipes((url, subprotocol) => {
    const socket = new WebSocket(url, subprotocol, {
      perMessageDeflate: false,
      maxPayload: RECEIVE_BYTES_MAX,
    });
    opened(() => {
      socket.terminate();
    });
    // `ws` implements the standard's interface; its types only know its own event classes.
    return socket as unknown as WebSocketLike;
  });
  return ({ scheme }) => (scheme.startsWith('ws') ? overWebSocket : overTcp);
}
