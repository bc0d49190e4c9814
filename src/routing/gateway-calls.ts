// Calls that the gateway itself makes, for no session and no backend: a message type is routed by the
// table like a client's, and waits in the same table of pending requests. The backend sees a call whose
// sender is the gateway's id.

import type { Random } from '../clock.js';
import type { Requester } from '../link/pending-requests.js';
import { ERRORS } from '../protocol/codes.js';
import { relaySource } from '../protocol/link-messages.js';
import { encodeEnvelope, newEnvelopeHead, scanEnvelope } from '../protocol/envelope.js';
import { encodeLinkFrame, LinkKind } from '../protocol/link-frames.js';
import type { LinkFinder } from './decisions.js';
import type { RouteTable } from './route.js';
import type { RoutingStats } from './stats.js';

/** Calls under way at once: more logins than a service answers are refused, so that none waits for long. */
const CALLS_MAX = 8_192;

/** Type and seq repeat in the answer; the id on the link tells calls apart. */
const CALL_SEQ = 1;

const NO_BYTES = new Uint8Array(0);

export interface GatewayCallsOptions {
  readonly gatewayId: string;
  readonly links: LinkFinder;
  readonly stats: RoutingStats;
  readonly random: Random;
  readonly table: () => RouteTable;
}

export interface CallAnswer {
  /** 0, an ErrorCode or a code of the application. */
  readonly code: number;
  readonly payload: Uint8Array;
}

export class GatewayCalls implements Requester {
  pendingHead = -1;
  pendingCount = 0;
  readonly #options: GatewayCallsOptions;
  readonly #waiting = new Map<number, (answer: CallAnswer) => void>();
  #lastOrigin = 0;

  constructor(options: GatewayCallsOptions) {
    this.#options = options;
  }

  /** Asks the service that the table names for this type. Never rejects, and ends by the time-out. */
  call(type: number, payload: Uint8Array, timeoutMs: number): Promise<CallAnswer> {
    return new Promise((resolve) => {
      const origin = ++this.#lastOrigin;
      this.#waiting.set(origin, resolve);
      const failed = this.#send(type, payload, timeoutMs, origin);
      if (failed !== 0) this.#settle(origin, { code: failed, payload: NO_BYTES });
    });
  }

  /** @returns 0, or the ErrorCode with which it could not be sent. */
  #send(type: number, payload: Uint8Array, timeoutMs: number, origin: number): number {
    const { table, links, stats, random, gatewayId } = this.#options;
    const route = table().lookup(type);
    const routeStats = route === undefined ? stats.unrouted : stats.forRoute(route.id, route.service);
    const fail = (code: number): number => {
      routeStats.failed(code);
      return code;
    };
    if (this.#waiting.size > CALLS_MAX) return fail(ERRORS.TOO_MANY_REQUESTS.code);
    if (route === undefined) return fail(ERRORS.NO_ROUTE.code);
    const link = links.picker(route.service).leastPending(random);
    if (link === undefined) return fail(ERRORS.NO_INSTANCE.code);
    const deadlineMs = Math.ceil(Math.min(timeoutMs, route.timeoutMs));
    const request = link.addCall(this, routeStats, type, CALL_SEQ, origin, deadlineMs);
    const envelope = encodeEnvelope({ type, seq: CALL_SEQ, payload });
    const source = relaySource.encode({ server: gatewayId });
    const head = { kind: LinkKind.CALL, request, type, deadlineMs, hops: 1 };
    const frame = encodeLinkFrame(head, envelope, source);
    if (request !== 0 && link.offer(frame)) return 0;
    link.cancelCall(request);
    return fail(ERRORS[link.refusal(frame.length)].code);
  }

  requestAnswered(origin: number, bytes: Uint8Array, start: number, end: number): void {
    const head = newEnvelopeHead();
    // The link has scanned it already.
    if (!scanEnvelope(bytes, start, end, head)) return;
    const payload = Uint8Array.from(bytes.subarray(head.payloadStart, head.payloadEnd));
    this.#settle(origin, { code: head.code, payload });
  }

  requestFailed(_type: number, _seq: number, origin: number, code: number): void {
    this.#settle(origin, { code, payload: NO_BYTES });
  }

  #settle(origin: number, answer: CallAnswer): void {
    const resolve = this.#waiting.get(origin);
    this.#waiting.delete(origin);
    resolve?.(answer);
  }
}
