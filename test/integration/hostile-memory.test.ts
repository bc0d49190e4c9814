// No abuse leaves anything behind: after it the gateway's heap is what it was. A leak grows in every round, the
// runtime's own bookkeeping in some: the best round counts. Bytes tell buffers and piles; that nothing small is
// left, objects are counted for. Abuses go in groups here; `npm run hostile -- memory` prints each alone.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { findOpenssl } from '../../tools/testenv/tools.js';
import { ABUSES, ORDINARY_VISIT, TLS_ABUSES, type Abuse } from '../support/abuses.js';
import { MemoryStage, WARM_UP_VISITS, type Growth } from '../support/memory-stage.js';
import { buildPrograms, type Programs } from '../support/program.js';
import { skipUnless } from '../support/require.js';

/** Of each abuse and round. */
const CONNECTIONS = 16;
const ROUNDS = 2;

/** The runtime's noise is half of it; what a client may send at once is many times as much. */
const BYTES_EACH_MAX = 4_096;

/** The last of them may hang on a frame of the stack. */
const OBJECTS_LEFT_MAX = 2;

/** Each measurement collects garbage several times: one for each abuse would take minutes. */
const GROUP_SIZE = 24;

let programs: Programs;

function groupsOf(abuses: readonly Abuse[]): readonly (readonly Abuse[])[] {
  const groups = Math.ceil(abuses.length / GROUP_SIZE);
  return Array.from({ length: groups }, (_, at) => abuses.slice(at * GROUP_SIZE, (at + 1) * GROUP_SIZE));
}

function assertFlat({ bytesEach, unexpected }: Growth): void {
  assert.deepEqual(unexpected, []);
  const least = Math.min(...bytesEach);
  assert.ok(least < BYTES_EACH_MAX, `a connection leaves ${bytesEach.join(', ')} bytes behind`);
}

async function assertNothingLeft(stage: MemoryStage): Promise<void> {
  const left = Object.entries(await stage.partsLeft());
  assert.deepEqual(
    left.filter(([, count]) => count > OBJECTS_LEFT_MAX),
    [],
  );
}

describe('memory under abuse', { timeout: 240_000 }, () => {
  before(async () => {
    programs = await buildPrograms();
  });
  after(() => {
    programs.close();
  });

  describe('without TLS', () => {
    let stage: MemoryStage;
    before(async () => {
      stage = await MemoryStage.start(programs, false);
      await stage.measure([ORDINARY_VISIT], WARM_UP_VISITS, 1);
    });
    after(() => stage.dispose());

    for (const group of groupsOf([ORDINARY_VISIT, ...ABUSES.filter(({ isSlow }) => !isSlow)]))
      it(`flat: ${group.map(({ name }) => name).join(', ')}`, async () => {
        assertFlat(await stage.measure(group, CONNECTIONS, ROUNDS));
      });

    it('flat: all that wait for a deadline, at once', async () => {
      const slow = ABUSES.filter(({ isSlow }) => isSlow);
      assertFlat(await stage.measure(slow, CONNECTIONS, ROUNDS));
    });

    it('no part of any connection is left', () => assertNothingLeft(stage));
  });

  describe('of TLS', { skip: skipUnless(findOpenssl()) }, () => {
    let stage: MemoryStage;
    before(async () => {
      stage = await MemoryStage.start(programs, true);
    });
    after(() => stage.dispose());

    it('flat: all abuses of the handshake, at once', async () => {
      assertFlat(await stage.measure(TLS_ABUSES, CONNECTIONS, ROUNDS));
    });

    it('no part of any connection is left', () => assertNothingLeft(stage));
  });
});
