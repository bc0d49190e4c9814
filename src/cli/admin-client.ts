// Speaks to a gateway's operators' port.

import { z } from 'zod';
import { formatAddress, type Address } from '../discovery/address.js';

/** A gateway of workers says after 3 s who of them is silent. */
const TIMEOUT_MS = 10_000;

export interface AdminTarget {
  readonly address: Address;
  readonly token: string | undefined;
  /** Why it cannot be asked from here: it counts as one that does not answer. */
  readonly outOfReach?: string;
}

export type AdminAnswer<T> =
  | { readonly ok: true; readonly value: T }
  /** For the operator: what is wrong and what to do. `status` of an answer, 0 without one. */
  | { readonly ok: false; readonly status: number; readonly problem: string };

export interface AdminRequest {
  readonly path: string;
  readonly query?: Readonly<Record<string, string | undefined>>;
  /** Makes it a POST. */
  readonly body?: object;
}

/** Never rejects. */
export async function askAdmin<T>(
  target: AdminTarget,
  { path, query = {}, body }: AdminRequest,
  schema: z.ZodType<T>,
): Promise<AdminAnswer<T>> {
  if (target.outOfReach !== undefined) return { ok: false, status: 0, problem: target.outOfReach };
  const where = formatAddress(target.address);
  const url = new URL(`http://${where}${path}`);
  for (const [name, value] of Object.entries(query))
    if (value !== undefined) url.searchParams.set(name, value);
  try {
    const response = await fetch(url, {
      headers: {
        ...(target.token !== undefined && { authorization: `Bearer ${target.token}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { method: 'POST', body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    return read(where, response.status, await response.json().catch(() => undefined), schema);
  } catch (error) {
    return { ok: false, status: 0, problem: `${where} does not answer: ${causeOf(error)}` };
  }
}

const refusal = z.object({ error: z.string() });

function read<T>(where: string, status: number, body: unknown, schema: z.ZodType<T>): AdminAnswer<T> {
  if (status === 401)
    return { ok: false, status, problem: `${where} asks for its admin token; give --admin-token-file` };
  const parsed = schema.safeParse(body);
  if (status === 200 && parsed.success) return { ok: true, value: parsed.data };
  const said = refusal.safeParse(body).data?.error ?? `status ${status}, and nothing that a gateway says`;
  return { ok: false, status, problem: `${where}: ${said}` };
}

/** fetch says "fetch failed" and keeps the reason in the cause. */
function causeOf(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  if (cause instanceof Error) return 'code' in cause ? String(cause.code) : cause.message;
  return String(cause);
}
