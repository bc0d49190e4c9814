// What a client sends at once is served in portions (src/transport/read-portions.ts), whole and in order.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { FrameStatus } from '../../../src/protocol/frames.js';
import { tcpPipe, websocketPipe } from '../../../src/transport/framed-transport.js';
import { PORTION_FRAMES, PUT_OFF_BUDGET_MS } from '../../../src/transport/read-portions.js';
import { toHex } from '../../support/golden.js';
import { BINARY, frame, PING, setup, type Setup } from './framed-rig.js';

describe('a burst in one read', () => {
  const BURST = PORTION_FRAMES * 2 + 10;
  const burst = (of: (index: number) => number[]): number[] =>
    Array.from({ length: BURST }, (_, index) => of(index)).flat();
  const tcpBurst = burst((index) => [0, 0, 0, 1, index & 0xff]);
  const envelopes = ({ sink }: Setup): string[] => sink.heard.filter((line) => line.startsWith('envelope'));
  const all = Array.from({ length: BURST }, (_, index) => `envelope ${toHex(Uint8Array.of(index & 0xff))}`);
  const nextTurn = ({ turns }: Setup): void => {
    for (const run of turns.splice(0)) run();
  };

  for (const [pipe, bytes] of [
    [tcpPipe, tcpBurst],
    [websocketPipe, burst((index) => frame(BINARY, index & 0xff))],
  ] as const)
    test(`is a portion of frames, and the rest in the turns behind it (${pipe.framing.name})`, () => {
      const made = setup(pipe);
      // So slow that each turn has room for one portion.
      made.sink.onEach = () => {
        made.clock.advance(1);
        return true;
      };
      made.socket.arrive(...bytes);
      assert.equal(envelopes(made).length, PORTION_FRAMES);
      assert.deepEqual(made.socket.takeCalls(), ['pause']);
      nextTurn(made);
      assert.equal(envelopes(made).length, PORTION_FRAMES * 2);
      nextTurn(made);
      assert.deepEqual(envelopes(made), all);
      assert.deepEqual(made.socket.takeCalls(), ['pause', 'resume']);
      assert.deepEqual([made.turns.length, made.owner.readsPutOff], [0, 2]);
    });

  test('all of it came when it was read: a client sends no slower because the gateway is slow', () => {
    const made = setup(tcpPipe);
    const times = new Set<number>();
    made.sink.onEach = () => {
      times.add(made.transport.readAtMs());
      made.clock.advance(PUT_OFF_BUDGET_MS);
      return true;
    };
    made.clock.advance(100);
    made.socket.arrive(...tcpBurst);
    while (made.turns.length > 0) nextTurn(made);
    assert.equal(envelopes(made).length, BURST);
    assert.equal(times.size, PORTION_FRAMES + 1, 'all behind the first portion came when that was done');
  });

  test('pings are frames too', () => {
    const made = setup(websocketPipe);
    let pings = 0;
    made.sink.onPing = () => ++pings > 0;
    made.socket.arrive(...burst(() => frame(PING)));
    assert.equal(pings, PORTION_FRAMES);
    nextTurn(made);
    assert.equal(pings, BURST);
  });

  test('of pings that end the transport: the socket is read on to see the client end', () => {
    const made = setup(websocketPipe);
    made.sink.onPing = () => {
      made.transport.close(1);
      return false;
    };
    made.socket.arrive(...burst(() => frame(PING)));
    while (made.turns.length > 0) nextTurn(made);
    assert.deepEqual(
      made.socket.calls.filter((call) => !call.startsWith('write')),
      ['end', 'resume'],
    );
  });

  test('what is read meanwhile comes behind it', () => {
    const made = setup(tcpPipe);
    made.socket.arrive(...tcpBurst);
    made.socket.arrive(0, 0, 0, 1, 0xee);
    assert.equal(envelopes(made).length, PORTION_FRAMES);
    nextTurn(made);
    assert.deepEqual(envelopes(made), [...all, 'envelope ee']);
  });

  test('its rest is nobody’s when the transport has ended', () => {
    for (const end of ['close', 'destroy'] as const) {
      const made = setup(tcpPipe);
      made.socket.arrive(...tcpBurst);
      made.transport[end](1);
      made.socket.takeCalls();
      nextTurn(made);
      assert.equal(envelopes(made).length, PORTION_FRAMES);
      assert.deepEqual(made.socket.calls, []);
    }
  });

  test('the end of sending is heard behind its rest, however many turns that takes', () => {
    const made = setup(tcpPipe);
    made.sink.onEach = () => {
      made.clock.advance(1);
      return true;
    };
    made.socket.arrive(...tcpBurst);
    made.socket.sink?.onEnd();
    while (made.turns.length > 0) nextTurn(made);
    assert.deepEqual(made.sink.heard.slice(-2), [all.at(-1), 'lost the client finished sending']);
    assert.deepEqual(envelopes(made), all);
    assert.deepEqual(made.socket.calls, ['pause', 'pause', 'end', 'resume']);
  });

  test('a violation in its rest is told, and the socket read on to see the client end', () => {
    const made = setup(tcpPipe);
    made.socket.arrive(...tcpBurst, 0xff, 0, 0, 0);
    nextTurn(made);
    assert.equal(made.sink.heard.at(-1), `violation ${FrameStatus.TOO_LARGE}`);
    assert.equal(made.socket.calls.at(-1), 'resume');
  });

  test('in any split of the bytes the same envelopes come, in order', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: tcpBurst.length - 1 }), { maxLength: 6 }), (cuts) => {
        const made = setup(tcpPipe);
        const ends = [...cuts.sort((a, b) => a - b), tcpBurst.length];
        let at = 0;
        for (const [index, end] of ends.entries()) {
          made.socket.arrive(...tcpBurst.slice(at, end));
          if (index % 2 === 1) nextTurn(made);
          at = end;
        }
        while (made.turns.length > 0) nextTurn(made);
        assert.deepEqual(envelopes(made), all);
      }),
    );
  });
});
