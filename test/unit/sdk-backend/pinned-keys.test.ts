import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { newLinkHead, scanLinkFrame } from '../../../src/protocol/link-frames.js';
import { pin } from '../../../src/protocol/link-messages.js';
import { callError } from '../../../src/sdk/backend/errors.js';
import { PinnedKeys, type TellGateway } from '../../../src/sdk/backend/pinned-keys.js';
import { bytes, FakePath } from './fake-path.js';

const [first, second] = [new FakePath('gateway-1'), new FakePath('gateway-2')];
const links = [first, second];
const done: TellGateway = () => Promise.resolve();

const bind = (server: string, key = 'room-1', service = 'world') => ({ service, key: bytes(key), server });

/** What a gateway would be told that links now. */
function told(keys: PinnedKeys): string[] {
  const head = newLinkHead();
  return [...keys.frames()].map((frame) => {
    assert.ok(scanLinkFrame(frame, 4, frame.length, head));
    const { service, key, server } =
      pin.decode(frame.subarray(head.bodyStart, head.bodyEnd)) ?? assert.fail();
    return `${service}/${Buffer.from(key).toString()} ${server}`;
  });
}

describe('keys bound to instances', () => {
  test('are told to every gateway, and to those that link later', async () => {
    const keys = new PinnedKeys();
    const heard: (string | undefined)[] = [];
    await keys.set(bind('world-1'), links, (link) => Promise.resolve(heard.push(link?.gatewayId)));
    assert.deepEqual(heard, ['gateway-1', 'gateway-2']);
    await keys.set(bind('world-2', 'room-2'), links, done);
    await keys.set(bind('chat-1', 'room-1', 'chat'), links, done);
    await keys.set(bind('world-3'), links, done);
    assert.deepEqual(told(keys), ['world/room-2 world-2', 'chat/room-1 chat-1', 'world/room-1 world-3']);
    await keys.set(bind('', 'room-2'), links, done);
    assert.deepEqual(told(keys), ['chat/room-1 chat-1', 'world/room-1 world-3']);
  });

  test('the key is the caller’s to change', async () => {
    const keys = new PinnedKeys();
    const pinned = bind('world-1');
    await keys.set(pinned, links, done);
    pinned.key.fill(0);
    assert.deepEqual(told(keys), ['world/room-1 world-1']);
  });

  test('a gateway that is lost meanwhile is told when it links again', async () => {
    const keys = new PinnedKeys();
    await keys.set(bind('world-1'), links, (link) =>
      link === first ? Promise.reject(callError('INSTANCE_LOST', 'test')) : Promise.resolve(),
    );
    assert.deepEqual(told(keys), ['world/room-1 world-1']);
  });

  test('what one refuses, all lose or nobody can hear is an error, and not told later', async () => {
    const keys = new PinnedKeys();
    const fails = (name: 'BAD_COMMAND' | 'INSTANCE_LOST', at: readonly unknown[]): TellGateway => {
      return (link) => (at.includes(link) ? Promise.reject(callError(name, 'test')) : Promise.resolve());
    };
    await assert.rejects(keys.set(bind('w'), links, fails('BAD_COMMAND', [second])), { name: 'BAD_COMMAND' });
    await assert.rejects(keys.set(bind('w'), links, fails('INSTANCE_LOST', links)), {
      name: 'INSTANCE_LOST',
    });
    const nobody: TellGateway = (link) => {
      assert.equal(link, undefined);
      return Promise.reject(callError('NOT_CONNECTED', 'test'));
    };
    await assert.rejects(keys.set(bind('w'), [], nobody), { name: 'NOT_CONNECTED' });
    assert.deepEqual(told(keys), []);
  });

  test('one that was set anew meanwhile stays', async () => {
    const keys = new PinnedKeys();
    let refuse: (error: Error) => void = () => undefined;
    const slow = keys.set(bind('world-1'), [first], () => new Promise((_, reject) => (refuse = reject)));
    await keys.set(bind('world-2'), [first], done);
    refuse(callError('BAD_COMMAND', 'test'));
    await assert.rejects(slow);
    assert.deepEqual(told(keys), ['world/room-1 world-2']);
  });

  test('are as many as a gateway remembers', async () => {
    const keys = new PinnedKeys();
    for (let at = 0; at <= 65_536; at++) await keys.set(bind('w', String(at)), [first], done);
    const [oldest] = told(keys);
    assert.equal(oldest, 'world/1 w');
  });
});
