// A gateway as the admin room sees it, with numbers that tests choose.

import type { GatewayControl } from '../../../src/admin/gateway-view.js';
import { newLinkCounters } from '../../../src/link/gateway-link-counters.js';
import { REFUSALS, type Refusal } from '../../../src/transport/opening.js';
import { route, RoutingWorld } from '../../support/routing-world.js';

export interface TestView extends GatewayControl {
  readonly world: RoutingWorld;
  ready: boolean;
  registryOk: boolean;
}

export function newView(): TestView {
  const world = new RoutingWorld();
  const refused = Object.fromEntries(REFUSALS.map((reason) => [reason, 2])) as Record<Refusal, number>;
  const backend = world.backend('echo-1');
  const { link } = backend;
  const view: TestView = {
    world,
    ready: true,
    registryOk: true,
    gatewayId: 'gateway-1',
    startedAtEpochMs: Date.UTC(2026, 0, 1),
    sessions: world.room.registry,
    groups: world.groups,
    handshakes: world.room.context.handshakes,
    sessionCounters: world.room.counters,
    loginCounters: world.room.context.logins.counters,
    closedSessions: world.room.closed,
    credentials: () => [
      {
        name: 'client certificate',
        files: ['cert.pem', 'key.pem'],
        ok: false,
        problem: 'it ended',
        loadedAtEpochMs: Date.UTC(2026, 0, 1),
        expiresAtEpochMs: Date.UTC(2026, 1, 1),
        reloads: 2,
        refusals: 1,
      },
    ],
    revokeUser: () => 0,
    locate: (user) => world.cluster.locate(user),
    clusterStatus: () => undefined,
    liveGateways: () => world.cluster.gateways(),
    sharedLimits: {
      charges: 5,
      failed: 1,
      views: () => [{ name: 'logins', refused: 3, unaccounted: 0, accounts: 2, isAlone: true }],
    },
    presence: () => world.presences.counts,
    logLinesLeftOut: () => 6,
    logLinesDropped: () => 8,
    isDraining: () => false,
    sessionRefusals: { draining: 0, sessions: 3, overload: 0, handshakes: 0 },
    admission: { waiting: 4, oldestMs: 20, steps: 1000, waitedMs: 500 },
    overload: { isOn: true, delayMs: 250, begun: 2 },
    addresses: { addresses: 7 },
    routing: world.stats,
    pending: world.pending,
    links: {
      views: () => [
        { instance: link.instance, state: 'open', leaving: false, link, counters: link.counters },
        {
          instance: { ...link.instance, serverId: 'echo-2' },
          state: 'waiting',
          leaving: true,
          link: undefined,
          counters: { ...newLinkCounters(), requests: 6 },
        },
      ],
      counters: { dials: 3, dialFailures: 1, opened: 2, lost: 1, retired: 0 },
    },
    ways: { heldBytes: 7, counters: { held: 5, broken: 6 } },
    listener: {
      counters: {
        opening: 1,
        open: 4,
        handleSockets: 1,
        accepted: 9,
        secured: 12,
        opened: { tcp: 3, ws: 4 },
        refused,
        acceptErrors: 0,
        pongsDropped: 5,
        readsPutOff: 6,
      },
    },
    routes: () => [route()],
    tableStatus: () => ({
      from: 'registry',
      hash: 'abc',
      revision: '7',
      origin: 'a test',
      acceptedAtEpochMs: Date.UTC(2026, 0, 1, 0, 0, 5),
      seenHash: 'abc',
      held: undefined,
      problems: [],
      counts: { accept: 1, same: 0, refuse: 0, hold: 0 },
    }),
    registryContact: () => ({ ok: view.registryOk, sinceEpochMs: Date.UTC(2026, 0, 1), detail: 'a test' }),
    isReady: () => view.ready,
    explain: () => {
      throw new Error('these tests explain nothing');
    },
    kick: () => {
      throw new Error('these tests kick nobody');
    },
  };
  return view;
}
