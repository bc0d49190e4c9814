// One link to a gateway: tells its frames apart and is the way back. What comes here has passed the
// frame rules; what a frame says is checked here and in link-sessions.ts.

import type { Log } from '../../log.js';
import type { LinkPeer } from '../../link/greeting.js';
import { linkCloseName } from '../../link/link-close.js';
import type { LinkConnection, LinkOptions, LinkSink } from '../../link/link-connection.js';
import type { OpenLink } from '../../link/link-listener.js';
import { GATEWAY_CODE_MIN, APPLICATION_CODE_MIN } from '../../protocol/codes.js';
import { failure } from '../../protocol/control-messages.js';
import {
  done,
  gatewayGone,
  linkUndelivered,
  presenceAnswer,
  relaySource,
} from '../../protocol/link-messages.js';
import { FIRST_APPLICATION_TYPE } from '../../protocol/control-types.js';
import { newEnvelopeHead, scanEnvelope, type EnvelopeHead } from '../../protocol/envelope.js';
import { LINK_HEAD_BYTES_MAX, LinkCloseCode, LinkKind, type LinkHead } from '../../protocol/link-frames.js';
import { increment, outcomeName } from './counters.js';
import { CallError } from './errors.js';
import type { LinkPath } from './link-path.js';
import { LinkSessions, type SessionParts } from './link-sessions.js';
import { copyOf, type IncomingMessage } from './message.js';
import { OutgoingCalls, type CallReply } from './outgoing-calls.js';
import { PathOrder } from './push-order.js';
import { PushReceipts } from './push-receipts.js';
import type { PresenceBook } from './presence.js';

/** What all links of a backend share. */
export interface LinkParts extends SessionParts {
  readonly log: Log;
  readonly presence: Pick<PresenceBook, 'take'>;
  /** Most calls and commands that wait for an answer on one link. */
  readonly callsMax: number;
  onOpen(link: BackendLink): void;
  onGone(link: BackendLink): void;
  onGatewayGone(gatewayId: string): void;
  onUndelivered(code: number, count: number, target: string): void;
}

export class BackendLink implements LinkSink, LinkPath {
  readonly calls: OutgoingCalls;
  readonly order = new PathOrder();
  readonly receipts = new PushReceipts();
  readonly #parts: LinkParts;
  readonly #connection: LinkConnection;
  readonly #sessions: LinkSessions;
  readonly #envelope = newEnvelopeHead();
  readonly #goneListeners = new Set<() => void>();
  #gatewayId = '';
  #isRetiring = false;
  /** What had been heard, in bytes, when its gateway was said to be dead. */
  #heardBeforeDeath: number | undefined;

  constructor(open: OpenLink, options: LinkOptions, parts: LinkParts) {
    this.#parts = parts;
    this.calls = new OutgoingCalls(parts.callsMax);
    this.#connection = open(options, this);
    this.#sessions = new LinkSessions(parts, this, (code) => {
      this.#connection.close(code, `${linkCloseName(code)} in a frame that was held back`);
    });
  }

  /** Empty before the greeting is done. */
  get gatewayId(): string {
    return this.#gatewayId;
  }

  get isRetiring(): boolean {
    return this.#isRetiring;
  }

  get isBelievedDead(): boolean {
    return this.#heardBeforeDeath === this.#connection.counters.bytesIn;
  }

  /**
   * Another gateway says that this one is dead. An id does not tell its lives apart: when anything more comes
   * over this link, it was an older life that ended, or the gateway is only cut off from the others.
   */
  believeDead(): void {
    this.#heardBeforeDeath = this.#connection.counters.bytesIn;
  }

  get isOpen(): boolean {
    return this.#connection.isOpen;
  }

  get queuedBytes(): number {
    return this.#connection.queuedBytes;
  }

  get envelopeBytesMax(): number {
    return this.#connection.peerFrameBytesMax - 2 * LINK_HEAD_BYTES_MAX;
  }

  sendEnvelope(kind: LinkKind, session: number, request: number, envelope: Uint8Array): boolean {
    return this.#connection.writeEnvelope(kind, session, request, 0, 0, 0, envelope, 0, envelope.length);
  }

  sendFrame(frame: Uint8Array): boolean {
    return this.#connection.writeFrame(frame);
  }

  onGone(listener: () => void): () => void {
    this.#goneListeners.add(listener);
    return () => this.#goneListeners.delete(listener);
  }

  close(code: LinkCloseCode, reason: string): void {
    this.#connection.close(code, reason);
  }

  onReady(peer: LinkPeer): void {
    this.#gatewayId = peer.id;
    this.#parts.counters.linksOpened++;
    this.#parts.log.info({ gateway: peer.id, remote: this.#connection.remote }, 'linked to a gateway');
    this.#parts.onOpen(this);
  }

  onDrain(): void {
    return;
  }

  onReadPaused(): void {
    this.#parts.counters.readPauses++;
  }

  onClosed(code: LinkCloseCode | 'lost', reason: string): void {
    this.#reportEnd(code, reason);
    this.#parts.onGone(this);
    this.calls.failAll();
    for (const listener of this.#goneListeners) listener();
    this.#goneListeners.clear();
    this.#sessions.gone();
  }

  onFrame(bytes: Uint8Array, start: number, end: number, head: LinkHead): LinkCloseCode | 0 {
    switch (head.kind) {
      case LinkKind.RELAY:
      case LinkKind.CALL:
        return this.#relayed(bytes, head);
      case LinkKind.CALL_ANSWER:
        return this.#callAnswer(bytes, head);
      case LinkKind.DONE:
        return this.#done(bytes.subarray(head.bodyStart, head.bodyEnd), head.request);
      case LinkKind.PRESENCE_ANSWER:
        return this.#presenceAnswer(bytes.subarray(head.bodyStart, head.bodyEnd), head.request);
      case LinkKind.PRESENCE_EVENTS:
        return this.#parts.presence.take(this, bytes.subarray(head.bodyStart, head.bodyEnd));
      case LinkKind.RETIRE:
        this.#isRetiring = true;
        return 0;
      case LinkKind.GATEWAY_GONE:
        return this.#gatewayGone(bytes.subarray(head.bodyStart, head.bodyEnd));
      case LinkKind.UNDELIVERED:
        return this.#undelivered(bytes.subarray(head.bodyStart, head.bodyEnd));
      default:
        return this.#sessions.take(bytes, start, end, head);
    }
  }

  #reportEnd(code: LinkCloseCode | 'lost', reason: string): void {
    const name = linkCloseName(code);
    const { counters, log } = this.#parts;
    const fields = { gateway: this.#gatewayId, remote: this.#connection.remote, code: name, reason };
    // A connection that came and went without a greeting is a health check.
    if (code === 'lost' && this.#gatewayId === '') {
      log.debug(fields, 'connection without a greeting');
      return;
    }
    increment(counters.linkCloses, name);
    if (code === LinkCloseCode.STOPPING || code === LinkCloseCode.UNLISTED) log.info(fields, 'link closed');
    else log.warn(fields, closeAdvice(code));
  }

  #relayed(bytes: Uint8Array, head: LinkHead): LinkCloseCode | 0 {
    const envelope = this.#envelope;
    const source = relaySource.decode(bytes.subarray(head.bodyStart, head.bodyEnd));
    if (source === undefined || !scanEnvelope(bytes, head.envelopeStart, head.envelopeEnd, envelope))
      return LinkCloseCode.LINK_MALFORMED;
    const isCall = head.kind === LinkKind.CALL;
    if (envelope.code !== 0 || (envelope.seq !== 0) !== isCall || envelope.type < FIRST_APPLICATION_TYPE)
      return LinkCloseCode.LINK_VIOLATION;
    const message: IncomingMessage = {
      kind: isCall ? 'call' : 'relay',
      link: this,
      request: head.request,
      type: head.type,
      envelopeType: envelope.type,
      seq: envelope.seq,
      key: copyOf(bytes, envelope.keyStart, envelope.keyEnd),
      payload: copyOf(bytes, envelope.payloadStart, envelope.payloadEnd),
      deadlineAtMs: head.deadlineMs === 0 ? Infinity : this.#parts.clock.nowMs() + head.deadlineMs,
      session: undefined,
      fromServer: source.server,
    };
    this.#parts.dispatcher.receive(message);
    return 0;
  }

  #callAnswer(bytes: Uint8Array, head: LinkHead): LinkCloseCode | 0 {
    const envelope = this.#envelope;
    if (!scanEnvelope(bytes, head.envelopeStart, head.envelopeEnd, envelope))
      return LinkCloseCode.LINK_MALFORMED;
    if (envelope.code !== 0 && envelope.code < GATEWAY_CODE_MIN) return LinkCloseCode.LINK_VIOLATION;
    return this.#settle('call', head.request, replyOf(bytes, envelope));
  }

  #done(body: Uint8Array, request: number): LinkCloseCode | 0 {
    const message = done.decode(body);
    if (message === undefined) return LinkCloseCode.LINK_MALFORMED;
    const { code, count } = message;
    if (code === 0) return this.#settle('command', request, { ok: true, payload: body, count });
    return this.#settle('command', request, { ok: false, error: new CallError(code, message.message) });
  }

  #presenceAnswer(body: Uint8Array, request: number): LinkCloseCode | 0 {
    const message = presenceAnswer.decode(body);
    if (message === undefined) return LinkCloseCode.LINK_MALFORMED;
    const { code, sessions } = message;
    if (code !== 0)
      return this.#settle('command', request, { ok: false, error: new CallError(code, message.message) });
    // A copy: the read buffer is used again before the caller decodes it.
    const payload = Uint8Array.from(body);
    return this.#settle('command', request, { ok: true, payload, count: sessions.length });
  }

  #settle(kind: 'call' | 'command', request: number, reply: CallReply): LinkCloseCode | 0 {
    const settled = this.calls.settle(kind, request, reply);
    if (settled === 'late') this.#parts.counters.lateAnswers++;
    return settled === 'violation' ? LinkCloseCode.LINK_VIOLATION : 0;
  }

  #gatewayGone(body: Uint8Array): LinkCloseCode | 0 {
    const message = gatewayGone.decode(body);
    if (message === undefined) return LinkCloseCode.LINK_MALFORMED;
    this.#parts.onGatewayGone(message.gateway);
    return 0;
  }

  #undelivered(body: Uint8Array): LinkCloseCode | 0 {
    const message = linkUndelivered.decode(body);
    if (message === undefined) return LinkCloseCode.LINK_MALFORMED;
    increment(this.#parts.counters.undelivered, outcomeName(message.code), message.count);
    this.#parts.onUndelivered(message.code, message.count, message.target);
    return 0;
  }
}

function replyOf(bytes: Uint8Array, envelope: EnvelopeHead): CallReply {
  const { code } = envelope;
  const payload = copyOf(bytes, envelope.payloadStart, envelope.payloadEnd);
  if (code === 0) return { ok: true, payload, count: 0 };
  if (code >= APPLICATION_CODE_MIN)
    return { ok: false, error: new CallError(code, `the other backend answered with code ${code}`, payload) };
  return { ok: false, error: new CallError(code, failure.decode(payload)?.message ?? outcomeName(code)) };
}

/** What an operator reads when a link ends otherwise than in the ordinary way. */
function closeAdvice(code: LinkCloseCode | 'lost'): string {
  switch (code) {
    case LinkCloseCode.UNAUTHENTICATED:
      return 'link refused: gateway and backend have different link secrets; set the same one on both';
    case LinkCloseCode.WRONG_SERVER:
      return 'link refused: the gateway expected another server id here; check the registered address and id';
    case LinkCloseCode.LINK_VERSION:
      return 'link refused: gateway and backend speak different link versions; upgrade the older one';
    default:
      return 'link lost; the gateway dials again';
  }
}
