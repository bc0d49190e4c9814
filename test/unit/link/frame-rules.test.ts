import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isFrameAllowed } from '../../../src/link/frame-rules.js';
import {
  encodeLinkFrame,
  LinkKind,
  newLinkHead,
  scanLinkFrame,
  type LinkFields,
  type LinkHead,
} from '../../../src/protocol/link-frames.js';

const BYTES = Uint8Array.of(8, 1);

interface Shape extends LinkFields {
  readonly envelope?: boolean;
  readonly body?: boolean;
}

function head({ envelope, body, ...fields }: Shape): LinkHead {
  const frame = encodeLinkFrame(fields, envelope ? BYTES : undefined, body ? BYTES : undefined);
  const scanned = newLinkHead();
  assert.ok(scanLinkFrame(frame, 4, frame.length, scanned));
  return scanned;
}

const REQUEST: Shape = { kind: LinkKind.REQUEST, session: 1, request: 1, type: 1000, envelope: true };

test('a REQUEST needs session, request, type and envelope; deadline and hops may be there, a body may not', () => {
  assert.ok(isFrameAllowed('dialler', head(REQUEST)));
  assert.ok(isFrameAllowed('dialler', head({ ...REQUEST, deadlineMs: 5, hops: 1 })));
  for (const missing of [{ session: 0 }, { request: 0 }, { type: 0 }, { envelope: false }])
    assert.ok(!isFrameAllowed('dialler', head({ ...REQUEST, ...missing })), JSON.stringify(missing));
  assert.ok(!isFrameAllowed('dialler', head({ ...REQUEST, body: true })));
});

test('only the side that a kind belongs to may send it', () => {
  const shapes: Record<'dialler' | 'listener' | 'both', Shape[]> = {
    dialler: [
      REQUEST,
      { kind: LinkKind.SESSION_OPENED, session: 1, body: true },
      { kind: LinkKind.SESSION_SUSPENDED, session: 1 },
      { kind: LinkKind.SESSION_RESUMED, session: 1, body: true },
      { kind: LinkKind.SESSION_CLOSED, session: 1 },
      { kind: LinkKind.SESSION_CHANGED, session: 1 },
      { kind: LinkKind.NOTIFY, session: 1, type: 1000, envelope: true },
      { kind: LinkKind.UNDELIVERED, body: true },
      { kind: LinkKind.DONE, request: 1 },
      { kind: LinkKind.RETIRE },
      { kind: LinkKind.GATEWAY_GONE, body: true },
    ],
    listener: [
      { kind: LinkKind.ANSWER, request: 1, envelope: true },
      { kind: LinkKind.PUSH, session: 1, envelope: true },
      { kind: LinkKind.PUSH_TO, envelope: true, body: true },
      { kind: LinkKind.GROUP_JOIN, body: true },
      { kind: LinkKind.GROUP_LEAVE, request: 1, body: true },
      { kind: LinkKind.SET_ATTRIBUTES, session: 1, body: true },
      { kind: LinkKind.KICK, body: true },
      { kind: LinkKind.PIN, session: 1, body: true },
      { kind: LinkKind.PIN, body: true },
      { kind: LinkKind.DRAIN },
      { kind: LinkKind.CONFIRM, request: 1 },
      { kind: LinkKind.FENCE, request: 1, body: true },
      { kind: LinkKind.AWAIT, request: 1, body: true },
    ],
    both: [
      { kind: LinkKind.PING },
      { kind: LinkKind.PONG, request: 1 },
      { kind: LinkKind.BYE, body: true },
      { kind: LinkKind.RELAY, type: 1000, envelope: true, body: true },
      { kind: LinkKind.CALL, request: 1, type: 1000, deadlineMs: 1, hops: 1, envelope: true, body: true },
      { kind: LinkKind.CALL_ANSWER, request: 1, envelope: true },
    ],
  };
  for (const side of ['dialler', 'listener'] as const)
    for (const [from, list] of Object.entries(shapes))
      for (const shape of list)
        assert.equal(
          isFrameAllowed(side, head(shape)),
          from === side || from === 'both',
          JSON.stringify(shape),
        );
});

test('greeting kinds and unknown kinds are never allowed on an open link', () => {
  for (const kind of [0, 1, 2, 3, 8, 9, 16, 19, 28, 33, 47, 51, 2 ** 32 - 1])
    for (const side of ['dialler', 'listener'] as const)
      assert.ok(!isFrameAllowed(side, head({ kind, body: true })), String(kind));
});
