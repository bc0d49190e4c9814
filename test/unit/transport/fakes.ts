// The transport room's surroundings in memory: a clock that is turned by hand, a socket that writes
// down what it is told, a sink and an owner that write down what they hear.

import type { Clock, Timer } from '../../../src/clock.js';
import type { FrameStatus } from '../../../src/protocol/frames.js';
import type { ByteSink, ByteSocket } from '../../../src/transport/byte-socket.js';
import type { ClientTransport, TransportSink } from '../../../src/transport/client-transport.js';
import type { TransportOwner } from '../../../src/transport/framed-transport.js';
import { toHex } from '../../support/golden.js';

interface FakeTimer {
  readonly atMs: number;
  readonly run: () => void;
}

export class FakeClock implements Clock {
  #nowMs = 0;
  readonly #timers = new Set<FakeTimer>();

  get timers(): number {
    return this.#timers.size;
  }

  nowMs(): number {
    return this.#nowMs;
  }

  epochMs(): number {
    return this.#nowMs;
  }

  after(delayMs: number, run: () => void): Timer {
    const timer = { atMs: this.#nowMs + delayMs, run };
    this.#timers.add(timer);
    return { cancel: () => void this.#timers.delete(timer) };
  }

  every(): Timer {
    throw new Error('the transport room has no intervals');
  }

  /** Turns the clock and runs what fell due, in order. */
  advance(byMs: number): void {
    this.#nowMs += byMs;
    const due = [...this.#timers].filter((timer) => timer.atMs <= this.#nowMs);
    for (const timer of due.sort((a, b) => a.atMs - b.atMs)) {
      if (this.#timers.delete(timer)) timer.run();
    }
  }
}

export class FakeByteSocket implements ByteSocket {
  readonly remote = '192.0.2.1:4000';
  queuedBytes = 0;
  /** Whether the kernel takes what is written. */
  takes = true;
  sink: ByteSink | undefined;
  /** `write <hex>`, `end`, `destroy`, `pause`, `resume`, in order. */
  readonly calls: string[] = [];

  start(sink: ByteSink): void {
    this.sink = sink;
  }

  write(bytes: Uint8Array): boolean {
    this.calls.push(`write ${toHex(bytes)}`);
    if (!this.takes) this.queuedBytes += bytes.length;
    return this.takes;
  }

  pause(paused: boolean): void {
    this.calls.push(paused ? 'pause' : 'resume');
  }

  end(): void {
    this.calls.push('end');
  }

  destroy(): void {
    this.calls.push('destroy');
  }

  /** Bytes arrive. The buffer is spoilt afterwards, as the seam allows. */
  arrive(...bytes: readonly number[]): void {
    const buffer = Uint8Array.from(bytes);
    this.sink?.onBytes(buffer, 0, buffer.length);
    buffer.fill(0xdd);
  }

  /** What was written since the last look, and forgets it. */
  takeCalls(): string[] {
    return this.calls.splice(0);
  }
}

export class RecordingSink implements TransportSink {
  /** `activity`, `envelope <hex>`, `violation <status>`, `drain`, `lost <cause>`, in order. */
  readonly heard: string[] = [];
  /** Asked before the answer to each envelope; false stops. */
  onEach: () => boolean = () => true;

  onActivity(): void {
    this.heard.push('activity');
  }

  onEnvelope(bytes: Uint8Array, start: number, end: number): boolean {
    this.heard.push(`envelope ${toHex(bytes.subarray(start, end))}`);
    return this.onEach();
  }

  onPing(): boolean {
    return true;
  }

  onViolation(status: FrameStatus): void {
    this.heard.push(`violation ${status}`);
  }

  onDrain(): void {
    this.heard.push('drain');
  }

  onLost(cause: string): void {
    this.heard.push(`lost ${cause}`);
  }
}

export class CountingOwner implements TransportOwner {
  pongsDropped = 0;
  readsPutOff = 0;
  gone = 0;

  onPongDropped(): void {
    this.pongsDropped++;
  }

  onReadPutOff(): void {
    this.readsPutOff++;
  }

  onTransportGone(): void {
    this.gone++;
  }
}

/** A sink that sends every envelope back, framed as it came. */
export class EchoSink extends RecordingSink {
  readonly #transport: ClientTransport;

  constructor(transport: ClientTransport) {
    super();
    this.#transport = transport;
  }

  override onEnvelope(bytes: Uint8Array, start: number, end: number): boolean {
    const { framing } = this.#transport;
    const envelope = bytes.slice(start, end);
    const frame = new Uint8Array(framing.headBytes(envelope.length) + envelope.length);
    frame.set(envelope, framing.writeHead(frame, 0, envelope.length));
    this.#transport.write(frame);
    return super.onEnvelope(bytes, start, end);
  }
}

/** Turns the event loop until `met`, for what happens without an event to wait for; fails after 5 s. */
export async function eventually(met: () => boolean, what: () => string): Promise<void> {
  const endMs = performance.now() + 5000;
  while (!met()) {
    if (performance.now() > endMs) throw new Error(`did not happen in 5 s: ${what()}`);
    await new Promise(setImmediate);
  }
}
