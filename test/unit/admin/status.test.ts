import assert from 'node:assert/strict';
import { test } from 'node:test';
import { statusOf } from '../../../src/admin/status.js';
import { newView } from './view.js';

test('the status is what the rooms say, with times people can read, and survives JSON', async () => {
  const view = newView();
  const { client } = await view.world.room.open();
  view.world.room.client();
  client.send({ type: 1000, seq: 1 });
  view.registryOk = false;
  const status: unknown = JSON.parse(JSON.stringify(statusOf(view, view.startedAtEpochMs + 90_999)));
  assert.deepEqual(status, {
    gateway: 'gateway-1',
    ready: true,
    upSeconds: 90,
    sessions: 1,
    connections: 4,
    handshakes: 1,
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
      routes: 1,
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
      },
    ],
  });
});
