// Tokens checked by a backend (auth.kind service): Hello's token goes to it as a call, its answer says
// whose it is. What it is asked and answers is in proto/causeway/auth.proto.

import type { Clock } from '../clock.js';
import { authReply, authRequest } from '../protocol/auth-messages.js';
import { APPLICATION_CODE_MIN, ERRORS, errorName } from '../protocol/codes.js';
import { bounded, CLAIM_NAMES, identityOf } from './claims.js';
import { TOKEN_BYTES_MAX } from './jwt-verifier.js';
import type { TokenVerifier, Verdict } from './verifier.js';

/** Code and payload of an answer; 0 is success, otherwise an ErrorCode or one of the application. */
export interface ServiceAnswer {
  readonly code: number;
  readonly payload: Uint8Array;
}

/** Sends a payload to the auth service. Never rejects: what fails has a code, as for any request. */
export type AskService = (payload: Uint8Array) => Promise<ServiceAnswer>;

export function createServiceVerifier(ask: AskService, clock: Pick<Clock, 'epochMs'>): TokenVerifier {
  return {
    async verify(token, { address, client }) {
      if (token.length > TOKEN_BYTES_MAX)
        return invalid(`token of ${token.length} characters, more than ${TOKEN_BYTES_MAX}`);
      // Vouched for no later than now: a user who is revoked while the service answers stays revoked.
      const askedAtEpochMs = clock.epochMs();
      const answer = await ask(authRequest.encode({ token, address, client }));
      return answer.code === 0
        ? verdictOf(answer.payload, askedAtEpochMs, clock.epochMs())
        : refusalOf(answer.code);
    },
  };
}

/** Only a service that says so refuses a token: one that is lost, late or broken has not said anything. */
function refusalOf(code: number): Verdict {
  if (code === ERRORS.TOKEN_REFUSED.code || code >= APPLICATION_CODE_MIN)
    return invalid(`the auth service answered with code ${code}`);
  return unavailable(`the auth service could not be asked: ${errorName(code)}`);
}

function verdictOf(payload: Uint8Array, issuedAtMs: number, nowEpochMs: number): Verdict {
  const reply = authReply.decode(payload);
  if (reply === undefined) return unavailable('the auth service answered something else than an AuthReply');
  const { user, roles, attributes, expiresInMs, device } = reply;
  const claimed = identityOf({ sub: user, roles, attributes, ...(device !== '' && { device }) }, CLAIM_NAMES);
  if (!claimed.ok) return unavailable(`answer of the auth service: ${claimed.detail}`);
  const expiresAtMs = expiresInMs === 0 ? Infinity : nowEpochMs + expiresInMs;
  return { ok: true, identity: bounded(claimed.identity, expiresAtMs, issuedAtMs) };
}

const invalid = (detail: string): Verdict => ({ ok: false, refusal: 'invalid', detail });

const unavailable = (detail: string): Verdict => ({ ok: false, refusal: 'unavailable', detail });
