// A client that sends whatever it likes: bytes on a socket, with or without an upgrade before them. It
// reads what comes only to know how it ended.
import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { disconnectName } from '../../src/protocol/codes.js';
import { disconnect, hello } from '../../src/protocol/control-messages.js';
import { DISCONNECT, HELLO, WELCOME } from '../../src/protocol/control-types.js';
import {
  encodeEnvelope,
  newEnvelopeHead,
  scanEnvelope,
  type EnvelopeFields,
} from '../../src/protocol/envelope.js';

export type PipeName = 'tcp' | 'ws';

export interface PeerTarget {
  readonly host: string;
  readonly port: number;
  /** Under TLS, with a certificate of this authority for localhost. Default: without. */
  readonly ca?: Buffer;
}

function dial({ host, port, ca }: PeerTarget): Socket {
  const place = { host, port, allowHalfOpen: true };
  return ca === undefined ? connect(place) : connectTls({ ...place, ca, servername: 'localhost' });
}

/** What Hello says beside the token. */
export type HelloWishes = Omit<Parameters<typeof hello.encode>[0], 'protocol' | 'token'>;

const UPGRADE = [
  'GET / HTTP/1.1',
  'Host: gateway',
  'Upgrade: websocket',
  'Connection: Upgrade',
  'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
  'Sec-WebSocket-Version: 13',
  'Sec-WebSocket-Protocol: causeway.v1',
  '',
  '',
].join('\r\n');

export const OPCODE = { CONTINUATION: 0, TEXT: 1, BINARY: 2, CLOSE: 8, PING: 9, PONG: 10 } as const;

/** A masked client frame; the mask is zero, so that the payload stands as it is. */
export function wsFrame(opcode: number, payload: Uint8Array = new Uint8Array(), fin = true): Buffer {
  const head = Buffer.alloc(14);
  head[0] = (fin ? 0x80 : 0) | opcode;
  if (payload.length < 126) {
    head[1] = 0x80 | payload.length;
    return Buffer.concat([head.subarray(0, 2), Buffer.alloc(4), payload]);
  }
  head[1] = 0x80 | 126;
  head.writeUInt16BE(Math.min(payload.length, 0xffff), 2);
  if (payload.length <= 0xffff) return Buffer.concat([head.subarray(0, 4), Buffer.alloc(4), payload]);
  head[1] = 0x80 | 127;
  head.writeBigUInt64BE(BigInt(payload.length), 2);
  return Buffer.concat([head.subarray(0, 10), Buffer.alloc(4), payload]);
}

export function tcpFrame(envelope: Uint8Array): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt32BE(envelope.length);
  return Buffer.concat([head, envelope]);
}

export class RawPeer {
  readonly pipe: PipeName;
  /** How it ended: the name of the Disconnect, the status of an HTTP answer, or 'closed' without a word. */
  readonly ended: Promise<string>;
  readonly #socket: Socket;
  readonly #head = newEnvelopeHead();
  #unread: Buffer = Buffer.alloc(0);
  #isUpgraded: boolean;
  #outcome = 'closed';
  #welcome: (() => void) | undefined;

  constructor(target: PeerTarget, pipe: PipeName, upgrade = pipe === 'ws') {
    this.pipe = pipe;
    this.#isUpgraded = !upgrade;
    this.#socket = dial(target);
    this.#socket.setNoDelay(true);
    this.#socket.on('error', () => undefined);
    this.#socket.on('data', (bytes) => {
      this.#read(bytes);
    });
    // Whoever closes in answer leaves nothing behind, neither here nor there.
    this.#socket.on('end', () => {
      this.#socket.end();
    });
    this.ended = new Promise((resolve) => {
      this.#socket.on('close', () => {
        this.#welcome?.();
        resolve(this.#outcome);
      });
    });
    if (upgrade) void this.raw(UPGRADE);
  }

  /** Sends bytes as they are. Resolves when the kernel has them, or the socket is gone. */
  raw(bytes: string | Uint8Array): Promise<void> {
    return new Promise((resolve) => {
      this.#socket.write(bytes, () => {
        resolve();
      });
    });
  }

  frame(envelope: Uint8Array): Buffer {
    return this.pipe === 'tcp' ? tcpFrame(envelope) : wsFrame(OPCODE.BINARY, envelope);
  }

  send(fields: EnvelopeFields): Promise<void> {
    return this.raw(this.frame(encodeEnvelope(fields)));
  }

  /** The same envelope again and again. */
  flood(fields: EnvelopeFields, count: number): Promise<void> {
    const frame = this.frame(encodeEnvelope(fields));
    return this.raw(Buffer.concat(Array.from({ length: count }, () => frame)));
  }

  /** Says Hello and waits for Welcome, or for the end. */
  async login(token: string, wishes: HelloWishes = {}): Promise<void> {
    const welcomed = new Promise<void>((resolve) => {
      this.#welcome = resolve;
    });
    const payload = hello.encode({ protocol: 1, token, client: 'raw', ...wishes });
    void this.send({ type: HELLO, seq: 1, payload });
    await welcomed;
  }

  get isOpen(): boolean {
    return !this.#socket.destroyed;
  }

  /** Reads nothing any more. */
  stall(): void {
    this.#socket.pause();
  }

  /** Reads on. */
  resume(): void {
    this.#socket.resume();
  }

  finish(): void {
    this.#socket.end();
  }

  destroy(): void {
    this.#socket.destroy();
  }

  #read(bytes: Buffer): void {
    this.#unread = Buffer.concat([this.#unread, bytes]);
    if (this.#unread.subarray(0, 5).toString() === 'HTTP/' && !this.#readHttp()) return;
    while (this.#isUpgraded && this.#readFrame());
  }

  #readHttp(): boolean {
    const end = this.#unread.indexOf('\r\n\r\n');
    if (end < 0) return false;
    const status = this.#unread.subarray(9, 12).toString();
    this.#unread = this.#unread.subarray(end + 4);
    this.#isUpgraded = status === '101';
    if (!this.#isUpgraded) this.#outcome = status;
    return this.#isUpgraded;
  }

  #readFrame(): boolean {
    const bytes = this.#unread;
    const { start, length } = this.pipe === 'tcp' ? tcpBounds(bytes) : wsBounds(bytes);
    if (bytes.length < start + length) return false;
    this.#unread = bytes.subarray(start + length);
    const isEnvelope = this.pipe === 'tcp' || ((bytes[0] ?? 0) & 0x0f) === OPCODE.BINARY;
    if (isEnvelope && scanEnvelope(bytes, start, start + length, this.#head)) this.#take(bytes);
    return true;
  }

  #take(bytes: Buffer): void {
    const { type, payloadStart, payloadEnd } = this.#head;
    if (type === WELCOME) this.#welcome?.();
    if (type !== DISCONNECT) return;
    const said = disconnect.decode(bytes.subarray(payloadStart, payloadEnd));
    this.#outcome = disconnectName(said?.code ?? 0);
  }
}

interface Bounds {
  readonly start: number;
  readonly length: number;
}

/** Longer than anything: the frame's head is not whole yet. */
const UNKNOWN: Bounds = { start: 0, length: Infinity };

function tcpBounds(bytes: Buffer): Bounds {
  return bytes.length < 4 ? UNKNOWN : { start: 4, length: bytes.readUInt32BE(0) };
}

function wsBounds(bytes: Buffer): Bounds {
  if (bytes.length < 2) return UNKNOWN;
  const short = (bytes[1] ?? 0) & 0x7f;
  if (short < 126) return { start: 2, length: short };
  if (short === 126) return bytes.length < 4 ? UNKNOWN : { start: 4, length: bytes.readUInt16BE(2) };
  return bytes.length < 10 ? UNKNOWN : { start: 10, length: Number(bytes.readBigUInt64BE(2)) };
}
