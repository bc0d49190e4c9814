// /status: what an operator wants to see first, as JSON.

import type { GatewayView } from './gateway-view.js';

/** A plain object for JSON. Times are ISO 8601. */
export function statusOf(gateway: GatewayView, epochMs: number): object {
  const table = gateway.tableStatus();
  const contact = gateway.registryContact();
  return {
    gateway: gateway.gatewayId,
    ready: gateway.isReady(),
    upSeconds: Math.floor((epochMs - gateway.startedAtEpochMs) / 1000),
    sessions: gateway.sessions.size,
    connections: gateway.listener.counters.open,
    handshakes: gateway.handshakes.size,
    pending: gateway.pending.count,
    table: {
      ...table,
      acceptedAtEpochMs: undefined,
      acceptedAt: isoTime(table.acceptedAtEpochMs),
      routes: gateway.routes().length,
    },
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
    })),
  };
}

function isoTime(epochMs: number | undefined): string | undefined {
  return epochMs === undefined ? undefined : new Date(epochMs).toISOString();
}
