// A pipe over the WebSocket of the WHATWG standard: the browser's own, or `ws`, which offers the same.

import type { Clock, Timer } from '../../clock.js';
import { DISCONNECT_CODE_MAX, WEBSOCKET_CLOSE_BASE } from '../../protocol/codes.js';
import { SUBPROTOCOL } from '../../protocol/control-types.js';
import type { FrameLimit } from '../../protocol/frames.js';
import { CLOSE_TIMEOUT_MS, type OpenPipe, type Pipe, type PipeSink } from './pipe.js';

/** What is used of a WebSocket. */
export interface WebSocketLike {
  binaryType: string;
  readonly bufferedAmount: number;
  onopen: (() => void) | null;
  onmessage: ((event: { readonly data: unknown }) => void) | null;
  onclose: ((event: { readonly code: number; readonly reason: string }) => void) | null;
  onerror: ((event: { readonly message?: string }) => void) | null;
  send(bytes: Uint8Array): void;
  close(code: number): void;
  /** Only `ws` has it. */
  terminate?(): void;
}

export type OpenWebSocket = (url: string, subprotocol: string) => WebSocketLike;

export class WebSocketPipe implements Pipe {
  readonly limit: FrameLimit;
  readonly #socket: WebSocketLike;
  readonly #sink: PipeSink;
  readonly #clock: Clock;
  /** Runs from `close` until the socket is gone. */
  #closing: Timer | undefined;
  #failure: string | undefined;
  #ended = false;

  constructor(socket: WebSocketLike, sink: PipeSink, limit: FrameLimit, clock: Clock) {
    this.#socket = socket;
    this.#sink = sink;
    this.limit = limit;
    this.#clock = clock;
    socket.binaryType = 'arraybuffer';
    socket.onopen = () => {
      sink.onOpen();
    };
    socket.onmessage = ({ data }) => {
      this.#onMessage(data);
    };
    // `close` follows and is the end; only the message of the error, where there is one, is of use.
    socket.onerror = ({ message }) => {
      this.#failure = message;
    };
    socket.onclose = ({ code, reason }) => {
      this.#onEnd(this.#failure ?? `WebSocket closed with ${code}${reason === '' ? '' : ` (${reason})`}`);
    };
  }

  get queuedBytes(): number {
    return this.#socket.bufferedAmount;
  }

  write(envelope: Uint8Array): void {
    this.#socket.send(envelope);
  }

  close(disconnectCode: number): void {
    if (this.#ended || this.#closing !== undefined) return;
    this.#closing = this.#clock.after(CLOSE_TIMEOUT_MS, () => {
      this.#socket.terminate?.();
      this.#onEnd('the closing handshake took too long');
    });
    this.#socket.close(WEBSOCKET_CLOSE_BASE + Math.min(disconnectCode, DISCONNECT_CODE_MAX));
  }

  #onMessage(message: unknown): void {
    if (!(message instanceof ArrayBuffer)) return this.#sink.onViolation('MALFORMED');
    if (message.byteLength > this.limit.bytesMax) return this.#sink.onViolation('FRAME_TOO_LARGE');
    this.#sink.onEnvelope(new Uint8Array(message));
  }

  #onEnd(cause: string): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#closing?.cancel();
    this.#sink.onLost(cause);
  }
}

/** @returns how to open pipes with the given kind of WebSocket */
export function webSocketPipes(open: OpenWebSocket): OpenPipe {
  return (url, sink, limit, clock) => new WebSocketPipe(open(url, SUBPROTOCOL), sink, limit, clock);
}
