// How a presence stands in Redis: one hash a user, one field a session. A value is five lines: the token of
// the gateway's term, when it was written last (Redis's seconds), since when the session is, its class of
// device, and the rest as JSON. Scripts read the first four; lines, because the rest is of no use to them.

import { z } from 'zod';

import type { Presence } from '../cluster.js';
import { parseToken } from './lease-view.js';
import { SWEEP_PERIOD_MS } from './mirror.js';

/** An entry that was not written again for this long is void: three rounds of the sweep left it out. */
export const ENTRY_VOID_MS = 3 * SWEEP_PERIOD_MS;
/** A user's key goes away by itself then. */
export const ENTRY_TTL_MS = 4 * SWEEP_PERIOD_MS;

/** No hash tag: whatever a user's name holds, only one key is made from it. */
export const userKey = (prefix: string, user: string): string => `${prefix}:user:${user}`;

export interface Entry {
  readonly token: string;
  readonly writtenEpochS: number;
  readonly presence: Presence;
}

const rest = z.object({
  client: z.string(),
  address: z.string(),
  attributes: z.array(z.tuple([z.string(), z.string()])),
});

export function encodeEntry(presence: Presence, token: string, nowEpochMs: number): string {
  const { sinceEpochMs, device, client, address, attributes } = presence;
  const head = [token, Math.floor(nowEpochMs / 1000), sinceEpochMs, device.replaceAll('\n', ' ')];
  return [...head, JSON.stringify({ client, address, attributes: [...attributes] })].join('\n');
}

/** @returns undefined for what no gateway of this version wrote */
export function decodeEntry(user: string, sessionId: string, value: string): Entry | undefined {
  const [token = '', written = '', since = '', device = '', json = ''] = value.split('\n');
  const gatewayId = parseToken(token)?.gatewayId;
  const decoded = rest.safeParse(parseJson(json));
  if (gatewayId === undefined || !decoded.success || !isNumber(written) || !isNumber(since)) return undefined;
  const { client, address, attributes } = decoded.data;
  const presence = {
    ...{ sessionId, user, gatewayId, sinceEpochMs: Number(since), device, client, address },
    attributes: new Map(attributes),
  };
  return { token, writtenEpochS: Number(written), presence };
}

/** Whom the login that wrote the entry took the place of: see login-script.ts. */
export const loserLinesOf = (value: string): readonly string[] => value.split('\n').slice(5);

const isNumber = (text: string): boolean => /^\d{1,15}$/.test(text);

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
