// Sessions as operators list them: filtered, a page at a time.

import { z } from 'zod';
import type { ClientSession } from '../session/contracts.js';
import type { GatewayView } from './gateway-view.js';

export const PAGE_MAX = 1_000;
const PAGE_DEFAULT = 100;
/** A row shows so many of a session's groups; `groupCount` has them all. */
const GROUPS_SHOWN_MAX = 16;

const wholeNumber = z
  .string()
  .regex(/^\d{1,9}$/)
  .transform(Number);

/** The query string of GET /sessions. */
export const sessionFilter = z.strictObject({
  user: z.string().optional(),
  state: z.enum(['live', 'suspended']).optional(),
  group: z.string().optional(),
  /** Whole seconds since the session was opened, at least. */
  olderThanSeconds: wholeNumber.optional(),
  limit: wholeNumber.pipe(z.int().min(1).max(PAGE_MAX)).default(PAGE_DEFAULT),
  /** `next` of the page before. */
  after: z
    .string()
    .regex(/^\d{1,15}-.{1,128}$/)
    .optional(),
});

export type SessionFilter = z.infer<typeof sessionFilter>;

export interface SessionRow {
  readonly session: string;
  readonly user: string;
  readonly roles: readonly string[];
  readonly state: string;
  readonly address: string;
  readonly client: string;
  readonly openedAt: string;
  readonly generation: number;
  readonly pending: number;
  readonly queuedBytes: number;
  readonly groups: readonly string[];
  readonly groupCount: number;
}

export interface SessionPage {
  readonly gateway: string;
  readonly sessions: readonly SessionRow[];
  /** For `after`; undefined: this was the last page. */
  readonly next: string | undefined;
}

/** Sessions looked at in one turn: about a millisecond. */
const LOOKED_AT_MAX = 4_000;

/**
 * The oldest sessions first. The cursor names a place in that order rather than a number of rows, so that
 * sessions that end between two pages make no gap. Nothing is sorted but the page, and a gateway full of
 * sessions is looked through in pieces.
 * @param pause lets others run
 */
export async function listSessions(
  gateway: GatewayView,
  filter: SessionFilter,
  epochMs: number,
  pause: () => Promise<void>,
): Promise<SessionPage> {
  const first = new FirstByAge(filter.limit + 1);
  let lookedAt = 0;
  // Sessions that come and go meanwhile are met or not, as if the question had come then.
  for (const session of candidates(gateway, filter)) {
    if (matches(session, filter, epochMs) && isBehind(session, filter.after)) first.offer(session);
    if (++lookedAt % LOOKED_AT_MAX === 0) await pause();
  }
  const page = first.sessions.slice(0, filter.limit);
  const last = page.at(-1);
  const next = last === undefined || first.sessions.length === page.length ? undefined : cursorOf(last);
  return { gateway: gateway.gatewayId, sessions: page.map(rowOf), next };
}

/** The oldest of all that are offered, in order. */
class FirstByAge {
  readonly sessions: ClientSession[] = [];
  readonly #max: number;

  constructor(max: number) {
    this.#max = max;
  }

  offer(session: ClientSession): void {
    const { sessions } = this;
    let at = sessions.length;
    // They come nearly in order: few steps, and one comparison where it is full.
    for (let before = sessions[at - 1]; before !== undefined && byAge(session, before) < 0;)
      before = sessions[--at - 1];
    if (at >= this.#max) return;
    sessions.splice(at, 0, session);
    if (sessions.length > this.#max) sessions.pop();
  }
}

/** By the narrowest index there is. */
function candidates(
  { sessions, groups }: GatewayView,
  { user, group }: SessionFilter,
): Iterable<ClientSession> {
  if (user !== undefined) return sessions.byUser(user);
  return group === undefined ? sessions.all() : groups.members(group);
}

function matches(session: ClientSession, filter: SessionFilter, epochMs: number): boolean {
  const { state, group, olderThanSeconds = 0 } = filter;
  return (
    (state === undefined || session.state === state) &&
    (group === undefined || session.groups.has(group)) &&
    epochMs - session.openedAtEpochMs >= olderThanSeconds * 1000
  );
}

const byAge = (a: ClientSession, b: ClientSession): number =>
  a.openedAtEpochMs - b.openedAtEpochMs || (a.id < b.id ? -1 : 1);

const cursorOf = ({ openedAtEpochMs, id }: ClientSession): string => `${openedAtEpochMs}-${id}`;

function isBehind(session: ClientSession, cursor: string | undefined): boolean {
  if (cursor === undefined) return true;
  const dash = cursor.indexOf('-');
  const epochMs = Number(cursor.slice(0, dash));
  const { openedAtEpochMs, id } = session;
  return openedAtEpochMs > epochMs || (openedAtEpochMs === epochMs && id > cursor.slice(dash + 1));
}

function rowOf(session: ClientSession): SessionRow {
  return {
    session: session.id,
    user: session.identity.user,
    roles: session.identity.roles,
    state: session.state,
    address: session.address,
    client: session.client,
    openedAt: new Date(session.openedAtEpochMs).toISOString(),
    generation: session.generation,
    pending: session.pendingCount,
    queuedBytes: session.connection?.queuedBytes ?? 0,
    groups: [...session.groups].slice(0, GROUPS_SHOWN_MAX),
    groupCount: session.groups.size,
  };
}
