import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  defaultRegistrationTiming,
  isRegistered,
  registerInstance,
} from '../../../../src/discovery/consul/registration.js';
import type { Registered, Registration } from '../../../../src/discovery/registry.js';
import { FakeClock } from '../../../support/fake-clock.js';
import { openFakeSite, type FakeSite } from './fake-site.js';

const wanted: Registration = {
  serverId: 'e-1',
  service: 'e',
  host: 'h',
  port: 7,
  meta: new Map([['zone', 'a']]),
};
const found = {
  service: 'e',
  host: 'h',
  port: 7,
  tags: ['causeway', 'more'],
  meta: new Map([['zone', 'a']]),
};

describe('whether an agent has the registration', () => {
  const tags = ['causeway'];
  test('it has', () => {
    assert.equal(isRegistered(found, wanted, tags), true);
  });
  for (const [what, value] of Object.entries({
    nothing: undefined,
    'another service': { ...found, service: 'x' },
    'another host': { ...found, host: 'x' },
    'another port': { ...found, port: 8 },
    'no tag': { ...found, tags: [] },
    'other meta': { ...found, meta: new Map([['zone', 'b']]) },
    'more meta': { ...found, meta: new Map([...found.meta, ['x', 'y']]) },
  }))
    test(`it has ${what}`, () => {
      assert.equal(isRegistered(value, wanted, tags), false);
    });
});

describe('the loop', () => {
  let site: FakeSite;
  let clock: FakeClock;
  let registered: Registered;
  let taken: number;

  const path = '/agent/service/e-1';
  const known = { body: { Service: 'e', Address: 'h', Port: 7, Tags: ['causeway'], Meta: { zone: 'a' } } };

  beforeEach(async () => {
    site = await openFakeSite();
    clock = new FakeClock();
    taken = 0;
    site.set('/agent/service/register', {});
    site.set('/agent/service/deregister/e-1', {});
    registered = registerInstance(site.context.client, wanted, {
      clock,
      random: () => 0.5,
      log: site.log,
      onRegistered: () => (taken += 1),
    });
  });
  afterEach(async () => {
    await registered.deregister();
    await site.close();
  });

  /** Lets one round run to its end: it ends with a timer. */
  async function round(afterMs: number): Promise<void> {
    clock.advance(afterMs);
    while (clock.pending === 0) await sleep(1);
  }
  const sent = (): string[] =>
    site.server.requests.map(({ method, path: to }) => `${method} ${to.slice(18)}`);

  test('registers once, then only looks', async () => {
    await round(0);
    site.set(path, known);
    await round(2_000);
    await round(2_000);
    assert.deepEqual(sent(), ['GET e-1', 'PUT register', 'GET e-1', 'GET e-1']);
    assert.equal(taken, 1);
  });

  test('a Consul that forgot is told again', async () => {
    await round(0);
    site.set(path, known);
    await round(2_000);
    site.set(path, { status: 404 });
    await round(2_000);
    assert.equal(taken, 2);
  });

  test('errors are retried with growing pauses and logged once', async () => {
    site.set(path, { status: 500 });
    await round(0);
    const { backoffMinMs, backoffMaxMs } = defaultRegistrationTiming.backoff;
    // With a random of one half each pause is three quarters of its ceiling.
    for (let ceiling = backoffMinMs; ceiling < backoffMaxMs; ceiling *= 2) {
      const before = site.server.requests.length;
      clock.advance(ceiling * 0.75 - 1);
      assert.equal(site.server.requests.length, before);
      await round(1);
      assert.equal(site.server.requests.length, before + 1);
    }
    assert.equal(site.log.messages('warn').length, 1);
    site.set(path, { status: 404 });
    await round(backoffMaxMs);
    assert.equal(taken, 1);
  });

  test('leaving waits for a running request, deregisters once and ends the loop', async () => {
    clock.advance(0);
    await Promise.all([registered.deregister(), registered.deregister()]);
    assert.equal(sent().at(-1), 'PUT deregister/e-1');
    assert.equal(clock.pending, 0);
  });

  test('leaving a Consul that is away does not reject', async () => {
    site.set('/agent/service/deregister/e-1', 'cut');
    await round(0);
    await registered.deregister();
    assert.match(site.log.messages('warn')[0] ?? '', /could not leave/);
  });
});
