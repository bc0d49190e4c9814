// Messages between backends: they know each other's server ids or services, the gateway knows the way.
// The envelope keeps its bytes; a call waits in the same table as clients' requests.

import type { Random } from '../clock.js';
import type { GatewayLink } from '../link/gateway-link.js';
import type { PendingRequests, Requester } from '../link/pending-requests.js';
import { ERRORS, type ErrorName } from '../protocol/codes.js';
import { failure } from '../protocol/control-messages.js';
import { linkUndelivered, relaySource, relayTarget, type RelayTarget } from '../protocol/link-messages.js';
import { encodeEnvelope, newEnvelopeHead, scanEnvelope, type EnvelopeHead } from '../protocol/envelope.js';
import { encodeLinkFrame, LinkCloseCode, LinkKind, type LinkHead } from '../protocol/link-frames.js';
import type { KeyPins } from '../traffic/key-pins.js';
import { hashBytes } from '../traffic/picker.js';
import type { LinkFinder } from './decisions.js';
import { RelayNotices } from './relay-notices.js';
import type { RoutingStats } from './stats.js';

/** Gateways a message may pass. A chain of gateways is two or three long; more is a loop. */
export const HOPS_MAX = 8;

/** How late a notice of failed one-way messages may be, in milliseconds. */
export const RELAY_SWEEP_MS = 250;

/** For a call without a deadline, and the longest a call may wait, in milliseconds. */
const CALL_TIMEOUT_MS = 10_000;
const CALL_TIMEOUT_MAX_MS = 600_000;

/** Of a target that a notice names: no server or service has a longer name. */
const TARGET_CHARS_MAX = 128;

export interface RelayOptions {
  readonly links: LinkFinder;
  readonly stats: RoutingStats;
  readonly pending: PendingRequests;
  readonly keyPins: KeyPins;
  readonly random: Random;
  readonly nowMs: () => number;
}

export class Relay {
  readonly #options: RelayOptions;
  readonly #callers = new Map<GatewayLink, Caller>();
  readonly #notices = new RelayNotices(tellUndelivered);

  constructor(options: RelayOptions) {
    this.#options = options;
  }

  /** Tells backends of one-way messages that failed, where a notice is due. */
  sweep(): void {
    this.#notices.sweep(this.#options.nowMs());
  }

  /** Nobody waits any more for the answers to a lost backend's calls. */
  linkClosed(link: GatewayLink): void {
    const { pending, nowMs } = this.#options;
    const caller = this.#callers.get(link);
    if (caller !== undefined) pending.dropAll(caller, ERRORS.INSTANCE_LOST.code, nowMs());
    this.#callers.delete(link);
    this.#notices.forget(link);
  }

  /** A RELAY or CALL frame of `from`. */
  receive(from: GatewayLink, head: LinkHead, bytes: Uint8Array, envelope: EnvelopeHead): LinkCloseCode | 0 {
    const target = relayTarget.decode(bytes.subarray(head.bodyStart, head.bodyEnd));
    if (target === undefined) return LinkCloseCode.LINK_MALFORMED;
    const isCall = head.kind === LinkKind.CALL;
    if (
      (target.server === '') === (target.service === '') ||
      envelope.code !== 0 ||
      (envelope.seq !== 0) !== isCall
    )
      return LinkCloseCode.LINK_VIOLATION;
    if (isCall) this.#call(from, head, bytes, envelope, target);
    else this.#oneWay(from, head, bytes, envelope, target);
    return 0;
  }

  #oneWay(
    from: GatewayLink,
    head: LinkHead,
    bytes: Uint8Array,
    envelope: EnvelopeHead,
    target: RelayTarget,
  ): void {
    const to = this.#find(target, bytes, envelope);
    const failed = this.#check(head, to, target);
    if (failed !== undefined || to === undefined) return this.#failed(from, failed ?? 'NO_INSTANCE', target);
    const unsent = (): void => {
      this.#failed(from, 'NO_INSTANCE', target);
    };
    const frame = this.#frame(from, head, bytes, 0, 0);
    if (!to.offer(frame, unsent)) return this.#failed(from, to.refusal(frame.length), target);
    this.#options.stats.relayed++;
  }

  #call(
    from: GatewayLink,
    head: LinkHead,
    bytes: Uint8Array,
    envelope: EnvelopeHead,
    target: RelayTarget,
  ): void {
    const { stats } = this.#options;
    const { type, seq } = envelope;
    const caller = this.#callerOf(from);
    const to = this.#find(target, bytes, envelope);
    const failed = this.#check(head, to, target);
    if (failed !== undefined || to === undefined) {
      stats.relay.failed(ERRORS[failed ?? 'NO_INSTANCE'].code);
      return caller.requestFailed(type, seq, head.request, ERRORS[failed ?? 'NO_INSTANCE'].code);
    }
    const timeoutMs = Math.min(
      head.deadlineMs === 0 ? CALL_TIMEOUT_MS : head.deadlineMs,
      CALL_TIMEOUT_MAX_MS,
    );
    const id = to.addCall(caller, stats.relay, type, seq, head.request, timeoutMs);
    const frame = this.#frame(from, head, bytes, id, timeoutMs);
    if (id !== 0 && to.offer(frame)) return;
    to.cancelCall(id);
    const { code } = ERRORS[to.refusal(frame.length)];
    stats.relay.failed(code);
    caller.requestFailed(type, seq, head.request, code);
  }

  #find(target: RelayTarget, bytes: Uint8Array, envelope: EnvelopeHead): GatewayLink | undefined {
    const { links, random, keyPins } = this.#options;
    if (target.server !== '') return links.find(target.server);
    const picker = links.picker(target.service);
    const { keyStart, keyEnd } = envelope;
    if (keyStart === keyEnd) return picker.leastPending(random);
    const pinned = keyPins.find(target.service, bytes, keyStart, keyEnd);
    const bound = pinned === undefined ? undefined : links.find(pinned);
    if (bound !== undefined || (pinned !== undefined && links.isExpected(pinned))) return bound;
    return picker.affine(hashBytes(bytes, keyStart, keyEnd));
  }

  #check(head: LinkHead, to: GatewayLink | undefined, target: RelayTarget): ErrorName | undefined {
    if (head.hops + 1 > HOPS_MAX) return 'HOPS_EXCEEDED';
    if (to === undefined) return target.server === '' ? 'NO_INSTANCE' : 'NO_SUCH_SERVER';
    return undefined;
  }

  #frame(
    from: GatewayLink,
    head: LinkHead,
    bytes: Uint8Array,
    request: number,
    deadlineMs: number,
  ): Uint8Array {
    const envelope = bytes.subarray(head.envelopeStart, head.envelopeEnd);
    return encodeLinkFrame(
      { kind: head.kind, request, type: head.type, deadlineMs, hops: head.hops + 1 },
      envelope,
      relaySource.encode({ server: from.serverId }),
    );
  }

  /** One requester for each link that calls: its answers go back over the same link. */
  #callerOf(link: GatewayLink): Caller {
    const known = this.#callers.get(link);
    if (known !== undefined) return known;
    const caller = new Caller(link);
    this.#callers.set(link, caller);
    return caller;
  }

  #failed(from: GatewayLink, name: ErrorName, target: RelayTarget): void {
    const { stats, nowMs } = this.#options;
    stats.relayFailed++;
    // What waited for a link can fail when its sender is gone: nobody is left to be told.
    if (!from.isOpen) return;
    const whom = (target.server || target.service).slice(0, TARGET_CHARS_MAX);
    this.#notices.note(from, ERRORS[name].code, whom, nowMs());
  }
}

function tellUndelivered(link: GatewayLink, code: number, count: number, target: string): boolean {
  const body = linkUndelivered.encode({ code, count, target });
  return link.offer(encodeLinkFrame({ kind: LinkKind.UNDELIVERED }, undefined, body));
}

/** A backend that waits for answers to its calls. One that finds no room ends with its link: nobody waits for ever. */
class Caller implements Requester {
  pendingHead = -1;
  pendingCount = 0;
  readonly #link: GatewayLink;

  constructor(link: GatewayLink) {
    this.#link = link;
  }

  requestAnswered(origin: number, bytes: Uint8Array, start: number, end: number): void {
    const frame = answerFrame(origin, bytes.subarray(start, end));
    if (this.#link.fits(frame.length)) this.#link.tell(frame);
    else this.#answerTooLong(origin, bytes, start, end);
  }

  /** The call was done, and what came of it is lost. */
  #answerTooLong(origin: number, bytes: Uint8Array, start: number, end: number): void {
    const head = newEnvelopeHead();
    // The link has scanned it already.
    if (!scanEnvelope(bytes, start, end, head)) return;
    this.#link.counters.tooLong++;
    const payload = failure.encode({ message: 'the answer is longer than this backend takes' });
    const { type, seq } = head;
    const { code } = ERRORS.HANDLER_FAILED;
    this.#link.tell(answerFrame(origin, encodeEnvelope({ type, seq, code, payload })));
  }

  requestFailed(type: number, seq: number, origin: number, code: number): void {
    const row = Object.values(ERRORS).find((error) => error.code === code);
    const payload = failure.encode({ message: row?.message ?? '' });
    this.#link.tell(answerFrame(origin, encodeEnvelope({ type, seq, code, payload })));
  }
}

function answerFrame(request: number, envelope: Uint8Array): Uint8Array {
  return encodeLinkFrame({ kind: LinkKind.CALL_ANSWER, request }, envelope);
}
