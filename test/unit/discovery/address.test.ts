import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { formatAddress, parseAddress } from '../../../src/discovery/address.js';

test('addresses of every kind go in and out unchanged', () => {
  const host = fc.oneof(
    fc.domain(),
    fc.ipV4(),
    fc.constantFrom('localhost', 'echo_1', '::1', 'fe80::1%eth0', '2001:db8::7'),
  );
  fc.assert(
    fc.property(host, fc.integer({ min: 1, max: 65_535 }), (name, port) => {
      assert.deepEqual(parseAddress(formatAddress({ host: name, port })), { host: name, port });
    }),
  );
});

const wrong = ['', 'h', 'h:', ':1', 'h:0', 'h:65536', 'h:1x', 'h:-1', 'a b:1', '::1:5', 'h/x:1', 'h:1:2'];
for (const text of [...wrong, `${'h'.repeat(300)}:1`, 'ho\u0000st:1', 'h:1e3'])
  test(`${JSON.stringify(text.slice(0, 20))} is no address`, () => {
    assert.equal(parseAddress(text), undefined);
  });
