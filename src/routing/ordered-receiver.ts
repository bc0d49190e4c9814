// What comes from backends and other gateways, each thing in its turn: sorts out what keeps the order
// between an instance's ways (link/instance-ways.ts) and gives the rest on.

import type { ClusterMessage, ClusterReceiver } from '../cluster/cluster.js';
import type { GatewayLink, LinkReceiver } from '../link/gateway-link.js';
import type { InstanceWays } from '../link/instance-ways.js';
import { ERRORS } from '../protocol/codes.js';
import { done, type PushTarget } from '../protocol/link-messages.js';
import type { EnvelopeHead } from '../protocol/envelope.js';
import { encodeLinkFrame, LinkCloseCode, LinkKind, type LinkHead } from '../protocol/link-frames.js';

const NOT_HANDED_OVER = done.encode({
  code: ERRORS.CLUSTER_UNAVAILABLE.code,
  message: 'the other gateways cannot be told now',
});

export interface OrderedReceiverOptions {
  readonly next: LinkReceiver & ClusterReceiver;
  readonly ways: InstanceWays;
  /** Tells all backends that a gateway is dead. */
  readonly tellGone: (gatewayId: string) => void;
  /** See Cluster. */
  readonly handedOver: () => Promise<boolean> | undefined;
}

export class OrderedReceiver implements LinkReceiver, ClusterReceiver {
  readonly #options: OrderedReceiverOptions;

  constructor(options: OrderedReceiverOptions) {
    this.#options = options;
  }

  received(link: GatewayLink, head: LinkHead, bytes: Uint8Array, envelope: EnvelopeHead): LinkCloseCode | 0 {
    const { next, ways } = this.#options;
    switch (head.kind) {
      case LinkKind.FENCE:
      case LinkKind.AWAIT:
        return ways.receive(link, head, bytes);
      case LinkKind.CONFIRM:
        this.#confirm(link, head.request);
        return 0;
      default:
        return next.received(link, head, bytes, envelope);
    }
  }

  /**
   * A frame is taken before the next one is looked at, but what it published may wait for Redis in this process,
   * and would end with it without a trace.
   */
  #confirm(link: GatewayLink, request: number): void {
    const handedOver = this.#options.handedOver();
    if (handedOver === undefined) answerConfirm(link, request);
    else
      void handedOver.then((inTime) => {
        answerConfirm(link, request, inTime ? undefined : NOT_HANDED_OVER);
      });
  }

  linkClosed(link: GatewayLink): void {
    this.#options.next.linkClosed(link);
  }

  receive(message: ClusterMessage, fromGatewayId: string): number | Promise<number> {
    const { next, ways } = this.#options;
    if (message.kind === 'order') {
      ways.order(fromGatewayId, message.server, message.step, message.id);
      return 0;
    }
    if (message.kind !== 'push' || message.server === undefined) return next.receive(message, fromGatewayId);
    let count: number | Promise<number> = 0;
    ways.inTurn(fromGatewayId, message.server, message.envelope.length, () => {
      count = next.receive(message, fromGatewayId);
    });
    return count;
  }

  lost(count: number, target: PushTarget | undefined): void {
    this.#options.next.lost(count, target);
  }

  missed(fromGatewayId: string): void {
    this.#options.next.missed(fromGatewayId);
  }

  gatewayLost(gatewayId: string): void {
    const { next, ways, tellGone } = this.#options;
    ways.gatewayGone(gatewayId);
    next.gatewayLost(gatewayId);
    tellGone(gatewayId);
  }
}

/** @param body empty: yes */
function answerConfirm(link: GatewayLink, request: number, body?: Uint8Array): void {
  link.tell(encodeLinkFrame({ kind: LinkKind.DONE, request }, undefined, body));
}
