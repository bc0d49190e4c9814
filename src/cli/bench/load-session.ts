// One client of a load: opens its session, then keeps sending what it is told to and checks what comes back.
//
//   upgrading ──▶ greeting ──▶ up ──▶ gone
//
// WebSocket only has the first; how the second goes is the protocol's (load-protocol.ts).
// Requests sit in slots: slot i of S sends the seqs that are i modulo S, so an answer finds its slot without a
// look-up, whatever the order answers come in.

import type { EnvelopeHead } from '../../protocol/envelope.js';
import { FrameStatus, type FrameReader, type FrameSink } from '../../protocol/frames.js';
import type { ByteSink, ByteSocket } from '../../transport/byte-socket.js';
import { clientFrame, maskedPong, upgradeRequest } from './client-pipe.js';
import { codeName } from './code-name.js';
import type { LoadProtocol, OpenFailure, Talk, TalkingSession } from './load-protocol.js';
import type { LoadTally } from './load-tally.js';
import { SEQ_MAX, SEQ_MIN, type RequestFrames } from './request-frames.js';
import type { WriteBuffer } from './write-buffer.js';
import type { Target } from './load-socket.js';

/** What every session of a load shares. */
export interface LoadShared {
  readonly target: Target;
  readonly path: string;
  readonly protocol: LoadProtocol;
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
  /** `bytes[start, end)` is the push's payload. @returns what is wrong with it */
  readonly onPush: OnPush;
}

export type OnPush = (
  session: LoadSession,
  type: number,
  bytes: Uint8Array,
  start: number,
  end: number,
  nowMs: number,
) => string | undefined;

/** Larger envelopes than any setting of a gateway allows come from a broken peer. */
const ENVELOPE_BYTES_MAX = 2 ** 24;
const SILENT_RETRY_MS = 500;
const HEAD_END = Buffer.from('\r\n\r\n');

type Stage = 'upgrading' | 'greeting' | 'up' | 'gone';

export class LoadSession implements ByteSink, FrameSink, TalkingSession {
  readonly index: number;
  readonly #shared: LoadShared;
  readonly #socket: ByteSocket;
  readonly #reader: FrameReader;
  readonly #talk: Talk;
  /** By slot: the seq that waits for its answer, 0 when free; when it was due; the seq sent last. */
  readonly #pending: Uint32Array;
  readonly #dueMs: Float64Array;
  readonly #lastSeq: Uint32Array;
  readonly #opened: (failure: OpenFailure | undefined) => void;
  #stage: Stage = 'upgrading';
  #upgrade: Buffer = Buffer.alloc(0);
  #readAtMs = 0;
  #isServed = false;

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
    this.#reader = shared.protocol.pipe.newReader({ bytesMax: ENVELOPE_BYTES_MAX });
    this.#talk = shared.protocol.newTalk(this);
    this.#pending = new Uint32Array(shared.slots);
    this.#dueMs = new Float64Array(shared.slots);
    this.#lastSeq = new Uint32Array(shared.slots).map((_, slot) => firstSeq(slot, shared.slots));
    socket.start(this);
    const { host, port } = shared.target;
    if (shared.protocol.pipe.isWebSocket) socket.write(upgradeRequest(host, port, shared.path));
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

  /** When the requests were due that have no answer. */
  dueTimes(): readonly number[] {
    return [...this.#dueMs].filter((_, slot) => this.#pending[slot] !== 0);
  }

  /** Sends what `request` has put into the shared buffer, and nothing of another session's. */
  flush(): void {
    this.#shared.output.flush(this.#socket);
  }

  /** Sends what everybody will get. */
  notify(envelope: Uint8Array): void {
    this.send(this.#shared.protocol.wrapNotification(envelope));
  }

  send(body: Uint8Array): void {
    this.#socket.write(clientFrame(this.#shared.protocol.pipe, body));
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
    this.#talk.onBody(bytes, start, end);
    return this.#stage !== 'gone';
  }

  deliver(bytes: Uint8Array, head: EnvelopeHead): void {
    if (head.seq === 0) this.#onPush(bytes, head);
    else this.#onAnswer(bytes, head);
  }

  #onAnswer(bytes: Uint8Array, head: EnvelopeHead): void {
    const { slots, tally, frames, isEcho, type, onAnswer } = this.#shared;
    const { seq, code, payloadStart, payloadEnd } = head;
    const slot = seq % slots;
    if (this.#pending[slot] !== seq) return this.fault(`an answer to ${seq}, which was not asked`);
    this.#pending[slot] = 0;
    if (code !== 0) this.fault(`code ${code} ${codeName(code)}`);
    else if (head.type !== type) this.fault(`an answer of type ${head.type}`);
    else if (isEcho && !frames.isEcho(bytes, payloadStart, payloadEnd, this.index, seq))
      this.fault('an answer with another payload');
    if (!this.#isServed) {
      this.#isServed = true;
      tally.served++;
    }
    tally.answered(this.#dueMs[slot] ?? 0, this.#readAtMs);
    onAnswer(this, slot, this.#readAtMs);
  }

  #onPush(bytes: Uint8Array, { type, payloadStart, payloadEnd }: EnvelopeHead): void {
    const { tally, onPush } = this.#shared;
    tally.pushes++;
    const wrong = onPush(this, type, bytes, payloadStart, payloadEnd, this.#readAtMs);
    if (wrong !== undefined) this.fault(wrong);
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
    this.#stage = 'greeting';
    this.#talk.begin();
  }

  /** Not up in time: a peer that is stopped keeps its connections and says nothing. */
  tooLate(timeoutMs: number): void {
    const wanted = this.#stage === 'upgrading' ? 'answer to the upgrade' : 'word that the session is open';
    if (this.#stage !== 'up') this.#lose(`no ${wanted} within ${timeoutMs / 1000} s`);
  }

  up(): void {
    this.#stage = 'up';
    this.#shared.tally.opened++;
    this.#opened(undefined);
  }

  fault(what: string): void {
    this.#shared.tally.fault(what);
  }

  lose(failure: OpenFailure): void {
    if (this.#stage === 'gone') return;
    if (this.#stage === 'up') this.#shared.tally.lose(failure.cause);
    else this.#opened(failure);
    this.close();
  }

  #lose(cause: string): void {
    this.lose({ cause, retryAfterMs: undefined });
  }

  /** A peer that has let others in, and ends this one without a word, has no time even to refuse. */
  #loseSilently(cause: string): void {
    this.lose({ cause, retryAfterMs: this.#shared.tally.opened > 0 ? SILENT_RETRY_MS : undefined });
  }

  onPing(bytes: Uint8Array, start: number, end: number): void {
    this.#socket.write(maskedPong(bytes.slice(start, end)));
  }

  onClose(): void {
    this.#lose('closed by the peer');
  }

  onEnd(): void {
    this.#loseSilently('ended by the peer');
  }

  onDrain(): void {
    // The kernel took what it had refused: requests under way are bounded by the slots, so nothing was held back.
  }

  onClosed(cause: string): void {
    this.#loseSilently(cause);
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
