// The life of a session. A transport and a session are two things: the session outlives the transport
// when it is resumable.

export type SessionState = 'live' | 'suspended' | 'closed';

export type SessionEvent =
  /** The transport is gone; the client may come back. */
  | 'transport-lost'
  /** A new transport took the session over. */
  | 'taken-over'
  /** The session ends, for whatever reason. */
  | 'end';

type Row = Readonly<Record<SessionEvent, SessionState | undefined>>;

const TRANSITIONS: Readonly<Record<SessionState, Row>> = {
  live: { 'transport-lost': 'suspended', 'taken-over': 'live', end: 'closed' },
  suspended: { 'transport-lost': undefined, 'taken-over': 'live', end: 'closed' },
  closed: { 'transport-lost': undefined, 'taken-over': undefined, end: undefined },
};

/** The state after `event`, or undefined when the event has no place in this state. */
export function nextSessionState(state: SessionState, event: SessionEvent): SessionState | undefined {
  return TRANSITIONS[state][event];
}
