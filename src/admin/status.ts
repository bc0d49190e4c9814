// /status: what an operator wants to see first, as JSON.

import { CLOSED_SESSIONS_MAX } from '../session/closed-sessions.js';
import { VERSION } from '../version.js';
import type { GatewayView } from './gateway-view.js';

/** /status shows the last few; /sessions/closed has them all. */
const LAST_CLOSED_SHOWN = 10;

/** A plain object for JSON. Times are ISO 8601. */
export function statusOf(gateway: GatewayView, epochMs: number): object {
  const table = gateway.tableStatus();
  const contact = gateway.registryContact();
  return {
    gateway: gateway.gatewayId,
    version: VERSION,
    node: process.version,
    ready: gateway.isReady(),
    draining: gateway.isDraining(),
    upSeconds: Math.floor((epochMs - gateway.startedAtEpochMs) / 1000),
    sessions: gateway.sessions.size,
    suspended: suspendedCount(gateway),
    connections: gateway.listener.counters.open,
    handshakes: gateway.handshakes.size,
    sockets: gateway.listener.counters.handleSockets === 1 ? 'handle' : 'public',
    pending: gateway.pending.count,
    table: {
      ...table,
      acceptedAtEpochMs: undefined,
      acceptedAt: isoTime(table.acceptedAtEpochMs),
      ageSeconds: secondsSince(table.acceptedAtEpochMs, epochMs),
      routes: gateway.routes().length,
    },
    cluster: clusterOf(gateway),
    registry: { ok: contact.ok, since: isoTime(contact.sinceEpochMs), detail: contact.detail },
    instances: gateway.links.views().map(({ instance, state, leaving, link }) => ({
      server: instance.serverId,
      service: instance.service,
      address: `${instance.host}:${String(instance.port)}`,
      healthy: instance.healthy,
      link: state,
      leaving,
      draining: link?.draining ?? false,
      sessions: link?.sessionCount ?? 0,
      pending: link?.pendingCount ?? 0,
      queuedBytes: link?.queuedBytes ?? 0,
    })),
    credentials: gateway.credentials().map(({ loadedAtEpochMs, expiresAtEpochMs, ...credential }) => ({
      ...credential,
      loadedAt: isoTime(loadedAtEpochMs),
      expiresAt: isoTime(expiresAtEpochMs),
    })),
    disconnects: Object.fromEntries(gateway.sessionCounters.disconnects),
    lastClosed: closedRows(gateway, LAST_CLOSED_SHOWN),
  };
}

function clusterOf(gateway: GatewayView): object {
  const gateways = gateway.liveGateways().map(({ gatewayId, sinceEpochMs }) => ({
    gateway: gatewayId,
    since: isoTime(sinceEpochMs),
  }));
  const status = gateway.clusterStatus();
  return status === undefined
    ? { gateways }
    : { ...status, sinceEpochMs: undefined, since: isoTime(status.sinceEpochMs), gateways };
}

/** GET /sessions/closed: the last sessions that ended, newest first. */
export function closedSessionsOf(gateway: GatewayView): object {
  return { gateway: gateway.gatewayId, sessions: closedRows(gateway, CLOSED_SESSIONS_MAX) };
}

function closedRows(gateway: GatewayView, countMax: number): object[] {
  const last = gateway.closedSessions.newestFirst().slice(0, countMax);
  return last.map(({ openedAtEpochMs, closedAtEpochMs, ...row }) => ({
    ...row,
    closedAt: isoTime(closedAtEpochMs),
    seconds: Math.round((closedAtEpochMs - openedAtEpochMs) / 1000),
  }));
}

function suspendedCount(gateway: GatewayView): number {
  let count = 0;
  for (const session of gateway.sessions.all()) if (session.state === 'suspended') count++;
  return count;
}

function secondsSince(thenEpochMs: number | undefined, epochMs: number): number | undefined {
  return thenEpochMs === undefined ? undefined : Math.floor((epochMs - thenEpochMs) / 1000);
}

function isoTime(epochMs: number | undefined): string | undefined {
  return epochMs === undefined ? undefined : new Date(epochMs).toISOString();
}
