// Envelopes as they are, one in each frame: with a Hello and control envelopes towards a gateway of ours, without
// either towards peers that know no sessions.

import { encodeEnvelope, newEnvelopeHead, scanEnvelope } from '../../protocol/envelope.js';
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
import type { ClientPipe } from './client-pipe.js';
import { codeName } from './code-name.js';
import type { LoadProtocol, OpenFailure, Talk, TalkingSession } from './load-protocol.js';

const HELLO_SEQ = 1;

/** The gateway, or the machine that both are on, could not keep up with the new ones. */
const OVERLOAD_CODES: ReadonlySet<number> = new Set([
  DISCONNECTS.OVERLOADED.code,
  DISCONNECTS.HELLO_TIMEOUT.code,
  DISCONNECTS.AUTH_TIMEOUT.code,
]);

/** Where the gateway says that it is overloaded, but not for how long. */
const RETRY_AFTER_MS = 500;

/** @param token undefined: the peer wants no Hello, and every type is the application's */
export function envelopeProtocol(pipe: ClientPipe, token: string | undefined): LoadProtocol {
  const head = newEnvelopeHead();
  const newTalk = (session: TalkingSession): Talk =>
    token === undefined ? bareTalk(session) : new CausewayTalk(session, token);
  const bareTalk = (session: TalkingSession): Talk => ({
    begin: () => {
      session.up();
    },
    onBody: (bytes, start, end) => {
      if (scanEnvelope(bytes, start, end, head)) session.deliver(bytes, head);
      else session.fault(NOT_CANONICAL);
    },
  });
  return {
    ...{ pipe, newTalk },
    wrapRequest: (envelope) => ({ bytes: envelope, envelopeAt: 0, sessionAt: undefined }),
    wrapNotification: (envelope) => envelope,
  };
}

export const NOT_CANONICAL = 'an envelope that is not canonical';

class CausewayTalk implements Talk {
  readonly #session: TalkingSession;
  readonly #token: string;
  readonly #head = newEnvelopeHead();

  constructor(session: TalkingSession, token: string) {
    this.#session = session;
    this.#token = token;
  }

  begin(): void {
    const payload = hello.encode({ protocol: PROTOCOL_VERSION, token: this.#token });
    this.#session.send(encodeEnvelope({ type: HELLO, seq: HELLO_SEQ, payload }));
  }

  onBody(bytes: Uint8Array, start: number, end: number): void {
    const head = this.#head;
    if (!scanEnvelope(bytes, start, end, head)) this.#session.fault(NOT_CANONICAL);
    else if (head.type >= FIRST_APPLICATION_TYPE) this.#session.deliver(bytes, head);
    else this.#onControl(head.type, bytes.subarray(head.payloadStart, head.payloadEnd));
  }

  #onControl(type: number, payload: Uint8Array): void {
    if (type === WELCOME) this.#session.up();
    else if (type === PING) this.#session.send(encodeEnvelope({ type: PONG, seq: this.#head.seq, payload }));
    else if (type === DISCONNECT) this.#session.lose(failureOf(payload));
  }
}

function failureOf(payload: Uint8Array): OpenFailure {
  const told = disconnect.decode(payload);
  if (told === undefined) return { cause: 'Disconnect: unreadable', retryAfterMs: undefined };
  const isOverload = OVERLOAD_CODES.has(told.code);
  return {
    cause: `Disconnect: ${codeName(told.code)} ${told.reason}`,
    retryAfterMs: isOverload ? Math.max(RETRY_AFTER_MS, told.retryAfterMs) : undefined,
  };
}
