import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { PROXY_HEADER_BYTES_MAX, readProxyHeader } from '../../../src/transport/proxy-header.js';

const SIGNATURE = Buffer.from('0d0a0d0a000d0a515549540a', 'hex');

/** A version 2 header by its parts. */
function version2(versionAndCommand: number, family: number, addresses: Uint8Array): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt8(versionAndCommand, 0);
  head.writeUInt8(family, 1);
  head.writeUInt16BE(addresses.length, 2);
  return Buffer.concat([SIGNATURE, head, addresses]);
}

const IPV4 = Buffer.from([192, 0, 2, 7, 198, 51, 100, 1, 0x1f, 0x90, 0x01, 0xbb]);
const IPV6 = Buffer.concat([
  Buffer.from('20010db8000000000000000000000001', 'hex'),
  Buffer.alloc(16),
  Buffer.from([0x1f, 0x90, 0x01, 0xbb]),
]);

const MAPPED_IPV4 = Buffer.concat([
  Buffer.from('00000000000000000000ffffc0000207', 'hex'),
  Buffer.alloc(16),
  Buffer.from([0x1f, 0x90, 0x01, 0xbb]),
]);

const WHOLE: readonly (readonly [name: string, header: Buffer, client: string | undefined])[] = [
  ['v1 IPv4', Buffer.from('PROXY TCP4 192.0.2.7 198.51.100.1 8080 443\r\n'), '192.0.2.7:8080'],
  ['v1 IPv6', Buffer.from('PROXY TCP6 2001:db8::1 ::1 8080 443\r\n'), '[2001:db8::1]:8080'],
  [
    'v1 IPv6, spelt otherwise',
    Buffer.from('PROXY TCP6 2001:DB8:0::1 ::1 8080 443\r\n'),
    '[2001:db8::1]:8080',
  ],
  ['v1 mapped IPv4', Buffer.from('PROXY TCP6 ::ffff:192.0.2.7 ::1 8080 443\r\n'), '192.0.2.7:8080'],
  ['v1 unknown', Buffer.from('PROXY UNKNOWN\r\n'), undefined],
  ['v1 unknown with addresses', Buffer.from('PROXY UNKNOWN ffff::1 ffff::2 1 2\r\n'), undefined],
  ['v2 IPv4', version2(0x21, 0x11, IPV4), '192.0.2.7:8080'],
  [
    'v2 IPv4 with a TLV',
    version2(0x21, 0x11, Buffer.concat([IPV4, Buffer.from([4, 0, 1, 0])])),
    '192.0.2.7:8080',
  ],
  ['v2 IPv6', version2(0x21, 0x21, IPV6), '[2001:db8::1]:8080'],
  ['v2 mapped IPv4', version2(0x21, 0x21, MAPPED_IPV4), '192.0.2.7:8080'],
  ['v2 local', version2(0x20, 0x00, Buffer.alloc(0)), undefined],
  ['v2 Unix socket', version2(0x21, 0x31, Buffer.alloc(216)), undefined],
];

const MALFORMED: readonly (readonly [name: string, header: Buffer])[] = [
  ['no header', Buffer.from('GET / HTTP/1.1\r\n')],
  ['a TCP frame', Buffer.from([0, 0, 0, 5])],
  ['v1 with a bad address', Buffer.from('PROXY TCP4 192.0.2.256 198.51.100.1 1 2\r\n')],
  ['v1 of the wrong family', Buffer.from('PROXY TCP4 ::1 ::1 1 2\r\n')],
  ['v1 with a port too high', Buffer.from('PROXY TCP4 192.0.2.7 198.51.100.1 65536 443\r\n')],
  ['v1 with leading zeros', Buffer.from('PROXY TCP4 192.0.2.7 198.51.100.1 080 443\r\n')],
  ['v1 with a part too many', Buffer.from('PROXY TCP4 192.0.2.7 198.51.100.1 80 443 1\r\n')],
  ['v1 with two spaces', Buffer.from('PROXY TCP4  192.0.2.7 198.51.100.1 80 443\r\n')],
  ['v1 with a zone', Buffer.from('PROXY TCP6 fe80::1%eth0 ::1 80 443\r\n')],
  ['v1 without an end', Buffer.from(`PROXY UNKNOWN ${'x'.repeat(107)}`)],
  ['v2 of version 1', version2(0x11, 0x11, IPV4)],
  ['v2 with an unknown command', version2(0x22, 0x11, IPV4)],
  ['v2 too short for its family', version2(0x21, 0x11, IPV4.subarray(1))],
  ['v2 longer than the limit', version2(0x21, 0x11, Buffer.alloc(PROXY_HEADER_BYTES_MAX))],
];

describe('a whole header', () => {
  for (const [name, header, client] of WHOLE) {
    test(name, () => {
      const behind = Buffer.from([0, 1, 2]);
      const expected = { outcome: 'whole', bytes: header.length, client };
      assert.deepEqual(readProxyHeader(Buffer.concat([header, behind])), expected);
      for (let length = 0; length < header.length; length++)
        assert.deepEqual(readProxyHeader(header.subarray(0, length)), { outcome: 'more' }, `${length} bytes`);
    });
  }
});

describe('refused', () => {
  for (const [name, header] of MALFORMED)
    test(name, () => {
      assert.deepEqual(readProxyHeader(header), { outcome: 'malformed' });
    });
});

test('any bytes: an outcome, never more of what is too long, and no exception', () => {
  const headers = WHOLE.map(([, header]) => header);
  const mutated = fc
    .tuple(fc.constantFrom(...headers), fc.array(fc.tuple(fc.nat(300), fc.nat(255)), { maxLength: 4 }))
    .map(([header, changes]) => {
      const copy = Buffer.from(header);
      for (const [at, value] of changes) if (at < copy.length) copy[at] = value;
      return copy;
    });
  const anything = fc.uint8Array({ maxLength: PROXY_HEADER_BYTES_MAX + 10 });
  fc.assert(
    fc.property(fc.oneof(mutated, anything), (bytes) => {
      const header = readProxyHeader(bytes);
      if (header.outcome === 'more') assert.ok(bytes.length < PROXY_HEADER_BYTES_MAX);
      if (header.outcome !== 'whole') return;
      assert.ok(header.bytes > 0 && header.bytes <= Math.min(bytes.length, PROXY_HEADER_BYTES_MAX));
      assert.match(header.client ?? '192.0.2.1:1', /^(?:[0-9.]+|\[[0-9a-f:.]+\]):\d{1,5}$/);
    }),
    { numRuns: 2000 },
  );
});
