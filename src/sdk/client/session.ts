// The application's side of one session: what may be sent, what came, what is open, and the two counts
// by which a resume proves itself whole. It knows no transport and outlives them.

import { APPLICATION_CODE_MIN, GATEWAY_CODE_MIN, type DisconnectName } from '../../protocol/codes.js';
import { failure as failureCodec, type Welcome } from '../../protocol/control-messages.js';
import { UINT32_MAX } from '../../protocol/control-types.js';
import { encodeEnvelope, type EnvelopeFields, type EnvelopeHead } from '../../protocol/envelope.js';
import type { Outcome, Push } from './actions.js';
import { PendingRequests, type Ticket } from './pending-requests.js';
import { Receipt } from './receipt.js';
import { ReplayLog } from './replay-log.js';
import { localFailure, type RequestFailure } from './request-error.js';

export interface SessionLimits {
  /** Bytes that may be kept unacknowledged or queued. */
  readonly sendBytesMax: number;
  /** Where the counts end; 2^32-1 but in tests. */
  readonly countMax: number;
}

export const DEFAULT_LIMITS: SessionLimits = { sendBytesMax: 1024 * 1024, countMax: UINT32_MAX };

/** What an application hands over to be sent. */
export interface Outgoing {
  readonly type: number;
  readonly key: Uint8Array;
  readonly payload: Uint8Array;
}

/** 'exhausted': the count has come to its end, and the session with it. */
export type Sent =
  | { readonly is: 'sent'; readonly envelope: Uint8Array }
  | { readonly is: 'refused'; readonly failure: RequestFailure }
  | { readonly is: 'exhausted' };

export type Received =
  | { readonly is: 'answer'; readonly ticket: Ticket; readonly outcome: Outcome }
  | { readonly is: 'push'; readonly push: Push }
  /** An answer whose caller was told CLIENT_TIMEOUT before. */
  | { readonly is: 'late' }
  | { readonly is: 'violation'; readonly name: DisconnectName };

/** What makes a session resumable. */
interface Counting {
  readonly log: ReplayLog;
  readonly receipt: Receipt;
}

export class ClientSession {
  readonly pending = new PendingRequests();
  /** undefined: the session ends with its transport. */
  readonly counting: Counting | undefined;
  readonly #limits: SessionLimits;
  #welcome: Welcome;

  constructor(welcome: Welcome, limits: SessionLimits) {
    this.#welcome = welcome;
    this.#limits = limits;
    if (welcome.resume !== '') this.counting = { log: new ReplayLog(), receipt: new Receipt() };
  }

  /** The last Welcome: ids, limits and resume token in force. */
  get welcome(): Welcome {
    return this.#welcome;
  }

  /**
   * The gateway says that it resumed this session.
   * @returns what it has not received, to be written again in this order; undefined when its Welcome
   * cannot be true
   */
  resume(welcome: Welcome): Uint8Array[] | undefined {
    if (welcome.session !== this.#welcome.session || welcome.resume === '') return undefined;
    if (this.counting?.log.acknowledge(welcome.received) !== true) return undefined;
    this.#welcome = welcome;
    return this.counting.log.kept();
  }

  /** @param queuedBytes what the transport holds: the bound of a session that keeps nothing itself */
  request(ticket: Ticket, outgoing: Outgoing, deadlineMs: number, queuedBytes: number): Sent {
    if (this.pending.size >= this.#welcome.requestsMax)
      return { is: 'refused', failure: localFailure('TOO_MANY_REQUESTS') };
    const seq = this.pending.freeSeq();
    const sent = this.#send({ ...outgoing, seq }, queuedBytes);
    if (sent.is === 'sent') this.pending.open(seq, ticket, outgoing.type, deadlineMs);
    return sent;
  }

  notify(outgoing: Outgoing, queuedBytes: number): Sent {
    return this.#send(outgoing, queuedBytes);
  }

  #send(fields: EnvelopeFields, queuedBytes: number): Sent {
    const envelope = encodeEnvelope(fields);
    const frameBytesMax = this.#welcome.frameBytesMax;
    if (envelope.length > frameBytesMax) {
      const message = `the envelope has ${envelope.length} bytes, the gateway takes ${frameBytesMax}`;
      return { is: 'refused', failure: localFailure('PAYLOAD_TOO_LARGE', message) };
    }
    const log = this.counting?.log;
    if ((log?.bytes ?? queuedBytes) + envelope.length > this.#limits.sendBytesMax)
      return { is: 'refused', failure: localFailure('SEND_QUEUE_FULL') };
    if (log !== undefined && log.sent >= this.#limits.countMax) return { is: 'exhausted' };
    log?.append(envelope);
    return { is: 'sent', envelope };
  }

  /** Takes one canonical application envelope. The payload given on is a part of `bytes`. */
  receive(head: EnvelopeHead, bytes: Uint8Array, nowMs: number): Received {
    const receipt = this.counting?.receipt;
    if (receipt !== undefined && receipt.received >= this.#limits.countMax)
      return { is: 'violation', name: 'COUNT_EXHAUSTED' };
    receipt?.count(nowMs);
    const payload = bytes.subarray(head.payloadStart, head.payloadEnd);
    if (head.seq !== 0) return this.#answer(head, payload);
    if (head.code !== 0) return { is: 'violation', name: 'PROTOCOL' };
    const key = bytes.subarray(head.keyStart, head.keyEnd);
    return { is: 'push', push: { type: head.type, key, payload } };
  }

  #answer({ type, seq, code }: EnvelopeHead, payload: Uint8Array): Received {
    const outcome = outcomeOf(code, payload);
    if (typeof outcome === 'string') return { is: 'violation', name: outcome };
    const settled = this.pending.settle(seq, type);
    if (settled.is === 'unknown') return { is: 'violation', name: 'PROTOCOL' };
    return settled.is === 'late' ? settled : { is: 'answer', ticket: settled.ticket, outcome };
  }
}

/** @returns a DisconnectName when the gateway may not answer so */
export function outcomeOf(code: number, payload: Uint8Array): Outcome | DisconnectName {
  if (code === 0) return { ok: true, payload };
  if (code < GATEWAY_CODE_MIN) return 'PROTOCOL';
  if (code >= APPLICATION_CODE_MIN) return { ok: false, failure: { code, payload } };
  const decoded = failureCodec.decode(payload);
  if (decoded === undefined) return 'MALFORMED';
  const { message, retryAfterMs } = decoded;
  return { ok: false, failure: { code, message, retryAfterMs } };
}
