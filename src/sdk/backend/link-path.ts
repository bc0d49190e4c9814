// A link as the rest of the SDK sees it: a way to a gateway.

import type { LinkKind } from '../../protocol/link-frames.js';
import type { OutgoingCalls } from './outgoing-calls.js';
import type { PathOrder } from './push-order.js';
import type { PushReceipts } from './push-receipts.js';

export interface LinkPath {
  /** Whether frames can be written. */
  readonly isOpen: boolean;
  /** Of the gateway at the other end. */
  readonly gatewayId: string;
  /** The gateway does not need the link any more: nothing new is sent over it. */
  readonly isRetiring: boolean;
  /** Its gateway was said to be dead, and nothing was heard over the link since. */
  readonly isBelievedDead: boolean;
  readonly order: PathOrder;
  readonly receipts: PushReceipts;
  /** Longest envelope in bytes that surely fits into a frame to this gateway. */
  readonly envelopeBytesMax: number;
  readonly calls: OutgoingCalls;
  /** @returns false when the link is not open or its queue is full; nothing was written. */
  sendEnvelope(kind: LinkKind, session: number, request: number, envelope: Uint8Array): boolean;
  /** As `sendEnvelope`, for a whole frame. */
  sendFrame(frame: Uint8Array): boolean;
  /** Calls when the link ends, unless the returned function was called before. */
  onGone(listener: () => void): () => void;
}

/**
 * The link for what belongs to no gateway in particular: always the same one, the oldest, so that order is kept;
 * one that is retiring only when there is no other.
 * @param links oldest first
 */
export function oldestLink(links: Iterable<LinkPath>): LinkPath | undefined {
  let retiring: LinkPath | undefined;
  for (const link of links)
    if (link.isOpen && !link.isRetiring) return link;
    else if (link.isOpen) retiring ??= link;
  return retiring;
}
