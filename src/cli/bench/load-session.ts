// One client of a load: opens its session, then keeps sending what it is told to and checks what comes back.
//
//   upgrading ──▶ greeting ──▶ up ──▶ gone
//
// WebSocket only has the first; without a token the second is left out, for peers that are no Causeway.
// Requests sit in slots: slot i of S sends the seqs that are i modulo S, so an answer finds its slot without a
// look-up, whatever the order answers come in.

import { encodeEnvelope, newEnvelopeHead, scanEnvelope } from '../../protocol/envelope.js';
import { codeName } from './code-name.js';
import { DISCONNECTS } from '../../protocol/codes.js';
import { disconnect, hello } from '../../protocol/control-messages.js';
import {
  DISCONNECT,
  FIRST_APPLICATION_TYPE,
  HELLO,
  PING,
  PONG,
  PROTOCOL_VERSION,
  WELCOME,
} from '../../protocol/control-types.js';
import { FrameStatus, type FrameReader, type FrameSink } from '../../protocol/frames.js';
import type { ByteSink, ByteSocket } from '../../transport/byte-socket.js';
import { clientFrame, maskedPong, upgradeRequest, type ClientPipe } from './client-pipe.js';
import type { LoadTally } from './load-tally.js';
import { SEQ_MAX, SEQ_MIN, type RequestFrames } from './request-frames.js';
import type { WriteBuffer } from './write-buffer.js';
import type { Target } from './load-socket.js';

/** What every session of a load shares. */
export interface LoadShared {
  readonly target: Target;
  readonly path: string;
  readonly pipe: ClientPipe;
  /** undefined: the peer wants no Hello. */
  readonly token: string | undefined;
  readonly type: number;
  readonly frames: RequestFrames;
  /** Whether an answer must repeat the request's payload. */
  readonly isEcho: boolean;
  readonly slots: number;
  readonly tally: LoadTally;
  readonly output: WriteBuffer;
  readonly nowMs: () => number;
  /** An answer came in slot `slot`, of session `session`. */
  readonly onAnswer: (session: LoadSession, slot: number, nowMs: number) => void;
  readonly onPush: (nowMs: number) => void;
}

/** Larger envelopes than any setting of a gateway allows come from a broken peer. */
const ENVELOPE_BYTES_MAX = 2 ** 24;
const HELLO_SEQ = 1;
const HEAD_END = Buffer.from('\r\n\r\n');

/** The gateway, or the machine that both are on, could not keep up with the new ones. */
const OVERLOAD_CODES: ReadonlySet<number> = new Set([
  DISCONNECTS.OVERLOADED.code,
  DISCONNECTS.HELLO_TIMEOUT.code,
  DISCONNECTS.AUTH_TIMEOUT.code,
]);

/** Why a session could not be opened. */
export interface OpenFailure {
  readonly cause: string;
  /** The gateway has too much to do right now; later it may have room. */
  readonly isOverload: boolean;
}

type Stage = 'upgrading' | 'greeting' | 'up' | 'gone';

export class LoadSession implements ByteSink, FrameSink {
  readonly index: number;
  readonly #shared: LoadShared;
  readonly #socket: ByteSocket;
  readonly #reader: FrameReader;
  readonly #head = newEnvelopeHead();
  /** By slot: the seq that waits for its answer, 0 when free; when it was due; the seq sent last. */
  readonly #pending: Uint32Array;
  readonly #dueMs: Float64Array;
  readonly #lastSeq: Uint32Array;
  readonly #opened: (failure: OpenFailure | undefined) => void;
  #stage: Stage = 'upgrading';
  #upgrade: Buffer = Buffer.alloc(0);
  #readAtMs = 0;

  /** @param opened called once: undefined when the session is up */
  constructor(
    index: number,
    socket: ByteSocket,
    shared: LoadShared,
    opened: (failure: OpenFailure | undefined) => void,
  ) {
    this.index = index;
    this.#socket = socket;
    this.#shared = shared;
    this.#opened = opened;
    this.#reader = shared.pipe.newReader({ bytesMax: ENVELOPE_BYTES_MAX });
    this.#pending = new Uint32Array(shared.slots);
    this.#dueMs = new Float64Array(shared.slots);
    this.#lastSeq = new Uint32Array(shared.slots).map((_, slot) => firstSeq(slot, shared.slots));
    socket.start(this);
    const { host, port } = shared.target;
    if (shared.pipe.isWebSocket) socket.write(upgradeRequest(host, port, shared.path));
    else this.#greet();
  }

  /** A slot without a request under way, or -1. */
  freeSlot(): number {
    return this.#pending.indexOf(0);
  }

  /** Puts the next request of `slot` into the shared buffer; `flush` sends it. */
  request(slot: number, dueMs: number): void {
    const { slots, frames, output, tally } = this.#shared;
    const seq = nextSeq(this.#lastSeq[slot] ?? 0, slot, slots);
    this.#lastSeq[slot] = seq;
    this.#pending[slot] = seq;
    this.#dueMs[slot] = dueMs;
    output.length = frames.write(output.room(frames.bytes), output.length, this.index, seq);
    tally.requests++;
  }

  /** Sends what `request` has put into the shared buffer, and nothing of another session's. */
  flush(): void {
    this.#shared.output.flush(this.#socket);
  }

  notify(envelope: Uint8Array): void {
    this.#socket.write(clientFrame(this.#shared.pipe, envelope));
  }

  close(): void {
    this.#stage = 'gone';
    this.#socket.destroy();
  }

  onBytes(bytes: Uint8Array, start: number, end: number): void {
    if (this.#stage === 'upgrading') return this.#onUpgradeBytes(bytes.subarray(start, end));
    this.#readAtMs = this.#shared.nowMs();
    const status = this.#reader.push(bytes, start, end, this);
    this.flush();
    if (status !== FrameStatus.OK) this.#lose('frames that cannot be read');
  }

  onEnvelope(bytes: Uint8Array, start: number, end: number): boolean {
    const head = this.#head;
    if (!scanEnvelope(bytes, start, end, head)) this.#fault('an envelope that is not canonical');
    else if (head.type < FIRST_APPLICATION_TYPE) this.#onControl(bytes);
    else if (head.seq === 0) this.#onPush(bytes);
    else this.#onAnswer(bytes);
    return this.#stage !== 'gone';
  }

  #onAnswer(bytes: Uint8Array): void {
    const { slots, tally, frames, isEcho, type, onAnswer } = this.#shared;
    const { seq, code, payloadStart, payloadEnd } = this.#head;
    const slot = seq % slots;
    if (this.#pending[slot] !== seq) return this.#fault(`an answer to ${seq}, which was not asked`);
    this.#pending[slot] = 0;
    if (code !== 0) this.#fault(`code ${code} ${codeName(code)}`);
    else if (this.#head.type !== type) this.#fault(`an answer of type ${this.#head.type}`);
    else if (isEcho && !frames.isEcho(bytes, payloadStart, payloadEnd, this.index, seq))
      this.#fault('an answer with another payload');
    tally.answered(this.#readAtMs - (this.#dueMs[slot] ?? 0));
    onAnswer(this, slot, this.#readAtMs);
  }

  #onPush(bytes: Uint8Array): void {
    const { tally, onPush } = this.#shared;
    tally.pushes++;
    if (this.#head.payloadEnd > bytes.length) this.#fault('a push that is cut short');
    onPush(this.#readAtMs);
  }

  #onControl(bytes: Uint8Array): void {
    const { type, seq, payloadStart, payloadEnd } = this.#head;
    const payload = bytes.subarray(payloadStart, payloadEnd);
    if (type === WELCOME) this.#up();
    else if (type === PING) this.notify(encodeEnvelope({ type: PONG, seq, payload }));
    else if (type === DISCONNECT) {
      const told = disconnect.decode(payload);
      const why = told === undefined ? 'unreadable' : `${codeName(told.code)} ${told.reason}`;
      this.#lose(`Disconnect: ${why}`, told !== undefined && OVERLOAD_CODES.has(told.code));
    }
  }

  #onUpgradeBytes(bytes: Uint8Array): void {
    this.#upgrade = Buffer.concat([this.#upgrade, bytes]);
    const end = this.#upgrade.indexOf(HEAD_END);
    if (end < 0) return;
    const status = this.#upgrade.subarray(0, this.#upgrade.indexOf('\r')).toString('latin1');
    if (!status.startsWith('HTTP/1.1 101 ')) return this.#lose(`upgrade refused: ${status}`);
    const rest = this.#upgrade.subarray(end + HEAD_END.length);
    this.#upgrade = Buffer.alloc(0);
    this.#greet();
    if (rest.length > 0) this.onBytes(rest, 0, rest.length);
  }

  #greet(): void {
    const { token, pipe } = this.#shared;
    if (token === undefined) return this.#up();
    this.#stage = 'greeting';
    const payload = hello.encode({ protocol: PROTOCOL_VERSION, token });
    this.#socket.write(clientFrame(pipe, encodeEnvelope({ type: HELLO, seq: HELLO_SEQ, payload })));
  }

  #up(): void {
    this.#stage = 'up';
    this.#opened(undefined);
  }

  #fault(what: string): void {
    this.#shared.tally.fault(what);
  }

  #lose(cause: string, isOverload = false): void {
    if (this.#stage === 'gone') return;
    if (this.#stage === 'up') this.#shared.tally.lose(cause);
    else this.#opened({ cause, isOverload });
    this.close();
  }

  onPing(payload: Uint8Array): void {
    this.#socket.write(maskedPong(payload));
  }

  onClose(): void {
    this.#lose('closed by the peer');
  }

  onEnd(): void {
    this.#lose('ended by the peer');
  }

  onDrain(): void {
    // The kernel took what it had refused: requests under way are bounded by the slots, so nothing was held back.
  }

  onClosed(cause: string): void {
    this.#lose(cause);
  }
}

/** The highest seq of `slot` that the first `nextSeq` goes beyond. */
const firstSeq = (slot: number, slots: number): number => SEQ_MAX - (SEQ_MAX % slots) + slot;

/** The next seq that is `slot` modulo `slots`, in three bytes as a varint. */
export function nextSeq(last: number, slot: number, slots: number): number {
  const next = last + slots;
  if (next <= SEQ_MAX) return next;
  const lowest = SEQ_MIN - (SEQ_MIN % slots) + slot;
  return lowest < SEQ_MIN ? lowest + slots : lowest;
}
