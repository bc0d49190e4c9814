// What backends do through the gateway, between processes: speak to each other, push, gather sessions in groups,
// change their attributes, kick them, pin them, and hear of their life.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { Advice, DISCONNECTS } from '../../src/protocol/codes.js';
import { findConsul } from '../../tools/testenv/tools.js';
import { Cleanup } from '../support/cleanup.js';
import { startConsul, type TestConsul } from '../support/consul.js';
import { CutProxy } from '../support/cut-proxy.js';
import { DrivenBackend } from '../support/driven-backend.js';
import { linkedTo, startGatewayProcess, type GatewayProcess } from '../support/gateway-process.js';
import { ListeningClient } from '../support/listening-client.js';
import { buildPrograms, type Programs } from '../support/program.js';
import { skipUnless } from '../support/require.js';

const PUSH = 2000;
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const text = (payload: unknown): string => new TextDecoder().decode(payload as Uint8Array);

let programs: Programs;
let consul: TestConsul;
let gateway: GatewayProcess;
let chat: DrivenBackend;
let game: DrivenBackend;
let secondGame: DrivenBackend;
const clients: ListeningClient[] = [];
const cleanup = new Cleanup();

async function join(user: string, url = gateway.wsUrl): Promise<ListeningClient> {
  const client = await ListeningClient.connect(url, user);
  clients.push(client);
  return client;
}

/** Both backends have seen the session when this is done: chat by type 1000, a game by 1100. */
async function seen(client: ListeningClient): Promise<string> {
  assert.equal(await client.ask(1000, 'hello'), 'chat-1|hello');
  const [server = ''] = (await client.ask(1100, 'hello')).split('|');
  return server;
}

const gameOf = (server: string): DrivenBackend => (server === 'game-1' ? game : secondGame);

describe('backends through the gateway', { skip: skipUnless(findConsul()), timeout: 60_000 }, () => {
  before(async () => {
    programs = await buildPrograms();
    cleanup.add(() => {
      programs.close();
    });
    consul = await startConsul();
    cleanup.add(() => consul.stop());
    const routes = [
      { types: 1000, service: 'chat' },
      { types: 1100, service: 'game' },
      { types: 1200, service: 'game', pick: 'key' },
    ];
    await consul.put('causeway/routes/all', JSON.stringify(routes));
    const gatewayStarts = startGatewayProcess(programs, consul.address).then((started) => {
      gateway = started;
      cleanup.add(() => gateway.dispose());
    });
    const start = async (service: string, serverId: string): Promise<DrivenBackend> => {
      const backend = await DrivenBackend.start(programs, consul.address, service, serverId);
      cleanup.add(() => backend.process.kill());
      return backend;
    };
    [chat, game, secondGame] = await Promise.all([
      start('chat', 'chat-1'),
      start('game', 'game-1'),
      start('game', 'game-2'),
      gatewayStarts,
    ]);
    await linkedTo(gateway, 'chat-1', 'game-1', 'game-2');
    cleanup.add(() => Promise.all(clients.map(({ client }) => client.close())));
  });

  after(() => cleanup.run());

  it('relays: one way and with an answer, to a server and to a service', async () => {
    assert.equal(text(await chat.call('callServer', 'game-2', 3000, bytes('hi'))), 'game-2|hi');
    assert.match(text(await game.call('callService', 'chat', 3000, bytes('hi'))), /^chat-1\|hi$/);
    for (let n = 0; n < 20; n++)
      assert.equal(await chat.call('sendToServer', 'game-1', 3001, bytes(`message ${n}`)), 'SENT');
    await game.heard('relayed', ({ text: said }) => said === 'message 19');
    const relayed = game.process.program.messages.entries.filter(
      (message) => (message as { event?: string }).event === 'relayed',
    );
    assert.deepEqual(
      relayed,
      Array.from({ length: 20 }, (_, n) => ({ event: 'relayed', from: 'chat-1', text: `message ${n}` })),
    );
    assert.equal(await secondGame.call('sendToService', 'chat', 3001, bytes('to any')), 'SENT');
    assert.equal((await chat.heard('relayed')).from, 'game-2');
  });

  it('says why a relay failed', async () => {
    const call = (server: string, type: number): Promise<unknown> =>
      chat.call('callServer', server, type, bytes(''));
    await assert.rejects(call('nobody', 3000), /NO_SUCH_SERVER/);
    await assert.rejects(call('game-1', 3002), /APPLICATION/);
    await assert.rejects(call('game-1', 3999), /NO_HANDLER/);
    await assert.rejects(chat.call('callService', 'no-such', 3000, bytes('')), /NO_INSTANCE/);
    assert.equal(await chat.call('sendToServer', 'nobody', 3001, bytes('')), 'SENT');
    const { count, target } = await chat.heard('undelivered');
    assert.deepEqual({ count, target }, { count: 1, target: 'nobody' });
  });

  it('pushes to a session, a user, users, a group, all, and all but some: to nobody else', async () => {
    const [alice, alice2, bob, carol] = await Promise.all([
      join('alice'),
      join('alice', gateway.tcpUrl),
      join('bob', gateway.tcpUrl),
      join('carol'),
    ]);
    const everyone = [alice, alice2, bob, carol];
    for (const client of everyone) await seen(client);
    assert.equal(await game.call('join', [alice.id, bob.id], 'raid'), 2);
    assert.equal(await game.call('join', [bob.id, 'no such session'], 'raid'), 1);
    const push = async (to: object, said: string): Promise<void> => {
      assert.equal(await chat.call('push', to, PUSH, bytes(said)), 'SENT');
    };
    await push({ session: alice.id }, 'session');
    await push({ sessions: [alice2.id, carol.id, 'no such session'] }, 'sessions');
    await push({ user: 'alice' }, 'user');
    await push({ users: ['alice', 'carol', 'nobody'] }, 'users');
    await push({ group: 'raid' }, 'group');
    await push({ group: 'raid', except: [bob.id] }, 'group but bob');
    // Another backend's link carries the next order: it would overtake a push that has only been sent.
    await alice.pushes.find('the push to the group', (said) => said === 'group but bob');
    assert.equal(await game.call('leave', [alice.id], 'raid'), 1);
    await push({ group: 'raid' }, 'group after alice left');
    await push({ all: true, except: [carol.id] }, 'all but carol');
    await push({ all: true }, 'all');
    await Promise.all(everyone.map(({ pushes }) => pushes.find('the last push', (said) => said === 'all')));
    assert.deepEqual(alice.pushes.entries, [
      'session',
      'user',
      'users',
      'group',
      'group but bob',
      'all but carol',
      'all',
    ]);
    assert.deepEqual(alice2.pushes.entries, ['sessions', 'user', 'users', 'all but carol', 'all']);
    assert.deepEqual(bob.pushes.entries, ['group', 'group after alice left', 'all but carol', 'all']);
    assert.deepEqual(carol.pushes.entries, ['sessions', 'users', 'all']);
  });

  it('tells every backend that knows a session of its attributes', async () => {
    const client = await join('dave');
    const server = await seen(client);
    await chat.call(
      'setAttributes',
      client.id,
      new Map([
        ['level', '7'],
        ['guild', 'red'],
      ]),
    );
    await chat.call('setAttributes', client.id, new Map([['level', '8']]), ['guild']);
    for (const backend of [chat, gameOf(server)]) {
      const news = await backend.heard(
        'changed',
        ({ session, attributes }) => session === client.id && attributes.get('level') === '8',
      );
      assert.deepEqual([...news.attributes], [['level', '8']]);
    }
  });

  it('kicks with a reason, which the client and the backends hear', async () => {
    const client = await join('erin', gateway.tcpUrl);
    const server = await seen(client);
    assert.equal(await chat.call('kick', { user: 'erin' }, { reason: 'cheating', advice: Advice.NEVER }), 1);
    const { name, reason, advice } = await client.heard('closed');
    assert.deepEqual({ name, reason, advice }, { name: 'KICKED', reason: 'cheating', advice: Advice.NEVER });
    for (const backend of [chat, gameOf(server)]) {
      const { end } = await backend.heard('closed', ({ session }) => session === client.id);
      assert.deepEqual(end, { code: DISCONNECTS.KICKED.code, reason: 'cheating' });
    }
    await assert.rejects(chat.call('kick', { session: client.id }), /NOT_ONLINE/);
  });

  it('sends a pinned session, and a pinned key, to one instance', async () => {
    const client = await join('frank');
    const own = await seen(client);
    const other = own === 'game-1' ? 'game-2' : 'game-1';
    await chat.call('pin', { session: client.id }, 'game', other);
    assert.equal(await client.ask(1100, 'pinned'), `${other}|pinned`);
    await chat.call('unpin', { session: client.id }, 'game');
    assert.equal(await client.ask(1100, 'free'), `${own}|free`);
    for (const server of ['game-1', 'game-2']) {
      await chat.call('pin', { key: bytes('room') }, 'game', server);
      assert.equal(await client.ask(1100, 'in the room', 'room'), `${server}|in the room`);
    }
    await chat.call('unpin', { key: bytes('room') }, 'game');
    assert.equal(await client.ask(1100, 'free', 'room'), `${own}|free`);
  });

  for (const scheme of ['tcp', 'ws'] as const)
    it(`gives a session that was cut off over ${scheme} what it missed, exactly once`, async (t) => {
      const proxy = await CutProxy.start(gateway.clients);
      t.after(() => {
        proxy.close();
      });
      const client = await join(`grace-${scheme}`, `${scheme}://${proxy.address}`);
      const server = await seen(client);
      const expected: string[] = [];
      const push = async (said: string): Promise<void> => {
        expected.push(said);
        assert.equal(await chat.call('push', { session: client.id }, PUSH, bytes(said)), 'SENT');
      };
      for (let round = 1; round <= 3; round++) {
        for (let n = 0; n < 5; n++) await push(`${round}: before the cut ${n}`);
        const told = chat.told;
        proxy.cut();
        const answer = client.ask(1000, `asked in round ${round}`);
        await chat.heard('suspended', ({ session }) => session === client.id, told);
        for (let n = 0; n < 40; n++) await push(`${round}: missed ${n}`);
        const heard = client.news.entries.length;
        proxy.mend();
        assert.equal((await client.heard('connected', heard)).resumed, true);
        assert.equal(await answer, `chat-1|asked in round ${round}`);
        await push(`${round}: last`);
        await client.pushes.find('the last push', (said) => said === `${round}: last`);
        assert.deepEqual(client.pushes.entries, expected);
      }
      await client.client.close();
      for (const backend of [chat, gameOf(server)]) {
        await backend.heard('closed', ({ session }) => session === client.id);
        assert.deepEqual(
          backend.newsOf(client.id).map(({ event, generation, state }) => ({ event, generation, state })),
          LIFE,
        );
      }
    });
});

const LIFE = [
  { event: 'opened', generation: 1, state: 'active' },
  { event: 'suspended', generation: 1, state: 'suspended' },
  { event: 'resumed', generation: 2, state: 'active' },
  { event: 'suspended', generation: 2, state: 'suspended' },
  { event: 'resumed', generation: 3, state: 'active' },
  { event: 'suspended', generation: 3, state: 'suspended' },
  { event: 'resumed', generation: 4, state: 'active' },
  { event: 'closed', generation: 4, state: 'closed' },
];
