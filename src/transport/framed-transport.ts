// A client's transport over a ByteSocket: a frame reader on the way in, an end in order on the way out.
//
// Its phases only rise:
//
//   OPEN       reads and writes
//   DEAF       the client broke the framing: nothing more is read, the sink still writes its Disconnect
//   LINGERING  sending has ended; input is discarded, since closing a socket with unread input makes the
//              kernel reset the connection, which destroys what the client has not read yet
//   GONE       nothing is left of it
//
// The sink hears nothing from LINGERING on, but the `onLost` of a pipe that it did not end itself.

import type { Clock, Timer } from '../clock.js';
import { WEBSOCKET_CLOSE_BASE } from '../protocol/codes.js';
import { HELLO_BYTES_MAX } from '../protocol/control-types.js';
import {
  FrameStatus,
  type FrameLimit,
  type LendableReader,
  type FrameSink,
  type Framing,
} from '../protocol/frames.js';
import { TcpFrameReader, tcpFraming } from '../protocol/tcp-frames.js';
import {
  closeFrame,
  type PongSlot,
  WebSocketFrameReader,
  websocketFraming,
} from '../protocol/websocket-frames.js';
import type { ByteSink, ByteSocket } from './byte-socket.js';
import type { ClientTransport, ReleasedTransport, TransportSink } from './client-transport.js';
import type { PutOff, ReadPortions } from './read-portions.js';

/** How long input is discarded before the socket is dropped. */
const LINGER_MS = 2000;

/**
 * With so much waiting for a client, its pings stay unanswered: one that pings without reading would
 * have us keep its pongs for it.
 */
const PONG_QUEUE_BYTES_MAX = 64 * 1024;

/** RFC 6455 section 7.4.1: the answer to a close frame of the client. */
const NORMAL_CLOSURE = 1000;

/** Where TCP and WebSocket differ. */
export interface Pipe {
  readonly framing: Framing;
  newReader(limit: FrameLimit): LendableReader;
  /** The last frame of a transport that ends with this code; undefined where the pipe has none. */
  lastFrame(statusCode: number): Uint8Array | undefined;
}

export const tcpPipe: Pipe = {
  framing: tcpFraming,
  newReader: (limit) => new TcpFrameReader(limit),
  lastFrame: () => undefined,
};

export const websocketPipe: Pipe = {
  framing: websocketFraming,
  newReader: (limit) => new WebSocketFrameReader(limit),
  lastFrame: closeFrame,
};

/**
 * The reader that lies idle, for whichever transport reads next. Between two reads nearly all transports hold
 * nothing of a frame: then they need no reader of their own.
 */
export class SpareReader {
  readonly #pipe: Pipe;
  #spare: LendableReader | undefined;

  constructor(pipe: Pipe) {
    this.#pipe = pipe;
  }

  get pipe(): Pipe {
    return this.#pipe;
  }

  take(limit: FrameLimit): LendableReader {
    const reader = this.#spare ?? this.#pipe.newReader(limit);
    this.#spare = undefined;
    reader.limit = limit;
    return reader;
  }

  /** Only an idle one whose last push was OK. */
  giveBack(reader: LendableReader): void {
    this.#spare = reader;
  }
}

/** Keeps count of transports. */
export interface TransportOwner {
  /** A ping was not answered, because the client does not read. */
  onPongDropped(): void;
  /** The rest of a read was put off to the next turn. */
  onReadPutOff(): void;
  /** The socket is gone. Once. */
  onTransportGone(address: string): void;
}

const Phase = { OPEN: 0, DEAF: 1, LINGERING: 2, GONE: 3 } as const;
type Phase = (typeof Phase)[keyof typeof Phase];

/** Stands in for a sink that is not there yet or has nothing more to hear. */
const NO_SINK: TransportSink = {
  onActivity: () => undefined,
  onEnvelope: () => false,
  onPing: () => false,
  onViolation: () => undefined,
  onDrain: () => undefined,
  onLost: () => undefined,
};

/** What all transports of one pipe share. */
export interface TransportParts {
  readonly readers: SpareReader;
  /** Of the transport that reads: what one read owes is sent before another begins. */
  readonly pong: PongSlot;
  readonly portions: ReadPortions;
  readonly clock: Clock;
  readonly owner: TransportOwner;
}

export interface FramedTransportOptions {
  readonly socket: ByteSocket;
  /** "address:port" of the client. Default: the socket's peer, which may be a proxy. */
  readonly address?: string;
  readonly acceptedAtMs: number;
}

export class FramedTransport implements ClientTransport, ByteSink, FrameSink, FrameLimit, PutOff {
  readonly address: string;
  readonly acceptedAtMs: number;
  /** The limit of `limit`, which is the transport itself. */
  bytesMax = HELLO_BYTES_MAX;
  readonly #parts: TransportParts;
  readonly #socket: ByteSocket;
  /** Only while it holds something of this transport. */
  #reader: LendableReader | undefined;
  #sink: TransportSink = NO_SINK;
  #phase: Phase = Phase.OPEN;
  /** A write of the sink said false, and it has not heard of the drain. Pongs don't count. */
  #owesDrain = false;
  /**
   * An answer to the last ping of this read. One is enough for all before it (RFC 6455 section 5.5.3), and
   * a write for each would let a client occupy the gateway with them.
   */
  #owesPong = false;
  #linger: Timer | undefined;

  constructor(parts: TransportParts, options: FramedTransportOptions) {
    this.#parts = parts;
    this.#socket = options.socket;
    this.address = options.address ?? options.socket.remote;
    this.acceptedAtMs = options.acceptedAtMs;
  }

  get framing(): Framing {
    return this.#parts.readers.pipe.framing;
  }

  get limit(): FrameLimit {
    return this;
  }

  /**
   * Takes the socket over, asks for the sink and gives it what `unread` holds: bytes of this transport
   * that were read before it was known to be one. Called once, before anything else.
   */
  open(newSink: (transport: ClientTransport) => TransportSink, unread: readonly Uint8Array[]): void {
    this.#socket.start(this);
    const sink = newSink(this);
    // It may have closed the transport while it was asked.
    if (this.#phase !== Phase.OPEN) return;
    this.#sink = sink;
    for (const bytes of unread) if (bytes.length > 0) this.onBytes(bytes, 0, bytes.length);
  }

  readAtMs(): number {
    return this.#parts.portions.readAtMs();
  }

  get queuedBytes(): number {
    return this.#socket.queuedBytes;
  }

  write(framed: Uint8Array): boolean {
    if (this.#phase >= Phase.LINGERING) return true;
    const taken = this.#socket.write(framed);
    if (!taken) this.#owesDrain = true;
    return taken;
  }

  close(disconnectCode: number): void {
    if (this.#phase < Phase.LINGERING) this.#endSending(WEBSOCKET_CLOSE_BASE + disconnectCode);
  }

  destroy(): void {
    if (this.#phase === Phase.GONE) return;
    this.#phase = Phase.GONE;
    this.#sink = NO_SINK;
    this.#linger?.cancel();
    this.#socket.destroy();
  }

  release(): ReleasedTransport | undefined {
    if (this.#phase !== Phase.OPEN) return undefined;
    const handle = this.#socket.release?.();
    if (handle === undefined) return undefined;
    this.#phase = Phase.GONE;
    this.#sink = NO_SINK;
    this.#parts.owner.onTransportGone(this.address);
    return { handle, framing: this.framing.name, address: this.address };
  }

  onBytes(bytes: Uint8Array, start: number, end: number): void {
    if (this.#phase !== Phase.OPEN) return;
    const { portions } = this.#parts;
    if (portions.isWaiting(this)) portions.putOff(this, bytes, start, end);
    else this.#receive(bytes, start, end);
  }

  #receive(bytes: Uint8Array, start: number, end: number): void {
    this.#sink.onActivity();
    if (!this.#isOpen()) return;
    const status = this.#read(bytes, start, end);
    if (this.#owesPong) this.#sendPong();
    if (status === FrameStatus.OK) return;
    // The reader must not be used again. When it was stopped, the phase has risen further by now.
    if (this.#isOpen()) this.#phase = Phase.DEAF;
    if (status !== FrameStatus.STOPPED) this.#sink.onViolation(status);
  }

  #read(bytes: Uint8Array, start: number, end: number): FrameStatus {
    const { readers, portions } = this.#parts;
    portions.begin();
    const reader = this.#reader ?? readers.take(this);
    const status = reader.push(bytes, start, end, this);
    const isDone = status === FrameStatus.OK && reader.isIdle;
    this.#reader = isDone ? undefined : reader;
    if (isDone) readers.giveBack(reader);
    return status;
  }

  putsOff(bytes: Uint8Array, start: number, end: number): boolean {
    const { portions, owner } = this.#parts;
    if (portions.hasRoom()) return false;
    // Closed by a ping before: what is left is nobody's, and a paused socket would not see the client end.
    if (!this.#isOpen()) return true;
    portions.putOff(this, bytes, start, end);
    owner.onReadPutOff();
    this.#socket.pause(true);
    return true;
  }

  /** Also when the client broke the framing in it: the socket is read on, and what comes is discarded. */
  goOn(rest: Uint8Array, isLast: boolean): void {
    if (this.#phase >= Phase.LINGERING) return;
    this.onBytes(rest, 0, rest.length);
    if (isLast) this.onEnd();
    else if (this.#phase < Phase.LINGERING && !this.#parts.portions.isWaiting(this))
      this.#socket.pause(false);
  }

  onEnvelope(bytes: Uint8Array, start: number, end: number): boolean {
    return this.#sink.onEnvelope(bytes, start, end) && this.#phase === Phase.OPEN;
  }

  onPing(bytes: Uint8Array, start: number, end: number): void {
    if (!this.#sink.onPing()) return;
    this.#parts.pong.hold(bytes, start, end);
    this.#owesPong = true;
  }

  /** Nothing to answer, and as much work as a ping: a flood of them is one. */
  onPong(): void {
    this.#sink.onPing();
  }

  #sendPong(): void {
    this.#owesPong = false;
    if (this.#phase !== Phase.OPEN) return;
    if (this.#socket.queuedBytes > PONG_QUEUE_BYTES_MAX) this.#parts.owner.onPongDropped();
    else this.#socket.write(this.#parts.pong.frame());
  }

  onClose(): void {
    this.#lose('closed by the client', NORMAL_CLOSURE);
  }

  /** Node's streams tell it also while they are paused. */
  onEnd(): void {
    if (this.#phase >= Phase.LINGERING || this.#parts.portions.endsBehind(this)) return;
    this.#lose('the client finished sending', NORMAL_CLOSURE);
  }

  onDrain(): void {
    if (!this.#owesDrain) return;
    this.#owesDrain = false;
    this.#sink.onDrain();
  }

  onClosed(cause: string): void {
    const sink = this.#sink;
    this.#phase = Phase.GONE;
    this.#sink = NO_SINK;
    this.#linger?.cancel();
    sink.onLost(cause);
    this.#parts.owner.onTransportGone(this.address);
  }

  /** The phase as it is now: what the sink was just told may have raised it. */
  #isOpen(): boolean {
    return this.#phase === Phase.OPEN;
  }

  /** The client ends: so do we, and what was written still goes out. */
  #lose(cause: string, statusCode: number): void {
    const sink = this.#sink;
    this.#endSending(statusCode);
    sink.onLost(cause);
  }

  #endSending(statusCode: number): void {
    this.#phase = Phase.LINGERING;
    this.#sink = NO_SINK;
    const last = this.#parts.readers.pipe.lastFrame(statusCode);
    if (last !== undefined) this.#socket.write(last);
    this.#socket.end();
    // A paused socket would never see the client's end.
    this.#socket.pause(false);
    this.#linger = this.#parts.clock.after(LINGER_MS, () => {
      this.#socket.destroy();
    });
  }
}
