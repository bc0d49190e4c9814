// What strangers at a backend's port can take: over real sockets, since it is Node's server that keeps the limits.
import assert from 'node:assert/strict';
import { connect, type Socket } from 'node:net';
import { test, type TestContext } from 'node:test';
import { systemClock } from '../../../src/clock.js';
import { DEFAULT_LINK_LIMITS, type LinkOptions, type LinkSink } from '../../../src/link/link-connection.js';
import { listenForLinks, type LinkListener, type OpenLink } from '../../../src/link/link-listener.js';
import { silentLog } from '../../../src/log.js';
import { LinkRole } from '../../../src/protocol/link-frames.js';
import { findOpenssl } from '../../../tools/testenv/tools.js';
import { TestAuthority } from '../../support/certificates.js';
import { skipUnless } from '../../support/require.js';

const OPTIONS: LinkOptions = {
  side: 'listener',
  role: LinkRole.BACKEND,
  id: 'game-1',
  secrets: [],
  nonce: new Uint8Array(16),
  limits: DEFAULT_LINK_LIMITS,
  clock: systemClock,
  scheduleFlush: setImmediate,
};
const SINK: LinkSink = {
  onReady: () => undefined,
  onFrame: () => 0,
  onDrain: () => undefined,
  onClosed: () => undefined,
};

/** A stranger's connection, and its end. */
async function visit(
  context: TestContext,
  { port }: LinkListener,
): Promise<{ socket: Socket; ended: Promise<unknown> }> {
  const socket = connect(port, '127.0.0.1');
  context.after(() => {
    socket.destroy();
  });
  socket.on('error', () => undefined);
  // Not `once`, which takes a reset for a failure.
  const on = (event: string): Promise<unknown> => new Promise((resolve) => socket.on(event, resolve));
  const ended = on('close');
  socket.resume();
  await Promise.race([on('connect'), ended]);
  return { socket, ended };
}

test('more connections than there may be are closed unread; room is there again when one goes', async (context) => {
  let accepted = 0;
  let heard: () => void = () => undefined;
  const onConnection = (open: OpenLink): void => {
    open(OPTIONS, SINK);
    accepted++;
    heard();
  };
  const listener = await listenForLinks('127.0.0.1', 0, onConnection, undefined, 2);
  context.after(() => {
    listener.close();
  });
  const first = await visit(context, listener);
  await visit(context, listener);
  const third = await visit(context, listener);
  await third.ended;
  assert.equal(accepted, 2);
  first.socket.resetAndDestroy();
  const next = new Promise<void>((resolve) => {
    heard = resolve;
  });
  // The server may hear of the end after the next connection.
  const again = async (): Promise<void> => {
    const { ended } = await visit(context, listener);
    await Promise.race([next, ended]);
    if (accepted === 2) await again();
  };
  await again();
  assert.equal(accepted, 3);
});

test(
  'who says nothing to a port under TLS is gone with the deadline of the handshake',
  { skip: skipUnless(findOpenssl()), timeout: 60_000 },
  async (context) => {
    const authority = new TestAuthority();
    context.after(() => {
      authority.remove();
    });
    let accepted = 0;
    const tls = { ...authority.issue('backend'), clock: systemClock, log: silentLog };
    const listener = await listenForLinks('127.0.0.1', 0, () => accepted++, tls);
    context.after(() => {
      listener.close();
    });
    const { ended } = await visit(context, listener);
    await ended;
    assert.equal(accepted, 0);
  },
);
