// A client's pipe in memory, from the client's end: envelopes go in, framed bytes come out. It keeps its
// seams honest: what it delivers is spoilt after the call, and what it did not take at once it reads
// later, so that a buffer that was used again meanwhile shows.

import assert from 'node:assert/strict';
import type { Clock } from '../../src/clock.js';
import { HELLO_BYTES_MAX } from '../../src/protocol/control-types.js';
import { FrameStatus, type FrameLimit, type Framing } from '../../src/protocol/frames.js';
import { TcpFrameReader, tcpFraming } from '../../src/protocol/tcp-frames.js';
import type { ClientTransport, TransportSink } from '../../src/transport/client-transport.js';

/** For those whom time does not matter. */
const STOPPED: Pick<Clock, 'nowMs'> = { nowMs: () => 0 };

export class FakeTransport implements ClientTransport {
  readonly framing: Framing;
  readonly address: string;
  readonly acceptedAtMs: number;
  readonly limit: FrameLimit = { bytesMax: HELLO_BYTES_MAX };
  /** The kernel takes what is written. */
  takes = true;
  writes = 0;
  destroyed = false;
  closedWith: number | undefined;
  sink: TransportSink | undefined;
  readonly #clock: Pick<Clock, 'nowMs'>;
  #held: Uint8Array[] = [];
  #taken: Uint8Array[] = [];
  readonly #reader = new TcpFrameReader({ bytesMax: 1 << 24 });

  constructor(clock = STOPPED, framing: Framing = tcpFraming, address = '192.0.2.7:5000') {
    this.#clock = clock;
    this.acceptedAtMs = clock.nowMs();
    this.framing = framing;
    this.address = address;
  }

  readAtMs(): number {
    return this.#clock.nowMs();
  }

  get queuedBytes(): number {
    return this.#held.reduce((sum, bytes) => sum + bytes.length, 0);
  }

  write(framed: Uint8Array): boolean {
    if (this.closedWith !== undefined || this.destroyed) return true;
    this.writes++;
    if (this.takes && this.#held.length === 0) {
      this.#taken.push(Uint8Array.from(framed));
      return true;
    }
    this.#held.push(framed);
    return false;
  }

  close(disconnectCode: number): void {
    this.closedWith ??= disconnectCode;
  }

  destroy(): void {
    this.destroyed = true;
  }

  /** Whether the sink may still be called. */
  get isOpen(): boolean {
    return this.closedWith === undefined && !this.destroyed;
  }

  /** The kernel takes what it holds, and everything from now on. */
  drain(): void {
    this.takes = true;
    this.#taken.push(...this.#held.map((bytes) => Uint8Array.from(bytes)));
    const owed = this.#held.length > 0;
    this.#held = [];
    if (owed && this.isOpen) this.sink?.onDrain();
  }

  /** One envelope arrives in a buffer that is used again afterwards. */
  deliver(envelope: Uint8Array): void {
    const { sink } = this;
    if (!this.isOpen || sink === undefined) return;
    const buffer = Buffer.concat([Buffer.alloc(3, 0xee), envelope, Buffer.alloc(2, 0xee)]);
    sink.onActivity();
    const goesOn = sink.onEnvelope(buffer, 3, 3 + envelope.length);
    assert.equal(goesOn, this.isOpen, 'onEnvelope says whether the transport was closed');
    buffer.fill(0xdd);
  }

  violate(status: FrameStatus): void {
    if (this.isOpen) this.sink?.onViolation(status);
  }

  /** The pipe breaks. What the kernel had not taken is lost. */
  cut(cause = 'reset'): void {
    if (!this.isOpen) return;
    this.destroyed = true;
    this.#held = [];
    this.sink?.onLost(cause);
  }

  /** The bytes taken since the last look. */
  takeBytes(): Uint8Array {
    const bytes = Buffer.concat(this.#taken);
    this.#taken = [];
    return bytes;
  }

  /** The envelopes in what was taken since the last look; TCP framing only. */
  takeEnvelopes(): Uint8Array[] {
    const bytes = this.takeBytes();
    const envelopes: Uint8Array[] = [];
    const status = this.#reader.push(bytes, 0, bytes.length, {
      onEnvelope: (source, start, end) => {
        envelopes.push(Uint8Array.from(source.subarray(start, end)));
        return true;
      },
      onPing: () => undefined,
      onClose: () => undefined,
    });
    assert.equal(status, FrameStatus.OK);
    return envelopes;
  }
}
