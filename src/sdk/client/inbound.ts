// What the gateway's control envelopes (types 1-99) say, decoded once: beyond this file nothing is
// malformed any more.

import { disconnectName, errorName, type DisconnectName } from '../../protocol/codes.js';
import * as control from '../../protocol/control-messages.js';
import * as types from '../../protocol/control-types.js';
import { encodeEnvelope, scanEnvelope, type EnvelopeHead } from '../../protocol/envelope.js';
import type { ClientEvent, Departure, Outcome } from './actions.js';
import { departureOf } from './departures.js';
import { outcomeOf } from './session.js';

/** The answer to Refresh. */
export interface Refreshed {
  readonly is: 'refreshed';
  readonly seq: number;
  readonly outcome: Outcome;
  /** 0: the token does not end. */
  readonly expiresInMs: number;
}

export type Inbound =
  /** A type from 100 on: not read here. */
  | { readonly is: 'application' }
  | { readonly is: 'welcome'; readonly seq: number; readonly welcome: control.Welcome }
  | { readonly is: 'ping'; readonly pong: Uint8Array }
  | { readonly is: 'ack'; readonly received: number }
  | Refreshed
  | { readonly is: 'go-away'; readonly goAway: control.GoAway }
  | { readonly is: 'disconnect'; readonly departure: Departure; readonly retryAfterMs: number }
  /** Nothing to do but to tell the user. */
  | { readonly is: 'event'; readonly event: ClientEvent }
  | { readonly is: 'ignored' }
  | { readonly is: 'violation'; readonly name: DisconnectName };

const MALFORMED: Inbound = { is: 'violation', name: 'MALFORMED' };
const PROTOCOL: Inbound = { is: 'violation', name: 'PROTOCOL' };

type Reader = (payload: Uint8Array, head: EnvelopeHead) => Inbound;

/** One reader a type. A type that is missing (Pong, later versions' types) is nothing to end a session for. */
const READERS: ReadonlyMap<number, Reader> = new Map<number, Reader>([
  [types.HELLO, () => PROTOCOL],
  [types.WELCOME, readWelcome],
  [
    types.PING,
    (payload, { seq }) => ({ is: 'ping', pong: encodeEnvelope({ type: types.PONG, seq, payload }) }),
  ],
  [types.ACK, readAck],
  [types.REFRESH, readRefreshed],
  [types.GO_AWAY, readGoAway],
  [types.DISCONNECT, readDisconnect],
  [types.UNDELIVERED, readUndelivered],
  [types.LOST, readLost],
]);

/** Reads one envelope, unchecked; `head` says where its parts are. */
export function readInbound(envelope: Uint8Array, head: EnvelopeHead): Inbound {
  if (!scanEnvelope(envelope, 0, envelope.length, head) || head.type === 0) return MALFORMED;
  if (head.type >= types.FIRST_APPLICATION_TYPE) return { is: 'application' };
  return readControl(head, envelope.subarray(head.payloadStart, head.payloadEnd));
}

/** @param head of a canonical envelope with a type of 1-99 */
function readControl(head: EnvelopeHead, payload: Uint8Array): Inbound {
  const reader = READERS.get(head.type);
  if (reader === undefined) return { is: 'ignored' };
  // Only Refresh can fail by a code; Hello fails by Disconnect.
  if (head.code !== 0 && head.type !== types.REFRESH) return PROTOCOL;
  return reader(payload, head);
}

function readWelcome(payload: Uint8Array, { seq }: EnvelopeHead): Inbound {
  const welcome = control.welcome.decode(payload);
  if (welcome === undefined) return MALFORMED;
  if (welcome.protocol !== types.PROTOCOL_VERSION) return { is: 'violation', name: 'VERSION_UNSUPPORTED' };
  return welcome.resumed > 1 ? PROTOCOL : { is: 'welcome', seq, welcome };
}

function readAck(payload: Uint8Array): Inbound {
  const ack = control.ack.decode(payload);
  return ack === undefined ? MALFORMED : { is: 'ack', received: ack.received };
}

function readRefreshed(payload: Uint8Array, { seq, code }: EnvelopeHead): Inbound {
  const outcome = outcomeOf(code, payload);
  if (typeof outcome === 'string') return { is: 'violation', name: outcome };
  if (!outcome.ok) return { is: 'refreshed', seq, outcome, expiresInMs: 0 };
  const refreshed = control.refreshed.decode(payload);
  if (refreshed === undefined) return MALFORMED;
  return { is: 'refreshed', seq, outcome, expiresInMs: refreshed.tokenExpiresInMs };
}

function readGoAway(payload: Uint8Array): Inbound {
  const goAway = control.goAway.decode(payload);
  return goAway === undefined ? MALFORMED : { is: 'go-away', goAway };
}

function readDisconnect(payload: Uint8Array): Inbound {
  const disconnect = control.disconnect.decode(payload);
  if (disconnect === undefined) return MALFORMED;
  return { is: 'disconnect', departure: departureOf(disconnect), retryAfterMs: disconnect.retryAfterMs };
}

function readUndelivered(payload: Uint8Array): Inbound {
  const failed = control.undelivered.decode(payload);
  if (failed === undefined) return MALFORMED;
  const { type, code, count } = failed;
  return { is: 'event', event: { name: 'undelivered', event: { type, code, name: errorName(code), count } } };
}

function readLost(payload: Uint8Array): Inbound {
  const lost = control.lost.decode(payload);
  if (lost === undefined) return MALFORMED;
  return { is: 'event', event: { name: 'lost', event: { count: lost.count } } };
}

/** What users hear of a GoAway. */
export function goAwayEvent({ code, reconnectAfterMs, address }: control.GoAway): ClientEvent {
  return { name: 'goAway', event: { code, name: disconnectName(code), reconnectAfterMs, address } };
}
