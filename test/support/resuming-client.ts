// A client that keeps, counts, acknowledges and resumes as docs/PROTOCOL.md says, and nothing more. What is
// on the way in either direction lies in queues that a cut throws away.

import assert from 'node:assert/strict';
import { ack, hello, welcome, type Welcome } from '../../src/protocol/control-messages.js';
import { ACK, DISCONNECT, FIRST_APPLICATION_TYPE, HELLO, WELCOME } from '../../src/protocol/control-types.js';
import { encodeEnvelope } from '../../src/protocol/envelope.js';
import { settled } from './fake-clock.js';
import { readEnvelope, type FakeClient, type Heard, type SessionRoom } from './session-room.js';

/** What happened in one session, as both ends saw it. */
export interface Epoch {
  readonly sessionId: string;
  readonly sent: number[];
  readonly received: number[];
}

export class ResumingClient {
  readonly epochs: Epoch[] = [];
  readonly #room: SessionRoom;
  #pipe: FakeClient | undefined;
  #open = false;
  #up: Uint8Array[] = [];
  #down: Uint8Array[] = [];
  #token = '';
  #attempt = 0;
  #received = 0;
  /** Sent and not acknowledged; the first of it is number `#acknowledged + 1`. */
  #kept: Uint8Array[] = [];
  #acknowledged = 0;

  constructor(room: SessionRoom) {
    this.#room = room;
  }

  get isOpen(): boolean {
    return this.#open;
  }

  get epoch(): Epoch | undefined {
    return this.epochs.at(-1);
  }

  /** Lets the transport go, unless `halfOpen` the gateway notices, and says Hello on a new one. */
  async connect(halfOpen: boolean): Promise<void> {
    if (!halfOpen) this.#pipe?.transport.cut();
    this.forget();
    const pipe = (this.#pipe = this.#room.client());
    const received = this.#received;
    const attempt = (this.#attempt += 1);
    const payload = hello.encode({
      protocol: 1,
      token: 'alice',
      resumable: true,
      resume: this.#token,
      received,
      attempt,
    });
    pipe.send({ type: HELLO, seq: 1, payload });
    await settled();
    this.#collect();
  }

  /** The transport breaks; everything on its way is lost. */
  cut(): void {
    this.#pipe?.transport.cut();
    this.forget();
  }

  /** The client alone gives its transport up. */
  forget(): void {
    this.#pipe = undefined;
    this.#open = false;
    this.#up = [];
    this.#down = [];
  }

  send(value: number): void {
    if (this.epoch === undefined) return;
    const envelope = encodeEnvelope({ type: 1000, payload: Buffer.from(String(value)) });
    this.epoch.sent.push(value);
    this.#kept.push(envelope);
    if (this.#open) this.#up.push(envelope);
  }

  acknowledge(): void {
    if (!this.#open) return;
    this.#up.push(encodeEnvelope({ type: ACK, payload: ack.encode({ received: this.#received }) }));
  }

  /** So many envelopes arrive at the gateway. */
  deliverUp(count: number): void {
    for (const envelope of this.#up.splice(0, count)) this.#pipe?.sendBytes(envelope);
  }

  /** So many envelopes arrive at the client. */
  deliverDown(count: number): void {
    this.#collect();
    for (const envelope of this.#down.splice(0, count)) this.#read(readEnvelope(envelope));
  }

  /** The kernel of this client's host stops taking what the gateway writes, or goes on. */
  block(blocked: boolean): void {
    const transport = this.#pipe?.transport;
    if (transport === undefined) return;
    if (blocked) transport.takes = false;
    else transport.drain();
  }

  /** Values of what the gateway has written and the client not read. */
  #collect(): void {
    this.#room.flush();
    if (this.#pipe !== undefined) this.#down.push(...this.#pipe.transport.takeEnvelopes());
  }

  #read(heard: Heard): void {
    if (heard.type === WELCOME) {
      const decoded = welcome.decode(heard.payload);
      assert.ok(decoded);
      this.#welcomed(decoded);
    } else if (heard.type === ACK) this.#forgetKept(ack.decode(heard.payload)?.received ?? 0);
    else if (heard.type === DISCONNECT) this.forget();
    else if (heard.type >= FIRST_APPLICATION_TYPE) {
      this.#received++;
      this.epoch?.received.push(Number(Buffer.from(heard.payload).toString()));
    }
  }

  #welcomed(decoded: Welcome): void {
    this.#open = true;
    this.#token = decoded.resume;
    if (decoded.resumed === 1) {
      assert.equal(decoded.session, this.epoch?.sessionId);
      this.#forgetKept(decoded.received);
      this.#up.push(...this.#kept);
      return;
    }
    this.epochs.push({ sessionId: decoded.session, sent: [], received: [] });
    this.#received = this.#acknowledged = 0;
    this.#kept = [];
  }

  #forgetKept(count: number): void {
    assert.ok(count >= this.#acknowledged, 'counts never go back');
    assert.ok(count <= this.#acknowledged + this.#kept.length, 'the gateway counts no more than was sent');
    this.#kept.splice(0, count - this.#acknowledged);
    this.#acknowledged = count;
  }
}
