// What operators ask a running gateway beyond looking at it: list sessions, explain a route, kick. Request
// texts come in, answers with a status come out; server.ts binds them to HTTP.

import { z } from 'zod';
import { Advice, ERRORS } from '../protocol/codes.js';
import { FIRST_APPLICATION_TYPE, KEY_BYTES_MAX, UINT32_MAX } from '../protocol/control-types.js';
import type { Explanation } from '../routing/explain.js';
import type { ClientSession } from '../session/contracts.js';
import type { GatewayControl } from './gateway-view.js';
import { listSessions, sessionFilter } from './session-list.js';

export interface Reply {
  readonly status: 200 | 400 | 404 | 503;
  readonly body: object;
}

type Query = Readonly<Record<string, string>>;

/** Every query parameter stands once; `roles` is a list with commas. */
const explainQuery = z.strictObject({
  type: z
    .string()
    .regex(/^\d{1,10}$/)
    .transform(Number)
    .pipe(z.int().min(FIRST_APPLICATION_TYPE).max(UINT32_MAX)),
  user: z.string().optional(),
  session: z.string().optional(),
  roles: z.string().optional(),
  /** Base64url: a key is bytes. */
  key: z
    .base64url()
    .transform((text) => Buffer.from(text, 'base64url'))
    .refine((bytes) => bytes.length <= KEY_BYTES_MAX)
    .optional(),
  payloadBytes: z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number)
    .default(0),
  notification: z.enum(['true', 'false']).default('false'),
});

/** Advice by the name that operators write. */
const ADVICE = {
  nothing: Advice.NOTHING,
  connect: Advice.CONNECT,
  resume: Advice.RESUME,
  authenticate: Advice.AUTHENTICATE,
  never: Advice.NEVER,
} as const;

/** Clocks of operators and gateways are not the same. */
const CLOCKS_APART_MS = 60_000;

export const KICK_REASON_CHARS_MAX = 200;

const kickBody = z.strictObject({
  reason: z.string().max(KICK_REASON_CHARS_MAX).default(''),
  advice: z.enum(Object.keys(ADVICE) as [keyof typeof ADVICE]).default('never'),
});

/** Of a user's sessions so many are explained; more say the same. */
const SESSIONS_EXPLAINED_MAX = 10;

export interface ExplainAnswer {
  readonly gateway: string;
  /** Sessions of the user here; 0 when a new one was assumed. */
  readonly sessionCount: number;
  readonly explanations: readonly Explanation[];
}

export function explainReply(gateway: GatewayControl, query: Query): Reply {
  const parsed = explainQuery.safeParse(query);
  if (!parsed.success) return badRequest(parsed.error);
  const { type, user, session, roles = '', key = new Uint8Array(0), payloadBytes } = parsed.data;
  const sessions = sessionsOf(gateway, session, user);
  if (session !== undefined && sessions.length === 0) return notOnline(`session ${session}`);
  const message = {
    type,
    key,
    payloadBytes,
    roles: roles === '' ? [] : roles.split(','),
    isRequest: parsed.data.notification === 'false',
  };
  const looked = sessions.length === 0 ? [undefined] : sessions.slice(0, SESSIONS_EXPLAINED_MAX);
  const explanations = looked.map((one) => gateway.explain({ ...message, session: one }));
  const body: ExplainAnswer = { gateway: gateway.gatewayId, sessionCount: sessions.length, explanations };
  return { status: 200, body };
}

function sessionsOf(
  { sessions }: GatewayControl,
  id: string | undefined,
  user: string | undefined,
): ClientSession[] {
  const one = id === undefined ? undefined : sessions.byId(id);
  if (id !== undefined) return one === undefined ? [] : [one];
  return user === undefined ? [] : [...sessions.byUser(user)];
}

export async function sessionsReply(gateway: GatewayControl, query: Query, epochMs: number): Promise<Reply> {
  const parsed = sessionFilter.safeParse(query);
  if (!parsed.success) return badRequest(parsed.error);
  return { status: 200, body: await listSessions(gateway, parsed.data, epochMs, nextTurn) };
}

const nextTurn = (): Promise<void> =>
  new Promise((resolve) => {
    setImmediate(resolve);
  });

/** GET /users/:user/online: the directory's answer, for all gateways of the cluster. */
export async function onlineReply(gateway: GatewayControl, user: string): Promise<Reply> {
  const located = await gateway.locate(user);
  if (!located.ok)
    return { status: 503, body: { error: `the directory does not answer: ${located.detail}` } };
  return {
    status: 200,
    body: {
      gateway: gateway.gatewayId,
      // Whoever is not among these keeps a directory of its own.
      gateways: gateway.liveGateways().map(({ gatewayId }) => gatewayId),
      sessions: located.sessions.map((presence) => ({
        session: presence.sessionId,
        user: presence.user,
        gateway: presence.gatewayId,
        openedAt: new Date(presence.sinceEpochMs).toISOString(),
        device: presence.device,
        client: presence.client,
        address: presence.address,
        attributes: Object.fromEntries(presence.attributes),
      })),
    },
  };
}

const revokeBody = z.strictObject({
  /** Tokens made before it count no more; now, if it is not said. */
  before: z.iso.datetime({ offset: true }).optional(),
});

/** @param body the request's JSON text; empty: nothing is said */
export function revokeReply(gateway: GatewayControl, user: string, body: string, epochMs: number): Reply {
  const parsed = revokeBody.safeParse(jsonOf(body));
  if (!parsed.success) return badRequest(parsed.error);
  const { before } = parsed.data;
  const notBeforeEpochMs = before === undefined ? epochMs : Date.parse(before);
  // One that lies ahead would lock the user out for as long, without a way back.
  if (notBeforeEpochMs > epochMs + CLOCKS_APART_MS)
    return { status: 400, body: { error: 'before: a moment that is past' } };
  const ended = gateway.revokeUser(user, notBeforeEpochMs);
  return { status: 200, body: { gateway: gateway.gatewayId, ended } };
}

/** @param body the request's JSON text; empty: nothing is said */
export async function kickReply(
  gateway: GatewayControl,
  whom: { readonly session: string; readonly user: string },
  body: string,
): Promise<Reply> {
  const parsed = kickBody.safeParse(jsonOf(body));
  if (!parsed.success) return badRequest(parsed.error);
  const { reason, advice } = parsed.data;
  const outcome = await gateway.kick({ ...whom, reason, advice: ADVICE[advice] });
  if (outcome.ok) return { status: 200, body: { gateway: gateway.gatewayId, kicked: outcome.count } };
  if (outcome.error === 'NOT_ONLINE')
    return notOnline(whom.user === '' ? `session ${whom.session}` : `user ${whom.user}`);
  const message =
    outcome.error === 'MALFORMED_BODY' ? 'the order is malformed' : ERRORS[outcome.error].message;
  return { status: 503, body: { error: message } };
}

function jsonOf(text: string): unknown {
  try {
    return text === '' ? {} : JSON.parse(text);
  } catch {
    return undefined;
  }
}

const notOnline = (who: string): Reply => ({
  status: 404,
  body: { error: `${who} is not online at this gateway` },
});

function badRequest(error: z.ZodError): Reply {
  const problems = error.issues.map(({ path, message }) => `${path.join('.') || 'request'}: ${message}`);
  return { status: 400, body: { error: problems.join('; ') } };
}
