// The gateway's end of a link, by hand: dials a backend, announces sessions, asks, and writes down what it
// hears. For tests of backends, ours and others.

import { randomBytes } from 'node:crypto';
import { systemClock } from '../../src/clock.js';
import type { LinkPeer } from '../../src/link/greeting.js';
import { DEFAULT_LINK_LIMITS, LinkConnection, type LinkSink } from '../../src/link/link-connection.js';
import { done, sessionClosed, sessionOpened, type SessionOpened } from '../../src/protocol/link-messages.js';
import { encodeEnvelope, newEnvelopeHead, scanEnvelope } from '../../src/protocol/envelope.js';
import {
  encodeLinkFrame,
  LinkKind,
  LinkRole,
  type LinkCloseCode,
  type LinkFields,
  type LinkHead,
} from '../../src/protocol/link-frames.js';
import type { ByteSocket } from '../../src/transport/byte-socket.js';
import { connectByteSocket } from '../../src/transport/net-byte-socket.js';

export const LINK_SECRET = 'the secret of these tests';

/** An envelope, decoded. */
export interface HeardEnvelope {
  readonly type: number;
  readonly seq: number;
  readonly code: number;
  readonly key: Buffer;
  readonly payload: Buffer;
}

export interface HeardFrame {
  readonly kind: number;
  readonly session: number;
  readonly request: number;
  readonly type: number;
  readonly deadlineMs: number;
  readonly envelope: HeardEnvelope | undefined;
  readonly body: Buffer;
}

export interface LinkEnd {
  readonly code: LinkCloseCode | 'lost';
  readonly reason: string;
}

export class LinkGateway implements LinkSink {
  /** All frames, in order. */
  readonly frames: HeardFrame[] = [];
  readonly closed: Promise<LinkEnd>;
  peer: LinkPeer | undefined;
  /** Answers each command with DONE of this count; undefined: no answer. */
  doneCount: number | undefined = 1;
  #link: LinkConnection | undefined;
  #socket: Pick<ByteSocket, 'pause'> | undefined;
  #taken = 0;
  #lastRequest = 0;
  #lastHandle = 0;
  #onNews: (() => void) | undefined;
  #onClosed: (end: LinkEnd) => void = () => undefined;
  #ended = false;

  private constructor() {
    this.closed = new Promise((resolve) => {
      this.#onClosed = resolve;
    });
  }

  /** Dials and greets. Resolves when the link is open or has ended. */
  static async dial(
    port: number,
    serverId: string,
    id = 'gateway-1',
    secret = LINK_SECRET,
  ): Promise<LinkGateway> {
    return LinkGateway.greet(await LinkGateway.connect(port), serverId, id, secret);
  }

  /** Dials and says nothing. */
  static async connect(port: number): Promise<ByteSocket> {
    const options = { host: '127.0.0.1', port, timeoutMs: 2000, clock: systemClock };
    const outcome = await new Promise<Parameters<Parameters<typeof connectByteSocket>[1]>[0]>((resolve) => {
      connectByteSocket(options, resolve);
    });
    if (!outcome.ok) throw new Error(`no connection to 127.0.0.1:${port}: ${outcome.cause}`);
    return outcome.socket;
  }

  /** Greets over a connection. Resolves when the link is open or has ended. */
  static async greet(
    socket: ByteSocket,
    serverId: string,
    id = 'gateway-1',
    secret = LINK_SECRET,
  ): Promise<LinkGateway> {
    const gateway = new LinkGateway();
    gateway.#socket = socket;
    gateway.#link = new LinkConnection(
      socket,
      {
        side: 'dialler',
        role: LinkRole.GATEWAY,
        id,
        expectedId: serverId,
        secrets: [Buffer.from(secret)],
        nonce: randomBytes(32),
        limits: DEFAULT_LINK_LIMITS,
        clock: systemClock,
        scheduleFlush: setImmediate,
      },
      gateway,
    );
    await gateway.#until(() => gateway.peer !== undefined);
    return gateway;
  }

  /** The next frame that was not taken yet and is of this kind; others before it are skipped. */
  async next(kind: LinkKind): Promise<HeardFrame> {
    await this.#until(() => this.frames.slice(this.#taken).some((frame) => frame.kind === kind));
    const at = this.frames.findIndex((frame, index) => index >= this.#taken && frame.kind === kind);
    const frame = this.frames[at];
    if (frame === undefined) throw new Error(`the link ended before a frame of kind ${kind} came`);
    this.#taken = at + 1;
    return frame;
  }

  send(fields: LinkFields, envelope?: Uint8Array, body?: Uint8Array): void {
    this.sendRaw(encodeLinkFrame(fields, envelope, body));
  }

  /** Sends a whole frame, right or wrong. */
  sendRaw(frame: Uint8Array): void {
    if (this.#link?.writeFrame(frame) !== true) throw new Error('the frame was not written');
  }

  /** Announces a session. @returns its handle */
  openSession(id: string, change: Partial<SessionOpened> = {}): number {
    const body = sessionOpened.encode({
      id,
      generation: 1,
      user: 'alice',
      address: '192.0.2.9:99',
      ...change,
    });
    this.send({ kind: LinkKind.SESSION_OPENED, session: ++this.#lastHandle }, undefined, body);
    return this.#lastHandle;
  }

  closeSession(session: number, code: number, reason = 'test'): void {
    this.send({ kind: LinkKind.SESSION_CLOSED, session }, undefined, sessionClosed.encode({ code, reason }));
  }

  notify(session: number, type: number, payload: Uint8Array): void {
    this.send({ kind: LinkKind.NOTIFY, session, type }, encodeEnvelope({ type, payload }));
  }

  /** Sends a request. @returns its id on the link, which is its seq as well */
  request(session: number, type: number, payload: Uint8Array, deadlineMs = 0): number {
    const request = ++this.#lastRequest;
    const envelope = encodeEnvelope({ type, seq: request, payload });
    this.send({ kind: LinkKind.REQUEST, session, request, type, deadlineMs }, envelope);
    return request;
  }

  /** Sends a request and waits for its answer, which has to repeat type and seq. */
  async ask(session: number, type: number, payload: Uint8Array): Promise<HeardEnvelope> {
    return this.answerTo(this.request(session, type, payload), type);
  }

  async answerTo(request: number, type: number): Promise<HeardEnvelope> {
    const isAnswer = (frame: HeardFrame): boolean =>
      frame.kind === LinkKind.ANSWER && frame.request === request;
    await this.#until(() => this.frames.some(isAnswer));
    const envelope = this.frames.find(isAnswer)?.envelope;
    if (envelope?.seq !== request || envelope.type !== type) throw new Error('answer of another type or seq');
    return envelope;
  }

  /** Reads nothing (true), or goes on (false). */
  pause(paused: boolean): void {
    this.#socket?.pause(paused);
  }

  close(code: LinkCloseCode, reason = 'test'): void {
    this.#link?.close(code, reason);
  }

  onReady(peer: LinkPeer): void {
    this.peer = peer;
    this.#onNews?.();
  }

  onFrame(bytes: Uint8Array, _start: number, _end: number, head: LinkHead): LinkCloseCode | 0 {
    const { kind, session, request, type, deadlineMs } = head;
    const envelope = envelopeOf(bytes, head);
    const body = Buffer.from(bytes.subarray(head.bodyStart, head.bodyEnd).slice());
    this.frames.push({ kind, session, request, type, deadlineMs, envelope, body });
    const isCommand = kind >= LinkKind.GROUP_JOIN && kind <= LinkKind.DRAIN;
    if (isCommand && request !== 0 && this.doneCount !== undefined)
      this.send({ kind: LinkKind.DONE, request }, undefined, done.encode({ count: this.doneCount }));
    this.#onNews?.();
    return 0;
  }

  onDrain(): void {
    return;
  }

  onClosed(code: LinkCloseCode | 'lost', reason: string): void {
    this.#ended = true;
    this.#onClosed({ code, reason });
    this.#onNews?.();
  }

  /** Waits until something is so, or the link has ended. One waiter at a time would be overwritten: they chain. */
  #until(condition: () => boolean): Promise<void> {
    if (condition() || this.#ended) return Promise.resolve();
    return new Promise((resolve) => {
      const others = this.#onNews;
      this.#onNews = () => {
        others?.();
        if (condition() || this.#ended) resolve();
      };
    });
  }
}

function envelopeOf(bytes: Uint8Array, head: LinkHead): HeardEnvelope | undefined {
  if (head.envelopeStart === head.envelopeEnd) return undefined;
  const scanned = newEnvelopeHead();
  if (!scanEnvelope(bytes, head.envelopeStart, head.envelopeEnd, scanned))
    throw new Error('envelope not canonical');
  const { type, seq, code, keyStart, keyEnd, payloadStart, payloadEnd } = scanned;
  const copy = (start: number, end: number): Buffer =>
    Buffer.from(new Uint8Array(bytes.subarray(start, end)));
  return { type, seq, code, key: copy(keyStart, keyEnd), payload: copy(payloadStart, payloadEnd) };
}
