// The life of one transport, from accept to its end.
//
//   awaiting-hello ──Hello──▶ verifying ──verdict──▶ open ──▶ closed
//
// What is not in the table is the peer's violation (PROTOCOL) for an envelope, and ignored for the rest.

export type ConnectionState = 'awaiting-hello' | 'verifying' | 'open' | 'closed';

export type ConnectionEvent =
  /** A well-formed Hello with a seq. */
  | 'hello'
  /** Any other envelope. */
  | 'envelope'
  /** The token was accepted and the session is attached. */
  | 'welcomed'
  /** The transport ends, for whatever reason. */
  | 'end';

type Row = Readonly<Record<ConnectionEvent, ConnectionState | undefined>>;

const TRANSITIONS: Readonly<Record<ConnectionState, Row>> = {
  'awaiting-hello': { hello: 'verifying', envelope: undefined, welcomed: undefined, end: 'closed' },
  verifying: { hello: undefined, envelope: undefined, welcomed: 'open', end: 'closed' },
  open: { hello: undefined, envelope: 'open', welcomed: undefined, end: 'closed' },
  closed: { hello: undefined, envelope: undefined, welcomed: undefined, end: undefined },
};

/** The state after `event`, or undefined when the event has no place in this state. */
export function nextConnectionState(
  state: ConnectionState,
  event: ConnectionEvent,
): ConnectionState | undefined {
  return TRANSITIONS[state][event];
}
