// The closed registries of codes: one row each, with what a client does next and what it means.
// proto/causeway/codes.proto names the same numbers and docs/PROTOCOL.md prints these tables; a test
// holds the three together.

/** What a client does after a Disconnect. */
export const Advice = { NOTHING: 0, CONNECT: 1, RESUME: 2, AUTHENTICATE: 3, NEVER: 4 } as const;
export type Advice = (typeof Advice)[keyof typeof Advice];

interface DisconnectRow {
  readonly code: number;
  /** Advice given unless the sender of the Disconnect knows better. */
  readonly advice: Advice;
  readonly reason: string;
}

/** Why a transport ends. 1-999; a WebSocket closes with 4000 + code. */
export const DISCONNECTS = {
  CLOSED: { code: 1, advice: Advice.NOTHING, reason: 'closed' },
  MALFORMED: { code: 2, advice: Advice.CONNECT, reason: 'malformed envelope or control message' },
  PROTOCOL: { code: 3, advice: Advice.CONNECT, reason: 'protocol violation' },
  FRAME_TOO_LARGE: { code: 4, advice: Advice.CONNECT, reason: 'envelope longer than the limit' },
  HELLO_TIMEOUT: { code: 5, advice: Advice.RESUME, reason: 'no Hello in time' },
  AUTH_TIMEOUT: { code: 6, advice: Advice.RESUME, reason: 'the token could not be checked in time' },
  VERSION_UNSUPPORTED: { code: 7, advice: Advice.NEVER, reason: 'protocol version not supported' },
  TOKEN_INVALID: { code: 8, advice: Advice.AUTHENTICATE, reason: 'token refused' },
  TOKEN_EXPIRED: { code: 9, advice: Advice.AUTHENTICATE, reason: 'token expired' },
  AUTH_UNAVAILABLE: { code: 10, advice: Advice.RESUME, reason: 'tokens cannot be checked now' },
  HEARTBEAT_LOST: { code: 11, advice: Advice.RESUME, reason: 'nothing heard for two heartbeats' },
  SUPERSEDED: { code: 12, advice: Advice.NOTHING, reason: 'a newer transport took the session over' },
  RESUME_STALE: { code: 13, advice: Advice.NOTHING, reason: 'a newer attempt holds the session' },
  KICKED: { code: 14, advice: Advice.NEVER, reason: 'kicked' },
  SLOW_CONSUMER: { code: 15, advice: Advice.RESUME, reason: 'send queue full: the client does not read' },
  DRAINING: { code: 16, advice: Advice.RESUME, reason: 'gateway is being drained' },
  OVERLOADED: { code: 17, advice: Advice.RESUME, reason: 'gateway is over a limit' },
  COUNT_EXHAUSTED: { code: 18, advice: Advice.CONNECT, reason: 'envelope count exhausted' },
  RESUME_EXPIRED: { code: 19, advice: Advice.CONNECT, reason: 'not resumed in time' },
  TRANSPORT_LOST: { code: 20, advice: Advice.CONNECT, reason: 'transport lost' },
  INTERNAL: { code: 21, advice: Advice.CONNECT, reason: 'internal error' },
  TOKEN_REVOKED: { code: 22, advice: Advice.AUTHENTICATE, reason: 'token revoked' },
  FLOOD: { code: 23, advice: Advice.CONNECT, reason: 'more control or refused messages than the limit' },
  LOGGED_IN_ELSEWHERE: { code: 24, advice: Advice.NEVER, reason: 'a newer login took the place of this one' },
  TOO_MANY_SESSIONS: { code: 25, advice: Advice.NEVER, reason: 'the user has as many sessions as allowed' },
  LOGIN_RATE_LIMITED: { code: 26, advice: Advice.RESUME, reason: 'more logins of this user than the limit' },
} as const satisfies Record<string, DisconnectRow>;

export type DisconnectName = keyof typeof DISCONNECTS;

interface ErrorRow {
  readonly code: number;
  /** Whether the message may have reached a backend's handler. */
  readonly outcomeKnown: boolean;
  readonly message: string;
}

/** Why one request failed. 1000-9999. */
export const ERRORS = {
  NO_ROUTE: { code: 1000, outcomeKnown: true, message: 'no route for this message type' },
  FORBIDDEN: { code: 1001, outcomeKnown: true, message: 'the route asks for a role this session lacks' },
  PAYLOAD_TOO_LARGE: { code: 1002, outcomeKnown: true, message: 'payload longer than the route allows' },
  TYPE_RESERVED: { code: 1003, outcomeKnown: true, message: 'message types 1-99 belong to the gateway' },
  NO_INSTANCE: { code: 1100, outcomeKnown: true, message: 'no instance of the service is available' },
  INSTANCE_LOST: { code: 1101, outcomeKnown: false, message: 'the instance was lost; outcome unknown' },
  TIMEOUT: { code: 1102, outcomeKnown: false, message: 'no answer in time; outcome unknown' },
  LINK_FULL: { code: 1103, outcomeKnown: true, message: 'the queue to the instance is full' },
  HOPS_EXCEEDED: { code: 1104, outcomeKnown: true, message: 'the message passed too many gateways' },
  NO_SUCH_SERVER: { code: 1105, outcomeKnown: true, message: 'no link to a server of this id' },
  NO_HANDLER: { code: 1106, outcomeKnown: true, message: 'the backend has no handler for this type' },
  HANDLER_FAILED: { code: 1107, outcomeKnown: false, message: 'the handler failed' },
  TOO_MANY_REQUESTS: { code: 1200, outcomeKnown: true, message: 'too many requests pending' },
  RATE_LIMITED: { code: 1201, outcomeKnown: true, message: 'more than the session may send in a second' },
  USER_RATE_LIMITED: { code: 1202, outcomeKnown: true, message: 'more than the user may send in a second' },
  NOT_ONLINE: { code: 1300, outcomeKnown: true, message: 'not online' },
  STATE_LIMIT: { code: 1301, outcomeKnown: true, message: 'limit on groups or attributes reached' },
  BAD_COMMAND: { code: 1302, outcomeKnown: true, message: 'the command could not be understood' },
  TOKEN_REFUSED: { code: 1400, outcomeKnown: true, message: 'token refused' },
  TOKEN_UNCHECKED: { code: 1401, outcomeKnown: true, message: 'token cannot be checked now' },
  CLUSTER_UNAVAILABLE: { code: 1500, outcomeKnown: false, message: 'other gateways cannot be reached now' },
  SESSION_LOST: { code: 1900, outcomeKnown: false, message: 'the session ended; outcome unknown' },
  CLIENT_TIMEOUT: { code: 1901, outcomeKnown: false, message: 'no answer in time; outcome unknown' },
  SEND_QUEUE_FULL: { code: 1902, outcomeKnown: true, message: 'send queue full, nothing was sent' },
  NOT_CONNECTED: { code: 1903, outcomeKnown: true, message: 'not connected, nothing was sent' },
} as const satisfies Record<string, ErrorRow>;

export type ErrorName = keyof typeof ERRORS;

export const DISCONNECT_CODE_MAX = 999;
export const GATEWAY_CODE_MIN = 1000;
export const APPLICATION_CODE_MIN = 10000;

/** Added to a disconnect code to make a WebSocket close code (RFC 6455 section 7.4.2). */
export const WEBSOCKET_CLOSE_BASE = 4000;

const errorNames = new Map<number, ErrorName>(
  (Object.keys(ERRORS) as ErrorName[]).map((name) => [ERRORS[name].code, name]),
);
const disconnectNames = new Map<number, DisconnectName>(
  (Object.keys(DISCONNECTS) as DisconnectName[]).map((name) => [DISCONNECTS[name].code, name]),
);

/** Name of an error code for logs and metrics; the number itself for codes not in the registry. */
export function errorName(code: number): string {
  return errorNames.get(code) ?? String(code);
}

/** Whether a code is one of `ERRORS`. */
export function isErrorCode(code: number): boolean {
  return errorNames.has(code);
}

/** Name of a disconnect code for logs and metrics; the number itself for codes not in the registry. */
export function disconnectName(code: number): string {
  return disconnectNames.get(code) ?? String(code);
}
