import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  addressKey,
  ConnectionLimits,
  type ConnectionLimitSettings,
} from '../../../src/traffic/connection-limits.js';
import { FakeClock } from '../../support/fake-clock.js';

const NONE: ConnectionLimitSettings = {
  max: 1_000_000,
  perSecondMax: 0,
  perAddressMax: 0,
  perAddressPerSecondMax: 0,
};

function limits(change: Partial<ConnectionLimitSettings>): {
  readonly gate: ConnectionLimits;
  readonly clock: FakeClock;
} {
  const clock = new FakeClock();
  const isExempt = (remote: string): boolean => remote.startsWith('127.');
  return { gate: new ConnectionLimits({ ...NONE, ...change }, clock, isExempt), clock };
}

const A = '192.0.2.1:1000';
const B = '192.0.2.2:1000';
const LOCAL = '127.0.0.1:1000';

test('in all: full is full, for exempt ones too, until one goes', () => {
  const { gate } = limits({ max: 2 });
  assert.equal(gate.admit(A), undefined);
  assert.equal(gate.admit(LOCAL), undefined);
  assert.equal(gate.admit(B), 'connections-full');
  assert.equal(gate.admit(LOCAL), 'connections-full');
  gate.release(LOCAL);
  assert.equal(gate.admit(B), undefined);
  assert.equal(gate.open, 2);
});

test('one address: so many at once, whatever the port; others are not touched', () => {
  const { gate } = limits({ perAddressMax: 2 });
  assert.deepEqual([gate.admit(A), gate.admit('192.0.2.1:7')], [undefined, undefined]);
  assert.equal(gate.admit(A), 'address-full');
  assert.equal(gate.admit(B), undefined);
  gate.release('192.0.2.1:7');
  assert.equal(gate.admit(A), undefined);
});

test('one address: so many in a second, also when it leaves between them', () => {
  const { gate, clock } = limits({ perAddressPerSecondMax: 2 });
  for (let n = 0; n < 2; n++) {
    assert.equal(gate.admit(A), undefined);
    gate.release(A);
  }
  assert.equal(gate.admit(A), 'address-rate');
  assert.equal(gate.admit(B), undefined);
  clock.advance(500);
  assert.equal(gate.admit(A), undefined);
});

test('all: so many in a second; what was refused for its address takes nothing of it', () => {
  const { gate, clock } = limits({ perSecondMax: 2, perAddressMax: 1 });
  assert.equal(gate.admit(A), undefined);
  assert.equal(gate.admit(A), 'address-full');
  assert.equal(gate.admit(B), undefined);
  assert.equal(gate.admit('192.0.2.3:1'), 'connection-rate');
  clock.advance(500);
  assert.equal(gate.admit('192.0.2.3:1'), undefined);
});

test('exempt ones are under no limit of addresses and seconds, and are not remembered', () => {
  const { gate } = limits({ perSecondMax: 1, perAddressMax: 1, perAddressPerSecondMax: 1 });
  for (let n = 0; n < 100; n++) assert.equal(gate.admit(LOCAL), undefined);
  assert.equal(gate.addresses, 0);
  for (let n = 0; n < 100; n++) gate.release(LOCAL);
  assert.equal(gate.open, 0);
});

test('connections of a proxy count for the rate of all, also on this machine, and not for its own address', () => {
  const settings = { ...NONE, perSecondMax: 2, perAddressMax: 1, perAddressPerSecondMax: 1 };
  const gate = new ConnectionLimits(
    settings,
    new FakeClock(),
    (remote) => remote.startsWith('127.'),
    (remote) => remote === LOCAL || remote === B,
  );
  assert.deepEqual(
    [gate.admit(LOCAL), gate.admit(B), gate.admit(B)],
    [undefined, undefined, 'connection-rate'],
  );
  gate.release(LOCAL);
  gate.release(B);
  assert.deepEqual([gate.open, gate.addresses], [0, 0]);
});

test('behind a proxy the address counts that the proxy names, and goes with the connection', () => {
  const { gate } = limits({ perAddressMax: 1 });
  assert.equal(gate.admit(LOCAL), undefined);
  assert.equal(gate.admitAddress(A), undefined);
  assert.equal(gate.admit(LOCAL), undefined);
  assert.equal(gate.admitAddress(A), 'address-full');
  gate.release(LOCAL);
  gate.release(A);
  assert.deepEqual([gate.open, gate.addresses], [0, 0]);
  assert.equal(gate.admitAddress(A), undefined);
});

test('addresses are forgotten: at once, when their rate allows, and at the latest when there are too many', () => {
  const { gate, clock } = limits({ perAddressPerSecondMax: 100 });
  const visit = (n: number): void => {
    const remote = `10.${n >> 16}.${(n >> 8) & 255}.${n & 255}:1`;
    assert.equal(gate.admit(remote), undefined);
    gate.release(remote);
  };
  for (let n = 0; n < 70_000; n++) {
    visit(n);
    assert.ok(gate.addresses <= 65_536);
  }
  assert.ok(gate.addresses > 0);
  clock.advance(1000);
  visit(0);
  assert.equal(gate.addresses, 1);
});

test('what counts as one address', () => {
  const rows: [string, string][] = [
    ['192.0.2.1:80', '192.0.2.1'],
    ['[::ffff:192.0.2.1]:80', '192.0.2.1'],
    ['[2001:db8:1:2:3:4:5:6]:80', '2001:db8:1:2::/64'],
    ['[2001:db8:1:2::6]:80', '2001:db8:1:2::/64'],
    ['[2001:db8::6]:80', '2001:db8:0:0::/64'],
    ['[2001:db8::1:2:3:4:5]:80', '2001:db8:0:1::/64'],
    ['[1::2:3:4:5:6:7]:80', '1:0:2:3::/64'],
    ['[::1]:80', '0:0:0:0::/64'],
  ];
  for (const [remote, key] of rows) assert.equal(addressKey(remote), key);
});
