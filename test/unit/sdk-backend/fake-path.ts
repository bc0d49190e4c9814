// A way to a gateway that writes down what is sent.

import {
  encodeLinkFrame,
  LinkKind,
  newLinkHead,
  scanLinkFrame,
  type LinkHead,
} from '../../../src/protocol/link-frames.js';
import { newEnvelopeHead, scanEnvelope, type EnvelopeHead } from '../../../src/protocol/envelope.js';
import type { LinkPath } from '../../../src/sdk/backend/link-path.js';
import { OutgoingCalls } from '../../../src/sdk/backend/outgoing-calls.js';
import { PathOrder } from '../../../src/sdk/backend/push-order.js';
import { PushReceipts } from '../../../src/sdk/backend/push-receipts.js';

export interface SentFrame {
  readonly head: LinkHead;
  readonly envelope: EnvelopeHead;
  readonly payload: string;
  readonly body: Uint8Array;
}

export class FakePath implements LinkPath {
  isOpen = true;
  isRetiring = false;
  isBelievedDead = false;
  readonly order = new PathOrder();
  readonly receipts = new PushReceipts();
  envelopeBytesMax = 1000;
  readonly calls = new OutgoingCalls(4);
  readonly gatewayId: string;
  readonly sent: SentFrame[] = [];
  /** The queue is full. */
  full = false;
  readonly #gone = new Set<() => void>();

  constructor(gatewayId = 'gateway-1') {
    this.gatewayId = gatewayId;
  }

  /** The last frame. */
  get last(): SentFrame {
    const frame = this.sent.at(-1);
    if (frame === undefined) throw new Error('nothing was sent');
    return frame;
  }

  sendEnvelope(kind: LinkKind, session: number, request: number, envelope: Uint8Array): boolean {
    return this.sendFrame(encodeLinkFrame({ kind, session, request }, envelope));
  }

  sendFrame(frame: Uint8Array): boolean {
    if (this.full || !this.isOpen) return false;
    const head = newLinkHead();
    if (!scanLinkFrame(frame, 4, frame.length, head)) throw new Error('a frame that is not canonical');
    const envelope = newEnvelopeHead();
    if (!scanEnvelope(frame, head.envelopeStart, head.envelopeEnd, envelope)) throw new Error('no envelope');
    const payload = new TextDecoder().decode(frame.subarray(envelope.payloadStart, envelope.payloadEnd));
    this.sent.push({ head, envelope, payload, body: frame.subarray(head.bodyStart, head.bodyEnd) });
    return true;
  }

  onGone(listener: () => void): () => void {
    this.#gone.add(listener);
    return () => this.#gone.delete(listener);
  }

  /** How many wait for the end of the link. */
  get watchers(): number {
    return this.#gone.size;
  }

  goAway(): void {
    for (const listener of this.#gone) listener();
  }
}

export const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
