// Clients that do what they must not, each with the code it gets; then all of it at once, thousands of
// connections, while 500 others go on as if nothing were. How long the others' answers take is measured by
// tools/hostile/run.ts: on a busy machine it says nothing. What is asserted here is how much of the gateway's
// own CPU time a message finds ahead of it, which is the same on any whose core is as fast.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { HELPER_NICENESS } from '../../src/helper-threads.js';
import { findConsul } from '../../tools/testenv/tools.js';
import { ABUSES } from '../support/abuses.js';
import { Cleanup } from '../support/cleanup.js';
import { startConsul, type TestConsul } from '../support/consul.js';
import { coreSlowness } from '../support/core-speed.js';
import { HostileStage } from '../support/hostile-stage.js';
import { eventually } from '../support/journal.js';
import { nicenessOf } from '../support/niceness.js';
import { buildPrograms, type Programs } from '../support/program.js';
import { skipUnless } from '../support/require.js';

const CLIENTS = 500;
const REQUESTS_PER_SECOND = 500;

/** What the heap and its holes may differ by: it may double between two collections (src/engine.ts). */
const RESIDENT_MARGIN_MIB = 32;

/**
 * In 19 of 20 moments, on a core as fast as test/support/core-speed.ts says; measured: 4.6 to 6.5. Without a line for those who want in, and with a second's worth of
 * control envelopes at once, it was 14.4. The hundredth moment is a collection of garbage or is not: 21 to 70.
 */
const AHEAD_P95_MS_MAX = 11;

/** It is 2, see src/engine.ts. Without the collection at the start 32 from then on, without its flag after the crowd. */
const YOUNG_MIB_MAX = 4;

let programs: Programs;
let consul: TestConsul;
let stage: HostileStage;
const cleanup = new Cleanup();

describe('hostile clients', { skip: skipUnless(findConsul()), timeout: 120_000 }, () => {
  before(async () => {
    [programs, consul] = await Promise.all([
      cleanup.started(buildPrograms(), (built) => {
        built.close();
      }),
      cleanup.started(startConsul(), (started) => started.stop()),
    ]);
    // Each abuse has its own code, also where the machine is so slow that new sessions would be refused.
    const env = { CAUSEWAY_OVERLOAD_DELAY_MS_MAX: '5000' };
    stage = await HostileStage.start(programs, consul, CLIENTS, REQUESTS_PER_SECOND, env);
    cleanup.add(() => stage.dispose());
  });

  after(() => cleanup.run());

  describe('each abuse ends with its code', { concurrency: true }, () => {
    for (const abuse of ABUSES)
      it(`${abuse.name}: ${abuse.expected}`, async () => {
        assert.equal(await abuse.run(await stage.target()), abuse.expected);
      });
  });

  it('the young generation is small from the start', async () => {
    assert.ok((await stage.youngMib()) <= YOUNG_MIB_MAX);
  });

  it(
    'the event loop comes before the threads that compile and collect',
    { skip: process.platform !== 'linux' },
    () => {
      const { pid } = stage.gateway.program;
      const { [pid]: eventLoop, ...helpers } = Object.fromEntries(nicenessOf(pid));
      // V8 has four from the start; Node's pool may come later.
      const nicer = Object.values(helpers).filter((niceness) => niceness === HELPER_NICENESS);
      assert.deepEqual([eventLoop, nicer.length >= 4], [0, true]);
    },
  );

  it('all at once, thousands of connections: no other client is dropped, memory comes back', async () => {
    // The first round grows what is kept for all: pools, tables, compiled code.
    const first = await stage.abuse({ visitors: 'hostile', workers: 4, forMs: 4_000, pauseMs: 100 });
    const residentMib = await stage.residentMib();
    await stage.turns();
    const [measured, report] = await Promise.all([
      stage.measure(10_000),
      stage.abuse({ visitors: 'hostile', workers: 12, forMs: 10_000, pauseMs: 200 }),
    ]);
    const turns = await stage.turns();
    assert.deepEqual([first.unexpected, report.unexpected], [{}, {}]);
    assert.ok(report.connections > 2_000, String(report.connections));
    assert.deepEqual([measured.failed, measured.disconnects], [{}, 0]);
    assert.ok(
      measured.answers > (REQUESTS_PER_SECOND * 10) / 4,
      `the others were served: ${measured.answers}`,
    );
    const aheadMsMax = AHEAD_P95_MS_MAX * coreSlowness();
    assert.ok(turns.p95Ms < aheadMsMax, `${JSON.stringify(turns)}, less than ${aheadMsMax}`);
    const after = await eventually(
      'memory to come back',
      () => stage.residentMib(),
      (mib) => mib < residentMib + RESIDENT_MARGIN_MIB,
    );
    console.log(
      `# ${report.connections} hostile connections; p50 ${measured.p50Ms.toFixed(1)} ms, p99 ${measured.p99Ms.toFixed(1)} ms; ` +
        `ahead of a message p95 ${turns.p95Ms.toFixed(1)} ms, p99 ${turns.p99Ms.toFixed(1)} ms; ` +
        `RSS ${residentMib.toFixed(0)} -> ${after.toFixed(0)} MiB`,
    );
  });

  it('the young generation has stayed small', async () => {
    assert.ok((await stage.youngMib()) <= YOUNG_MIB_MAX);
  });

  it('what they left behind is nothing', async () => {
    await eventually(
      'only the others to be here',
      () => stage.gateway.metrics(),
      (metrics) =>
        metrics.sum('causeway_sessions') === CLIENTS &&
        metrics.sum('causeway_connections') === CLIENTS &&
        metrics.sum('causeway_handshakes') === 0,
    );
    const metrics = await stage.gateway.metrics();
    const codes = metrics.by('causeway_disconnects_total', 'code');
    for (const code of [
      'MALFORMED',
      'PROTOCOL',
      'FRAME_TOO_LARGE',
      'HELLO_TIMEOUT',
      'TOKEN_INVALID',
      'FLOOD',
    ])
      assert.ok((codes[code] ?? 0) > 0, code);
    assert.ok(metrics.sum('causeway_client_messages_rate_limited_total') > 0);
  });
});
