import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ServerFrameReader } from '../../../../src/cli/bench/server-frames.js';
import { FrameStatus, frameEnvelope, type FrameSink } from '../../../../src/protocol/frames.js';
import { closeFrame, websocketFraming } from '../../../../src/protocol/websocket-frames.js';

function recorder(): { sink: FrameSink; heard: string[] } {
  const heard: string[] = [];
  return {
    heard,
    sink: {
      onEnvelope: (bytes, start, end) => heard.push(Buffer.from(bytes.slice(start, end)).toString('hex')) > 0,
      onPing: (_, start, end) => heard.push(`ping ${end - start}`),
      onClose: () => heard.push('close'),
    },
  };
}

test("what the gateway's framing writes is read back, in any split", () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(0, 1, 125, 126, 700, 66_000), { maxLength: 5 }),
      fc.integer({ min: 1, max: 70_000 }),
      (lengths, step) => {
        const envelopes = lengths.map((length, at) => new Uint8Array(length).fill(at + 1));
        const all = Buffer.concat(envelopes.map((envelope) => frameEnvelope(websocketFraming, envelope)));
        const reader = new ServerFrameReader({ bytesMax: 100_000 });
        const { sink, heard } = recorder();
        for (let at = 0; at < all.length; at += step) {
          const end = Math.min(all.length, at + step);
          assert.equal(reader.push(all, at, end, sink), FrameStatus.OK);
        }
        assert.deepEqual(
          heard,
          envelopes.map((envelope) => Buffer.from(envelope).toString('hex')),
        );
        assert.equal(reader.heldBytes, 0);
      },
    ),
  );
});

test('pings, the close, and what no server here sends', () => {
  const push = (bytes: Uint8Array): [number, string[]] => {
    const { sink, heard } = recorder();
    return [new ServerFrameReader({ bytesMax: 10 }).push(bytes, 0, bytes.length, sink), heard];
  };
  assert.deepEqual(push(Uint8Array.of(0x89, 1, 7)), [FrameStatus.OK, ['ping 1']]);
  assert.deepEqual(push(closeFrame(4001)), [FrameStatus.STOPPED, ['close']]);
  assert.deepEqual(push(Uint8Array.of(0x81, 1, 65)), [FrameStatus.MALFORMED, []]);
  assert.deepEqual(push(Uint8Array.of(0x82, 11)), [FrameStatus.TOO_LARGE, []]);
});
