// The phases of a client's connection, and every transition between them. A session (its counts, its
// open requests) lives beside this: in a resumable one it outlasts many rounds through the table.
//
//   idle ──start──► authenticating ──token──► connecting ──piped──► greeting ──welcome──► open
//                        ▲                        │                     │                  │
//                        └──retry── waiting ◄─────┴────────lost─────────┴──────────────────┘
//   `stop` leads from everywhere to closed.

export type Phase = 'idle' | 'authenticating' | 'connecting' | 'greeting' | 'open' | 'waiting' | 'closed';

export type PhaseEvent =
  /** The user asked to connect. */
  | 'start'
  /** There is a token to say Hello with. */
  | 'token'
  /** The transport is open: Hello goes out. */
  | 'piped'
  /** The gateway took us. */
  | 'welcome'
  /** The transport, or the try to get one, ended; another will follow. */
  | 'lost'
  /** The wait is over. */
  | 'retry'
  /** The user closed, or the gateway said not to come back. */
  | 'stop';

const TRANSITIONS: Readonly<Record<Phase, Partial<Record<PhaseEvent, Phase>>>> = {
  idle: { start: 'authenticating', stop: 'closed' },
  authenticating: { token: 'connecting', lost: 'waiting', stop: 'closed' },
  connecting: { piped: 'greeting', lost: 'waiting', stop: 'closed' },
  greeting: { welcome: 'open', lost: 'waiting', stop: 'closed' },
  open: { lost: 'waiting', stop: 'closed' },
  waiting: { retry: 'authenticating', stop: 'closed' },
  closed: {},
};

/** @returns undefined when `event` means nothing in `phase`: it is late news, and ignored. */
export function nextPhase(phase: Phase, event: PhaseEvent): Phase | undefined {
  return TRANSITIONS[phase][event];
}
