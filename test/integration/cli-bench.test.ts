// `causeway bench` against a gateway and its echo in this process, over real sockets.

import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { SignJWT } from 'jose';
import type { LoadResult } from '../../src/cli/bench/load.js';
import { causeway, type Said } from '../support/command-line.js';
import { startEchoGateway, TOKEN_SECRET, type EchoGateway } from '../support/echo-gateway.js';

let stage: EchoGateway;
let folder: string;

before(async () => {
  stage = await startEchoGateway();
  folder = await mkdtemp(path.join(tmpdir(), 'causeway-bench-'));
  const token = new SignJWT({ sub: 'bench' }).setProtectedHeader({ alg: 'HS256' });
  await writeFile(path.join(folder, 'token'), await token.sign(Buffer.from(TOKEN_SECRET)));
});

after(async () => {
  await stage.stop();
  await rm(folder, { recursive: true, force: true });
});

function bench(scheme: string, ...argv: readonly string[]): Promise<Said> {
  const url = `${scheme}://127.0.0.1:${stage.gateway.address.port}`;
  const files = ['--token-file', path.join(folder, 'token'), '--state-dir', folder];
  return causeway(['bench', url, ...files, '--seconds', '1', '--warm-up', '0', ...argv]);
}

/** Requests that the gateway has answered with success, ever. */
function answered(): number {
  return [...stage.gateway.routing.routes()].reduce((sum, { succeeded }) => sum + succeeded, 0);
}

describe('bench', () => {
  for (const scheme of ['ws', 'tcp'])
    test(`${scheme}: every request is answered, and the gateway counts the same`, async () => {
      const before = answered();
      const args = ['--type', '1000', '--sessions', '5', '--outstanding', '3', '--payload', '1000'];
      const { exitCode, out, err } = await bench(scheme, ...args, '--json');
      const result = JSON.parse(out.join('')) as LoadResult;
      assert.deepEqual([exitCode, err, result.faults, result.unanswered], [0, [], {}, 0]);
      assert.equal(result.sessions, 5);
      assert.ok(result.messages > 0 && result.messages <= result.answersTotal);
      assert.equal(result.answersTotal, result.requestsTotal);
      assert.equal(answered() - before, result.requestsTotal);
    });

  test('at a rate it sends what is planned and no more', async () => {
    const { exitCode, out } = await bench(
      'ws',
      '--type',
      '1000',
      '--sessions',
      '4',
      '--rate',
      '200',
      '--json',
    );
    const { requestsTotal, answersTotal, rate } = JSON.parse(out.join('')) as LoadResult;
    assert.equal(rate?.plannedPerSecond, 200);
    // A busy machine may miss any rate.
    assert.equal(exitCode, rate.isMissed ? 1 : 0);
    assert.equal(answersTotal, requestsTotal);
    // One second and what the event loop took longer; a closed loop would send thousands.
    assert.ok(requestsTotal >= 150 && requestsTotal < 2_000, `${requestsTotal} requests`);
  });

  test('a type without a route fails, with the code', async () => {
    const { exitCode, out } = await bench('tcp', '--type', '4711', '--sessions', '1');
    assert.equal(exitCode, 1);
    assert.match(out.join('\n'), /× code 1000 NO_ROUTE/);
  });

  test('a refused token fails, and says so', async () => {
    await writeFile(path.join(folder, 'wrong'), 'no token');
    const { exitCode, err } = await bench('ws', '--type', '1000', '--token-file', path.join(folder, 'wrong'));
    assert.equal(exitCode, 1);
    assert.match(err.join('\n'), /^session \d+ of 100: Disconnect: TOKEN_INVALID/);
  });

  test('sessions that have little to do answer the heartbeat', async () => {
    const beating = await startEchoGateway(undefined, { session: { heartbeatMs: 300 } });
    try {
      const url = `ws://127.0.0.1:${beating.gateway.address.port}`;
      const files = ['--token-file', path.join(folder, 'token'), '--state-dir', folder];
      const load = ['--type', '1000', '--sessions', '3', '--rate', '1', '--seconds', '2', '--json'];
      const { exitCode, out } = await causeway(['bench', url, ...files, ...load]);
      assert.deepEqual([exitCode, (JSON.parse(out.join('')) as LoadResult).faults], [0, {}]);
    } finally {
      await beating.stop();
    }
  });

  test('nobody listens', async () => {
    const argv = ['bench', 'tcp://127.0.0.1:1', '--type', '1000', '--token-file', path.join(folder, 'token')];
    const { exitCode, err } = await causeway([...argv, '--state-dir', folder]);
    assert.equal(exitCode, 1);
    assert.match(err.join('\n'), /ECONNREFUSED/);
  });
});
