import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AdmissionStep } from '../../../src/admission.js';
import { withAdmission } from '../../../src/auth/admitted-verifier.js';
import type { Verdict } from '../../../src/auth/verifier.js';

const BEARER = { address: '192.0.2.1:4000', client: 'test' };

test('a token is checked when its turn comes, and the verdict is the verifier’s', async () => {
  const line: AdmissionStep[] = [];
  const asked: string[] = [];
  const verdict: Verdict = { ok: false, refusal: 'invalid', detail: 'no' };
  const verifier = withAdmission(
    {
      verify: (token) => {
        asked.push(token);
        return Promise.resolve(verdict);
      },
    },
    { add: (step) => void line.push(step), forget: () => undefined },
  );
  const told = [verifier.verify('a', BEARER), verifier.verify('b', BEARER)];
  await new Promise(setImmediate);
  assert.deepEqual(asked, []);
  for (const step of line) step.admit();
  assert.deepEqual(asked, ['a', 'b']);
  assert.deepEqual(await Promise.all(told), [verdict, verdict]);
});
