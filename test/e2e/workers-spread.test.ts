// How evenly a primary spreads connections over its workers: real processes, both ways of reading sockets.
//
// Without Consul: its checks connect to the port of every gateway that it knows, once a second and worker, and
// count as connections. With them 1,016 were accepted of 1,000 when a busy machine took four seconds.
import assert from 'node:assert/strict';
import { connect, type Socket } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { Cleanup } from '../support/cleanup.js';
import { startGatewayProcess } from '../support/gateway-process.js';
import { eventually } from '../support/journal.js';
import { buildPrograms, type Programs } from '../support/program.js';
import { perWorker } from '../support/worker-pages.js';

const WORKERS = 4;
const CONNECTIONS = 1_000;
const NO_CONSUL = '127.0.0.1:1';

describe('spread over workers', { timeout: 120_000 }, () => {
  let programs: Programs;

  before(async () => {
    programs = await buildPrograms();
  });

  after(() => {
    programs.close();
  });

  for (const kind of ['public', 'handle'] as const)
    it(`spreads 1,000 connections evenly (sockets: ${kind})`, async () => {
      const cleanup = new Cleanup();
      try {
        const gateway = await startGatewayProcess(programs, NO_CONSUL, {
          CAUSEWAY_WORKERS: String(WORKERS),
          CAUSEWAY_REGISTRY_KIND: 'file',
          CAUSEWAY_SOCKETS: kind,
        });
        cleanup.add(() => gateway.dispose());
        const sockets = openedTo(gateway.clients);
        const shares = await eventually(
          'all connections',
          async () => (await perWorker(gateway)).by('causeway_connections_accepted_total', 'worker'),
          (by) => sumOf(by) >= CONNECTIONS,
        );
        for (const socket of sockets) socket.destroy();
        assert.equal(sumOf(shares), CONNECTIONS, 'nobody else');
        assert.equal(Object.keys(shares).length, WORKERS);
        for (const count of Object.values(shares))
          assert.ok(Math.abs(count - CONNECTIONS / WORKERS) <= 5, JSON.stringify(shares));
        await eventually(
          'the primary to know that they are gone',
          async () => (await gateway.metrics()).sum('causeway_worker_connections'),
          (count) => count === 0,
        );
      } finally {
        await cleanup.run();
      }
    });
});

function openedTo(address: string): readonly Socket[] {
  const { hostname, port } = new URL(`tcp://${address}`);
  return Array.from({ length: CONNECTIONS }, () => {
    const socket = connect({ host: hostname, port: Number(port) });
    return socket.on('error', () => undefined);
  });
}

const sumOf = (shares: Readonly<Record<string, number>>): number =>
  Object.values(shares).reduce((sum, count) => sum + count, 0);
