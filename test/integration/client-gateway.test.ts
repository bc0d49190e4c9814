// The Node client, the real gateway and a backend of the SDK: what a resume must keep whole is kept
// while transports break under load.

import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { connect, ConnectError, type Client, type NodeConnectOptions } from '../../src/sdk/client/node.js';
import { ERRORS } from '../../src/protocol/codes.js';
import { ApplicationError, type Backend } from '../../src/sdk/backend/backend.js';
import { startClientStage } from '../support/client-stage.js';
import { text } from '../support/model-gateway.js';
import { seededRandom } from '../support/seeded-random.js';

const read = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

async function joined(
  context: TestContext,
  url: string,
  options: Partial<NodeConnectOptions> = {},
): Promise<Client> {
  const client = await connect({ url, token: 'alice', random: () => 0.02, ...options });
  context.after(() => client.close());
  return client;
}

/** Echoes requests of 1000, answers 1001 with an application error, keeps what came in order. */
function game(taken: string[]): (backend: Backend) => void {
  return (backend) => {
    backend.on(1000, (payload) => {
      taken.push(read(payload));
      return payload;
    });
    backend.on(1001, () => {
      throw new ApplicationError(10_042, text('no'));
    });
  };
}

for (const scheme of ['tcp', 'ws'] as const) {
  test(`${scheme}: asks, is answered, fails with codes, is pushed to`, async (context) => {
    const stage = await startClientStage(context, game([]));
    const client = await joined(context, `${scheme}://${stage.direct}`);
    assert.equal(client.session?.user, 'alice');
    assert.equal(client.session.gateway, 'g1');
    assert.equal(read(await client.request(1000, text('hello'))), 'hello');
    await assert.rejects(client.request(1001, text('')), { code: 10_042, payload: text('no') });
    await assert.rejects(client.request(5000, text('')), { code: ERRORS.NO_ROUTE.code, name: 'NO_ROUTE' });
    const pushed = new Promise((resolve) => client.onPush(2000, resolve));
    stage.backend.push({ user: 'alice' }, 2000, text('news'));
    assert.deepEqual(await pushed, text('news'));
    const undelivered = new Promise((resolve) => client.on('undelivered', resolve));
    client.notify(5000, text(''));
    assert.deepEqual(await undelivered, { type: 5000, code: 1000, name: 'NO_ROUTE', count: 1 });
  });

  test(`${scheme}: nothing is lost or doubled while transports break under load`, async (context) => {
    const taken: string[] = [];
    const stage = await startClientStage(context, game(taken));
    // Almost no back-off: there shall be many resumes.
    const options = { random: () => 0.0005 };
    const client = await joined(context, `${scheme}://${stage.proxy.address}`, options);
    const pushes: string[] = [];
    client.onPush(2000, (payload) => pushes.push(read(payload)));
    const sessions = new Set<string>();
    client.on('connected', ({ session, resumed }) => {
      assert.equal(resumed, true);
      sessions.add(session);
    });
    const random = seededRandom(7);
    // A backend is told of a session before its first message.
    await client.request(1000, text('first'));
    const session = stage.backend.session(client.session?.id ?? '');
    assert.ok(session);

    const answers: Promise<Uint8Array>[] = [];
    // By count, not by time: a slow machine breaks less often in the same time.
    for (let round = 0; round < 500 && stage.proxy.connections < 20; round++) {
      stage.proxy.breakAfterBytes = Math.floor(200 + random() * 3_000);
      for (let count = 0; count < 5; count++) {
        answers.push(client.request(1000, text(String(answers.length)), { timeoutMs: 20_000 }));
        stage.backend.push({ session }, 2000, text(String(answers.length)));
      }
      if (random() < 0.2) stage.proxy.break();
      await new Promise((resolve) => setTimeout(resolve, random() * 10));
    }
    stage.proxy.breakAfterBytes = Infinity;
    const expected = answers.map((_, index) => String(index));
    assert.deepEqual((await Promise.all(answers)).map(read), expected);
    assert.deepEqual(taken, ['first', ...expected]);
    await client.request(1000, text('last'));
    assert.deepEqual(
      pushes,
      expected.map((value) => String(Number(value) + 1)),
    );
    assert.equal(sessions.size, 1);
    assert.ok(stage.proxy.connections >= 20, `only ${stage.proxy.connections} connections`);
  });
}

test('a kick ends the client with its reason', async (context) => {
  const stage = await startClientStage(context, game([]));
  const client = await joined(context, `tcp://${stage.direct}`);
  const closed = new Promise<{ name: string; reason: string }>((resolve) => client.on('closed', resolve));
  await stage.backend.kick({ user: 'alice' }, { reason: 'cheating' });
  const { name, reason } = await closed;
  assert.deepEqual([name, reason], ['KICKED', 'cheating']);
});

test('a refused token is the caller’s to know', async (context) => {
  const stage = await startClientStage(context, game([]));
  await assert.rejects(connect({ url: `ws://${stage.direct}`, token: 'refused' }), (error: unknown) => {
    assert.ok(error instanceof ConnectError);
    assert.equal(error.name, 'TOKEN_INVALID');
    return true;
  });
});

test('a refresh is taken for the same user and refused for another, and the old token stands', async (context) => {
  const stage = await startClientStage(context, game([]));
  const client = await joined(context, `tcp://${stage.direct}`);
  await client.refresh('alice');
  await assert.rejects(client.refresh('bob'), { code: ERRORS.TOKEN_REFUSED.code });
  assert.equal(read(await client.request(1000, text('still here'))), 'still here');
});

test('a heartbeat keeps an idle session, without a timer of the client', async (context) => {
  const stage = await startClientStage(context, game([]));
  const client = await joined(context, `ws://${stage.direct}`, { heartbeatMs: 100 });
  client.on('disconnected', ({ reason }) => {
    assert.fail(`disconnected: ${reason}`);
  });
  await new Promise((resolve) => setTimeout(resolve, 600));
  assert.equal(client.phase, 'open');
});
