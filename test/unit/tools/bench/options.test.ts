import assert from 'node:assert/strict';
import { test } from 'node:test';
import { benchOptions } from '../../../../tools/bench/options.js';

const optionsOf = (...argv: readonly string[]): ReturnType<typeof benchOptions> =>
  benchOptions([...argv, '--peers', ''], () => '/build');

test('how sockets are read is in the name of the peer, so no setting may change it', () => {
  assert.throws(() => optionsOf('--env', 'CAUSEWAY_SOCKETS=public'), /write --sockets/);
  const { env, peers } = optionsOf('--env', 'CAUSEWAY_LOG_LEVEL=info', '--sockets', 'public');
  assert.deepEqual(env, { CAUSEWAY_LOG_LEVEL: 'info' });
  assert.deepEqual(
    peers.map(({ name }) => name),
    ['causeway-public'],
  );
});

test('a build that is brought along is not of the sources as they are', () => {
  assert.equal(optionsOf().isOwnBuild, true);
  assert.equal(optionsOf('--dist', 'elsewhere').isOwnBuild, false);
});
