// Drives the lanes of each instance at this gateway (lanes.ts): what comes over its link and what comes for
// it over the bus. An instance has lanes only once it asked for an order: nobody else pays.

import type { Clock } from '../clock.js';
import { awaitFence } from '../protocol/link-messages.js';
import { LinkCloseCode, LinkKind, type LinkHead } from '../protocol/link-frames.js';
import type { FrameHolder, GatewayLink } from './gateway-link.js';
import { DEFAULT_LANE_LIMITS, LINK_LANE, Lanes, type LaneCounters, type LaneLimits } from './lanes.js';
import type { SessionPeer } from './session-peer.js';

/** How late a wait may end, in milliseconds. */
export const WAYS_SWEEP_MS = 100;

/** A fence or a wait for another gateway, on the ordered way there. */
export type ForwardOrder = (gatewayId: string, server: string, step: 'fence' | 'await', id: number) => void;

export interface InstanceWaysOptions {
  readonly gatewayId: string;
  readonly clock: Clock;
  /** Default: DEFAULT_LANE_LIMITS. */
  readonly limits?: LaneLimits;
  readonly forward: ForwardOrder;
  /** The link to a server id; undefined when there is none. */
  readonly find: (serverId: string) => GatewayLink | undefined;
}

type Turn = () => void;

interface Way {
  readonly link: GatewayLink;
  readonly lanes: Lanes<Turn>;
  readonly held: HeldOnLink;
}

export class InstanceWays implements FrameHolder {
  readonly counters: LaneCounters = { held: 0, broken: 0 };
  readonly #options: InstanceWaysOptions;
  /** By server id. */
  readonly #ways = new Map<string, Way>();

  constructor(options: InstanceWaysOptions) {
    this.#options = options;
  }

  get heldBytes(): number {
    let bytes = 0;
    for (const { lanes } of this.#ways.values()) bytes += lanes.heldBytes;
    return bytes;
  }

  // ---- from the instance's link -----------------------------------------------------------------

  /** A FENCE or AWAIT frame. @returns 0, or the code to close the link with */
  receive(link: GatewayLink, head: LinkHead, bytes: Uint8Array): LinkCloseCode | 0 {
    const body = bytes.subarray(head.bodyStart, head.bodyEnd);
    const isFence = head.kind === LinkKind.FENCE;
    // A Fence is the beginning of an Await.
    const target = awaitFence.decode(body);
    if (target === undefined) return LinkCloseCode.LINK_MALFORMED;
    const { gatewayId, forward, clock } = this.#options;
    if (target.at !== gatewayId) forward(target.at, link.serverId, isFence ? 'fence' : 'await', head.request);
    else if (isFence) this.#wayOf(link).lanes.fence(LINK_LANE, head.request);
    else this.#wayOf(link).lanes.wait(LINK_LANE, target.via, head.request, clock.nowMs());
    return 0;
  }

  /** Keeps a frame that has to wait for its turn. @returns false when it is its turn */
  hold(link: GatewayLink, bytes: Uint8Array, head: LinkHead): boolean {
    const way = this.#ways.get(link.serverId);
    if (way?.link !== link || !way.lanes.isHeld(LINK_LANE)) return false;
    if (!way.held.concerns(link, head, this.#options.gatewayId, bytes)) return false;
    const frame = copyFrame(bytes, head);
    const peer = way.held.enter(link, frame.head);
    const turn = (): void => {
      way.held.leave(frame.head, peer);
      const code = link.receiveNow(frame.bytes, frame.head);
      if (code !== 0) link.close(code, `in a frame of kind ${frame.head.kind} that was held back`);
    };
    if (way.lanes.hold(LINK_LANE, turn, frame.bytes.length)) return true;
    way.held.leave(frame.head, peer);
    return false;
  }

  /** No order is left to keep with what comes over the bus. */
  linkClosed(link: GatewayLink): void {
    const way = this.#ways.get(link.serverId);
    if (way?.link !== link) return;
    this.#ways.delete(link.serverId);
    way.lanes.release();
  }

  // ---- from other gateways ----------------------------------------------------------------------

  /** A fence or wait that came by way of another gateway. */
  order(viaGatewayId: string, server: string, step: 'fence' | 'await', id: number): void {
    const link = this.#options.find(server);
    // Without a link nothing can be out of order with it.
    if (link?.isOpen !== true) return;
    const { lanes } = this.#wayOf(link);
    if (step === 'fence') lanes.fence(viaGatewayId, id);
    else lanes.wait(viaGatewayId, LINK_LANE, id, this.#options.clock.nowMs());
  }

  /** Runs `turn` when it is the turn of what came from `server` by way of another gateway: at once, as a rule. */
  inTurn(viaGatewayId: string, server: string | undefined, bytes: number, turn: Turn): void {
    const way = server === undefined ? undefined : this.#ways.get(server);
    const held = way?.lanes.isHeld(viaGatewayId) === true && way.lanes.hold(viaGatewayId, turn, bytes);
    if (!held) turn();
  }

  gatewayGone(gatewayId: string): void {
    for (const { lanes } of this.#ways.values()) lanes.end(gatewayId);
  }

  sweep(): void {
    const nowMs = this.#options.clock.nowMs();
    for (const { lanes } of this.#ways.values()) lanes.sweep(nowMs);
  }

  #wayOf(link: GatewayLink): Way {
    const known = this.#ways.get(link.serverId);
    if (known?.link === link) return known;
    known?.lanes.release();
    const lanes = new Lanes<Turn>(this.#options.limits ?? DEFAULT_LANE_LIMITS, this.counters, (turn) => {
      turn();
    });
    const way = { link, lanes, held: new HeldOnLink() };
    this.#ways.set(link.serverId, way);
    link.holder = this;
    return way;
  }
}

/** Pushes and what else concerns sessions waits; so does an answer, but only behind what waits for its session. */
class HeldOnLink {
  /** How many held frames there are of each session. */
  readonly #ofSession = new Map<object, number>();
  /** Held frames that may concern any session. */
  #ofMany = 0;

  /** Whether a frame has to stand behind what is held. */
  concerns(link: GatewayLink, head: LinkHead, gatewayId: string, bytes: Uint8Array): boolean {
    switch (head.kind) {
      case LinkKind.ANSWER: {
        const asker = link.requesterOf(head.request);
        return this.#ofMany > 0 || (asker !== undefined && this.#ofSession.has(asker));
      }
      case LinkKind.FENCE:
      case LinkKind.AWAIT: {
        // Those for here are steps of the lane themselves.
        const target = awaitFence.decode(bytes.subarray(head.bodyStart, head.bodyEnd));
        return target !== undefined && target.at !== gatewayId;
      }
      default:
        return ORDERED.has(head.kind);
    }
  }

  /** @returns the session that the frame is for; undefined when it may concern any */
  enter(link: GatewayLink, head: LinkHead): SessionPeer | undefined {
    const peer = head.kind === LinkKind.PUSH ? link.sessionOf(head.session) : undefined;
    if (peer !== undefined) this.#ofSession.set(peer, (this.#ofSession.get(peer) ?? 0) + 1);
    else if (MANY.has(head.kind)) this.#ofMany++;
    return peer;
  }

  leave(head: LinkHead, peer: SessionPeer | undefined): void {
    const left = peer === undefined ? 0 : (this.#ofSession.get(peer) ?? 1) - 1;
    if (peer !== undefined && left > 0) this.#ofSession.set(peer, left);
    else if (peer !== undefined) this.#ofSession.delete(peer);
    else if (MANY.has(head.kind)) this.#ofMany--;
  }
}

const MANY: ReadonlySet<number> = new Set([LinkKind.PUSH_TO, LinkKind.KICK]);
const ORDERED: ReadonlySet<number> = new Set([
  LinkKind.PUSH,
  LinkKind.PUSH_TO,
  LinkKind.GROUP_JOIN,
  LinkKind.GROUP_LEAVE,
  LinkKind.SET_ATTRIBUTES,
  LinkKind.KICK,
  LinkKind.PIN,
  // It says that everything before it is taken.
  LinkKind.CONFIRM,
]);

/** The frame's envelope and body in a buffer of their own; the head's offsets point into it. */
function copyFrame(bytes: Uint8Array, head: LinkHead): { bytes: Uint8Array; head: LinkHead } {
  const { envelopeStart, envelopeEnd, bodyStart, bodyEnd } = head;
  const from = envelopeStart;
  return {
    bytes: Uint8Array.from(bytes.subarray(from, bodyEnd)),
    head: {
      ...head,
      envelopeStart: 0,
      envelopeEnd: envelopeEnd - from,
      bodyStart: bodyStart - from,
      bodyEnd: bodyEnd - from,
    },
  };
}
