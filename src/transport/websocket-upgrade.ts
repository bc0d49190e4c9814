// HTTP on the client port: the WebSocket upgrade, and a plain answer to everything else.
//
// node:http parses the request and ws checks it and answers it, both on an HttpStream; frames are read
// and written by our own codec from then on. Neither server ever listens: they are fed connections.
// Their own deadlines work on listening servers only; the deadline here is that of the opening.

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { SUBPROTOCOL } from '../protocol/control-types.js';
import { HttpStream } from './http-stream.js';
import type { AllowedOrigins } from './origins.js';

/** Longest request head, in bytes: browsers add the cookies of the whole domain. */
const REQUEST_HEAD_BYTES_MAX = 16 * 1024;

const NO_BYTES = Buffer.alloc(0);

/** Node's code for a request head over the limit. */
const HEAD_TOO_LONG = 'HPE_HEADER_OVERFLOW';

export class WebSocketUpgrade {
  readonly #http: Server;
  readonly #websockets = new WebSocketServer({
    noServer: true,
    // There is no WebSocket object beyond the upgrade that could be tracked.
    clientTracking: false,
    // Extensions are declined in version 1 of the wire.
    perMessageDeflate: false,
    handleProtocols: () => SUBPROTOCOL,
  });

  readonly #isAllowed: AllowedOrigins;

  /** @param isAllowed web pages of other origins are refused; default: none is */
  constructor(isAllowed: AllowedOrigins = () => true) {
    this.#isAllowed = isAllowed;
    this.#http = createServer(
      // One request decides; without an end to pipelining, each further one would be answered as well.
      { maxHeaderSize: REQUEST_HEAD_BYTES_MAX, keepAlive: false },
      answerPlainRequest,
    );
    this.#http.maxRequestsPerSocket = 1;
    this.#http.on('upgrade', (request, stream, head) => {
      this.#upgrade(request, stream, head);
    });
    this.#http.on('clientError', answerMalformed);
    this.#websockets.on('wsClientError', (error: Error, stream: Duplex) => {
      refuseUpgrade(stream, error.message);
    });
  }

  /** Expects a request on `stream` and calls its outcome. */
  accept(stream: HttpStream): void {
    this.#http.emit('connection', stream);
  }

  #upgrade(request: IncomingMessage, stream: Duplex, head: Buffer): void {
    if (!this.#isAllowed(request.headers.origin)) {
      if (stream instanceof HttpStream) stream.refuse(403, 'origin-refused', 'origin not allowed');
      return;
    }
    if (!offersSubprotocol(request.headers['sec-websocket-protocol'])) {
      refuseUpgrade(stream, `subprotocol ${SUBPROTOCOL} required`);
      return;
    }
    // ws gets no bytes of frames: it would parse them.
    this.#websockets.handleUpgrade(request, stream, NO_BYTES, () => {
      if (stream instanceof HttpStream) stream.release(head);
    });
  }
}

/** `header` is a comma-separated list of tokens (RFC 6455 section 11.3.4). */
export function offersSubprotocol(header: string | undefined): boolean {
  return header?.split(',').some((offer) => offer.trim() === SUBPROTOCOL) ?? false;
}

function refuseUpgrade(stream: Duplex, text: string): void {
  if (stream instanceof HttpStream) stream.refuse(400, 'upgrade-refused', text);
}

function answerMalformed(error: Error, stream: Duplex): void {
  if (!(stream instanceof HttpStream)) return;
  const tooLong = 'code' in error && error.code === HEAD_TOO_LONG;
  stream.refuse(tooLong ? 431 : 400, 'http-malformed', tooLong ? 'request head too long' : 'bad request');
}

function answerPlainRequest(request: IncomingMessage, response: ServerResponse): void {
  const stream: Duplex = request.socket;
  if (stream instanceof HttpStream) stream.report('http-plain');
  const text = `nothing here: this port speaks WebSocket with subprotocol ${SUBPROTOCOL}\n`;
  response.writeHead(404, { Connection: 'close', 'Content-Type': 'text/plain; charset=utf-8' });
  response.end(text);
}
