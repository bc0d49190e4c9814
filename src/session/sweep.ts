// What time brings to connections and sessions: heartbeats, deadlines, due acknowledgements. One sweep
// over all of them instead of a timer each; every decision is a pure function of times.

import { stoodStillMs } from '../clock-standstill.js';
import type { Clock, Timer } from '../clock.js';
import { DISCONNECTS } from '../protocol/codes.js';
import { PING } from '../protocol/control-types.js';
import { encodeEnvelope } from '../protocol/envelope.js';
import type { ClientSession, Heartbeat, SessionContext, SessionSettings } from './contracts.js';

/** How late a deadline or heartbeat may be noticed. */
export const SWEEP_INTERVAL_MS = 200;

/** Silent intervals after which a client counts as gone. */
const SILENT_INTERVALS_MAX = 2;

export type HeartbeatAction = 'nothing' | 'ping' | 'give-up';

/**
 * Notes what the flags say and decides. A ping goes out after an interval without sending, and also
 * after one without hearing: a client that only listens to a steady stream of pushes says nothing unasked.
 */
export function beat(heartbeat: Heartbeat, nowMs: number): HeartbeatAction {
  if (heartbeat.heard) heartbeat.lastHeardMs = nowMs;
  if (heartbeat.sent) heartbeat.lastSentMs = nowMs;
  heartbeat.heard = heartbeat.sent = false;
  const intervalMs = heartbeat.heartbeatMs;
  const silentMs = nowMs - heartbeat.lastHeardMs;
  if (silentMs >= intervalMs * SILENT_INTERVALS_MAX) return 'give-up';
  const quiet = silentMs >= intervalMs || nowMs - heartbeat.lastSentMs >= intervalMs;
  if (!quiet || nowMs - heartbeat.lastPingMs < intervalMs) return 'nothing';
  heartbeat.lastPingMs = nowMs;
  return 'ping';
}

/** Whether the session's time is over, and by which code. */
export function overdue(
  session: Pick<ClientSession, 'state' | 'suspendedAtMs' | 'identity'>,
  settings: Pick<SessionSettings, 'resumeWindowMs' | 'tokenGraceMs'>,
  nowMs: number,
  epochMs: number,
): 'RESUME_EXPIRED' | 'TOKEN_EXPIRED' | undefined {
  if (session.state === 'suspended' && nowMs - session.suspendedAtMs >= settings.resumeWindowMs)
    return 'RESUME_EXPIRED';
  return epochMs >= session.identity.expiresAtMs + settings.tokenGraceMs ? 'TOKEN_EXPIRED' : undefined;
}

/** One round over everything. */
export function sweepSessions(context: SessionContext): void {
  const { clock, settings, registry, handshakes } = context;
  const nowMs = Math.floor(clock.nowMs());
  const epochMs = clock.epochMs();
  // Nobody has swept them yet, so they were last heard when they were accepted.
  for (const connection of handshakes.silent)
    if (nowMs - connection.lastHeardMs >= settings.helloTimeoutMs) connection.end('HELLO_TIMEOUT');
  for (const session of registry.all()) {
    const late = overdue(session, settings, nowMs, epochMs);
    if (late !== undefined) session.end(late, DISCONNECTS[late].reason);
    else sweepLive(context, session, nowMs);
  }
}

function sweepLive(context: SessionContext, session: ClientSession, nowMs: number): void {
  session.sweep(nowMs);
  const { connection } = session;
  if (connection === undefined) return;
  const action = beat(connection, nowMs);
  if (action === 'give-up') connection.end('HEARTBEAT_LOST');
  if (action !== 'ping') return;
  context.counters.pings++;
  connection.sendControl(encodeEnvelope({ type: PING }));
}

/** What the process did not hear while it stood still counts as no silence: all deadlines of peers move on. */
export function forgive(context: SessionContext, forgivenMs: number, nowMs: number): void {
  const moved = (sinceMs: number): number => Math.min(nowMs, sinceMs + forgivenMs);
  for (const connection of context.handshakes) connection.lastHeardMs = moved(connection.lastHeardMs);
  for (const session of context.registry.all()) {
    const { connection } = session;
    if (connection === undefined) session.suspendedAtMs = moved(session.suspendedAtMs);
    else connection.lastHeardMs = moved(connection.lastHeardMs);
  }
}

/** Starts the rounds. */
export function startSweep(context: SessionContext, clock: Clock): Timer {
  let lastRoundMs = Math.floor(clock.nowMs());
  return clock.every(SWEEP_INTERVAL_MS, () => {
    const nowMs = Math.floor(clock.nowMs());
    const forgivenMs = stoodStillMs(lastRoundMs, nowMs, SWEEP_INTERVAL_MS);
    lastRoundMs = nowMs;
    if (forgivenMs > 0) forgive(context, forgivenMs, nowMs);
    sweepSessions(context);
  });
}
