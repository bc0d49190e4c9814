import assert from 'node:assert/strict';
import { test } from 'node:test';
import { statusOf } from '../../../src/admin/status.js';
import { VERSION } from '../../../src/version.js';
import { newView } from './view.js';

test('the status is what the rooms say, with times people can read, and survives JSON', async () => {
  const view = newView();
  const { client } = await view.world.room.open();
  const kicked = await view.world.room.open({ token: 'bob' });
  kicked.client.send({ type: 4000 });
  view.world.room.clock.advance(7_000);
  kicked.session.end('KICKED', 'enough');
  view.world.room.client();
  client.send({ type: 1000, seq: 1 });
  view.registryOk = false;
  const status: unknown = JSON.parse(JSON.stringify(statusOf(view, view.startedAtEpochMs + 90_999)));
  assert.deepEqual(status, {
    gateway: 'gateway-1',
    version: VERSION,
    node: process.version,
    ready: true,
    draining: false,
    upSeconds: 90,
    sessions: 1,
    suspended: 0,
    connections: 4,
    handshakes: 1,
    sockets: 'handle',
    pending: 1,
    table: {
      from: 'registry',
      hash: 'abc',
      revision: '7',
      origin: 'a test',
      seenHash: 'abc',
      problems: [],
      counts: { accept: 1, same: 0, refuse: 0, hold: 0 },
      acceptedAt: '2026-01-01T00:00:05.000Z',
      ageSeconds: 85,
      routes: 1,
    },
    cluster: {
      gateways: view.liveGateways().map(({ gatewayId, sinceEpochMs }) => ({
        gateway: gatewayId,
        since: new Date(sinceEpochMs).toISOString(),
      })),
    },
    registry: { ok: false, since: '2026-01-01T00:00:00.000Z', detail: 'a test' },
    instances: [
      {
        server: 'echo-1',
        service: 'echo',
        address: '127.0.0.1:9000',
        healthy: true,
        link: 'open',
        leaving: false,
        draining: false,
        sessions: 1,
        pending: 1,
        queuedBytes: view.links.views()[0]?.link?.queuedBytes,
      },
      {
        server: 'echo-2',
        service: 'echo',
        address: '127.0.0.1:9000',
        healthy: true,
        link: 'waiting',
        leaving: true,
        draining: false,
        sessions: 0,
        pending: 0,
        queuedBytes: 0,
      },
    ],
    credentials: [
      {
        name: 'client certificate',
        files: ['cert.pem', 'key.pem'],
        ok: false,
        problem: 'it ended',
        loadedAt: '2026-01-01T00:00:00.000Z',
        expiresAt: '2026-02-01T00:00:00.000Z',
        reloads: 2,
        refusals: 1,
      },
    ],
    disconnects: { KICKED: 1 },
    lastClosed: [
      {
        session: kicked.session.id,
        user: 'bob',
        client: '',
        address: kicked.session.address,
        generation: 1,
        code: 'KICKED',
        reason: 'enough',
        received: 1,
        receivedBytes: 3,
        sent: 0,
        sentBytes: 0,
        pending: 0,
        closedAt: '2026-01-01T00:00:07.000Z',
        seconds: 7,
      },
    ],
  });
});
