import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { encodeEnvelope } from '../../../src/protocol/envelope.js';
import { FrameStatus } from '../../../src/protocol/frames.js';
import { WebSocketFrameReader, PongSlot, closeFrame } from '../../../src/protocol/websocket-frames.js';
import { concatBytes, feed } from '../../support/frame-events.js';
import { fromHex, readClientGolden, toHex } from '../../support/golden.js';
import { mutated, shortBytes, split, splits } from '../../support/wire-arbitraries.js';

const LIMIT = 1000;
const HEAD_BYTES_MAX = 14;
const FRAGMENTS_MAX = 1024;
const golden = readClientGolden();
const goldenMask = fromHex(golden.mask);
const reader = (bytesMax = LIMIT): WebSocketFrameReader => new WebSocketFrameReader({ bytesMax });

const FIN = 0x80;
const [CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG] = [0, 1, 2, 8, 9, 10] as const;

const masked = (payload: Uint8Array, mask: Uint8Array): Uint8Array =>
  payload.map((byte, index) => byte ^ (mask[index % 4] ?? 0));

/** A client's frame. `first` is the first byte: FIN, RSV and opcode. */
function frame(first: number, payload: Uint8Array = new Uint8Array(0), mask = goldenMask): Uint8Array {
  const { length } = payload;
  const head = length < 126 ? [first, FIN | length] : [first, FIN | 126, length >>> 8, length & 0xff];
  return Uint8Array.of(...head, ...mask, ...masked(payload, mask));
}

const closeBody = (code: number, reason = ''): Uint8Array =>
  Uint8Array.of(code >>> 8, code & 0xff, ...Buffer.from(reason));

interface Piece {
  readonly frames: readonly Uint8Array[];
  readonly events: readonly string[];
}

const maskOf4 = (): fc.Arbitrary<Uint8Array> => fc.uint8Array({ minLength: 4, maxLength: 4 });

const control = (): fc.Arbitrary<Piece> =>
  fc.tuple(fc.constantFrom(PING, PONG), shortBytes(125), maskOf4()).map(([opcode, payload, mask]) => ({
    frames: [frame(FIN | opcode, payload, mask)],
    events: opcode === PING ? [`ping ${toHex(payload)}`] : [],
  }));

/** A message in one or more fragments, with control frames between them. */
const message = (): fc.Arbitrary<Piece> =>
  fc
    .array(fc.tuple(shortBytes(LIMIT / 4), maskOf4(), fc.array(control(), { maxLength: 2 })), {
      minLength: 1,
      maxLength: 4,
    })
    .map((fragments) => ({
      frames: fragments.flatMap(([payload, mask, between], index) => {
        const fin = index === fragments.length - 1 ? FIN : 0;
        const opcode = index === 0 ? BINARY : CONTINUATION;
        const before = index === 0 ? [] : between.flatMap(({ frames }) => frames);
        return [...before, frame(fin | opcode, payload, mask)];
      }),
      events: [
        ...fragments.flatMap(([, , between], index) =>
          index === 0 ? [] : between.flatMap(({ events }) => events),
        ),
        `envelope ${fragments.map(([payload]) => toHex(payload)).join('')}`,
      ],
    }));

describe('golden', () => {
  for (const { name, sender, hex, websocket } of golden.envelopes)
    if (sender === 'client')
      test(name, () => {
        assert.deepEqual(feed(reader(20_000), [fromHex(websocket)]).events, [`envelope ${hex}`]);
      });
  for (const one of golden.lengths)
    test(`an envelope of ${one.envelopeBytes} bytes`, () => {
      const payload = new Uint8Array(one.payloadBytes).fill(one.payloadByte);
      const envelope = encodeEnvelope({ type: 1000, payload });
      const whole = Buffer.concat([fromHex(one.clientHead), masked(envelope, goldenMask)]);
      assert.equal(createHash('sha256').update(whole).digest('hex'), one.clientSha256);
      assert.deepEqual(feed(reader(70_000), [whole]).events, [`envelope ${toHex(envelope)}`]);
    });
});

test('any split of the bytes gives the same events', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(message(), control()), { maxLength: 6 }), splits(), (pieces, sizes) => {
      const bytes = concatBytes(pieces.flatMap(({ frames }) => frames));
      const run = feed(reader(), split(bytes, sizes));
      assert.deepEqual(
        run.events,
        pieces.flatMap(({ events }) => events),
      );
      assert.equal(run.status, FrameStatus.OK);
      assert.ok(run.heldBytesMost < 2 * LIMIT + HEAD_BYTES_MAX);
    }),
  );
});

test('any split of mutated bytes gives the same events and the same end', () => {
  const seeds = [
    concatBytes([
      frame(FIN | BINARY, Uint8Array.of(8, 1)),
      frame(BINARY, new Uint8Array(130).fill(7)),
      frame(FIN | PING, Uint8Array.of(1, 2, 3)),
      frame(FIN | CONTINUATION, Uint8Array.of(9)),
      frame(FIN | CLOSE, closeBody(1000, 'bye')),
    ]),
    concatBytes([frame(FIN | BINARY), frame(FIN | PONG), frame(FIN | CLOSE)]),
    concatBytes([frame(FIN | BINARY), frame(FIN | TEXT, Uint8Array.of(0x61))]),
    concatBytes([frame(BINARY, new Uint8Array(LIMIT)), frame(CONTINUATION, Uint8Array.of(1))]),
  ];
  const seen = new Set<FrameStatus>();
  fc.assert(
    fc.property(mutated(seeds), splits(), (bytes, sizes) => {
      const whole = feed(reader(), [bytes]);
      const pieces = feed(reader(), split(bytes, sizes));
      assert.deepEqual([pieces.events, pieces.status], [whole.events, whole.status]);
      assert.ok(pieces.heldBytesMost <= bytes.length);
      seen.add(whole.status);
    }),
    { numRuns: 2000 },
  );
  for (const status of Object.values(FrameStatus))
    assert.ok(seen.has(status), `status ${status} was reached`);
});

/** What breaks RFC 6455 or our own rules, and how it ends. Each holds in any split. */
const REFUSED: readonly (readonly [string, FrameStatus, Uint8Array])[] = [
  ['RSV1', FrameStatus.MALFORMED, frame(FIN | 0x40 | BINARY)],
  ['RSV2', FrameStatus.MALFORMED, frame(FIN | 0x20 | BINARY)],
  ['RSV3', FrameStatus.MALFORMED, frame(FIN | 0x10 | BINARY)],
  ['opcode 3', FrameStatus.MALFORMED, frame(FIN | 3)],
  ['opcode 7', FrameStatus.MALFORMED, frame(FIN | 7)],
  ['opcode 11', FrameStatus.MALFORMED, frame(FIN | 11)],
  ['opcode 15', FrameStatus.MALFORMED, frame(FIN | 15)],
  ['no mask', FrameStatus.MALFORMED, Uint8Array.of(FIN | BINARY, 1, 8)],
  ['continuation of nothing', FrameStatus.MALFORMED, frame(FIN | CONTINUATION)],
  ['a message inside a message', FrameStatus.MALFORMED, concatBytes([frame(BINARY), frame(FIN | BINARY)])],
  ['text inside a message', FrameStatus.MALFORMED, concatBytes([frame(BINARY), frame(FIN | TEXT)])],
  ['a ping in fragments', FrameStatus.MALFORMED, frame(PING)],
  ['a close in fragments', FrameStatus.MALFORMED, frame(CLOSE)],
  ['a ping of 126 bytes', FrameStatus.MALFORMED, frame(FIN | PING, new Uint8Array(126))],
  ['a close body of one byte', FrameStatus.MALFORMED, frame(FIN | CLOSE, Uint8Array.of(3))],
  ['a close reason not in UTF-8', FrameStatus.MALFORMED, frame(FIN | CLOSE, Uint8Array.of(3, 232, 0xff))],
  ['a close code that does not travel', FrameStatus.MALFORMED, frame(FIN | CLOSE, closeBody(1005))],
  ['a close code of nobody', FrameStatus.MALFORMED, frame(FIN | CLOSE, closeBody(2999))],
  ['a close code too high', FrameStatus.MALFORMED, frame(FIN | CLOSE, closeBody(5000))],
  ['text', FrameStatus.TEXT, frame(FIN | TEXT, Buffer.from('hello'))],
  ['text in fragments', FrameStatus.TEXT, frame(TEXT)],
  ['a byte too many', FrameStatus.TOO_LARGE, frame(FIN | BINARY, new Uint8Array(LIMIT + 1))],
  [
    'a byte too many over two fragments',
    FrameStatus.TOO_LARGE,
    concatBytes([frame(BINARY, new Uint8Array(LIMIT)), frame(FIN | CONTINUATION, Uint8Array.of(1))]),
  ],
  ['65536 bytes promised', FrameStatus.TOO_LARGE, fromHex('82ff0000000000010000')],
  ['2^32 + 1 bytes promised', FrameStatus.TOO_LARGE, fromHex('82ff0000000100000001')],
  ['2^63 bytes promised', FrameStatus.TOO_LARGE, fromHex('82ff8000000000000000')],
  ['2^64-1 bytes promised', FrameStatus.TOO_LARGE, fromHex('82ffffffffffffffffff')],
];

describe('refused', () => {
  for (const [name, status, bytes] of REFUSED)
    test(name, () => {
      for (const sizes of [[bytes.length], [1], [2, 1], [1, 7, 2]]) {
        const run = feed(reader(), split(bytes, sizes));
        assert.equal(run.status, status);
        assert.deepEqual(run.events, []);
      }
    });
});

test('an unmasked or oversized frame ends by its head, before its body comes', () => {
  assert.equal(feed(reader(), [fromHex('8205')]).status, FrameStatus.MALFORMED);
  assert.equal(feed(reader(), [fromHex('82fe03e9')]).status, FrameStatus.TOO_LARGE);
  assert.equal(feed(reader(), [fromHex('c2')]).status, FrameStatus.MALFORMED);
});

describe('closes', () => {
  const bodies = [
    ['no body', new Uint8Array(0)],
    ['1000', closeBody(1000)],
    ['1014', closeBody(1014)],
    ['3000', closeBody(3000)],
    ['4999 with a reason', closeBody(4999, 'до свидания')],
  ] as const;
  for (const [name, body] of bodies)
    test(`${name}: nothing after it is read`, () => {
      const after = frame(FIN | BINARY, Uint8Array.of(1));
      const run = feed(reader(), [concatBytes([frame(FIN | CLOSE, body), after])]);
      assert.deepEqual([run.events, run.status], [['close'], FrameStatus.STOPPED]);
    });
});

test('a length in more bytes than it needs is taken, as ws takes it', () => {
  const body = masked(Uint8Array.of(1, 2), goldenMask);
  const bytes = Uint8Array.of(FIN | BINARY, FIN | 126, 0, 2, ...goldenMask, ...body);
  assert.deepEqual(feed(reader(), [bytes]).events, ['envelope 0102']);
});

test('a message may come in 1024 fragments, not in 1025', () => {
  const fragments = (count: number): Uint8Array =>
    concatBytes([
      frame(BINARY),
      ...Array.from({ length: count - 2 }, () => frame(CONTINUATION)),
      frame(FIN | CONTINUATION, Uint8Array.of(5)),
    ]);
  assert.deepEqual(feed(reader(), [fragments(FRAGMENTS_MAX)]).events, ['envelope 05']);
  const over = feed(reader(), [fragments(FRAGMENTS_MAX + 1)]);
  assert.deepEqual([over.events, over.status], [[], FrameStatus.TOO_LARGE]);
});

test('stops where the sink says so, in any split', () => {
  const bytes = concatBytes([
    frame(FIN | BINARY, Uint8Array.of(1)),
    frame(BINARY, Uint8Array.of(2)),
    frame(FIN | CONTINUATION, Uint8Array.of(3)),
    frame(FIN | PING),
  ]);
  fc.assert(
    fc.property(splits(), (sizes) => {
      const run = feed(reader(), split(bytes, sizes), 2);
      assert.deepEqual([run.events, run.status], [['envelope 01', 'envelope 0203'], FrameStatus.STOPPED]);
    }),
  );
});

test('holds nothing between messages', () => {
  const one = reader();
  feed(one, [frame(BINARY, new Uint8Array(300))]);
  assert.equal(one.heldBytes, 300);
  feed(one, [frame(FIN | CONTINUATION)]);
  assert.equal(one.heldBytes, 0);
});

test('the pong is for the last ping that was held, and stays as it is', () => {
  const slot = new PongSlot();
  slot.hold(Uint8Array.of(9, 1, 2, 9), 1, 3);
  const pong = slot.frame();
  slot.hold(new Uint8Array(125), 0, 125);
  assert.equal(toHex(slot.frame()), `8a7d${'00'.repeat(125)}`);
  assert.equal(toHex(pong), '8a020102');
});

test('close frames of the gateway', () => {
  assert.equal(toHex(closeFrame(4002)), '88020fa2');
});
