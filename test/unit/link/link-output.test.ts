import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LinkOutput } from '../../../src/link/link-output.js';
import { encodeLinkFrame, LinkKind } from '../../../src/protocol/link-frames.js';
import { FakeSocket, FakeTurns } from './link-fakes.js';

function setUp(): { socket: FakeSocket; turns: FakeTurns; output: LinkOutput } {
  const socket = new FakeSocket();
  const turns = new FakeTurns();
  return { socket, turns, output: new LinkOutput(socket, turns.schedule) };
}

const frameOf = (bytes: number): Uint8Array =>
  encodeLinkFrame({ kind: LinkKind.PUSH, session: 1 }, Buffer.alloc(bytes, bytes));

test('an envelope is written as encodeLinkFrame would write it', () => {
  for (const bytes of [1, 127, 128, 10_000, 20_000, 200_000]) {
    const { socket, turns, output } = setUp();
    const envelope = Buffer.alloc(bytes, 7);
    const fields = { kind: LinkKind.REQUEST, session: 2 ** 32 - 1, request: 2 ** 53 - 1, type: 300 };
    output.appendEnvelope(fields.kind, fields.session, fields.request, 300, 2, 3, envelope, 0, bytes);
    turns.runAll();
    const expected = encodeLinkFrame({ ...fields, deadlineMs: 2, hops: 3 }, envelope);
    assert.deepEqual(Buffer.from(socket.takeWritten()), Buffer.from(expected));
  }
});

test('nothing is written before the flush of the turn, and a full buffer goes at once', () => {
  const { socket, turns, output } = setUp();
  output.appendFrame(frameOf(100));
  assert.equal(socket.writes, 0);
  for (let count = 0; count < 5; count++) output.appendFrame(frameOf(16_000));
  assert.equal(socket.writes, 1);
  turns.runAll();
  assert.equal(socket.writes, 2);
});

test('while the kernel takes nothing, turns add no writes; queuedBytes counts all of it', () => {
  const { socket, turns, output } = setUp();
  socket.blocked = true;
  let bytes = 0;
  for (let turn = 0; turn < 10; turn++) {
    const frame = frameOf(50);
    bytes += frame.length;
    output.appendFrame(frame);
    turns.runAll();
  }
  assert.equal(socket.writes, 1);
  assert.equal(output.queuedBytes, bytes);
  assert.equal(output.takenBytes, 0);
  socket.blocked = false;
  socket.sink = { onBytes: fail, onEnd: fail, onClosed: fail, onDrain: () => output.drained() };
  socket.takeWritten();
  assert.equal(socket.writes, 2);
  assert.equal(output.takenBytes, bytes);
});

test('a buffer that the socket kept is not written into again', () => {
  const { socket, turns, output } = setUp();
  const kept: Uint8Array[] = [];
  socket.write = (bytes) => {
    kept.push(bytes);
    return false;
  };
  output.appendFrame(frameOf(10));
  turns.runAll();
  const copy = Uint8Array.from(kept[0] ?? assert.fail());
  output.appendFrame(frameOf(20));
  assert.deepEqual(Uint8Array.from(kept[0] ?? assert.fail()), copy);
});

function fail(): void {
  assert.fail('not expected');
}
