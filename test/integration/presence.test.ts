// Who is online, from a client's login to a backend's listener: real clients, two gateways, real links, the SDK.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { SignJWT } from 'jose';
import { MemoryCluster, MemoryHub } from '../../src/cluster/memory.js';
import { createBackend, type Backend } from '../../src/sdk/backend/backend.js';
import { connect, type Client } from '../../src/sdk/client/node.js';
import { LINK_SECRET, startEchoGateway, TOKEN_SECRET, type EchoGateway } from '../support/echo-gateway.js';
import { eventually } from '../support/journal.js';
import { instance } from '../support/routing-world.js';
import { silentLog } from '../../src/log.js';

let backend: Backend;
let gateways: EchoGateway[];

before(async () => {
  backend = createBackend({ service: 'friends', serverId: 'friends-1', secrets: LINK_SECRET.toString() });
  const { port } = await backend.start();
  const hub = new MemoryHub();
  const beside = { instances: [instance('friends-1', 'friends', { port })], routes: [], log: silentLog };
  gateways = [];
  for (const gatewayId of ['a', 'b'])
    gateways.push(
      await startEchoGateway(beside, { session: { gatewayId }, cluster: new MemoryCluster(gatewayId, hub) }),
    );
});

after(async () => {
  for (const gateway of gateways) await gateway.stop();
  await backend.close();
});

async function login(user: string, at: number): Promise<Client> {
  const token = await new SignJWT({ sub: user })
    .setProtectedHeader({ alg: 'HS256' })
    .sign(Buffer.from(TOKEN_SECRET));
  return connect({ url: `ws://127.0.0.1:${gateways[at]?.gateway.address.port ?? 0}`, token });
}

const heardAll = (heard: readonly string[], ...expected: string[]): Promise<boolean> =>
  eventually(
    expected.join(', '),
    () => heard.join() === expected.join(),
    (met) => met,
  );

describe('a backend', () => {
  test('asks who is online, and hears who comes and goes at every gateway', async () => {
    const alice = await login('alice', 1);
    const [online, ...more] = await backend.whoIsOnline('alice');
    assert.deepEqual([online?.id, online?.gateway, more.length], [alice.session?.id, 'b', 0]);
    assert.deepEqual(await backend.whoIsOnline(['bob']), []);

    const heard: string[] = [];
    const watch = backend.watchPresence(
      { users: ['alice', 'bob'] },
      {
        entered: ({ user, gateway }) => heard.push(`+${user}@${gateway}`),
        left: ({ user, gateway }) => heard.push(`-${user}@${gateway}`),
        changed: ({ user, attributes }) => heard.push(`~${user} ${attributes.get('level') ?? ''}`),
        whole: (isWhole) => heard.push(isWhole ? 'whole' : 'unsure'),
      },
    );
    await heardAll(heard, '+alice@b', 'whole');
    const bob = await login('bob', 0);
    await heardAll(heard, '+alice@b', 'whole', '+bob@a');
    heard.length = 0;
    await alice.close();
    await heardAll(heard, '-alice@b');
    assert.deepEqual(
      watch.sessions.map(({ user }) => user),
      ['bob'],
    );
    watch.close();
    await bob.close();
  });

  test('goes on over the other gateway when its own stops, with differences only', async () => {
    const carol = await login('carol', 1);
    const heard: string[] = [];
    const watch = backend.watchPresence(
      { all: true },
      {
        entered: ({ user }) => heard.push(`+${user}`),
        left: ({ user }) => heard.push(`-${user}`),
      },
    );
    await heardAll(heard, '+carol');
    const dave = await login('dave', 0);
    await heardAll(heard, '+carol', '+dave');
    await gateways[0]?.stop();
    await heardAll(heard, '+carol', '+dave', '-dave');
    await eventually(
      'whole again',
      () => watch.isWhole,
      (met) => met,
    );
    await dave.close();
    await carol.close();
    await heardAll(heard, '+carol', '+dave', '-dave', '-carol');
  });
});
