import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { nextSeq } from '../../../../src/cli/bench/load-session.js';
import { protocolOf } from '../../../../src/cli/bench/speech.js';
import { RequestFrames, SEQ_MAX, SEQ_MIN } from '../../../../src/cli/bench/request-frames.js';
import { newEnvelopeHead, scanEnvelope } from '../../../../src/protocol/envelope.js';
import { FrameStatus } from '../../../../src/protocol/frames.js';
import { TcpFrameReader } from '../../../../src/protocol/tcp-frames.js';
import { WebSocketFrameReader } from '../../../../src/protocol/websocket-frames.js';

const LIMIT = { bytesMax: 2 ** 24 };
const pipes = [
  {
    name: 'tcp',
    protocol: protocolOf({ kind: 'bare' }, 'tcp', false),
    newReader: () => new TcpFrameReader(LIMIT),
  },
  {
    name: 'ws',
    protocol: protocolOf({ kind: 'bare' }, 'ws', false),
    newReader: () => new WebSocketFrameReader(LIMIT),
  },
];

/** What the gateway's own reader and scanner make of the frames. */
function envelopesIn(reader: TcpFrameReader | WebSocketFrameReader, bytes: Uint8Array): Uint8Array[] {
  const found: Uint8Array[] = [];
  const status = reader.push(bytes, 0, bytes.length, {
    onEnvelope: (buffer, start, end) => found.push(buffer.slice(start, end)) > 0,
    onPing: () => undefined,
    onClose: () => undefined,
  });
  assert.equal(status, FrameStatus.OK);
  return found;
}

for (const { name, protocol, newReader } of pipes)
  describe(name, () => {
    test('two requests are two canonical envelopes, each its own echo and not the other', () => {
      fc.assert(
        fc.property(
          fc.constantFrom(8, 64, 125, 1024, 70_000),
          fc.integer({ min: 100, max: 0xffff_ffff }),
          fc.nat(60_000),
          fc.integer({ min: SEQ_MIN, max: SEQ_MAX - 1 }),
          (payloadBytes, type, session, seq) => {
            const frames = new RequestFrames(protocol, type, payloadBytes);
            const bytes = new Uint8Array(3 + 2 * frames.bytes);
            const end = frames.write(bytes, frames.write(bytes, 3, session, seq), session, seq + 1);
            assert.equal(end, bytes.length);
            const [first = new Uint8Array(), second = new Uint8Array()] = envelopesIn(
              newReader(),
              bytes.subarray(3),
            );
            const head = newEnvelopeHead();
            assert.ok(scanEnvelope(first, 0, first.length, head));
            assert.deepEqual([head.type, head.seq, head.code], [type, seq, 0]);
            const { payloadStart, payloadEnd } = head;
            assert.ok(frames.isEcho(first, payloadStart, payloadEnd, session, seq));
            assert.ok(!frames.isEcho(second, payloadStart, payloadEnd, session, seq));
            assert.ok(!frames.isEcho(first, payloadStart, payloadEnd, session + 1, seq));
            first[payloadEnd - 1] = (first[payloadEnd - 1] ?? 0) ^ 1;
            assert.ok(!frames.isEcho(first, payloadStart, payloadEnd, session, seq));
          },
        ),
      );
    });

    test('payloads too short for a stamp are compared as they are', () => {
      for (const payloadBytes of [0, 1, 7]) {
        const frames = new RequestFrames(protocol, 1000, payloadBytes);
        const bytes = new Uint8Array(frames.bytes);
        frames.write(bytes, 0, 1, SEQ_MIN);
        const [envelope = new Uint8Array()] = envelopesIn(newReader(), bytes);
        assert.ok(frames.isEcho(envelope, envelope.length - payloadBytes, envelope.length, 1, SEQ_MIN));
      }
    });
  });

test('the seqs of a slot stay in it and in three bytes, also where they begin anew', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 300 }), fc.nat(), (slots, some) => {
      const slot = some % slots;
      const last = SEQ_MAX - (SEQ_MAX % slots) + slot;
      const first = nextSeq(last, slot, slots);
      assert.ok(first >= SEQ_MIN && first < SEQ_MIN + slots);
      assert.equal(first % slots, slot);
      assert.equal(nextSeq(first, slot, slots), first + slots);
    }),
  );
});
