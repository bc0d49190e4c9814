// Which gateways live, as one gateway sees it. Pure: what Redis said goes in, what changed comes out.
//
// Who holds a lease is named by a token: gateway, incarnation (one process), since when, and the term: one
// unbroken holding of the lease. What a gateway writes into Redis carries its token; readers take what
// carries a token in force and nothing else, so a gateway's entries are void with its term, without a scan.
// All times are Redis's: no two hosts' clocks are ever compared.

import type { LiveGateway } from '../cluster.js';

export interface LeaseHolder extends LiveGateway {
  /** One process of the gateway; another one after a restart. */
  readonly incarnation: string;
  /** When the lease was taken. */
  readonly termEpochMs: number;
  readonly token: string;
}

/** A token and when its lease ends; negative: when it was given back. */
export interface LeaseRow {
  readonly token: string;
  readonly untilEpochMs: number;
}

export interface LeaseView {
  readonly readAtEpochMs: number;
  /** By gateway id. */
  readonly live: ReadonlyMap<string, LeaseHolder>;
  /** Of those that live, the ones that the last list left out, and since when. */
  readonly missing: ReadonlyMap<string, number>;
}

export interface LeaseChange {
  readonly view: LeaseView;
  readonly joined: readonly LeaseHolder[];
  /** Ended without saying so. */
  readonly lost: readonly LeaseHolder[];
  /** Gave their lease back. */
  readonly left: readonly LeaseHolder[];
}

export const NO_LEASES: LeaseView = { readAtEpochMs: 0, live: new Map(), missing: new Map() };

/** A term this much older than the last list is in it, or over: one Redis may say the time after another. */
const TERM_SLACK_MS = 1_000;

export function parseToken(token: string): LeaseHolder | undefined {
  const match = /^([\w.-]+)\/([\w-]+)\/(\d{1,15})\/(\d{1,15})$/.exec(token);
  if (match === null) return undefined;
  const [, gatewayId = '', incarnation = '', since, term] = match;
  return { gatewayId, incarnation, sinceEpochMs: Number(since), termEpochMs: Number(term), token };
}

/** Whether what carries the token counts no more. What is newer than the view counts: the view cannot know it. */
export function isVoid({ live, readAtEpochMs }: LeaseView, token: string): boolean {
  const holder = parseToken(token);
  if (holder === undefined) return true;
  const known = live.get(holder.gatewayId);
  if (known === undefined) return holder.termEpochMs <= readAtEpochMs - TERM_SLACK_MS;
  return known.token !== token && holder.termEpochMs <= known.termEpochMs;
}

/**
 * @param rows all leases, those that ended within the last minute included
 * @param graceMs how long a gateway may be missing from the list altogether: a Redis that lost its data has
 *   to be told again who is there
 */
export function nextView(
  view: LeaseView,
  rows: readonly LeaseRow[],
  nowEpochMs: number,
  graceMs: number,
): LeaseChange {
  const latest = latestRows(rows);
  const live = new Map<string, LeaseHolder>();
  const missing = new Map<string, number>();
  const lost: LeaseHolder[] = [];
  const left: LeaseHolder[] = [];
  for (const { holder, untilEpochMs } of latest.values())
    if (untilEpochMs > nowEpochMs) live.set(holder.gatewayId, holder);
  for (const known of view.live.values()) {
    const { gatewayId } = known;
    const now = live.get(gatewayId);
    if (now?.incarnation === known.incarnation) continue;
    const row = latest.get(gatewayId);
    const missingSince = view.missing.get(gatewayId) ?? nowEpochMs;
    if (row === undefined && nowEpochMs - missingSince < graceMs) {
      live.set(gatewayId, known);
      missing.set(gatewayId, missingSince);
    } else if (row !== undefined && row.untilEpochMs < 0) left.push(known);
    else lost.push(known);
  }
  const joined = [...live.values()].filter(
    ({ gatewayId, incarnation }) => view.live.get(gatewayId)?.incarnation !== incarnation,
  );
  return { view: { readAtEpochMs: nowEpochMs, live, missing }, joined, lost, left };
}

interface Held {
  readonly holder: LeaseHolder;
  readonly untilEpochMs: number;
}

/** The latest term of each gateway. */
function latestRows(rows: readonly LeaseRow[]): ReadonlyMap<string, Held> {
  const latest = new Map<string, Held>();
  for (const { token, untilEpochMs } of rows) {
    const holder = parseToken(token);
    if (holder === undefined) continue;
    const known = latest.get(holder.gatewayId);
    if (known === undefined || known.holder.termEpochMs < holder.termEpochMs)
      latest.set(holder.gatewayId, { holder, untilEpochMs });
  }
  return latest;
}
