// Links between several gateways and their instances, over real sockets: who links unasked, who on demand,
// what is given up, what a dead gateway means.

import assert from 'node:assert/strict';
import { createServer, type Socket } from 'node:net';
import { describe, test } from 'node:test';
import { homeGateways } from '../../src/link/link-plan.js';
import { listening } from '../../src/link/listening.js';
import { ERRORS } from '../../src/protocol/codes.js';
import { GatewaysStage } from '../support/gateways-stage.js';
import { instance } from '../support/routing-world.js';
import { bytes, text } from '../support/started-backend.js';

const IDS = ['g1', 'g2', 'g3'];
const spread = { gatewaysPerInstance: 1, meshGatewaysMax: 0, idleTimeoutMs: 1_000 };

async function three(stage: GatewaysStage): Promise<void> {
  for (const id of IDS) await stage.addGateway(id);
}

describe('an instance and three gateways', () => {
  test('is linked by as many as the option says, dialled by the others when a message needs it', async (context) => {
    const stage = new GatewaysStage(context, { spread: { ...spread, idleTimeoutMs: 60_000 } });
    await three(stage);
    await stage.addBackend('game', 'game-1', (backend) => {
      backend.on(1000, (payload) => payload);
    });
    const homes = homeGateways('game-1', IDS, 1);
    await stage.until('the home gateway has its link', () => stage.linkedTo('game-1').length > 0);
    assert.deepEqual(stage.linkedTo('game-1'), homes);
    for (const at of stage.gateways) {
      const client = await stage.client(at, `user of ${at.id}`);
      const answers = await Promise.all(['1', '2', '3'].map((word) => client.ask(1000, word)));
      assert.deepEqual(answers, ['1', '2', '3']);
    }
    assert.deepEqual(stage.linkedTo('game-1'), IDS);
  });

  test('gets messages that waited for a dial in the order in which they were sent', async (context) => {
    const stage = new GatewaysStage(context, { spread });
    await three(stage);
    const heard: string[] = [];
    await stage.addBackend('game', 'game-1', (backend) => {
      backend.on(1000, (payload) => {
        heard.push(text(payload));
        return undefined;
      });
    });
    const [home] = homeGateways('game-1', IDS, 1);
    const away = stage.gateways.find(({ id }) => id !== home) ?? assert.fail();
    const client = await stage.client(away, 'alice');
    const words = Array.from({ length: 50 }, (_, at) => String(at));
    await Promise.all(words.map((word) => client.ask(1000, word)));
    assert.deepEqual(heard, words);
    assert.equal(away.gateway.links.counters.dials, 1);
  });

  test('gives a link up that is idle, loses nothing by it, and dials again', async (context) => {
    const stage = new GatewaysStage(context, { spread });
    await three(stage);
    const undelivered: number[] = [];
    const game = await stage.addBackend('game', 'game-1', (backend) => {
      backend.on(1000, (payload) => payload).onUndelivered((code) => undelivered.push(code));
    });
    await stage.addBackend('lobby', 'lobby-1', (backend) => {
      backend.onRelay(3000, (payload) => payload);
    });
    const homes = homeGateways('game-1', IDS, 1);
    const away = stage.gateways.find(({ id }) => !homes.includes(id)) ?? assert.fail();
    const client = await stage.client(away, 'alice');
    assert.equal(await client.ask(1000, 'a'), 'a');
    await client.client.close();
    await stage.until('the idle link is given up', () => away.gateway.links.counters.retired > 0);
    await stage.until('its home is the only link', () => stage.linkedTo('game-1').join() === homes.join());
    assert.equal(text(await game.callServer('lobby-1', 3000, bytes('b'))), 'b');
    const again = await stage.client(away, 'alice');
    assert.equal(await again.ask(1000, 'c'), 'c');
    assert.deepEqual(undelivered, []);
  });

  test('that cannot be reached on demand: requests fail at once by name, notifications are told', async (context) => {
    const stage = new GatewaysStage(context, { spread });
    await three(stage);
    const dead = { healthy: true, weight: 1, meta: new Map(), host: '127.0.0.1', port: 1 };
    stage.setInstances([{ ...dead, serverId: 'game-1', service: 'game' }]);
    const [home] = homeGateways('game-1', IDS, 1);
    const away = stage.gateways.find(({ id }) => id !== home) ?? assert.fail();
    const client = await stage.client(away, 'alice');
    client.client.notify(1001, bytes('n'));
    await assert.rejects(client.ask(1000, 'a'), { code: ERRORS.NO_INSTANCE.code });
    const { type, code } = await client.heard('undelivered');
    assert.deepEqual([type, code], [1001, ERRORS.NO_INSTANCE.code]);
  });
});

test('a key that a backend binds leads to one instance at every gateway, one that comes later too', async (context) => {
  const stage = new GatewaysStage(context);
  await stage.addGateway('g1');
  await stage.addGateway('g2');
  for (const id of ['game-1', 'game-2'])
    await stage.addBackend('game', id, (backend) => backend.on(1000, () => bytes(id)));
  const lobby = await stage.addBackend('lobby', 'lobby-1');
  const allLinked = (): boolean =>
    ['game-1', 'game-2', 'lobby-1'].every((id) => stage.linkedTo(id).length === stage.gateways.length);
  const room = { key: bytes('room-7') };
  const places = (): Promise<string[]> =>
    Promise.all(
      stage.gateways.map(async (at) => {
        const { client } = await stage.client(at, `user of ${at.id}`);
        return text(await client.request(1000, bytes(''), room));
      }),
    );
  await stage.until('both gateways have their links', allLinked);
  for (const server of ['game-1', 'game-2']) {
    await lobby.pin(room, 'game', server);
    assert.deepEqual(await places(), [server, server]);
  }
  await stage.addGateway('g3');
  await stage.until('the third has its links', allLinked);
  assert.deepEqual(await places(), ['game-2', 'game-2', 'game-2']);
});

test('a backend that no route names relays and pushes through any of its links, to anywhere', async (context) => {
  const stage = new GatewaysStage(context, { spread });
  await three(stage);
  const relayed: string[] = [];
  await stage.addBackend('game', 'game-1', (backend) => {
    backend.onRelay(3000, (payload, { fromServer }) => {
      relayed.push(`${fromServer} ${text(payload)}`);
      return payload;
    });
  });
  const quiet = await stage.addBackend('quiet', 'quiet-1');
  await stage.until('it is linked', () => stage.linkedTo('quiet-1').length === 1);
  const clients = await Promise.all(stage.gateways.map((at) => stage.client(at, `user-${at.id}`)));
  assert.equal(text(await quiet.callServer('game-1', 3000, bytes('by id'))), 'by id');
  assert.equal(text(await quiet.callService('game', 3000, bytes('by service'))), 'by service');
  assert.deepEqual(relayed, ['quiet-1 by id', 'quiet-1 by service']);
  assert.equal(quiet.push({ all: true }, 2000, bytes('everyone')), 'SENT');
  for (const at of stage.gateways) quiet.push({ user: `user-${at.id}` }, 2000, bytes(`only ${at.id}`));
  for (const [index, client] of clients.entries()) {
    const { id } = stage.gateways[index] ?? assert.fail();
    await client.pushes.find('its own push', (push) => push === `only ${id}`);
    assert.deepEqual(client.pushes.entries, ['everyone', `only ${id}`]);
  }
});

test('a gateway that starts is ready when each instance that it found is linked or was tried', async (context) => {
  const stage = new GatewaysStage(context);
  const sockets: Socket[] = [];
  // Takes connections and never greets.
  const mute = createServer((socket) => sockets.push(socket));
  const port = await listening(mute, '127.0.0.1', 0, 'a test');
  context.after(() => mute.close());
  stage.setInstances([instance('mute-1', 'mute', { port })]);
  await stage.addBackend('game', 'game-1');
  const { gateway } = await stage.addGateway('g1');
  assert.equal(gateway.isReady(), false);
  await stage.until('both are dialled', () => sockets.length > 0 && stage.linkedTo('game-1').length > 0);
  for (const socket of sockets) socket.destroy();
  await stage.until('it is ready', () => gateway.isReady());
});

describe('a gateway that dies', () => {
  test('ends its sessions at all backends at once, and leaves each instance a gateway', async (context) => {
    const stage = new GatewaysStage(context, { spread });
    await three(stage);
    const closed: string[] = [];
    await stage.addBackend('game', 'game-1', (backend) => {
      backend
        .on(1000, (payload) => payload)
        .onSession('closed', ({ user }, { reason }) => closed.push(`${user}: ${reason}`));
    });
    const clients = await Promise.all(stage.gateways.map((at) => stage.client(at, `user-${at.id}`)));
    for (const client of clients) await client.ask(1000, 'here');
    const [home] = homeGateways('game-1', IDS, 1);
    const killed = stage.gateways.find(({ id }) => id === home) ?? assert.fail();
    const atMs = Date.now();
    killed.kill();
    await stage.until('its session has ended', () => closed.length > 0);
    assert.ok(Date.now() - atMs < 10_000, 'not only when it was absent for 30 s');
    assert.deepEqual(closed, [`user-${killed.id}: its gateway is dead`]);
    const left = IDS.filter((id) => id !== killed.id);
    const [next] = homeGateways('game-1', left, 1);
    await stage.until('another one keeps a link', () => stage.linkedTo('game-1').includes(next ?? ''));
  });
});
