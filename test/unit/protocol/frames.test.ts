import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, test } from 'node:test';
import { encodeEnvelope } from '../../../src/protocol/envelope.js';
import { FRAME_HEAD_BYTES_MAX, frameEnvelope } from '../../../src/protocol/frames.js';
import { tcpFraming } from '../../../src/protocol/tcp-frames.js';
import { websocketFraming } from '../../../src/protocol/websocket-frames.js';
import { fromHex, readClientGolden, toHex } from '../../support/golden.js';

const golden = readClientGolden();
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

describe('golden frames of the gateway', () => {
  for (const { name, sender, hex, tcp, websocket } of golden.envelopes)
    test(`${sender}: ${name}`, () => {
      assert.equal(toHex(frameEnvelope(tcpFraming, fromHex(hex))), tcp);
      if (sender === 'gateway') assert.equal(toHex(frameEnvelope(websocketFraming, fromHex(hex))), websocket);
    });
  for (const one of golden.lengths)
    test(`an envelope of ${one.envelopeBytes} bytes`, () => {
      const payload = new Uint8Array(one.payloadBytes).fill(one.payloadByte);
      const envelope = encodeEnvelope({ type: 1000, payload });
      assert.equal(envelope.length, one.envelopeBytes);
      const tcp = frameEnvelope(tcpFraming, envelope);
      const websocket = frameEnvelope(websocketFraming, envelope);
      assert.equal(toHex(tcp.subarray(0, 4)), one.tcpHead);
      assert.equal(sha256(tcp), one.tcpSha256);
      assert.equal(toHex(websocket.subarray(0, one.serverHead.length / 2)), one.serverHead);
      assert.equal(sha256(websocket), one.serverSha256);
    });
});

test('headBytes is what writeHead takes, and never more than FRAME_HEAD_BYTES_MAX', () => {
  const bytes = new Uint8Array(FRAME_HEAD_BYTES_MAX + 3);
  for (const framing of [tcpFraming, websocketFraming])
    for (const length of [0, 1, 125, 126, 127, 65535, 65536, 2 ** 24, 2 ** 31]) {
      const taken = framing.writeHead(bytes, 3, length) - 3;
      assert.equal(taken, framing.headBytes(length), `${framing.name} ${length}`);
      assert.ok(taken <= FRAME_HEAD_BYTES_MAX);
    }
});
