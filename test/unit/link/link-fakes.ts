// A pipe of two sockets in memory and a sink that writes down what it hears: with a fake clock every run
// of two link ends is the same run.

import {
  DEFAULT_LINK_LIMITS,
  LinkConnection,
  type LinkOptions,
  type LinkSink,
} from '../../../src/link/link-connection.js';
import type { LinkPeer } from '../../../src/link/greeting.js';
import type { LinkSide } from '../../../src/link/proof.js';
import { LinkRole, type LinkCloseCode, type LinkHead } from '../../../src/protocol/link-frames.js';
import type { ByteSink, ByteSocket } from '../../../src/transport/byte-socket.js';
import { FakeClock } from '../../support/fake-clock.js';

const STEP_MS = 250;

/** Moves the clock on in small steps and runs `between` after each, so that what is sent can arrive. */
export function advance(clock: FakeClock, ms: number, between: () => void): void {
  for (let leftMs = ms; leftMs > 0; leftMs -= STEP_MS) {
    clock.advance(Math.min(STEP_MS, leftMs));
    between();
  }
}

/** One end of a pipe in memory. Nothing moves until the pipe is pumped. */
export class FakeSocket implements ByteSocket {
  readonly remote = '192.0.2.1:1000';
  /** The kernel takes nothing while this is set. */
  blocked = false;
  ended = false;
  isPaused = false;
  destroyed = false;
  writes = 0;
  sink: ByteSink | undefined;
  readonly #out: Uint8Array[] = [];
  #owesDrain = false;

  get queuedBytes(): number {
    return this.blocked || this.#owesDrain ? this.#out.reduce((sum, bytes) => sum + bytes.length, 0) : 0;
  }

  start(sink: ByteSink): void {
    this.sink = sink;
  }

  write(bytes: Uint8Array): boolean {
    if (this.destroyed || this.ended) return true;
    this.writes++;
    this.#out.push(Uint8Array.from(bytes));
    if (this.blocked) this.#owesDrain = true;
    return !this.blocked;
  }

  pause(paused: boolean): void {
    this.isPaused = paused;
  }

  end(): void {
    this.ended = true;
  }

  destroy(): void {
    if (this.destroyed) return;
    this.destroyed = true;
    this.sink?.onClosed('destroyed');
  }

  /** Takes what was written, as the kernel would. */
  takeWritten(): Uint8Array {
    if (this.blocked) return new Uint8Array(0);
    const bytes = Buffer.concat(this.#out);
    this.#out.length = 0;
    if (this.#owesDrain) {
      this.#owesDrain = false;
      this.sink?.onDrain();
    }
    return bytes;
  }

  /** Delivers bytes, in pieces of at most `pieceBytes`. */
  deliver(bytes: Uint8Array, pieceBytes = Infinity): void {
    for (let at = 0; at < bytes.length; at += pieceBytes)
      this.sink?.onBytes(bytes, at, Math.min(at + pieceBytes, bytes.length));
  }
}

export interface HeardFrame {
  readonly kind: number;
  readonly session: number;
  readonly request: number;
  readonly type: number;
  readonly deadlineMs: number;
  readonly hops: number;
  readonly envelope: Uint8Array;
  readonly body: Uint8Array;
}

export class RecordingSink implements LinkSink {
  peer: LinkPeer | undefined;
  readonly frames: HeardFrame[] = [];
  drains = 0;
  readPauses = 0;
  readonly closed: { code: LinkCloseCode | 'lost'; reason: string }[] = [];
  /** What `onFrame` answers. */
  verdict: LinkCloseCode | 0 = 0;

  onReady(peer: LinkPeer): void {
    this.peer = peer;
  }

  onFrame(bytes: Uint8Array, _start: number, _end: number, head: LinkHead): LinkCloseCode | 0 {
    const { kind, session, request, type, deadlineMs, hops } = head;
    const envelope = bytes.slice(head.envelopeStart, head.envelopeEnd);
    const body = bytes.slice(head.bodyStart, head.bodyEnd);
    this.frames.push({ kind, session, request, type, deadlineMs, hops, envelope, body });
    return this.verdict;
  }

  onDrain(): void {
    this.drains++;
  }

  onReadPaused(): void {
    this.readPauses++;
  }

  onClosed(code: LinkCloseCode | 'lost', reason: string): void {
    this.closed.push({ code, reason });
  }
}

export const SECRET = Buffer.from('a secret of enough bytes');

/** An end of a link over a fake socket. */
export interface FakeEnd {
  readonly socket: FakeSocket;
  readonly sink: RecordingSink;
  readonly link: LinkConnection;
}

/** Turns of an event loop, by hand. */
export class FakeTurns {
  #queue: (() => void)[] = [];

  readonly schedule = (run: () => void): void => {
    this.#queue.push(run);
  };

  runAll(): void {
    while (this.#queue.length > 0) {
      const turn = this.#queue;
      this.#queue = [];
      for (const run of turn) run();
    }
  }
}

export function fakeEnd(
  side: LinkSide,
  clock: FakeClock,
  turns: FakeTurns,
  change: Partial<LinkOptions> = {},
): FakeEnd {
  const socket = new FakeSocket();
  const sink = new RecordingSink();
  const options: LinkOptions = {
    side,
    role: side === 'dialler' ? LinkRole.GATEWAY : LinkRole.BACKEND,
    id: side === 'dialler' ? 'gateway-1' : 'server-1',
    secrets: [SECRET],
    nonce: Buffer.alloc(16, side === 'dialler' ? 1 : 2),
    limits: DEFAULT_LINK_LIMITS,
    clock,
    scheduleFlush: turns.schedule,
    ...(side === 'dialler' && { expectedId: 'server-1' }),
    ...change,
  };
  return { socket, sink, link: new LinkConnection(socket, options, sink) };
}

export interface FakeLink {
  readonly clock: FakeClock;
  readonly turns: FakeTurns;
  readonly dialler: FakeEnd;
  readonly listener: FakeEnd;
  /** Runs turns and carries bytes both ways until nothing moves. */
  readonly pump: (pieceBytes?: number) => void;
}

/** Two ends that have not exchanged anything yet. */
export function fakeLink(
  change: { dialler?: Partial<LinkOptions>; listener?: Partial<LinkOptions> } = {},
): FakeLink {
  const clock = new FakeClock();
  const turns = new FakeTurns();
  const dialler = fakeEnd('dialler', clock, turns, change.dialler);
  const listener = fakeEnd('listener', clock, turns, change.listener);
  const pump = (pieceBytes?: number): void => {
    for (let moved = true; moved;) {
      turns.runAll();
      const there = dialler.socket.takeWritten();
      const back = listener.socket.takeWritten();
      listener.socket.deliver(there, pieceBytes);
      dialler.socket.deliver(back, pieceBytes);
      moved = there.length + back.length > 0;
    }
    turns.runAll();
  };
  return { clock, turns, dialler, listener, pump };
}

/** Two ends with the greeting done. */
export function openFakeLink(...args: Parameters<typeof fakeLink>): FakeLink {
  const link = fakeLink(...args);
  link.pump();
  return link;
}
