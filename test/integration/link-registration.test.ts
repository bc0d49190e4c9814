// A backend of the SDK in a real Consul: registered with a check that passes, again after Consul forgot it,
// gone after a drain.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { findConsul } from '../../tools/testenv/tools.js';
import { recordingLog } from '../support/recording-log.js';
import { startConsul, type TestConsul } from '../support/consul.js';
import { skipUnless } from '../support/require.js';
import { startBackend } from '../support/started-backend.js';

const healthSchema = z.array(
  z.object({
    Service: z.object({ ID: z.string(), Port: z.number(), Meta: z.record(z.string(), z.string()) }),
    Checks: z.array(z.object({ Status: z.string() })),
  }),
);

async function health(consul: TestConsul): Promise<z.infer<typeof healthSchema>> {
  return healthSchema.parse(await (await consul.request('GET', 'health/service/chat?tag=causeway')).json());
}

/** Looks again until it is so; the test's own time-out is the deadline. */
async function until<T>(look: () => Promise<T | undefined>): Promise<T> {
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

const skip = skipUnless(findConsul());

test('registration in Consul', { skip, timeout: 30_000 }, async (context) => {
  const consul = await startConsul();
  context.after(() => consul.stop());
  const log = recordingLog();
  const registry = { consul: consul.address };
  const { backend, place } = await startBackend(context, () => undefined, {
    registry,
    meta: { weight: '3' },
    log,
  });
  const registered = async (): Promise<true | undefined> =>
    (await health(consul)).length > 0 ? true : undefined;
  await until(registered);
  const [entry] = await health(consul);
  assert.deepEqual([entry?.Service.ID, entry?.Service.Port], ['chat-1', place.port]);
  assert.equal(entry?.Service.Meta['weight'], '3');
  assert.ok(entry.Checks.every(({ Status }) => Status === 'passing'));
  await consul.restartEmpty();
  await until(registered);
  // Long enough for the agent's check, which connects each second, to have come by.
  await until(async () => (await health(consul))[0]?.Checks.length === 2 || undefined);
  await backend.drain();
  assert.deepEqual(await consul.serviceIds(), []);
  assert.deepEqual(
    log.messages('warn').filter((message) => message.startsWith('link')),
    [],
    'health checks are no links',
  );
});

test(
  'a drain leaves Consul first and takes links until that is known',
  { skip, timeout: 30_000 },
  async (context) => {
    const consul = await startConsul();
    context.after(() => consul.stop());
    const { backend, dial } = await startBackend(context, () => undefined, {
      registry: { consul: consul.address },
    });
    await until(async () => (await health(consul)).length > 0 || undefined);
    const drained = backend.drain();
    await until(async () => (await health(consul)).length === 0 || undefined);
    const late = await dial();
    assert.equal(late.peer?.draining, true, 'a gateway that has not heard of it yet');
    await drained;
    await assert.rejects(dial());
  },
);

test('a Consul that hangs does not keep it from closing', { skip, timeout: 30_000 }, async (context) => {
  const consul = await startConsul();
  context.after(() => consul.stop());
  const log = recordingLog();
  const { backend } = await startBackend(context, () => undefined, {
    registry: { consul: consul.address },
    log,
  });
  await until(async () => (await health(consul)).length > 0 || undefined);
  await consul.hang();
  const beganMs = performance.now();
  await backend.close();
  assert.ok(performance.now() - beganMs < 4_500, 'less than one request to Consul may take');
  assert.deepEqual(
    log.messages('warn').filter((message) => message.startsWith('the registry')),
    ['the registry does not answer; left without taking the entry out: its check will'],
  );
});
