import assert from 'node:assert/strict';
import { test } from 'node:test';
import { announcementOf } from '../../../src/cli/announce.js';

test('an operators’ port on loopback is announced as that of its machine, whatever is advertised', () => {
  const config = { gatewayId: 'g-1', advertiseHost: 'gw.example' };
  const everywhere = { host: '0.0.0.0', port: 7000 };
  const local = { host: '127.0.0.1', port: 7001 };
  const clients = { host: 'gw.example', port: 7000 };
  const announced = { gatewayId: 'g-1', machine: 'box', clients };
  assert.deepEqual(announcementOf('box', config, everywhere, local), { ...announced, admin: local });
  assert.deepEqual(announcementOf('box', config, everywhere, everywhere), { ...announced, admin: clients });
});
