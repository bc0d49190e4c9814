// Sorts what backends send, besides answers and pushes to one handle, to where it is done.

import type { ClusterMessage, ClusterReceiver } from '../cluster/cluster.js';
import type { GatewayLink, LinkReceiver } from '../link/gateway-link.js';
import { pushTarget, type PushTarget } from '../protocol/link-messages.js';
import type { EnvelopeHead } from '../protocol/envelope.js';
import { LinkCloseCode, LinkKind, type LinkHead } from '../protocol/link-frames.js';
import type { Commands } from './commands.js';
import type { Presences } from './presence.js';
import { isPushTarget, type Pushes } from './pushes.js';
import type { Relay } from './relay.js';

export class Receiver implements LinkReceiver, ClusterReceiver {
  readonly #pushes: Pushes;
  readonly #relay: Relay;
  readonly #commands: Commands;
  readonly #presences: Presences;

  constructor(pushes: Pushes, relay: Relay, commands: Commands, presences: Presences) {
    this.#pushes = pushes;
    this.#relay = relay;
    this.#commands = commands;
    this.#presences = presences;
  }

  received(link: GatewayLink, head: LinkHead, bytes: Uint8Array, envelope: EnvelopeHead): LinkCloseCode | 0 {
    switch (head.kind) {
      case LinkKind.PUSH_TO:
        return this.#pushTo(link, head, bytes, envelope);
      case LinkKind.RELAY:
      case LinkKind.CALL:
        return this.#relay.receive(link, head, bytes, envelope);
      case LinkKind.PRESENCE_QUERY:
      case LinkKind.PRESENCE_WATCH:
      case LinkKind.PRESENCE_UNWATCH:
        return this.#presences.receive(link, head, bytes);
      default:
        return this.#commands.receive(link, head, bytes);
    }
  }

  linkClosed(link: GatewayLink): void {
    this.#relay.linkClosed(link);
    this.#presences.linkClosed(link);
  }

  receive(message: ClusterMessage, fromGatewayId: string): number | Promise<number> {
    if (message.kind === 'push') {
      if (isPushTarget(message.target)) return this.#pushes.pushLocally(message.target, message.envelope);
      this.lost(1, undefined);
      return 0;
    }
    if (message.kind === 'order') return 0;
    if (message.kind === 'news') {
      this.#presences.receiveNews(message.news, fromGatewayId);
      return 0;
    }
    return this.#commands.receiveFromCluster(message);
  }

  lost(count: number, target: PushTarget | undefined): void {
    // A target that nobody may use says nothing about whom it was for.
    this.#pushes.lostLocally(count, target !== undefined && isPushTarget(target) ? target : undefined);
  }

  missed(fromGatewayId: string): void {
    this.#presences.missed(fromGatewayId);
  }

  gatewayLost(gatewayId: string): void {
    this.#presences.gatewayGone(gatewayId);
  }

  #pushTo(link: GatewayLink, head: LinkHead, bytes: Uint8Array, envelope: EnvelopeHead): LinkCloseCode | 0 {
    if (envelope.seq !== 0 || envelope.code !== 0) return LinkCloseCode.LINK_VIOLATION;
    const target = pushTarget.decode(bytes.subarray(head.bodyStart, head.bodyEnd));
    if (target === undefined) return LinkCloseCode.LINK_MALFORMED;
    if (!isPushTarget(target)) return LinkCloseCode.LINK_VIOLATION;
    // Not `slice`: a Buffer's is a view, and the read buffer is used again.
    const copy = Uint8Array.from(bytes.subarray(head.envelopeStart, head.envelopeEnd));
    this.#pushes.push(target, copy, link.serverId);
    return 0;
  }
}
