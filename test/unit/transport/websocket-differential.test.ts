// Our WebSocket reader against ws: the same bytes in the same pieces give the same messages and end the
// same way. Ours differs on purpose in two points only: text is refused, and at its first byte.

import assert from 'node:assert/strict';
import type { Writable } from 'node:stream';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import * as ws from 'ws';
import { FrameStatus } from '../../../src/protocol/frames.js';
import { WebSocketFrameReader } from '../../../src/protocol/websocket-frames.js';
import { toHex } from '../../support/golden.js';
import { concatBytes, feed } from '../../support/frame-events.js';
import { mutated, split, splits } from '../../support/wire-arbitraries.js';

/** What the types of ws leave out. */
interface ReceiverOptions {
  readonly isServer: boolean;
  readonly maxPayload: number;
  readonly maxFragments: number;
}
const { Receiver } = ws as unknown as { Receiver: new (options: ReceiverOptions) => Writable };

/** As in websocket-frames.ts. */
const FRAGMENTS_MAX = 1024;

/** How the bytes ended: all taken, a close frame, or a violation of a kind. */
type End = 'taken' | 'closed' | 'malformed' | 'too-large' | 'text';

interface Outcome {
  readonly events: readonly string[];
  readonly end: End;
}

const ENDS: Readonly<Record<FrameStatus, End>> = {
  [FrameStatus.OK]: 'taken',
  [FrameStatus.STOPPED]: 'closed',
  [FrameStatus.TOO_LARGE]: 'too-large',
  [FrameStatus.MALFORMED]: 'malformed',
  [FrameStatus.TEXT]: 'text',
};

function ours(pieces: readonly Uint8Array[], bytesMax: number): Outcome {
  const run = feed(new WebSocketFrameReader({ bytesMax }), pieces);
  return { events: run.events, end: ENDS[run.status] };
}

const LIMIT_ERRORS: ReadonlySet<unknown> = new Set([
  'WS_ERR_UNSUPPORTED_DATA_PAYLOAD_LENGTH',
  'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH',
  'WS_ERR_TOO_MANY_BUFFERED_PARTS',
]);

function theirs(pieces: readonly Uint8Array[], bytesMax: number): Outcome {
  const receiver = new Receiver({ isServer: true, maxPayload: bytesMax, maxFragments: FRAGMENTS_MAX });
  const events: string[] = [];
  let end: End = 'taken';
  receiver.on('error', () => undefined);
  receiver.on('message', (message: Buffer, isBinary: boolean) => {
    if (isBinary) events.push(`envelope ${toHex(message)}`);
    else if (end === 'taken') end = 'text';
  });
  receiver.on('ping', (payload: Buffer) => void events.push(`ping ${toHex(payload)}`));
  receiver.on('conclude', () => {
    events.push('close');
    end = 'closed';
  });
  for (const piece of pieces) {
    if (end !== 'taken') break;
    receiver.write(Buffer.from(piece));
    const error: (Error & { code?: unknown }) | null = receiver.errored;
    if (error !== null) end = LIMIT_ERRORS.has(error.code) ? 'too-large' : 'malformed';
  }
  return { events, end };
}

/** An empty, masked pong: changes nothing where a frame may begin. */
const HARMLESS = Uint8Array.of(0x8a, 0x80, 0, 0, 0, 0);

/**
 * The two look at a head at different moments, which shows when the bytes end in the middle of one: we
 * refuse a first byte alone, ws waits for the second; ws refuses a close frame of one byte by its head,
 * we wait for that byte. So the one that waits gets as much as it can be waiting for, and no more.
 */
function assertSame(pieces: readonly Uint8Array[], bytesMax: number): void {
  const our = ours(pieces, bytesMax);
  const their = theirs(pieces, bytesMax);
  if (our.end === 'text') {
    assert.deepEqual(their.events.slice(0, our.events.length), our.events);
    return;
  }
  assert.deepEqual(our.events, their.events);
  if (our.end === 'malformed' && their.end === 'taken')
    assert.equal(theirs([...pieces, HARMLESS.slice(1, 2)], bytesMax).end, 'malformed');
  else if (our.end === 'taken' && their.end === 'malformed')
    assert.equal(ours([...pieces, HARMLESS.slice(0, 5)], bytesMax).end, 'malformed');
  else assert.equal(our.end, their.end);
}

interface FrameFields {
  readonly opcode: number;
  readonly fin: boolean;
  readonly reserved: number;
  readonly masked: boolean;
  /** Bytes of the extended length: 0, 2, 8; not always the shortest. */
  readonly lengthBytes: number;
  readonly mask: readonly number[];
  readonly payload: Uint8Array;
}

function encodeFrame(fields: FrameFields): Uint8Array {
  const { opcode, fin, reserved, masked, mask, payload } = fields;
  const shortest = payload.length < 126 ? 0 : payload.length < 65536 ? 2 : 8;
  const lengthBytes = Math.max(fields.lengthBytes, shortest);
  const short = lengthBytes === 0 ? payload.length : lengthBytes === 2 ? 126 : 127;
  const length = Buffer.alloc(8);
  length.writeBigUInt64BE(BigInt(payload.length));
  return concatBytes([
    Uint8Array.of((fin ? 0x80 : 0) | (reserved << 4) | opcode, (masked ? 0x80 : 0) | short),
    length.subarray(8 - lengthBytes),
    masked ? Uint8Array.from(mask) : new Uint8Array(0),
    payload.map((byte, at) => (masked ? byte ^ (mask[at % 4] ?? 0) : byte)),
  ]);
}

const masks = fc.array(fc.nat(255), { minLength: 4, maxLength: 4 });
const lengthBytes = fc.constantFrom(0, 0, 0, 2, 8);
const sized = (...lengths: readonly number[]): fc.Arbitrary<Uint8Array> =>
  fc
    .tuple(fc.oneof(fc.constantFrom(...lengths), fc.nat(20)), fc.nat(255))
    .map(([length, salt]) => Uint8Array.from({ length }, (_, at) => at + salt));

/** Around each length encoding and around the limit of 1000 bytes. */
const BYTES_MAX = 1000;
const dataPayload = sized(0, 1, 125, 126, 127, 500, 999, 1000, 1001);

const rightFrame = (
  opcode: number,
  fin: boolean,
  payload: fc.Arbitrary<Uint8Array>,
): fc.Arbitrary<Uint8Array> =>
  fc.record({ mask: masks, payload, lengthBytes }).map((drawn) =>
    encodeFrame({
      ...drawn,
      lengthBytes: opcode < 8 ? drawn.lengthBytes : 0,
      opcode,
      fin,
      reserved: 0,
      masked: true,
    }),
  );

const controlFrame = fc.oneof(rightFrame(9, true, sized(0, 125)), rightFrame(10, true, sized(0, 125)));

/** A whole message in one to five fragments, with control frames between them. */
const message = fc
  .array(fc.tuple(fc.option(controlFrame, { nil: undefined }), dataPayload, masks, lengthBytes), {
    minLength: 1,
    maxLength: 5,
  })
  .map((fragments) =>
    concatBytes(
      fragments.flatMap(([before, payload, mask, length], at) => {
        const fin = at === fragments.length - 1;
        const opcode = at === 0 ? 2 : 0;
        const fields = { opcode, fin, reserved: 0, masked: true, lengthBytes: length, mask, payload };
        return before === undefined ? [encodeFrame(fields)] : [before, encodeFrame(fields)];
      }),
    ),
  );

const closeBody = fc.oneof(
  fc.constant(Uint8Array.of()),
  // One byte: too short for a code, though some would pass as the high half of one.
  fc.nat(255).map((byte) => Uint8Array.of(byte)),
  fc
    .tuple(
      fc.oneof(fc.integer({ min: 995, max: 1020 }), fc.integer({ min: 2990, max: 5010 }), fc.nat(65535)),
      fc.oneof(
        fc.string({ unit: 'binary', maxLength: 30 }).map((text) => Buffer.from(text)),
        fc.uint8Array({ maxLength: 8 }),
      ),
    )
    .map(([code, reason]) => concatBytes([Uint8Array.of(code >> 8, code & 0xff), reason])),
);

/** Any frame at all, most of them wrong somewhere. */
const anyFrame = fc
  .record({
    opcode: fc.nat(15),
    fin: fc.boolean(),
    reserved: fc.oneof({ weight: 8, arbitrary: fc.constant(0) }, fc.nat(7)),
    masked: fc.oneof({ weight: 8, arbitrary: fc.constant(true) }, fc.constant(false)),
    lengthBytes,
    mask: masks,
    payload: dataPayload,
  })
  .map(encodeFrame);

const stream = fc
  .array(
    fc.oneof(
      { weight: 6, arbitrary: message },
      { weight: 3, arbitrary: controlFrame },
      { weight: 1, arbitrary: rightFrame(8, true, closeBody) },
      { weight: 1, arbitrary: anyFrame },
    ),
    { maxLength: 6 },
  )
  .map(concatBytes);

describe('our WebSocket reader and that of ws', () => {
  test('streams of right and wrong frames, in any pieces', () => {
    fc.assert(
      fc.property(stream, splits(), (bytes, sizes) => {
        assertSame(split(bytes, sizes), BYTES_MAX);
      }),
      { numRuns: 1500 },
    );
  });

  test('every close body', () => {
    fc.assert(
      fc.property(rightFrame(8, true, closeBody), splits(), (bytes, sizes) => {
        assertSame(split(bytes, sizes), BYTES_MAX);
      }),
      { numRuns: 1000 },
    );
  });

  test('streams that were right, mutated', () => {
    const seeds = fc.sample(stream, { numRuns: 40, seed: 20 });
    fc.assert(
      fc.property(mutated(seeds), splits(), (bytes, sizes) => {
        assertSame(split(bytes, sizes), BYTES_MAX);
      }),
      { numRuns: 1500 },
    );
  });

  test('lengths that take eight bytes', () => {
    fc.assert(
      fc.property(rightFrame(2, true, sized(65535, 65536, 70000, 70001)), splits(), (bytes, sizes) => {
        const coarse = sizes.map((size) => size * 100);
        assertSame(split(bytes, coarse), 70000);
      }),
      { numRuns: 40 },
    );
    // 2^53 and 2^64-1 bytes announced.
    for (const head of ['82ff0020000000000000', '82ffffffffffffffffff'])
      assertSame([Buffer.from(`${head}00000000`, 'hex')], 70000);
  });

  test('as many fragments as are allowed, and one more', () => {
    const fragment = (first: number): Uint8Array => Uint8Array.of(first, 0x81, 0, 0, 0, 0, 7);
    for (const continuations of [FRAGMENTS_MAX - 2, FRAGMENTS_MAX - 1]) {
      const frames = [
        fragment(2),
        ...Array.from({ length: continuations }, () => fragment(0)),
        fragment(0x80),
      ];
      const outcome = ours(frames, BYTES_MAX * 2);
      assert.equal(outcome.end, continuations < FRAGMENTS_MAX - 1 ? 'taken' : 'too-large');
      assertSame(frames, BYTES_MAX * 2);
    }
  });

  test('the comparison sees differences', () => {
    // The same stream under another limit is what a wrong reader would look like.
    const bytes = encodeFrame({
      opcode: 2,
      fin: true,
      reserved: 0,
      masked: true,
      lengthBytes: 0,
      mask: [1, 2, 3, 4],
      payload: new Uint8Array(500),
    });
    assert.equal(ours([bytes.slice()], 499).end, 'too-large');
    assert.equal(theirs([bytes.slice()], 500).end, 'taken');
    assert.equal(theirs([Uint8Array.of(0x82, 0x01, 0)], 500).end, 'malformed');
  });
});
