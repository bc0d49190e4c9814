// How a client frames what it sends, by pipe. WebSocket clients must mask; one mask that is not zero costs the
// server the same work as a new one per frame, and lets frames be assembled beforehand.

import { randomBytes } from 'node:crypto';
import { FrameStatus, type FrameLimit, type FrameReader } from '../../protocol/frames.js';
import { SUBPROTOCOL } from '../../protocol/control-types.js';
import { TcpFrameReader, tcpFraming } from '../../protocol/tcp-frames.js';
import { writeUint32 } from '../../protocol/varint.js';
import { ServerFrameReader } from './server-frames.js';

/** Bytes repeat from the start of a frame's payload. */
export const MASK = Uint8Array.of(0x5a, 0x3c, 0x96, 0xa5);
const NO_MASK = new Uint8Array(4);

const FIN_BINARY = 0x82;
const FIN_PONG = 0x8a;
const MASKED = 0x80;

export interface ClientPipe {
  /** Begins with an upgrade. */
  readonly isWebSocket: boolean;
  /** Four bytes that are laid over the body. */
  readonly mask: Uint8Array;
  /** Bytes before a body of this length, mask included. */
  headBytes(length: number): number;
  /** Writes them and returns the offset behind. */
  writeHead(bytes: Uint8Array, at: number, length: number): number;
  newReader(limit: FrameLimit): FrameReader;
}

export const tcpClientPipe: ClientPipe = {
  isWebSocket: false,
  mask: NO_MASK,
  headBytes: (length) => tcpFraming.headBytes(length),
  writeHead: (bytes, at, length) => tcpFraming.writeHead(bytes, at, length),
  newReader: (limit) => new TcpFrameReader(limit),
};

export const websocketClientPipe: ClientPipe = {
  isWebSocket: true,
  mask: MASK,
  headBytes: (length) => (length < 126 ? 6 : length < 65536 ? 8 : 14),
  writeHead: (bytes, at, length) => writeMaskedHead(FIN_BINARY, bytes, at, length),
  newReader: (limit) => new ServerFrameReader(limit),
};

/** TCP without frames, for protocols that bring their own: a body is whatever came in one read. */
export const rawClientPipe: ClientPipe = {
  isWebSocket: false,
  mask: NO_MASK,
  headBytes: () => 0,
  writeHead: (_bytes, at) => at,
  newReader: () => rawReader,
};

const rawReader: FrameReader = {
  heldBytes: 0,
  push: (bytes, start, end, sink) =>
    sink.onEnvelope(bytes, start, end) ? FrameStatus.OK : FrameStatus.STOPPED,
};

function writeMaskedHead(first: number, bytes: Uint8Array, at: number, length: number): number {
  bytes[at] = first;
  bytes[at + 1] = MASKED | (length < 126 ? length : length < 65536 ? 126 : 127);
  let next = at + 2;
  if (length >= 65536) {
    next = writeUint32(bytes, writeUint32(bytes, next, 0), length);
  } else if (length >= 126) {
    bytes[next] = length >>> 8;
    bytes[next + 1] = length;
    next += 2;
  }
  bytes.set(MASK, next);
  return next + MASK.length;
}

/** One whole frame around `body`, as a client sends it. */
export function clientFrame(pipe: ClientPipe, body: Uint8Array): Uint8Array {
  const head = pipe.headBytes(body.length);
  const frame = new Uint8Array(head + body.length);
  pipe.writeHead(frame, 0, body.length);
  for (const [at, byte] of body.entries()) frame[head + at] = byte ^ maskByte(pipe, at);
  return frame;
}

/** What is laid over byte `at` of a body. */
export function maskByte(pipe: ClientPipe, at: number): number {
  return pipe.mask[at & 3] ?? 0;
}

/** The answer to a WebSocket ping. */
export function maskedPong(payload: Uint8Array): Uint8Array {
  const frame = new Uint8Array(6 + payload.length);
  writeMaskedHead(FIN_PONG, frame, 0, payload.length);
  for (const [at, byte] of payload.entries()) frame[6 + at] = byte ^ (MASK[at & 3] ?? 0);
  return frame;
}

/** A request to upgrade (RFC 6455 section 4.1). The answer's key is not checked: nothing is at stake here. */
export function upgradeRequest(host: string, port: number, path: string): Buffer {
  const lines = [
    `GET ${path} HTTP/1.1`,
    `Host: ${host.includes(':') ? `[${host}]` : host}:${port}`,
    'Upgrade: websocket',
    'Connection: Upgrade',
    `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`,
    'Sec-WebSocket-Version: 13',
    `Sec-WebSocket-Protocol: ${SUBPROTOCOL}`,
  ];
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n`);
}
