// SIGTERM while Consul and Redis hang: what cannot be told to them does not keep the gateway from its end.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { connect } from '../../src/sdk/client/node.js';
import { findConsul, findRedis } from '../../tools/testenv/tools.js';
import { Cleanup } from '../support/cleanup.js';
import { startConsul, type TestConsul } from '../support/consul.js';
import { signToken, startGatewayProcess, type GatewayProcess } from '../support/gateway-process.js';
import { buildPrograms, type Programs } from '../support/program.js';
import { startRedis, type TestRedis } from '../support/redis.js';
import { skipUnless } from '../support/require.js';

const TIMEOUT_MS = 1_500;
/** To close what is open. Without a limit Consul would be waited for until its time-out, 5 s at least. */
const CLOSING_MS = 3_000;

describe(
  'a gateway is told to stop',
  { skip: skipUnless(findConsul(), findRedis()), timeout: 90_000 },
  () => {
    let programs: Programs;
    let consul: TestConsul;
    let redis: TestRedis;
    let gateway: GatewayProcess;
    const cleanup = new Cleanup();

    before(async () => {
      [programs, consul, redis] = await Promise.all([
        cleanup.started(buildPrograms(), (built) => {
          built.close();
        }),
        cleanup.started(startConsul(), (started) => started.stop()),
        cleanup.started(startRedis(), (started) => started.stop()),
      ]);
      await consul.put('causeway/routes/game', JSON.stringify([{ types: 1000, service: 'game' }]));
      gateway = await startGatewayProcess(programs, consul.address, {
        CAUSEWAY_CLUSTER_KIND: 'redis',
        CAUSEWAY_REDIS_ADDRESSES: redis.address,
        CAUSEWAY_DRAIN_GRACE_MS: '200',
        CAUSEWAY_DRAIN_SPREAD_MS: '500',
        CAUSEWAY_DRAIN_TIMEOUT_MS: String(TIMEOUT_MS),
      });
      cleanup.add(() => gateway.dispose());
    });

    after(() => cleanup.run());

    it('and ends in time although Consul and Redis hang', async (t) => {
      const client = await connect({ url: gateway.tcpUrl, token: await signToken('alice') });
      cleanup.add(() => client.close());
      redis.pause();
      await consul.hang();
      const startedMs = performance.now();
      const exit = await gateway.program.end('SIGTERM');
      const tookMs = performance.now() - startedMs;
      t.diagnostic(`it took ${Math.round(tookMs)} ms`);
      await client.close();
      assert.deepEqual(exit, { code: 0, signal: null });
      assert.ok(gateway.log.entries.some(({ msg }) => msg.startsWith('Consul does not answer; left')));
      assert.ok(tookMs < TIMEOUT_MS + CLOSING_MS, `${tookMs} ms`);
    });
  },
);
