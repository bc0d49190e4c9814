// What a failed request rejects with. Match on `code` or `name`, never on the message.

import { APPLICATION_CODE_MIN, ERRORS, errorName, type ErrorName } from '../../protocol/codes.js';

const EMPTY = new Uint8Array(0);

/** Codes whose outcome is not known: the message may have reached a backend's handler. */
const UNKNOWN_OUTCOMES: ReadonlySet<number> = new Set(
  Object.values(ERRORS)
    .filter((row) => !row.outcomeKnown)
    .map((row) => row.code),
);

export interface RequestFailure {
  readonly code: number;
  readonly message?: string;
  readonly retryAfterMs?: number;
  readonly payload?: Uint8Array;
}

export class RequestError extends Error {
  /** 1000-9999 from the registry of docs/PROTOCOL.md, from 10000 the application's own. */
  readonly code: number;
  /** Name of the code, for example "NO_INSTANCE"; "APPLICATION" from 10000 on. */
  override readonly name: string;
  /** True when the message certainly had no effect but the failure itself; false: it may have had one. */
  readonly outcomeKnown: boolean;
  /** Milliseconds to wait before a new try makes sense. 0: nothing is known. */
  readonly retryAfterMs: number;
  /** What the backend sent with an application code; else empty. */
  readonly payload: Uint8Array;

  constructor({ code, message, retryAfterMs = 0, payload = EMPTY }: RequestFailure) {
    const name = code >= APPLICATION_CODE_MIN ? 'APPLICATION' : errorName(code);
    super(message ?? `request failed with code ${code} (${name})`);
    this.code = code;
    this.name = name;
    this.outcomeKnown = !UNKNOWN_OUTCOMES.has(code);
    this.retryAfterMs = retryAfterMs;
    this.payload = payload;
  }
}

/** A failure that the SDK itself found, with the registry's message unless a better one is given. */
export function localFailure(name: ErrorName, message: string = ERRORS[name].message): RequestFailure {
  return { code: ERRORS[name].code, message };
}
