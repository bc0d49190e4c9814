// The Node client over real sockets, against the scripted gateway: both transports do the same.

import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import {
  connect,
  ConnectError,
  RequestError,
  type Client,
  type ClientEvents,
} from '../../src/sdk/client/node.js';
import { Advice, DISCONNECTS, ERRORS } from '../../src/protocol/codes.js';
import type { PushType, RequestType } from '../../src/protocol/catalogue.js';
import { disconnectEnvelope, text } from '../support/model-gateway.js';
import { ScriptedGateway } from '../support/scripted-gateway.js';

const decodeText = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
const words = {
  name: 'test.Words',
  encode: ({ text: value = '' }) => text(value),
  decode: (bytes: Uint8Array) => ({ text: decodeText(bytes) }),
};
const Say: RequestType<{ text: string }, { text: string }> = { ...words, type: 1000, reply: words };
const Heard: PushType<{ text: string }> = { ...words, type: 2000, push: true };

function next<Name extends keyof ClientEvents>(client: Client, name: Name): Promise<ClientEvents[Name]> {
  return new Promise((resolve) => {
    const stop = client.on(name, (event) => {
      stop();
      resolve(event);
    });
  });
}

let gateway: ScriptedGateway;
let clients: Client[] = [];

async function connected(url: string, options: Partial<Parameters<typeof connect>[0]> = {}): Promise<Client> {
  const client = await connect({ url, token: 'token', random: () => 0.01, ...options });
  clients.push(client);
  return client;
}

beforeEach(async () => {
  gateway = await ScriptedGateway.start();
});

afterEach(async () => {
  await Promise.all(clients.map((client) => client.close()));
  clients = [];
  await gateway.stop();
});

for (const transport of ['tcp', 'ws'] as const) {
  const url = (): string => (transport === 'tcp' ? gateway.tcpUrl : gateway.wsUrl);

  describe(`client over ${transport}`, () => {
    it('connects, asks, and is answered, by number and by descriptor', async () => {
      const client = await connected(url());
      assert.deepEqual(client.session, { id: 'session-1', user: 'alice', gateway: 'model' });
      assert.equal(decodeText(await client.request(1000, text('hi'))), 'hi');
      assert.deepEqual(await client.request(Say, { text: 'hello' }, { key: 'room-1' }), { text: 'hello' });
    });

    it('hears pushes that came with the Welcome', async () => {
      gateway.model.onWelcome = () => gateway.model.push(2000, 'early');
      const client = await connected(url());
      const heard = await new Promise((resolve) => client.onPush(Heard, resolve));
      assert.deepEqual(heard, { text: 'early' });
    });

    it('carries large envelopes in order', async () => {
      const client = await connected(url());
      const sizes = [60_000, 1, 30_000, 0, 65_000];
      const answers = await Promise.all(sizes.map((size) => client.request(1000, new Uint8Array(size))));
      assert.deepEqual(
        answers.map((answer) => answer.length),
        sizes,
      );
    });

    it('survives a broken transport: open requests are answered, pushes are not lost', async () => {
      const client = await connected(url());
      const pushes: string[] = [];
      client.onPush(Heard, ({ text: value }) => pushes.push(value));
      await client.request(1000, text('first'));
      gateway.drop();
      gateway.model.push(2000, 'missed');
      const answer = client.request(1000, text('second'));
      assert.equal((await next(client, 'connected')).resumed, true);
      assert.equal(decodeText(await answer), 'second');
      assert.deepEqual(pushes, ['missed']);
      assert.deepEqual(gateway.model.taken, ['first', 'second']);
    });

    it('obeys a Disconnect: its reason, its wait, a new session', async () => {
      const client = await connected(url());
      const disconnected = next(client, 'disconnected');
      const back = next(client, 'connected');
      gateway.disconnect(
        disconnectEnvelope({ code: 17, reason: 'full', advice: Advice.CONNECT, retryAfterMs: 20 }),
      );
      assert.deepEqual(await disconnected, {
        code: 17,
        name: 'OVERLOADED',
        reason: 'full',
        advice: Advice.CONNECT,
        willRetryInMs: 20,
      });
      assert.deepEqual(await back, { session: 'session-2', user: 'alice', gateway: 'model', resumed: false });
    });

    it('takes a broken frame for a violation and says so', async () => {
      const client = await connected(url());
      const disconnected = next(client, 'disconnected');
      const back = next(client, 'connected');
      gateway.sendRaw(transport === 'tcp' ? Uint8Array.of(0xff, 0, 0, 0) : 'text');
      assert.equal((await disconnected).name, transport === 'tcp' ? 'FRAME_TOO_LARGE' : 'MALFORMED');
      await back;
      assert.equal(gateway.model.disconnects.length, 1);
    });

    it('closes: open requests fail, the gateway is told, the transport ends', async () => {
      const client = await connected(url());
      gateway.script = (envelope) => (gateway.model.take(envelope), []);
      const failed = client.request(1000, text('x')).catch((error: unknown) => error);
      await client.close();
      const error = await failed;
      assert.ok(error instanceof RequestError);
      assert.deepEqual([error.code, error.name, error.outcomeKnown], [1900, 'SESSION_LOST', false]);
      assert.equal(gateway.model.disconnects[0]?.code, DISCONNECTS.CLOSED.code);
      await assert.rejects(client.request(1000, text('y')), { code: ERRORS.NOT_CONNECTED.code });
      const result = client.notify(1001, text('z'));
      assert.equal(result.ok || result.error.name, 'NOT_CONNECTED');
    });

    it('rejects with the gateway’s reason when it will not have us', async () => {
      gateway.script = () => [
        disconnectEnvelope({ code: 8, reason: 'no such user', advice: Advice.AUTHENTICATE }),
      ];
      await assert.rejects(connected(url()), (error: unknown) => {
        assert.ok(error instanceof ConnectError);
        assert.deepEqual([error.code, error.name], [8, 'TOKEN_INVALID']);
        assert.match(error.message, /no such user/);
        return true;
      });
    });

    it('refreshes its token', async () => {
      const client = await connected(url());
      await client.refresh('new');
      gateway.drop();
      await next(client, 'connected');
      assert.equal(gateway.model.hellos.at(-1)?.token, 'new');
    });
  });
}

describe('connect', () => {
  it('gives up in time when nobody answers, and says why', async () => {
    const url = gateway.tcpUrl;
    await gateway.stop();
    await assert.rejects(connected(url, { connectTimeoutMs: 50 }), /gave up after 50 ms: .*ECONNREFUSED/);
    gateway = await ScriptedGateway.start();
  });

  it('can be aborted, before and during', async () => {
    await assert.rejects(connected(gateway.tcpUrl, { signal: AbortSignal.abort() }), { name: 'AbortError' });
    gateway.script = () => [];
    const controller = new AbortController();
    const pending = connected(gateway.tcpUrl, { signal: controller.signal });
    controller.abort();
    await assert.rejects(pending, /aborted/);
  });

  it('refuses a URL that cannot be', async () => {
    await assert.rejects(connected('http://x'), /expected ws:\/\//);
    await assert.rejects(connected('tcp://x'), /names no port/);
  });

  it('asks the token function again when its token is refused', async () => {
    let calls = 0;
    const token = (): string => `token-${++calls}`;
    let refusals = 1;
    gateway.script = (envelope) =>
      refusals-- > 0
        ? [disconnectEnvelope({ code: 9, advice: Advice.AUTHENTICATE })]
        : gateway.model.take(envelope);
    await connected(gateway.wsUrl, { token });
    assert.equal(gateway.model.hellos[0]?.token, 'token-2');
  });
});
