// The gateway's end of the client wire as a model, for simulations: envelopes in, envelopes out, one
// session that is resumed by counting. It answers every request with its own payload and keeps all it
// sent, so a resume is always whole unless `forget` is called.

import { DISCONNECTS } from '../../src/protocol/codes.js';
import * as control from '../../src/protocol/control-messages.js';
import * as types from '../../src/protocol/control-types.js';
import { encodeEnvelope, newEnvelopeHead, scanEnvelope } from '../../src/protocol/envelope.js';

interface ModelSession {
  readonly id: string;
  resume: string;
  /**
   * The token the client resumed with: good until its first envelope after Welcome, because a Welcome
   * may be lost, even several in a row.
   */
  proven: string;
  received: number;
  readonly sent: Uint8Array[];
}

export class ModelGateway {
  /** Payloads of application envelopes, in the order they were taken. */
  readonly taken: string[] = [];
  /** Hellos seen, oldest first. */
  readonly hellos: control.Hello[] = [];
  readonly acks: number[] = [];
  readonly disconnects: control.Disconnect[] = [];
  /** What the next Welcomes say beside the model's own fields. */
  welcome: Partial<control.Welcome> = { heartbeatMs: 10_000, frameBytesMax: 65_536, requestsMax: 1_000 };
  /** What is sent right behind a Welcome. */
  onWelcome: (() => Uint8Array[]) | undefined;
  readonly #head = newEnvelopeHead();
  #session: ModelSession | undefined;
  #sessions = 0;
  #welcomes = 0;
  /** Whether the transport has had its Hello. */
  #greeted = false;

  /** A new transport: nothing of the one before will be read. */
  attach(): void {
    this.#greeted = false;
  }

  /** The session is lost here; the client will learn it by `resumed` 0. */
  forget(): void {
    this.#session = undefined;
  }

  /** @returns the envelope of a push, counted and kept; nothing while there is no session */
  push(type: number, payload: string): Uint8Array[] {
    return this.#session === undefined ? [] : [this.#keep({ type, payload: text(payload) })];
  }

  get acked(): Uint8Array {
    const received = this.#session?.received ?? 0;
    return encodeEnvelope({ type: types.ACK, payload: control.ack.encode({ received }) });
  }

  /** Whether what is sent now reaches a greeted client. */
  get greeted(): boolean {
    return this.#greeted;
  }

  /** @returns what the gateway says to this */
  take(bytes: Uint8Array): Uint8Array[] {
    const head = this.#head;
    if (!scanEnvelope(bytes, 0, bytes.length, head)) throw new Error('the client sent no canonical envelope');
    const payload = bytes.slice(head.payloadStart, head.payloadEnd);
    const { type, seq } = head;
    if (!this.#greeted) return this.#hello(type, seq, payload);
    if (this.#session !== undefined) this.#session.proven = this.#session.resume;
    if (type === types.ACK) this.acks.push(control.ack.decode(payload)?.received ?? -1);
    if (type === types.DISCONNECT) this.#goodbye(payload);
    if (type === types.REFRESH)
      return [encodeEnvelope({ type, seq, payload: control.refreshed.encode({ tokenExpiresInMs: 0 }) })];
    if (type < types.FIRST_APPLICATION_TYPE || this.#session === undefined) return [];
    this.#session.received++;
    this.taken.push(new TextDecoder().decode(payload));
    return seq === 0 ? [] : [this.#keep({ type, seq, payload })];
  }

  #hello(type: number, seq: number, payload: Uint8Array): Uint8Array[] {
    const hello = control.hello.decode(payload);
    if (type !== types.HELLO || hello === undefined) throw new Error('the first envelope is no Hello');
    const last = this.hellos.at(-1);
    if (last !== undefined && hello.attempt <= last.attempt) throw new Error('attempt did not rise');
    this.hellos.push(hello);
    this.#greeted = true;
    const old = this.#session;
    const resumed =
      old !== undefined && hello.resume !== '' && [old.resume, old.proven].includes(hello.resume);
    const session = resumed ? old : this.#newSession();
    session.proven = hello.resume;
    session.resume = hello.resumable ? `resume-${++this.#welcomes}` : '';
    const welcome = control.welcome.encode({
      protocol: types.PROTOCOL_VERSION,
      session: session.id,
      user: 'alice',
      gateway: 'model',
      resume: session.resume,
      resumed: resumed ? 1 : 0,
      received: session.received,
      ...this.welcome,
    });
    const answer = encodeEnvelope({ type: types.WELCOME, seq, payload: welcome });
    const missed = session.sent.slice(resumed ? hello.received : 0);
    return [answer, ...missed, ...(this.onWelcome?.() ?? [])];
  }

  #newSession(): ModelSession {
    this.#session = { id: `session-${++this.#sessions}`, resume: '', proven: '', received: 0, sent: [] };
    return this.#session;
  }

  #goodbye(payload: Uint8Array): void {
    const disconnect = control.disconnect.decode(payload);
    if (disconnect === undefined) throw new Error('Disconnect cannot be decoded');
    this.disconnects.push(disconnect);
    this.#session = undefined;
  }

  #keep(fields: { type: number; seq?: number; payload: Uint8Array }): Uint8Array {
    const envelope = encodeEnvelope(fields);
    this.#session?.sent.push(envelope);
    return envelope;
  }
}

/** A Disconnect as a gateway sends it. */
export function disconnectEnvelope(fields: Partial<control.Disconnect>): Uint8Array {
  const { code, advice, reason } = DISCONNECTS.CLOSED;
  const payload = control.disconnect.encode({ code, advice, reason, ...fields });
  return encodeEnvelope({ type: types.DISCONNECT, payload });
}

export function text(value: string): Uint8Array {
  return new TextEncoder().encode(value);
}
