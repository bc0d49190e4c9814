// The gateway's end of one open link: handles of sessions, requests that wait, answers and pushes on
// their way back. What backends ask for beyond that (groups, kick, relay …) goes to the `LinkReceiver`.

import { ERRORS, type ErrorName } from '../protocol/codes.js';
import {
  sessionChanged,
  sessionClosed,
  sessionOpened,
  sessionResumed,
  type SessionOpened,
} from '../protocol/link-messages.js';
import { FIRST_APPLICATION_TYPE } from '../protocol/control-types.js';
import { newEnvelopeHead, scanEnvelope, type EnvelopeHead } from '../protocol/envelope.js';
import {
  encodeLinkFrame,
  LINK_HEAD_BYTES_MAX,
  LinkCloseCode,
  LinkKind,
  type LinkHead,
} from '../protocol/link-frames.js';
import type { Clock } from '../clock.js';
import type { Instance } from '../discovery/registry.js';
import type { GatewayLinkCounters } from './gateway-link-counters.js';
import {
  NOBODY,
  type PendingRequests,
  type RequestStats,
  type Requester,
  type Responder,
  type TakenRequest,
} from './pending-requests.js';
import { RequestIds } from './request-ids.js';
import { withoutLink, type SessionPeer } from './session-peer.js';
import type { LinkPipe } from './waiting-pipe.js';

/** Takes what backends send besides answers and pushes to one session. Implemented by routing. */
export interface LinkReceiver {
  /**
   * A frame of one of the kinds PUSH_TO, RELAY, CALL, GROUP_*, SET_ATTRIBUTES, KICK, PIN.
   * @param envelope scanned head of the frame's envelope, when the kind has one
   * @returns 0, or the code with which the link is closed.
   */
  received(link: GatewayLink, head: LinkHead, bytes: Uint8Array, envelope: EnvelopeHead): LinkCloseCode | 0;
  /** The link is gone; its pending requests have failed. */
  linkClosed(link: GatewayLink): void;
}

/** Keeps the order between this link and the other ways of its instance. Implemented by InstanceWays. */
export interface FrameHolder {
  /** Keeps a frame that has to wait, and gives it to `receiveNow` later. @returns false when it need not wait */
  hold(link: GatewayLink, bytes: Uint8Array, head: LinkHead): boolean;
  /** The link ends: gives what it keeps to `receiveNow` at once. */
  linkClosed(link: GatewayLink): void;
}

export interface GatewayLinkShared {
  /** The turn: a request's time-out and latency are exact to a turn of the event loop. */
  readonly clock: Pick<Clock, 'nowMs'>;
  readonly pending: PendingRequests;
  readonly receiver: LinkReceiver;
  readonly pendingMax: number;
}

export class GatewayLink implements Responder {
  readonly counters: GatewayLinkCounters;
  readonly requestIds: RequestIds;
  pendingCount = 0;
  instance: Instance;
  /** The backend wants no new sessions and requests. */
  draining: boolean;
  /** Set once the instance asked for an order between this link and its other ways. */
  holder: FrameHolder | undefined = undefined;
  /** What stands under it: first perhaps a pipe where frames wait, then one connection to the end. */
  #connection: LinkPipe;
  #isOpen: boolean;
  readonly #shared: GatewayLinkShared;
  readonly #sessions = new Map<number, SessionPeer>();
  readonly #envelope = newEnvelopeHead();
  readonly #taken: TakenRequest;
  readonly #onDraining: () => void;
  #lastHandle = 0;
  #otherFrames = 0;

  constructor(
    connection: LinkPipe,
    instance: Instance,
    counters: GatewayLinkCounters,
    draining: boolean,
    shared: GatewayLinkShared,
    onDraining: () => void,
    isOpen = true,
  ) {
    this.#connection = connection;
    this.#isOpen = isOpen;
    this.instance = instance;
    this.counters = counters;
    this.draining = draining;
    this.#shared = shared;
    this.#onDraining = onDraining;
    this.requestIds = new RequestIds(shared.pendingMax);
    this.#taken = { requester: NOBODY, type: 0, seq: 0, origin: 0 };
  }

  get serverId(): string {
    return this.instance.serverId;
  }

  get weight(): number {
    return this.instance.weight;
  }

  get queuedBytes(): number {
    return this.#connection.queuedBytes;
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  get sessionCount(): number {
    return this.#sessions.size;
  }

  /** Rises with every frame that carried something, either way, and with those of a retired link that ends. */
  get traffic(): number {
    const { requests, notifications, answers, pushes, latePushes, lateAnswers } = this.counters;
    return requests + notifications + answers + pushes + latePushes + lateAnswers + this.#otherFrames;
  }

  /** The connection that its frames waited for stands, and has them. */
  opened(connection: LinkPipe, draining: boolean): void {
    this.#connection = connection;
    this.#isOpen = true;
    this.draining = draining;
  }

  // ---- to the backend ---------------------------------------------------------------------------

  /**
   * Sends a client's request. The requester hears of its end exactly once, unless this returns a code.
   * @returns 0, or the ErrorCode with which it could not be sent.
   */
  request(
    session: SessionPeer & Requester,
    stats: RequestStats,
    type: number,
    seq: number,
    timeoutMs: number,
    bytes: Uint8Array,
    start: number,
    end: number,
  ): number {
    const handle = this.bind(session);
    if (handle === 0) return this.#unbound(session);
    const { pending, clock } = this.#shared;
    const id = pending.add(session, this, stats, type, seq, 0, clock.nowMs(), timeoutMs);
    if (id === 0) return ERRORS.LINK_FULL.code;
    if (this.#connection.writeEnvelope(LinkKind.REQUEST, handle, id, type, timeoutMs, 0, bytes, start, end)) {
      this.counters.requests++;
      return 0;
    }
    pending.cancel(this, id);
    return ERRORS[this.refusal(LINK_HEAD_BYTES_MAX + end - start)].code;
  }

  /** Sends a client's notification. @returns 0, or the ErrorCode with which it could not be sent. */
  notify(
    session: SessionPeer & Pick<Requester, 'requestFailed'>,
    type: number,
    bytes: Uint8Array,
    start: number,
    end: number,
  ): number {
    const handle = this.bind(session);
    if (handle === 0) return this.#unbound(session);
    if (!this.#isOpen) return this.#notifyLater(session, handle, type, bytes.subarray(start, end));
    if (!this.#connection.writeEnvelope(LinkKind.NOTIFY, handle, 0, type, 0, 0, bytes, start, end))
      return ERRORS[this.refusal(LINK_HEAD_BYTES_MAX + end - start)].code;
    this.counters.notifications++;
    return 0;
  }

  /** Nobody waits for a notification's end: that it never left has to be told. */
  #notifyLater(
    session: Pick<Requester, 'requestFailed'>,
    handle: number,
    type: number,
    envelope: Uint8Array,
  ): number {
    const unsent = (): void => {
      session.requestFailed(type, 0, 0, ERRORS.NO_INSTANCE.code);
    };
    const frame = encodeLinkFrame({ kind: LinkKind.NOTIFY, session: handle, type }, envelope);
    if (!this.#connection.writeFrame(frame, unsent)) return ERRORS[this.refusal(frame.length)].code;
    this.counters.notifications++;
    return 0;
  }

  /**
   * Sends a frame that may be refused when the queue is full.
   * @param unsent called when the frame waited for a connection that never came
   */
  offer(frame: Uint8Array, unsent?: () => void): boolean {
    this.#otherFrames++;
    return this.#connection.writeFrame(frame, unsent);
  }

  /** Whether the backend takes a frame so long, however empty the queue is. */
  fits(frameBytes: number): boolean {
    return frameBytes <= this.#connection.peerFrameBytesMax;
  }

  /** Why a frame was not taken: what is too long now will be so the next time. */
  refusal(frameBytes: number): ErrorName {
    return this.fits(frameBytes) ? 'LINK_FULL' : 'PAYLOAD_TOO_LARGE';
  }

  /**
   * Sends what the backend has to hear: when that finds no room, the link starts over. What no frame to it can
   * hold is left out and counted: starting over would not make it shorter.
   */
  tell(frame: Uint8Array): void {
    if (this.offer(frame)) return;
    if (this.fits(frame.length))
      this.close(LinkCloseCode.LINK_SLOW, 'the backend does not read: what it has to hear did not fit');
    else this.counters.tooLong++;
  }

  /** Enters a call that another backend makes through the gateway; `send` follows with its id. */
  addCall(
    requester: Requester,
    stats: RequestStats,
    type: number,
    seq: number,
    origin: number,
    timeoutMs: number,
  ): number {
    const { pending, clock } = this.#shared;
    return pending.add(requester, this, stats, type, seq, origin, clock.nowMs(), timeoutMs);
  }

  cancelCall(id: number): void {
    this.#shared.pending.cancel(this, id);
  }

  /** The session's handle on this link, given and told to the backend when it has none; 0 when full. */
  bind(session: SessionPeer): number {
    for (let known = session.bindings; known !== undefined; known = known.next)
      if (known.link === this) return known.handle;
    const handle = this.#lastHandle + 1;
    if (!this.offer(openedFrame(handle, session))) return 0;
    this.#lastHandle = handle;
    this.#sessions.set(handle, session);
    session.bindings = { link: this, handle, next: session.bindings };
    return handle;
  }

  /** @returns the code of why the session could not be told to the backend */
  #unbound(session: SessionPeer): number {
    return ERRORS[this.refusal(openedFrame(this.#lastHandle + 1, session).length)].code;
  }

  /** Tells the backend what became of a session it knows. */
  tellSuspended(handle: number): void {
    this.tell(encodeLinkFrame({ kind: LinkKind.SESSION_SUSPENDED, session: handle }));
  }

  tellResumed(handle: number, session: Pick<SessionOpened, 'generation' | 'address'>): void {
    const body = sessionResumed.encode(session);
    this.tell(encodeLinkFrame({ kind: LinkKind.SESSION_RESUMED, session: handle }, undefined, body));
  }

  tellChanged(handle: number, session: Pick<SessionOpened, 'attributes' | 'roles'>): void {
    const body = sessionChanged.encode(session);
    this.tell(encodeLinkFrame({ kind: LinkKind.SESSION_CHANGED, session: handle }, undefined, body));
  }

  tellClosed(handle: number, code: number, reason: string): void {
    this.#sessions.delete(handle);
    const body = sessionClosed.encode({ code, reason });
    this.tell(encodeLinkFrame({ kind: LinkKind.SESSION_CLOSED, session: handle }, undefined, body));
  }

  close(code: LinkCloseCode, reason: string): void {
    this.#connection.close(code, reason);
  }

  // ---- from the backend -------------------------------------------------------------------------

  /** Takes one frame whose kind and fields are allowed. @returns 0, or the code to close the link with. */
  receive(bytes: Uint8Array, head: LinkHead): LinkCloseCode | 0 {
    if (this.holder?.hold(this, bytes, head) === true) return 0;
    return this.receiveNow(bytes, head);
  }

  /** As `receive`, for a frame whose turn it is. */
  receiveNow(bytes: Uint8Array, head: LinkHead): LinkCloseCode | 0 {
    const hasEnvelope = head.envelopeStart !== head.envelopeEnd;
    const envelope = this.#envelope;
    if (hasEnvelope && !scanEnvelope(bytes, head.envelopeStart, head.envelopeEnd, envelope))
      return LinkCloseCode.LINK_MALFORMED;
    if (hasEnvelope && envelope.type < FIRST_APPLICATION_TYPE) return LinkCloseCode.LINK_VIOLATION;
    switch (head.kind) {
      case LinkKind.ANSWER:
      case LinkKind.CALL_ANSWER:
        return this.#answer(bytes, head, envelope);
      case LinkKind.PUSH:
        return this.#push(bytes, head, envelope);
      case LinkKind.DRAIN:
        return this.#drain(head);
      default:
        this.#otherFrames++;
        return this.#shared.receiver.received(this, head, bytes, envelope);
    }
  }

  #answer(bytes: Uint8Array, head: LinkHead, envelope: EnvelopeHead): LinkCloseCode | 0 {
    const { pending, clock } = this.#shared;
    const { type, seq, code } = envelope;
    if (head.request > this.requestIds.last || !isAnswerCode(code)) return LinkCloseCode.LINK_VIOLATION;
    if (!pending.matches(this, head.request, type, seq)) return LinkCloseCode.LINK_VIOLATION;
    if (!pending.take(this, head.request, code, clock.nowMs(), this.#taken)) {
      this.counters.lateAnswers++;
      return 0;
    }
    this.counters.answers++;
    const { requester, origin } = this.#taken;
    requester.requestAnswered(origin, bytes, head.envelopeStart, head.envelopeEnd);
    return 0;
  }

  #push(bytes: Uint8Array, head: LinkHead, envelope: EnvelopeHead): LinkCloseCode | 0 {
    if (envelope.seq !== 0 || envelope.code !== 0) return LinkCloseCode.LINK_VIOLATION;
    const session = this.#sessions.get(head.session);
    if (session === undefined) {
      if (head.session > this.#lastHandle) return LinkCloseCode.LINK_VIOLATION;
      this.counters.latePushes++;
      return 0;
    }
    this.counters.pushes++;
    session.deliver(bytes, head.envelopeStart, head.envelopeEnd);
    return 0;
  }

  #drain(head: LinkHead): LinkCloseCode | 0 {
    this.draining = true;
    if (head.request !== 0) this.offer(encodeLinkFrame({ kind: LinkKind.DONE, request: head.request }));
    this.#onDraining();
    return 0;
  }

  /** Who waits for the answer to a request; undefined when nobody does any more. */
  requesterOf(request: number): Requester | undefined {
    return this.#shared.pending.requesterOf(this, request);
  }

  /** The session behind a handle of this link, for commands; undefined when it has ended. */
  sessionOf(handle: number): SessionPeer | undefined {
    return this.#sessions.get(handle);
  }

  // ---- the end ----------------------------------------------------------------------------------

  /** The link is gone: its sessions forget it, its requests fail. What never left is known not to have been done. */
  closed(): void {
    const { code } = this.#isOpen ? ERRORS.INSTANCE_LOST : ERRORS.NO_INSTANCE;
    // It came before the end: what is kept finds its sessions and its requests.
    this.holder?.linkClosed(this);
    for (const session of this.#sessions.values()) {
      session.bindings = withoutLink(session.bindings, this);
    }
    this.#sessions.clear();
    this.#shared.pending.failAll(this, code, this.#shared.clock.nowMs());
    this.#isOpen = false;
    this.#shared.receiver.linkClosed(this);
  }
}

function openedFrame(handle: number, session: SessionPeer): Uint8Array {
  const body = sessionOpened.encode(session.describe());
  return encodeLinkFrame({ kind: LinkKind.SESSION_OPENED, session: handle }, undefined, body);
}

/** 0, a gateway's or SDK's error, or the application's own: disconnect codes are no answers. */
function isAnswerCode(code: number): boolean {
  return code === 0 || code >= 1000;
}
