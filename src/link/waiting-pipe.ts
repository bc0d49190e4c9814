// Where a link's frames go while there is no connection under it: they wait, in order and bounded, for
// the connection that the first of them has asked for.

import {
  encodeLinkFrame,
  LinkKind,
  newLinkHead,
  scanLinkFrame,
  type LinkCloseCode,
} from '../protocol/link-frames.js';
import type { LinkConnection } from './link-connection.js';

/** What a `GatewayLink` writes to: a connection, or what stands in for it. */
export interface LinkPipe extends Pick<
  LinkConnection,
  'queuedBytes' | 'peerFrameBytesMax' | 'writeEnvelope' | 'close'
> {
  /** As LinkConnection's. @param unsent called when the frame waited here and will never be sent */
  writeFrame(frame: Uint8Array, unsent?: () => void): boolean;
}

interface WaitingFrame {
  readonly frame: Uint8Array;
  readonly unsent: (() => void) | undefined;
}

export interface WaitingPipeOptions {
  /** Most bytes that wait; a write beyond is refused. */
  readonly queueBytesMax: number;
  /** Longest frame: what the other end took before, or else what this one takes. */
  readonly frameBytesMax: number;
  /** The first frame waits: somebody has to dial. Called once. */
  readonly onDemand: () => void;
  /** The owner of the link gives it up. */
  readonly onClose: (code: LinkCloseCode, reason: string) => void;
}

export class WaitingPipe implements LinkPipe {
  readonly #options: WaitingPipeOptions;
  #frames: WaitingFrame[] = [];
  #queuedBytes = 0;
  #demanded = false;

  constructor(options: WaitingPipeOptions) {
    this.#options = options;
  }

  get queuedBytes(): number {
    return this.#queuedBytes;
  }

  get peerFrameBytesMax(): number {
    return this.#options.frameBytesMax;
  }

  writeEnvelope(
    kind: number,
    session: number,
    request: number,
    type: number,
    deadlineMs: number,
    hops: number,
    bytes: Uint8Array,
    start: number,
    end: number,
  ): boolean {
    const head = { kind, session, request, type, deadlineMs, hops };
    return this.writeFrame(encodeLinkFrame(head, bytes.subarray(start, end)));
  }

  writeFrame(frame: Uint8Array, unsent?: () => void): boolean {
    const { queueBytesMax, frameBytesMax, onDemand } = this.#options;
    if (frame.length > frameBytesMax) return false;
    if (this.#queuedBytes + frame.length > queueBytesMax) return false;
    this.#frames.push({ frame, unsent });
    this.#queuedBytes += frame.length;
    if (!this.#demanded) {
      this.#demanded = true;
      onDemand();
    }
    return true;
  }

  close(code: LinkCloseCode, reason: string): void {
    this.#options.onClose(code, reason);
  }

  /**
   * Gives everything to the connection but requests that have ended; the others with the time that is left to them.
   * @param waitedMs for how long a request has waited; undefined: nobody waits for its answer any more
   * @returns false when the connection refused a frame: nothing after it was sent
   */
  moveTo(pipe: LinkPipe, waitedMs: (request: number) => number | undefined): boolean {
    for (let sent = 0; sent < this.#frames.length; sent++) {
      const frame = inTime(this.#frames[sent]?.frame ?? EMPTY, waitedMs);
      if (frame === undefined || pipe.writeFrame(frame)) continue;
      this.#frames = this.#frames.slice(sent);
      return false;
    }
    this.#take();
    return true;
  }

  /** No connection will come. */
  fail(): void {
    for (const { unsent } of this.#take()) unsent?.();
  }

  #take(): WaitingFrame[] {
    this.#queuedBytes = 0;
    return this.#frames.splice(0);
  }
}

const EMPTY = new Uint8Array(0);
const LENGTH_BYTES = 4;

/** The frame as it is to be sent now; undefined: not any more. */
function inTime(
  frame: Uint8Array,
  waitedMs: (request: number) => number | undefined,
): Uint8Array | undefined {
  const head = newLinkHead();
  scanLinkFrame(frame, LENGTH_BYTES, frame.length, head);
  if (head.kind !== LinkKind.REQUEST && head.kind !== LinkKind.CALL) return frame;
  const waited = waitedMs(head.request);
  if (waited === undefined) return undefined;
  // 0 would say that there is no deadline.
  const deadlineMs = head.deadlineMs === 0 ? 0 : Math.max(1, Math.ceil(head.deadlineMs - waited));
  const { envelopeStart, envelopeEnd, bodyStart, bodyEnd } = head;
  const [envelope, body] = [frame.subarray(envelopeStart, envelopeEnd), frame.subarray(bodyStart, bodyEnd)];
  return encodeLinkFrame({ ...head, deadlineMs }, envelope, body);
}
