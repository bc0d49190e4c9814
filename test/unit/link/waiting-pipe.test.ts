import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encodeLinkFrame, LinkCloseCode, LinkKind } from '../../../src/protocol/link-frames.js';
import { WaitingPipe, type LinkPipe } from '../../../src/link/waiting-pipe.js';

interface Bed {
  readonly pipe: WaitingPipe;
  readonly heard: string[];
}

function bed(queueBytesMax = 1000, frameBytesMax = 500): Bed {
  const heard: string[] = [];
  const pipe = new WaitingPipe({
    queueBytesMax,
    frameBytesMax,
    onDemand: () => heard.push('demand'),
    onClose: (code, reason) => heard.push(`close ${code} ${reason}`),
  });
  return { pipe, heard };
}

/** A connection that takes so many frames. */
function taking(frames: number): { pipe: LinkPipe; taken: Uint8Array[] } {
  const taken: Uint8Array[] = [];
  const writeFrame = (frame: Uint8Array): boolean => taken.length < frames && taken.push(frame) > 0;
  const pipe = {
    queuedBytes: 0,
    peerFrameBytesMax: 500,
    writeEnvelope: () => false,
    writeFrame,
    close: () => undefined,
  };
  return { pipe, taken };
}

const frame = (request: number): Uint8Array => encodeLinkFrame({ kind: LinkKind.PING, request });

test('the first frame asks for a connection, which gets all of them in order, as they would have been', () => {
  const { pipe, heard } = bed();
  assert.ok(pipe.writeFrame(frame(1)));
  const envelope = Uint8Array.of(9, 8, 100, 9);
  assert.ok(pipe.writeEnvelope(LinkKind.NOTIFY, 2, 0, 100, 0, 0, envelope, 1, 3));
  assert.ok(pipe.writeFrame(frame(3)));
  assert.deepEqual(heard, ['demand']);
  const { pipe: connection, taken } = taking(9);
  assert.ok(pipe.moveTo(connection, () => 0));
  const notify = encodeLinkFrame({ kind: LinkKind.NOTIFY, session: 2, type: 100 }, Uint8Array.of(8, 100));
  assert.deepEqual(taken, [frame(1), notify, frame(3)]);
  assert.equal(pipe.queuedBytes, 0);
});

test('what does not fit is refused: the queue, a frame longer than any link takes', () => {
  const { pipe, heard } = bed(20, 500);
  assert.ok(!pipe.writeFrame(new Uint8Array(600)));
  assert.deepEqual(heard, [], 'nothing waits, nobody dials');
  assert.ok(pipe.writeFrame(new Uint8Array(15)));
  assert.ok(!pipe.writeFrame(new Uint8Array(6)));
  assert.equal(pipe.queuedBytes, 15);
});

test('a request goes with the time that is left to it, and not at all when nobody waits for its answer', () => {
  const { pipe } = bed();
  const envelope = Uint8Array.of(8, 100);
  const body = Uint8Array.of(10, 1, 97);
  const request = { kind: LinkKind.REQUEST, session: 2, type: 100, hops: 1 };
  const call = { kind: LinkKind.CALL, type: 100 };
  pipe.writeEnvelope(LinkKind.REQUEST, 2, 1, 100, 5_000, 1, envelope, 0, 2);
  pipe.writeEnvelope(LinkKind.REQUEST, 2, 2, 100, 5_000, 1, envelope, 0, 2);
  pipe.writeFrame(encodeLinkFrame({ ...call, request: 3, deadlineMs: 700 }, envelope, body));
  pipe.writeFrame(encodeLinkFrame({ ...call, request: 4 }, envelope, body));
  pipe.writeFrame(frame(1));
  const { pipe: connection, taken } = taking(9);
  const waited = new Map([
    [2, 1_200.25],
    [3, 700],
    [4, 800],
  ]);
  assert.ok(pipe.moveTo(connection, (id) => waited.get(id)));
  assert.deepEqual(taken, [
    encodeLinkFrame({ ...request, request: 2, deadlineMs: 3_800 }, envelope),
    encodeLinkFrame({ ...call, request: 3, deadlineMs: 1 }, envelope, body),
    encodeLinkFrame({ ...call, request: 4 }, envelope, body),
    frame(1),
  ]);
});

test('whoever wants to know hears that a frame never left', () => {
  const { pipe, heard } = bed();
  for (const name of ['a', 'b', 'c']) pipe.writeFrame(frame(1), () => heard.push(name));
  pipe.writeFrame(frame(1));
  assert.ok(!pipe.moveTo(taking(1).pipe, () => 0));
  pipe.fail();
  pipe.fail();
  assert.deepEqual(heard, ['demand', 'b', 'c']);
});

test('its owner gives it up', () => {
  const { pipe, heard } = bed();
  pipe.close(LinkCloseCode.LINK_SLOW, 'why');
  assert.deepEqual(heard, ['close 10 why']);
});
