// One link, either end: a thin driver around the greeting, the frame reader, the pulse and the output.
// docs/LINK.md is the text.
//
//   greeting ──▶ open ──▶ ending ──▶ gone        `#end` is the only way to `ending`, from either phase
//
// The owner hears nothing from inside its own calls: a link that it closes itself tells the end in a later turn.
// Any other end is told at once, because until then messages would be given to a link that takes none.

import type { Clock, Timer } from '../clock.js';
import { linkBye } from '../protocol/link-messages.js';
import { FrameStatus, type FrameLimit, type FrameSink } from '../protocol/frames.js';
import {
  encodeLinkFrame,
  LINK_HEAD_BYTES_MAX,
  LinkCloseCode,
  LinkKind,
  newLinkHead,
  scanLinkFrame,
  type LinkHead,
  type LinkRole,
} from '../protocol/link-frames.js';
import { TcpFrameReader } from '../protocol/tcp-frames.js';
import type { ByteSink, ByteSocket } from '../transport/byte-socket.js';
import { isFrameAllowed } from './frame-rules.js';
import {
  GREETING_BYTES_MAX,
  startGreeting,
  takeGreetingFrame,
  type Greeting,
  type LinkPeer,
} from './greeting.js';
import { byeFrame, linkCloseName, toLinkCloseCode } from './link-close.js';
import { LinkOutput, type ScheduleFlush } from './link-output.js';
import { LinkPulse, TICKS_PER_HEARTBEAT } from './link-pulse.js';
import type { LinkSide } from './proof.js';
import { ReadPause } from './read-pause.js';

/** Receives what a link brings. Nothing is called from inside a call to the link. */
export interface LinkSink {
  /** The greeting is done; from here on frames may be written. At most once. */
  onReady(peer: LinkPeer): void;
  /**
   * One frame that the peer may send (kind and fields are checked, envelope and body are not). `head`
   * and `bytes[start, end)` are valid only during the call.
   * @returns 0 to go on, or the code with which the link is to be closed.
   */
  onFrame(bytes: Uint8Array, start: number, end: number, head: LinkHead): LinkCloseCode | 0;
  /** There is room again, after a write had said false. */
  onDrain(): void;
  /** Nothing is read until the peer has taken what waits for it. */
  onReadPaused?(): void;
  /** The link is over. Exactly once, the last call. 'lost': the pipe ended without a word. */
  onClosed(code: LinkCloseCode | 'lost', reason: string): void;
}

export interface LinkLimits {
  /** Largest LinkFrame in bytes that this end takes. */
  readonly frameBytesMax: number;
  /** Most bytes that wait for the peer; a write beyond is refused. */
  readonly queueBytesMax: number;
  /** With more bytes than this waiting for the peer nothing is read from it. See read-pause.ts. */
  readonly readQueueBytesMax: number;
  readonly heartbeatMs: number;
  readonly greetingTimeoutMs: number;
  /** A queue from which the peer takes nothing for so long ends the link. */
  readonly stallTimeoutMs: number;
}

export const DEFAULT_LINK_LIMITS: LinkLimits = {
  frameBytesMax: 1024 * 1024,
  queueBytesMax: 32 * 1024 * 1024,
  readQueueBytesMax: Infinity,
  heartbeatMs: 5_000,
  greetingTimeoutMs: 5_000,
  stallTimeoutMs: 10_000,
};

export interface LinkOptions {
  readonly side: LinkSide;
  readonly role: LinkRole;
  /** Gateway id or server id of this end. */
  readonly id: string;
  /** The dialler's: the server id it wants to reach. */
  readonly expectedId?: string;
  /** 1 or 2 secrets in force; see GreetingSelf. */
  readonly secrets: readonly Uint8Array[];
  /** 16 to 64 bytes from a cryptographic source, for this link only. */
  readonly nonce: Uint8Array;
  /** The listener's: it wants no new sessions. */
  readonly draining?: boolean;
  readonly limits: LinkLimits;
  readonly clock: Clock;
  readonly scheduleFlush: ScheduleFlush;
}

/** Plain numbers, for metrics. */
export interface LinkCounters {
  framesIn: number;
  framesOut: number;
  bytesIn: number;
  /** Frames refused because the queue was full. */
  refused: number;
}

/** Time for BYE to reach the peer and for the pipe to end, before it is dropped. */
export const END_TIMEOUT_MS = 1000;

export class LinkConnection {
  readonly counters: LinkCounters = { framesIn: 0, framesOut: 0, bytesIn: 0, refused: 0 };
  readonly #options: LinkOptions;
  readonly #socket: ByteSocket;
  readonly #sink: LinkSink;
  readonly #output: LinkOutput;
  readonly #head = newLinkHead();
  readonly #limit: FrameLimit = { bytesMax: GREETING_BYTES_MAX };
  readonly #reader = new TcpFrameReader(this.#limit);
  readonly #pulse: LinkPulse;
  readonly #reading: ReadPause;
  #phase: 'greeting' | 'open' | 'ending' | 'gone' = 'greeting';
  #greeting: Greeting;
  #greetingTimer: Timer | undefined;
  #pulseTimer: Timer | undefined;
  #endTimer: Timer | undefined;
  #peerFrameBytesMax = 0;
  #heard = false;
  #sent = false;
  #refusedSinceDrain = false;

  /** Takes the socket over and begins the greeting. */
  constructor(socket: ByteSocket, options: LinkOptions, sink: LinkSink) {
    this.#options = options;
    this.#socket = socket;
    this.#sink = sink;
    this.#output = new LinkOutput(socket, options.scheduleFlush);
    this.#reading = new ReadPause(socket, options.limits.readQueueBytesMax);
    this.#pulse = new LinkPulse(options.limits.stallTimeoutMs, options.clock.nowMs());
    const { frameBytesMax, heartbeatMs } = options.limits;
    const start = startGreeting({
      ...options,
      frameBytesMax,
      heartbeatMs,
      draining: options.draining ?? false,
    });
    this.#greeting = start.greeting;
    socket.start(this.#byteSink());
    if (start.send !== undefined) this.#append(start.send);
    this.#startTimers();
  }

  /** "address:port" of the peer. */
  get remote(): string {
    return this.#socket.remote;
  }

  /** Whether frames can be written. */
  get isOpen(): boolean {
    return this.#phase === 'open';
  }

  /** Bytes that wait for the peer. */
  get queuedBytes(): number {
    return this.#output.queuedBytes;
  }

  /** Largest LinkFrame in bytes that the peer takes; 0 before the greeting is done. */
  get peerFrameBytesMax(): number {
    return this.#peerFrameBytesMax;
  }

  /**
   * Sends a frame with the envelope `bytes[start, end)`, which is copied during the call.
   * @returns false, with nothing written: the link is not open, the frame (its head counted at its
   * longest) is longer than the peer takes, or the queue is full (then `onDrain` follows).
   */
  writeEnvelope(
    kind: LinkKind,
    session: number,
    request: number,
    type: number,
    deadlineMs: number,
    hops: number,
    bytes: Uint8Array,
    start: number,
    end: number,
  ): boolean {
    if (!this.#admits(LINK_HEAD_BYTES_MAX + end - start)) return false;
    this.#sent = true;
    this.counters.framesOut++;
    this.#output.appendEnvelope(kind, session, request, type, deadlineMs, hops, bytes, start, end);
    return true;
  }

  /** Sends a whole frame, which must not be changed any more. As `writeEnvelope`. */
  writeFrame(frame: Uint8Array): boolean {
    if (!this.#admits(frame.length)) return false;
    this.#append(frame);
    return true;
  }

  /** Says BYE and ends. `onClosed` follows in a later turn, no frame does. */
  close(code: LinkCloseCode, reason: string): void {
    if (!this.#finish(code, reason, true)) return;
    this.#options.scheduleFlush(() => {
      this.#sink.onClosed(code, reason);
    });
  }

  #byteSink(): ByteSink {
    const frames: FrameSink = {
      onEnvelope: (bytes, start, end) => this.#takeFrame(bytes, start, end),
      onPing: unreachable,
      onClose: unreachable,
    };
    return {
      onBytes: (bytes, start, end) => {
        this.#takeBytes(bytes, start, end, frames);
      },
      onEnd: () => {
        this.#end('lost', 'the peer ended the connection without BYE', false);
      },
      onDrain: () => {
        this.#output.drained();
        this.#reading.goOn((bytes, start, end) => this.#takeFrame(bytes, start, end));
        this.#tellDrain();
      },
      onClosed: (cause) => {
        this.#end('lost', cause, false);
        this.#endTimer?.cancel();
        this.#phase = 'gone';
      },
    };
  }

  #startTimers(): void {
    const { clock, limits } = this.#options;
    this.#greetingTimer = clock.after(limits.greetingTimeoutMs, () => {
      this.#end(
        LinkCloseCode.GREETING_TIMEOUT,
        `greeting not done within ${limits.greetingTimeoutMs} ms`,
        true,
      );
    });
    this.#pulseTimer = clock.every(limits.heartbeatMs / TICKS_PER_HEARTBEAT, () => {
      this.#beat();
    });
  }

  #takeBytes(bytes: Uint8Array, start: number, end: number, frames: FrameSink): void {
    if (this.#phase === 'ending' || this.#phase === 'gone') return;
    this.#heard = true;
    this.counters.bytesIn += end - start;
    if (this.#reader.push(bytes, start, end, frames) === FrameStatus.TOO_LARGE)
      this.#end(LinkCloseCode.LINK_FRAME_TOO_LARGE, `frame longer than ${this.#limit.bytesMax} bytes`, true);
  }

  /** @returns false when the link is over: the reader must stop. */
  #takeFrame(bytes: Uint8Array, start: number, end: number): boolean {
    if (this.#reading.isPaused) {
      this.#reading.hold(bytes, start, end);
      return true;
    }
    const head = this.#head;
    this.counters.framesIn++;
    if (!scanLinkFrame(bytes, start, end, head))
      this.#end(LinkCloseCode.LINK_MALFORMED, 'frame not in canonical form', true);
    else if (this.#phase === 'greeting') this.#takeGreeting(bytes, head);
    else this.#takeOpen(bytes, start, end, head);
    return this.#phase === 'greeting' || this.#phase === 'open';
  }

  #takeOpen(bytes: Uint8Array, start: number, end: number, head: LinkHead): void {
    if (!isFrameAllowed(this.#options.side === 'dialler' ? 'listener' : 'dialler', head))
      this.#end(
        LinkCloseCode.LINK_VIOLATION,
        `kind ${head.kind} is not allowed from this end or in this shape`,
        true,
      );
    else if (head.kind === LinkKind.PING) this.#pong(head.request);
    else if (head.kind === LinkKind.BYE) this.#takeBye(bytes, head);
    else if (head.kind !== LinkKind.PONG) this.#giveToSink(bytes, start, end, head);
  }

  #giveToSink(bytes: Uint8Array, start: number, end: number, head: LinkHead): void {
    const { kind } = head;
    const code = this.#sink.onFrame(bytes, start, end, head);
    if (code !== 0) this.#end(code, `${linkCloseName(code)} in a frame of kind ${kind}`, true);
    else if (this.isOpen && this.#reading.stopsAt(this.#output.refusedBytes)) this.#sink.onReadPaused?.();
  }

  #takeGreeting(bytes: Uint8Array, head: LinkHead): void {
    if (head.kind === LinkKind.BYE) {
      this.#takeBye(bytes, head);
      return;
    }
    const step = takeGreetingFrame(this.#greeting, head.kind, bytes.subarray(head.bodyStart, head.bodyEnd));
    if (step.outcome === 'refused') {
      this.#end(step.code, step.reason, true);
      return;
    }
    if (step.send !== undefined) this.#append(step.send);
    if (step.outcome === 'continue') this.#greeting = step.greeting;
    else this.#open(step.peer);
  }

  #open(peer: LinkPeer): void {
    this.#phase = 'open';
    this.#greetingTimer?.cancel();
    this.#limit.bytesMax = this.#options.limits.frameBytesMax;
    this.#peerFrameBytesMax = peer.frameBytesMax;
    this.#sink.onReady(peer);
  }

  #takeBye(bytes: Uint8Array, head: LinkHead): void {
    const bye = linkBye.decode(bytes.subarray(head.bodyStart, head.bodyEnd));
    if (bye === undefined) this.#end(LinkCloseCode.LINK_MALFORMED, 'BYE cannot be decoded', true);
    else this.#end(toLinkCloseCode(bye.code), `peer: ${bye.reason}`, false);
  }

  /** A peer that pings and does not read is answered until the queue is full. */
  #pong(request: number): void {
    this.writeFrame(encodeLinkFrame({ kind: LinkKind.PONG, request }));
  }

  #beat(): void {
    // Who is not listened to is not silent; whether it lives is seen by what it takes.
    const heard = this.#heard || this.#reading.isPaused;
    const sent = this.#sent;
    this.#heard = this.#sent = false;
    const { queuedBytes, takenBytes } = this.#output;
    const nowMs = this.#options.clock.nowMs();
    const action = this.#pulse.tick({ heard, sent, nowMs, queuedBytes, takenBytes });
    if (action === 'silent') this.#end(LinkCloseCode.LINK_SILENT, 'nothing heard for three heartbeats', true);
    else if (action === 'stalled') this.#end(LinkCloseCode.LINK_SLOW, 'the peer does not read', true);
    else if (action === 'ping') this.writeFrame(encodeLinkFrame({ kind: LinkKind.PING }));
  }

  #admits(frameBytes: number): boolean {
    if (this.#phase !== 'open' || frameBytes > this.#peerFrameBytesMax) return false;
    if (this.#output.queuedBytes + frameBytes <= this.#options.limits.queueBytesMax) return true;
    this.counters.refused++;
    this.#promiseDrain();
    return false;
  }

  /** A queue that the kernel has not even been offered yet brings no drain of the socket: its flush does. */
  #promiseDrain(): void {
    if (this.#refusedSinceDrain) return;
    this.#refusedSinceDrain = true;
    if (this.#socket.queuedBytes > 0) return;
    this.#options.scheduleFlush(() => {
      if (this.#socket.queuedBytes === 0) this.#tellDrain();
    });
  }

  #append(frame: Uint8Array): void {
    this.#sent = true;
    this.counters.framesOut++;
    this.#output.appendFrame(frame);
  }

  #tellDrain(): void {
    if (!this.#refusedSinceDrain || this.#phase !== 'open') return;
    this.#refusedSinceDrain = false;
    this.#sink.onDrain();
  }

  /** An end that comes from the peer, the pipe or a timer: never from inside a call of the owner. */
  #end(code: LinkCloseCode | 'lost', reason: string, sayBye: boolean): void {
    if (this.#finish(code, reason, sayBye)) this.#sink.onClosed(code, reason);
  }

  /** @returns false when the link had ended already. */
  #finish(code: LinkCloseCode | 'lost', reason: string, sayBye: boolean): boolean {
    if (this.#phase === 'ending' || this.#phase === 'gone') return false;
    this.#phase = 'ending';
    this.#greetingTimer?.cancel();
    this.#pulseTimer?.cancel();
    this.#endTimer = this.#options.clock.after(END_TIMEOUT_MS, () => {
      this.#socket.destroy();
    });
    if (sayBye && code !== 'lost') this.#output.appendFrame(byeFrame(code, reason));
    this.#output.flushLast();
    this.#socket.end();
    // A paused socket would never see the peer's end.
    this.#socket.pause(false);
    return true;
  }
}

function unreachable(): void {
  throw new Error('a TCP frame reader has neither ping nor close frames');
}
