// Clients that do what they must not, each with the code it gets; then all of it at once, thousands of
// connections, while 500 others go on as if nothing were. How long the others' answers take is measured by
// tools/hostile/run.ts: on a busy machine it says nothing, and is not asserted here.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { findConsul } from '../../tools/testenv/tools.js';
import { ABUSES } from '../support/abuses.js';
import { startConsul, type TestConsul } from '../support/consul.js';
import { HostileStage } from '../support/hostile-stage.js';
import { eventually } from '../support/journal.js';
import { buildPrograms, type Programs } from '../support/program.js';
import { skipUnless } from '../support/require.js';

const CLIENTS = 500;
const REQUESTS_PER_SECOND = 500;

/** What the heap and its holes may differ by; one leaked KiB a hostile connection would be several of these. */
const RESIDENT_MARGIN_MIB = 48;

let programs: Programs;
let consul: TestConsul;
let stage: HostileStage;

describe('hostile clients', { skip: skipUnless(findConsul()), timeout: 120_000 }, () => {
  before(async () => {
    [programs, consul] = await Promise.all([buildPrograms(), startConsul()]);
    stage = await HostileStage.start(programs, consul, CLIENTS, REQUESTS_PER_SECOND);
  });

  after(async () => {
    await stage.dispose();
    await consul.stop();
    programs.close();
  });

  describe('each abuse ends with its code', { concurrency: true }, () => {
    for (const abuse of ABUSES)
      it(`${abuse.name}: ${abuse.expected}`, async () => {
        assert.equal(await abuse.run(await stage.target()), abuse.expected);
      });
  });

  it('all at once, thousands of connections: no other client is dropped, memory comes back', async () => {
    // The first round grows what is kept for all: pools, tables, compiled code.
    const first = await stage.abuse({ visitors: 'hostile', workers: 4, forMs: 4_000, pauseMs: 100 });
    const residentMib = await stage.residentMib();
    const [measured, report] = await Promise.all([
      stage.measure(10_000),
      stage.abuse({ visitors: 'hostile', workers: 12, forMs: 10_000, pauseMs: 200 }),
    ]);
    assert.deepEqual([first.unexpected, report.unexpected], [{}, {}]);
    assert.ok(report.connections > 2_000, String(report.connections));
    assert.deepEqual([measured.failed, measured.disconnects], [{}, 0]);
    assert.ok(
      measured.answers > (REQUESTS_PER_SECOND * 10) / 4,
      `the others were served: ${measured.answers}`,
    );
    const after = await eventually(
      'memory to come back',
      () => stage.residentMib(),
      (mib) => mib < residentMib + RESIDENT_MARGIN_MIB,
    );
    console.log(
      `# ${report.connections} hostile connections; p50 ${measured.p50Ms.toFixed(1)} ms, p99 ${measured.p99Ms.toFixed(1)} ms; ` +
        `RSS ${residentMib.toFixed(0)} -> ${after.toFixed(0)} MiB`,
    );
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
