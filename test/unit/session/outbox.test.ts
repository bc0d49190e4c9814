import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { frameEnvelope } from '../../../src/protocol/frames.js';
import { tcpFraming } from '../../../src/protocol/tcp-frames.js';
import { websocketFraming } from '../../../src/protocol/websocket-frames.js';
import { newBroadcast, Outbox } from '../../../src/session/outbox.js';
import { OWN_PAGE_BYTES, SendPages } from '../../../src/session/send-pages.js';
import { Turn } from '../../../src/turn.js';
import { FakeTransport } from '../../support/fake-transport.js';

/** Too large for a page. */
const LARGE = 20_000;
const NO_CLOCK = { nowMs: () => 0 };

class Rig {
  readonly pages = new SendPages();
  readonly transport: FakeTransport;
  readonly outbox: Outbox;
  readonly #turns: (() => void)[] = [];

  constructor(queueBytesMax = 1 << 20, transport = new FakeTransport()) {
    this.transport = transport;
    const turn = new Turn(NO_CLOCK, (run) => this.#turns.push(run));
    this.outbox = new Outbox(this.transport, { pages: this.pages, turn, settings: { queueBytesMax } });
    transport.sink = {
      onActivity: () => undefined,
      onEnvelope: () => true,
      onPing: () => true,
      onViolation: () => undefined,
      onLost: () => undefined,
      onDrain: () => {
        this.outbox.drained();
      },
    };
  }

  /** Sends from the middle of a buffer that is used again at once. */
  send(envelope: Uint8Array): boolean {
    const buffer = Buffer.concat([Buffer.of(1, 2), envelope, Buffer.of(3)]);
    const sent = this.outbox.send(buffer, 2, 2 + envelope.length);
    buffer.fill(0);
    return sent;
  }

  endTurn(): void {
    for (const run of this.#turns.splice(0)) run();
  }

  arrived(): number[][] {
    return this.transport.takeEnvelopes().map((envelope) => [...envelope]);
  }
}

const filled = (length: number, value: number): Uint8Array => new Uint8Array(length).fill(value);

describe('an outbox', () => {
  test('the small envelopes of a turn are one write', () => {
    const rig = new Rig();
    for (let value = 0; value < 50; value++) assert.ok(rig.send(filled(10, value)));
    assert.equal(rig.transport.writes, 0);
    rig.endTurn();
    assert.equal(rig.transport.writes, 1);
    assert.deepEqual(
      rig.arrived(),
      Array.from({ length: 50 }, (_, value) => [...filled(10, value)]),
    );
  });

  test('more than a page in a turn goes out page by page, in order', () => {
    const rig = new Rig();
    const envelopes = Array.from({ length: 20 }, (_, value) => filled(10_000, value));
    for (const envelope of envelopes) rig.send(envelope);
    rig.endTurn();
    assert.deepEqual(
      rig.arrived(),
      envelopes.map((envelope) => [...envelope]),
    );
    assert.ok(rig.transport.writes <= 4);
  });

  test('a large envelope overtakes nothing', () => {
    const rig = new Rig();
    const order = [filled(3, 1), filled(LARGE, 2), filled(3, 3)];
    for (const envelope of order) rig.send(envelope);
    rig.endTurn();
    assert.deepEqual(
      rig.arrived(),
      order.map((envelope) => [...envelope]),
    );
  });

  test('writes each framing of WebSocket as that codec does', () => {
    const rig = new Rig(1 << 20, new FakeTransport(undefined, websocketFraming));
    for (const length of [0, 1, 125, 126, 2000, LARGE]) rig.send(filled(length, 5));
    rig.endTurn();
    const expected = [0, 1, 125, 126, 2000, LARGE].map((length) =>
      frameEnvelope(websocketFraming, filled(length, 5)),
    );
    assert.deepEqual(Buffer.from(rig.transport.takeBytes()), Buffer.concat(expected));
  });

  test('is full at its limit, takes nothing then, and has room again after the drain', () => {
    const rig = new Rig(1000);
    rig.transport.takes = false;
    assert.ok(rig.send(filled(500, 1)));
    assert.ok(rig.send(filled(400, 2)));
    assert.equal(rig.send(filled(100, 3)), false);
    rig.endTurn();
    assert.equal(rig.outbox.queuedBytes, 908);
    assert.equal(rig.send(filled(100, 4)), false);
    rig.transport.drain();
    assert.equal(rig.outbox.queuedBytes, 0);
    assert.ok(rig.send(filled(100, 5)));
    rig.endTurn();
    assert.deepEqual(
      rig.arrived().map(([value]) => value),
      [1, 2, 5],
    );
  });

  test('a broadcast that is all of a turn is written as it is, without a copy', () => {
    const written: Uint8Array[] = [];
    const transport = new FakeTransport();
    const write = transport.write.bind(transport);
    transport.write = (framed) => {
      written.push(framed);
      return write(framed);
    };
    const rig = new Rig(1 << 20, transport);
    const frame = newBroadcast(filled(64, 7)).framed(tcpFraming);
    const page = rig.pages.share(0);
    rig.outbox.sendFramed(frame);
    assert.equal(rig.outbox.queuedBytes, frame.length);
    rig.endTurn();
    assert.deepEqual([written.length, written[0] === frame, rig.outbox.queuedBytes], [1, true, 0]);
    assert.deepEqual([page.users, page.used], [1, 0]);
  });

  test('a broadcast and what comes before and behind it are one write, in order', () => {
    const rig = new Rig();
    for (const values of [[1], [2, 3], [4, 5, 6]]) {
      for (const value of values)
        if (value % 2 === 1) rig.send(filled(3, value));
        else rig.outbox.sendFramed(newBroadcast(filled(3, value)).framed(tcpFraming));
      rig.endTurn();
    }
    assert.equal(rig.transport.writes, 3);
    assert.deepEqual(
      rig.arrived().map(([value]) => value),
      [1, 2, 3, 4, 5, 6],
    );
  });

  test('a broadcast over the limit is refused as a whole', () => {
    const rig = new Rig(1000);
    assert.equal(rig.outbox.sendFramed(filled(1001, 1)), false);
    assert.ok(rig.outbox.sendFramed(frameEnvelope(tcpFraming, filled(996, 1))));
  });

  test('the last envelope goes out behind what waits, even when the queue is full', () => {
    const rig = new Rig(100);
    rig.transport.takes = false;
    rig.send(filled(80, 1));
    rig.outbox.sendLast(filled(60, 9));
    rig.transport.drain();
    assert.deepEqual(
      rig.arrived().map(([value]) => value),
      [1, 9],
    );
    assert.equal(rig.send(filled(1, 2)), false);
    rig.endTurn();
    assert.deepEqual(rig.arrived(), []);
  });

  test('after a discard nothing is written, and the page is given back', () => {
    const rig = new Rig();
    rig.send(filled(10, 1));
    const page = rig.pages.share(0);
    rig.pages.giveBack(page);
    assert.equal(page.users, 1);
    rig.outbox.discard();
    rig.endTurn();
    assert.equal(rig.transport.writes, 0);
    assert.equal(rig.send(filled(1, 1)), false);
    assert.equal(page.users, 0);
  });

  test('an idle outbox holds no page: it is given back with the flush', () => {
    const rig = new Rig();
    const page = rig.pages.share(0);
    rig.send(filled(10, 1));
    assert.equal(page.users, 2);
    rig.endTurn();
    assert.equal(page.users, 1);
  });

  test('a page that the transport holds is not used again', () => {
    const rig = new Rig();
    rig.transport.takes = false;
    rig.send(filled(100, 1));
    rig.endTurn();
    rig.send(filled(100, 2));
    rig.endTurn();
    for (let at = 0; at < 3; at++) {
      const page = rig.pages.share(OWN_PAGE_BYTES);
      page.bytes.fill(0xff, page.used);
      rig.pages.own().bytes.fill(0xff);
    }
    rig.transport.drain();
    assert.deepEqual(rig.arrived(), [[...filled(100, 1)], [...filled(100, 2)]]);
  });

  test('what waits for a client that does not read lies in pages of its own', () => {
    const rig = new Rig();
    rig.transport.takes = false;
    rig.send(filled(100, 1));
    rig.endTurn();
    const page = rig.pages.share(0);
    const { used } = page;
    rig.send(filled(100, 2));
    assert.equal(page.used, used);
  });
});

describe('two outboxes with the same pages', () => {
  const step = fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({ send: fc.constantFrom(0, 1), bytes: fc.integer({ min: 1, max: 1500 }) }),
    },
    { weight: 2, arbitrary: fc.record({ broadcast: fc.integer({ min: 1, max: 1500 }) }) },
    { weight: 2, arbitrary: fc.constant({ endTurn: true } as const) },
    { weight: 1, arbitrary: fc.record({ block: fc.constantFrom(0, 1) }) },
    { weight: 1, arbitrary: fc.record({ drain: fc.constantFrom(0, 1) }) },
  );

  class Pair {
    readonly transports = [new FakeTransport(), new FakeTransport()];
    readonly outboxes: readonly Outbox[];
    /** What each outbox has taken. */
    readonly wanted: number[][][] = [[], []];
    readonly #turns: (() => void)[] = [];

    constructor() {
      const turn = new Turn(NO_CLOCK, (run) => this.#turns.push(run));
      const parts = { pages: new SendPages(), turn, settings: { queueBytesMax: 6000 } };
      this.outboxes = this.transports.map((transport) => new Outbox(transport, parts));
    }

    send(at: number, envelope: Uint8Array): void {
      if (this.outboxes[at]?.send(envelope, 0, envelope.length)) this.wanted[at]?.push([...envelope]);
    }

    broadcast(envelope: Uint8Array): void {
      const frame = newBroadcast(envelope).framed(tcpFraming);
      for (const [at, outbox] of this.outboxes.entries())
        if (outbox.sendFramed(frame)) this.wanted[at]?.push([...envelope]);
    }

    block(at: number): void {
      const transport = this.transports[at];
      if (transport !== undefined) transport.takes = false;
    }

    drain(at: number): void {
      this.transports[at]?.drain();
      this.outboxes[at]?.drained();
    }

    endTurn(): void {
      for (const run of this.#turns.splice(0)) run();
    }
  }

  test('each gets what was taken for it, whole and in order, whatever blocks when', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
        const pair = new Pair();
        for (const [at, now] of steps.entries()) {
          if ('send' in now) pair.send(now.send, filled(now.bytes, at));
          else if ('broadcast' in now) pair.broadcast(filled(now.broadcast, at));
          else if ('block' in now) pair.block(now.block);
          else if ('drain' in now) pair.drain(now.drain);
          else pair.endTurn();
          for (const outbox of pair.outboxes) assert.ok(outbox.queuedBytes <= 6000);
        }
        pair.endTurn();
        for (const [at, transport] of pair.transports.entries()) {
          pair.drain(at);
          const arrived = transport.takeEnvelopes().map((envelope) => [...envelope]);
          assert.deepEqual(arrived, pair.wanted[at]);
        }
      }),
      { numRuns: 150 },
    );
  });
});

test('a broadcast is framed once for each framing', () => {
  const broadcast = newBroadcast(filled(5, 1));
  assert.equal(broadcast.framed(tcpFraming), broadcast.framed(tcpFraming));
  assert.equal(broadcast.framed(websocketFraming), broadcast.framed(websocketFraming));
  assert.deepEqual(broadcast.framed(tcpFraming), frameEnvelope(tcpFraming, broadcast.envelope));
});
