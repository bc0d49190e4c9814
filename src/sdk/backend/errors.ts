// What handlers throw to choose their answer, and what calls through the gateway reject with.

import {
  APPLICATION_CODE_MIN,
  ERRORS,
  errorName,
  GATEWAY_CODE_MIN,
  type ErrorName,
} from '../../protocol/codes.js';
import { failure } from '../../protocol/control-messages.js';
import { UINT32_MAX } from '../../protocol/control-types.js';

const EMPTY = new Uint8Array(0);

const UNKNOWN_OUTCOMES: ReadonlySet<number> = new Set(
  Object.values(ERRORS)
    .filter((row) => !row.outcomeKnown)
    .map((row) => row.code),
);

/** Thrown by a handler: the request is answered with this code and payload, not with HANDLER_FAILED. */
export class AnswerError extends Error {
  override readonly name: string = 'AnswerError';
  readonly code: number;
  /** The answer's payload. */
  readonly payload: Uint8Array;

  /** @throws RangeError for a code below 1000, which would end the client's transport. */
  constructor(code: number, message: string, payload: Uint8Array) {
    super(message);
    if (!Number.isInteger(code) || code < GATEWAY_CODE_MIN || code > UINT32_MAX)
      throw new RangeError(
        `an answer's code is an integer from ${GATEWAY_CODE_MIN} to ${UINT32_MAX}, not ${code}`,
      );
    this.code = code;
    this.payload = payload;
  }
}

/** An error of the application's own: a code from 10000 and a payload that only it understands. */
export class ApplicationError extends AnswerError {
  override readonly name = 'ApplicationError';

  /** @throws RangeError for a code below 10000: those belong to the gateway. */
  constructor(code: number, payload: Uint8Array = EMPTY) {
    if (code < APPLICATION_CODE_MIN)
      throw new RangeError(
        `application codes begin at ${APPLICATION_CODE_MIN}, ${code} belongs to the gateway`,
      );
    super(code, `application error ${code}`, payload);
  }
}

/** An answer with a code and a message for people, as the gateway itself answers. */
export function failureAnswer(code: number, message: string): AnswerError {
  return new AnswerError(code, message, failure.encode({ message }));
}

/** A call or command through the gateway that failed. Match on `code` or `name`, never on the message. */
export class CallError extends Error {
  /** 1000-9999 from the registry of docs/PROTOCOL.md, from 10000 the other backend's own. */
  readonly code: number;
  /** Name of the code, for example "NO_SUCH_SERVER"; "APPLICATION" from 10000 on. */
  override readonly name: string;
  /** False when the other side may have acted on it all the same. */
  readonly outcomeKnown: boolean;
  /** What came with an application code; else empty. */
  readonly payload: Uint8Array;

  constructor(code: number, message: string, payload: Uint8Array = EMPTY) {
    super(message);
    this.code = code;
    this.name = code >= APPLICATION_CODE_MIN ? 'APPLICATION' : errorName(code);
    this.outcomeKnown = !UNKNOWN_OUTCOMES.has(code);
    this.payload = payload;
  }
}

/** A CallError with the registry's code and message, unless a better message is given. */
export function callError(name: ErrorName, message: string = ERRORS[name].message): CallError {
  return new CallError(ERRORS[name].code, message);
}
