// The short soak: one round of every fault over three gateways, by a fixed seed. The long one is `npm run soak`.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { findConsul, findRedis } from '../../tools/testenv/tools.js';
import { describeRound } from '../../tools/soak/report.js';
import { SoakStage } from '../../tools/soak/stage.js';
import { skipUnless } from '../support/require.js';

const SEED = 20_261;

describe(
  'three gateways under faults',
  { skip: skipUnless(findConsul(), findRedis()), timeout: 300_000 },
  () => {
    let stage: SoakStage;

    before(async () => {
      stage = await SoakStage.start({ seed: SEED, clients: 240, pushesPerSecond: 40 });
    });

    after(() => stage.dispose());

    it('answers each request once and delivers each push once and in order, or says that it is lost', async () => {
      const outcome = await stage.round(SEED, { lastsMsMin: 800, lastsMsMax: 2_000, restMs: 1_200 });
      assert.equal(outcome.broken.length, 0, describeRound(SEED, outcome));
      assert.ok(outcome.requests > 2_000 && outcome.deliveries > 5_000, describeRound(SEED, outcome));
      assert.ok(outcome.resumes > 10 && outcome.kicked > 10, describeRound(SEED, outcome));
    });
  },
);
