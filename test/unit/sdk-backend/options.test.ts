import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  DEFAULT_BACKEND_LIMITS,
  settleOptions,
  type BackendOptions,
} from '../../../src/sdk/backend/options.js';

const GOOD: BackendOptions = { service: 'chat', secrets: 'sixteen bytes or more' };

test('defaults', () => {
  const settings = settleOptions(GOOD, 'abcd');
  assert.equal(settings.serverId, 'chat-abcd');
  assert.deepEqual(settings.listen, { host: '127.0.0.1', port: 0 });
  assert.equal(settings.registry, undefined);
  assert.deepEqual(settings.limits, DEFAULT_BACKEND_LIMITS);
});

test('what is given counts', () => {
  const settings = settleOptions(
    {
      ...GOOD,
      serverId: 'chat-7',
      listen: '[::1]:7100',
      advertise: 'chat.example:7100',
      secrets: ['sixteen bytes or more', 'another of that length'],
      registry: { consul: '127.0.0.1:8500', token: 't' },
      meta: { weight: '2' },
      limits: { handlersMax: 5 },
    },
    'x',
  );
  assert.deepEqual(settings.listen, { host: '::1', port: 7100 });
  assert.deepEqual(settings.registry?.address, { host: '127.0.0.1', port: 8500 });
  assert.equal(settings.secrets.length, 2);
  assert.equal(settings.meta.get('weight'), '2');
  assert.equal(settings.limits.handlersMax, 5);
});

test('all problems at once, each with its name', () => {
  const bad: BackendOptions = {
    service: '',
    serverId: '',
    listen: 'nowhere',
    secrets: ['short'],
    metricsListen: '127.0.0.1:99999',
    limits: { queueBytesMax: 0 },
  };
  assert.throws(
    () => settleOptions(bad, 'x'),
    ({ message }: Error) => {
      for (const name of [
        'service',
        'serverId',
        'listen',
        'secrets',
        'metricsListen',
        'limits.queueBytesMax',
      ])
        assert.ok(message.includes(`${name}:`), `${name} in ${message}`);
      return true;
    },
  );
});

test('an address that nobody can dial is not registered', () => {
  const options = { ...GOOD, listen: '0.0.0.0:7100', registry: { consul: '127.0.0.1:8500' } };
  assert.throws(() => settleOptions(options, 'x'), /advertise: gateways cannot dial 0\.0\.0\.0:7100/);
  settleOptions({ ...options, advertise: '10.0.0.1:7100' }, 'x');
});
