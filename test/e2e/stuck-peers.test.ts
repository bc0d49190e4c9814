// A client and a backend that do not read: what waits for them is bounded, they are ended with a code, and the
// others do not notice. What would be noticed is seconds long (the stall before a link is given up), so the
// bound on the others' times is loose enough for a busy machine.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { findConsul } from '../../tools/testenv/tools.js';
import { connect, RequestError } from '../../src/sdk/client/node.js';
import { Cleanup } from '../support/cleanup.js';
import { startConsul, type TestConsul } from '../support/consul.js';
import { signToken } from '../support/gateway-process.js';
import { HostileStage, type Measured } from '../support/hostile-stage.js';
import { eventually } from '../support/journal.js';
import { buildPrograms, type Programs } from '../support/program.js';
import { RawPeer } from '../support/raw-peer.js';
import { skipUnless } from '../support/require.js';

const CLIENTS = 50;
const REQUESTS_PER_SECOND = 500;
const MIB = 1024 * 1024;
const LINK_QUEUE_BYTES_MAX = 4 * MIB;
const LARGE = new Uint8Array(60_000).fill(0x31);

/** A request's way is well below, and a stall well above. */
const P99_MS_MAX = 1_500;

let programs: Programs;
let consul: TestConsul;
let stage: HostileStage;
const cleanup = new Cleanup();

function assertUntouched({ answers, p99Ms, failed, disconnects }: Measured): void {
  assert.deepEqual([failed, disconnects], [{}, 0]);
  assert.ok(answers > 0);
  assert.ok(p99Ms < P99_MS_MAX, `p99 ${p99Ms} ms`);
}

describe('peers that do not read', { skip: skipUnless(findConsul()), timeout: 90_000 }, () => {
  before(async () => {
    [programs, consul] = await Promise.all([
      cleanup.started(buildPrograms(), (built) => {
        built.close();
      }),
      cleanup.started(startConsul(), (started) => started.stop()),
    ]);
    stage = await HostileStage.start(programs, consul, CLIENTS, REQUESTS_PER_SECOND, {
      CAUSEWAY_LINK_QUEUE_BYTES_MAX: String(LINK_QUEUE_BYTES_MAX),
    });
    cleanup.add(() => stage.dispose());
  });

  after(() => cleanup.run());

  it('a client: ended as SLOW_CONSUMER, its queue is freed, the others do not notice', async () => {
    const target = await stage.target();
    const stuck = new RawPeer(target, 'tcp');
    await stuck.login(target.token);
    stuck.stall();
    const measured = stage.measure(4_000);
    let seq = 1;
    await eventually(
      'the client to be ended',
      async () => {
        for (let n = 0; n < 20; n++) void stuck.send({ type: 1000, seq: (seq += 1), payload: LARGE });
        return stage.gateway.metrics();
      },
      (metrics) => metrics.sum('causeway_disconnects_total', { code: 'SLOW_CONSUMER' }) === 1,
    );
    assertUntouched(await measured);
    await eventually(
      'its connection to be gone',
      () => stage.gateway.metrics(),
      (metrics) => metrics.sum('causeway_connections') === CLIENTS,
    );
    stuck.destroy();
  });

  it('a backend: its queue is bounded and says LINK_FULL, its link is closed, the others do not notice', async () => {
    const [, stuck] = stage.backends;
    assert.ok(stuck);
    const url = stage.gateway.tcpUrl;
    // Not resumable: what it sends need not be acknowledged, so its own queue is not what fills up.
    const sender = await connect({ url, token: await signToken('sender'), resumable: false });
    const client = await connect({ url, token: await signToken('asker') });
    const logged = stage.gateway.log.entries.length;
    stuck.freeze();
    const measured = stage.measure(6_000);
    const queues: number[] = [];
    await eventually(
      'the queue to be full',
      async () => {
        for (let n = 0; n < 80; n++) sender.notify(3001, LARGE);
        const metrics = await stage.gateway.metrics();
        queues.push(metrics.sum('causeway_link_queued_bytes', { server: stuck.serverId }));
        return await outcomeOf(client.request(3000, LARGE, { timeoutMs: 500 }));
      },
      (outcome) => outcome === 'LINK_FULL',
    );
    assert.ok(Math.max(...queues) <= LINK_QUEUE_BYTES_MAX, `queued: ${queues.join(' ')}`);
    assertUntouched(await measured);
    await stage.gateway.log.find(
      'its link to be closed',
      ({ msg, ...line }) => msg === 'link closed' && line['serverId'] === stuck.serverId,
      logged,
    );
    assert.equal(await outcomeOf(client.request(3000, LARGE)), 'NO_INSTANCE');
    await Promise.all([sender.close(), client.close()]);
  });
});

async function outcomeOf(answer: Promise<unknown>): Promise<string> {
  try {
    await answer;
    return 'answered';
  } catch (error) {
    if (error instanceof RequestError) return error.name;
    throw error;
  }
}
