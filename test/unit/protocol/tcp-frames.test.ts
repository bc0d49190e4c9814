import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { encodeEnvelope } from '../../../src/protocol/envelope.js';
import { FrameStatus, frameEnvelope } from '../../../src/protocol/frames.js';
import { TcpFrameReader, tcpFraming } from '../../../src/protocol/tcp-frames.js';
import { concatBytes, feed } from '../../support/frame-events.js';
import { fromHex, readClientGolden, toHex } from '../../support/golden.js';
import { mutated, shortBytes, split, splits } from '../../support/wire-arbitraries.js';

const LIMIT = 1000;
const HEAD_BYTES = 4;
const golden = readClientGolden();
const reader = (bytesMax = LIMIT): TcpFrameReader => new TcpFrameReader({ bytesMax });
const framed = (...bodies: Uint8Array[]): Uint8Array =>
  concatBytes(bodies.map((body) => frameEnvelope(tcpFraming, body)));

describe('golden', () => {
  for (const { name, hex, tcp } of golden.envelopes)
    test(name, () => {
      assert.deepEqual(feed(reader(20_000), [fromHex(tcp)]).events, [`envelope ${hex}`]);
    });
  for (const one of golden.lengths)
    test(`an envelope of ${one.envelopeBytes} bytes`, () => {
      const payload = new Uint8Array(one.payloadBytes).fill(one.payloadByte);
      const envelope = encodeEnvelope({ type: 1000, payload });
      const frame = Buffer.concat([fromHex(one.tcpHead), envelope]);
      assert.equal(createHash('sha256').update(frame).digest('hex'), one.tcpSha256);
      assert.deepEqual(feed(reader(70_000), [frame]).events, [`envelope ${toHex(envelope)}`]);
    });
});

test('any split of the bytes gives the same envelopes', () => {
  fc.assert(
    fc.property(fc.array(shortBytes(LIMIT), { maxLength: 8 }), splits(), (bodies, sizes) => {
      const run = feed(reader(), split(framed(...bodies), sizes));
      assert.deepEqual(
        run.events,
        bodies.map((body) => `envelope ${toHex(body)}`),
      );
      assert.equal(run.status, FrameStatus.OK);
      assert.ok(run.heldBytesMost < HEAD_BYTES + LIMIT);
    }),
  );
});

test('any split of mutated bytes gives the same events and the same end', () => {
  const seed = framed(
    Uint8Array.of(8, 1),
    new Uint8Array(0),
    new Uint8Array(300).fill(7),
    Uint8Array.of(8, 2),
  );
  fc.assert(
    fc.property(mutated([seed]), splits(), (bytes, sizes) => {
      const whole = feed(reader(), [bytes]);
      const pieces = feed(reader(), split(bytes, sizes));
      assert.deepEqual([pieces.events, pieces.status], [whole.events, whole.status]);
      assert.ok(whole.status === FrameStatus.OK || whole.status === FrameStatus.TOO_LARGE);
      assert.ok(pieces.heldBytesMost <= bytes.length);
    }),
    { numRuns: 1000 },
  );
});

test('a length above the limit is refused by its head, before any body', () => {
  const head = fromHex('000003e9');
  for (const sizes of [[4], [1], [3, 1]]) {
    const run = feed(reader(), split(head, sizes));
    assert.equal(run.status, FrameStatus.TOO_LARGE);
    assert.ok(run.heldBytesMost <= HEAD_BYTES);
  }
  assert.equal(feed(reader(), [fromHex('ffffffff')]).status, FrameStatus.TOO_LARGE);
  assert.equal(feed(reader(), [fromHex('000003e8')]).status, FrameStatus.OK);
});

test('a limit that grows counts for the next frame', () => {
  const limit = { bytesMax: 2 };
  const growing = new TcpFrameReader(limit);
  assert.equal(feed(growing, [framed(Uint8Array.of(1, 2))]).status, FrameStatus.OK);
  limit.bytesMax = 3;
  assert.deepEqual(feed(growing, [framed(Uint8Array.of(1, 2, 3))]).events, ['envelope 010203']);
});

test('stops where the sink says so, in any split', () => {
  const bytes = framed(Uint8Array.of(1), Uint8Array.of(2), Uint8Array.of(3));
  fc.assert(
    fc.property(splits(), (sizes) => {
      const run = feed(reader(), split(bytes, sizes), 2);
      assert.deepEqual([run.events, run.status], [['envelope 01', 'envelope 02'], FrameStatus.STOPPED]);
    }),
  );
});

test('holds nothing between frames', () => {
  const one = reader();
  feed(one, [framed(new Uint8Array(500))]);
  assert.equal(one.heldBytes, 0);
  feed(one, [framed(new Uint8Array(500)).subarray(0, 100)]);
  assert.equal(one.heldBytes, 100);
});
