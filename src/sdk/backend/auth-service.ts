// An auth service as a backend: gateways with auth.kind service ask it who a token belongs to.

import { ERRORS } from '../../protocol/codes.js';
import { authReply, authRequest } from '../../protocol/auth-messages.js';
import { failureAnswer } from './errors.js';
import type { Handler } from './handlers.js';
import type { RelayContext } from './message.js';

/** What a gateway knows of whoever wants to come in. */
export interface TokenQuestion {
  readonly token: string;
  /** "address:port" of the client. */
  readonly address: string;
  /** Name and version that the client gave itself. Not to be trusted. */
  readonly client: string;
  /** Id of the gateway that asks. */
  readonly gateway: string;
}

/** Whose token it is. Sizes as in proto/causeway/auth.proto. */
export interface TokenGrant {
  readonly user: string;
  readonly roles?: readonly string[];
  /** The session's first attributes. */
  readonly attributes?: Readonly<Record<string, string>>;
  /** Milliseconds until the token ends, at least 1; left out: it does not. */
  readonly expiresInMs?: number;
  /** Class of the device, for the gateway's login.perDeviceMax. */
  readonly device?: string;
}

/** Undefined refuses the token. What it throws makes the gateway say that tokens cannot be checked now. */
export type TokenJudge = (
  question: TokenQuestion,
) => TokenGrant | undefined | Promise<TokenGrant | undefined>;

/** A handler of calls around a judge. */
export function tokenHandler(judge: TokenJudge): Handler<Pick<RelayContext, 'fromServer'>> {
  return async (payload, { fromServer }) => {
    const request = authRequest.decode(payload);
    if (request === undefined)
      throw failureAnswer(ERRORS.HANDLER_FAILED.code, 'the payload is no AuthRequest');
    const grant = await judge({ ...request, gateway: fromServer });
    if (grant === undefined) throw failureAnswer(ERRORS.TOKEN_REFUSED.code, 'token refused');
    const { user, roles = [], attributes = {}, expiresInMs, device = '' } = grant;
    // 0 would mean that it never ends: a token without any time left is refused instead.
    if (expiresInMs !== undefined && !(expiresInMs >= 1))
      throw failureAnswer(ERRORS.TOKEN_REFUSED.code, 'token expired');
    return authReply.encode({
      user,
      roles: [...roles],
      attributes: { ...attributes },
      expiresInMs: Math.min(Math.floor(expiresInMs ?? 0), EXPIRES_IN_MS_MAX),
      device,
    });
  };
}

/** A u32; 49 days. */
const EXPIRES_IN_MS_MAX = 4_294_967_295;
