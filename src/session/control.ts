// What the control types (1-99) of an open session do: one row each. A type without a row is reserved.

import type { Verdict } from '../auth/verifier.js';
import { peerDeadline } from '../clock-standstill.js';
import { DISCONNECTS, ERRORS } from '../protocol/codes.js';
import { ack, disconnect, refresh, refreshed } from '../protocol/control-messages.js';
import { ACK, DISCONNECT, HELLO, PING, PING_BYTES_MAX, PONG, REFRESH } from '../protocol/control-types.js';
import { encodeEnvelope, type EnvelopeHead } from '../protocol/envelope.js';
import type { ClientConnection, ClientSession, SessionContext } from './contracts.js';
import { tokenExpiresInMs } from './hello.js';
import { takeIdentity } from './new-token.js';

type Receiver = (
  context: SessionContext,
  session: ClientSession,
  connection: ClientConnection,
  head: EnvelopeHead,
  payload: Uint8Array,
) => void;

const RECEIVERS: Readonly<Record<number, Receiver>> = {
  [HELLO]: (_context, _session, connection) => {
    connection.end('PROTOCOL', 'second Hello');
  },
  [PING]: receivePing,
  // Its bytes have counted as life already.
  [PONG]: () => undefined,
  [ACK]: receiveAck,
  [REFRESH]: receiveRefresh,
  [DISCONNECT]: receiveDisconnect,
};

/** A token is checked with some cryptography: so much more work is it than the others. */
const REFRESH_UNITS = 64;

/** How much work a control envelope is, counted in the least of them. */
export function controlUnits(type: number): number {
  return type === REFRESH ? REFRESH_UNITS : 1;
}

/** Takes an envelope of type 1-99 on an open connection. */
export function receiveControl(
  context: SessionContext,
  session: ClientSession,
  connection: ClientConnection,
  head: EnvelopeHead,
  bytes: Uint8Array,
): void {
  const payload = bytes.subarray(head.payloadStart, head.payloadEnd);
  const receiver = RECEIVERS[head.type];
  if (receiver !== undefined) receiver(context, session, connection, head, payload);
  else refuseReserved(session, connection, head);
}

function refuseReserved(session: ClientSession, connection: ClientConnection, head: EnvelopeHead): void {
  if (head.seq !== 0 && !connection.claimSeq(session, head.seq)) return;
  session.fail(head.type, head.seq, ERRORS.TYPE_RESERVED.code);
}

function receivePing(
  _context: SessionContext,
  _session: ClientSession,
  connection: ClientConnection,
  head: EnvelopeHead,
  payload: Uint8Array,
): void {
  if (payload.length > PING_BYTES_MAX) connection.end('MALFORMED', 'Ping longer than 64 bytes');
  else connection.sendControl(encodeEnvelope({ type: PONG, seq: head.seq, payload }));
}

function receiveAck(
  _context: SessionContext,
  session: ClientSession,
  connection: ClientConnection,
  _head: EnvelopeHead,
  payload: Uint8Array,
): void {
  const decoded = ack.decode(payload);
  if (decoded === undefined) connection.end('MALFORMED');
  else if (!session.acknowledgedByClient(decoded.received))
    connection.end('PROTOCOL', 'Ack of envelopes never sent');
}

/** A new token on the live session. One at a time; another user's is refused and the old one stands. */
function receiveRefresh(
  context: SessionContext,
  session: ClientSession,
  connection: ClientConnection,
  head: EnvelopeHead,
  payload: Uint8Array,
): void {
  const { seq } = head;
  const decoded = refresh.decode(payload);
  if (decoded === undefined) {
    connection.end('MALFORMED');
    return;
  }
  if (seq === 0) return refuseReserved(session, connection, head);
  if (!connection.claimSeq(session, seq)) return;
  if (session.refreshSeq !== 0) return session.fail(REFRESH, seq, ERRORS.TOO_MANY_REQUESTS.code);
  session.refreshSeq = seq;
  const { generation } = session;
  verifyRefresh(context, session, decoded.token, (verdict) => {
    // Resumed meanwhile: that Hello brought a token of its own, and nobody waits for this answer.
    if (session.generation !== generation) return;
    session.refreshSeq = 0;
    const failed = takeToken(context, session, verdict);
    if (failed !== undefined) session.fail(REFRESH, seq, failed);
    // Not `connection`: the session may have none by now.
    else session.connection?.sendControl(refreshedEnvelope(context, session, seq));
  });
}

/** Calls once, after `authTimeoutMs` at the latest. */
function verifyRefresh(
  context: SessionContext,
  { address, client }: ClientSession,
  token: string,
  done: (verdict: Verdict) => void,
): void {
  let open = true;
  const settle = (verdict: Verdict): void => {
    if (!open) return;
    open = false;
    deadline.cancel();
    done(verdict);
  };
  const deadline = peerDeadline(context.clock, context.settings.authTimeoutMs, () => {
    settle({ ok: false, refusal: 'unavailable', detail: 'no verdict in time' });
  });
  void context.verifier.verify(token, { address, client }).then(settle);
}

/** @returns the code it failed with, or undefined when the session has its new token. */
function takeToken(context: SessionContext, session: ClientSession, verdict: Verdict): number | undefined {
  if (!verdict.ok)
    return verdict.refusal === 'unavailable' ? ERRORS.TOKEN_UNCHECKED.code : ERRORS.TOKEN_REFUSED.code;
  if (verdict.identity.user !== session.identity.user) return ERRORS.TOKEN_REFUSED.code;
  takeIdentity(context, session, verdict.identity);
  return undefined;
}

function refreshedEnvelope(context: SessionContext, session: ClientSession, seq: number): Uint8Array {
  const inMs = tokenExpiresInMs(session.identity.expiresAtMs, context.clock.epochMs());
  return encodeEnvelope({ type: REFRESH, seq, payload: refreshed.encode({ tokenExpiresInMs: inMs }) });
}

function receiveDisconnect(
  _context: SessionContext,
  _session: ClientSession,
  connection: ClientConnection,
  _head: EnvelopeHead,
  payload: Uint8Array,
): void {
  const decoded = disconnect.decode(payload);
  connection.endedByClient(decoded === undefined ? DISCONNECTS.CLOSED.reason : decoded.reason.slice(0, 200));
}
