// Envelopes as messages of a NATS server: a request is published to one subject that a responder serves, with an
// inbox of the session's own for the answer; a notification is published to a subject that every session hears.
// Over WebSocket the same text goes in binary messages, cut anywhere.

import { newEnvelopeHead, scanEnvelope } from '../../protocol/envelope.js';
import { rawClientPipe, websocketClientPipe } from './client-pipe.js';
import { NOT_CANONICAL } from './envelope-talk.js';
import {
  SESSION_DIGITS,
  type LoadProtocol,
  type Talk,
  type TalkingSession,
  type Wrapped,
} from './load-protocol.js';
import { NatsReader, type NatsSink } from './nats-reader.js';

/** Of the responder. */
const SERVICE_SUBJECT = 'svc';
const SPREAD_SUBJECT = 'all';
const INBOX = 'i.';

const CONNECT = 'CONNECT {"verbose":false,"pedantic":false,"headers":false}\r\n';
const CRLF = Buffer.from('\r\n');

const digitsOf = (index: number): string => String(index).padStart(SESSION_DIGITS, '0');

/** @param hearsAll whether sessions get what is published to all */
export function natsProtocol(pipe: 'tcp' | 'ws', hearsAll: boolean): LoadProtocol {
  return {
    pipe: pipe === 'ws' ? websocketClientPipe : rawClientPipe,
    wrapRequest: natsRequest,
    wrapNotification: (envelope) =>
      Buffer.concat([Buffer.from(`PUB ${SPREAD_SUBJECT} ${envelope.length}\r\n`), envelope, CRLF]),
    newTalk: (session) => new NatsTalk(session, hearsAll),
  };
}

function natsRequest(envelope: Uint8Array): Wrapped {
  const before = `PUB ${SERVICE_SUBJECT} ${INBOX}`;
  const line = Buffer.from(`${before}${digitsOf(0)} ${envelope.length}\r\n`);
  return {
    bytes: Buffer.concat([line, envelope, CRLF]),
    envelopeAt: line.length,
    sessionAt: before.length,
  };
}

class NatsTalk implements Talk, NatsSink {
  readonly #session: TalkingSession;
  readonly #hearsAll: boolean;
  readonly #reader = new NatsReader();
  readonly #head = newEnvelopeHead();
  #isUp = false;

  constructor(session: TalkingSession, hearsAll: boolean) {
    this.#session = session;
    this.#hearsAll = hearsAll;
  }

  begin(): void {
    // The server speaks first.
  }

  onBody(bytes: Uint8Array, start: number, end: number): void {
    if (!this.#reader.push(bytes, start, end, this))
      this.#session.lose({ cause: 'not NATS', retryAfterMs: undefined });
  }

  onMessage(bytes: Uint8Array, start: number, end: number): void {
    if (scanEnvelope(bytes, start, end, this.#head)) this.#session.deliver(bytes, this.#head);
    else this.#session.fault(NOT_CANONICAL);
  }

  onLine(line: string): void {
    const [operation = ''] = line.split(' ', 1);
    if (operation === 'INFO') this.#greet();
    else if (operation === 'PING') this.#say('PONG\r\n');
    else if (operation === 'PONG') this.#onPong();
    else if (operation === '-ERR') this.#session.lose({ cause: line, retryAfterMs: undefined });
  }

  /** The server sends INFO again when its cluster changes. */
  #greet(): void {
    if (this.#isUp) return;
    const all = this.#hearsAll ? `SUB ${SPREAD_SUBJECT} 2\r\n` : '';
    this.#say(`${CONNECT}SUB ${INBOX}${digitsOf(this.#session.index)} 1\r\n${all}PING\r\n`);
  }

  /** What came before the PING has been done. */
  #onPong(): void {
    if (this.#isUp) return;
    this.#isUp = true;
    this.#session.up();
  }

  #say(text: string): void {
    this.#session.send(Buffer.from(text));
  }
}
