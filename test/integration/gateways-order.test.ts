// The order of what one instance pushes to one session, over several links, a slow bus and slow links.

import assert from 'node:assert/strict';
import { describe, test, type TestContext } from 'node:test';
import { ERRORS, type Backend, type Session } from '../../src/sdk/backend/backend.js';
import { GatewaysStage, type GatewaysOptions, type StagedGateway } from '../support/gateways-stage.js';
import type { ListeningClient } from '../support/listening-client.js';
import { seededRandom } from '../support/seeded-random.js';
import { bytes } from '../support/started-backend.js';

interface World {
  readonly stage: GatewaysStage;
  readonly backend: Backend;
  readonly clients: readonly ListeningClient[];
  /** The sessions of the clients, as the backend knows them. */
  readonly sessions: readonly Session[];
  /** Gateways whose link is not the one that pushes to many go over. */
  readonly away: StagedGateway;
}

/** Three gateways with a client each, all in group "room", all known to the backend. */
async function setUp(context: TestContext, options: GatewaysOptions = {}): Promise<World> {
  const stage = new GatewaysStage(context, options);
  for (const id of ['g1', 'g2', 'g3']) await stage.addGateway(id);
  const known = new Map<string, Session>();
  const backend = await stage.addBackend('game', 'game-1', (of) => {
    of.on(1000, (payload, { session }) => {
      known.set(session.user, session);
      return payload;
    });
  });
  await stage.until('all are linked', () => stage.linkedTo('game-1').length === 3);
  const clients: ListeningClient[] = [];
  for (const at of stage.gateways) clients.push(await stage.client(at, `user-${at.id}`));
  for (const client of clients) await client.ask(1000, 'here');
  const sessions = stage.gateways.map(({ id }) => known.get(`user-${id}`) ?? assert.fail());
  assert.equal(await backend.join(sessions, 'room'), 3);
  // What reaches a gateway over the bus did not come over its own link.
  backend.push({ all: true }, 2000, bytes('probe'));
  for (const client of clients) await client.pushes.find('the probe', (push) => push === 'probe');
  const away = stage.gateways.find(({ cluster }) => !cluster.published.has('push')) ?? assert.fail();
  return { stage, backend, clients, sessions, away };
}

describe('pushes to one session, straight and to many', () => {
  test('do not overtake a slow bus', async (context) => {
    const { stage, backend, clients, sessions } = await setUp(context);
    for (const { cluster } of stage.gateways) cluster.delayMs = () => 60;
    for (let round = 0; round < 5; round++) {
      backend.push({ group: 'room' }, 2000, bytes(`${round} many`));
      for (const session of sessions) backend.push({ session }, 2000, bytes(`${round} one`));
    }
    const wanted = ['probe', ...[0, 1, 2, 3, 4].flatMap((round) => [`${round} many`, `${round} one`])];
    for (const client of clients) {
      await client.pushes.find('the last one', (push) => push === '4 one');
      assert.deepEqual(client.pushes.entries, wanted);
    }
  });

  test('do not overtake a slow link', async (context) => {
    const { stage, backend, clients, sessions, away } = await setUp(context);
    away.pauseLinks(true);
    const at = stage.gateways.indexOf(away);
    backend.push({ session: sessions[at] ?? assert.fail() }, 2000, bytes('straight'));
    backend.push({ all: true }, 2000, bytes('many'));
    const other = clients[(at + 1) % 3] ?? assert.fail();
    await other.pushes.find('what is not held up', (push) => push === 'many');
    away.pauseLinks(false);
    const client = clients[at] ?? assert.fail();
    await client.pushes.find('the last one', (push) => push === 'many');
    assert.deepEqual(client.pushes.entries, ['probe', 'straight', 'many']);
  });

  test('keep their order in a long mixture with a bus of uneven speed', async (context) => {
    const { stage, backend, clients, sessions } = await setUp(context);
    const random = seededRandom(7);
    for (const { cluster } of stage.gateways) cluster.delayMs = () => (random() < 0.2 ? random() * 30 : 0);
    const wanted: string[][] = sessions.map(() => ['probe']);
    for (let number = 0; number < 600; number++) {
      const name = String(number);
      const one = Math.floor(random() * 3);
      const session = sessions[one] ?? assert.fail();
      const kind = random();
      if (kind < 0.5) backend.push({ session }, 2000, bytes(name));
      else if (kind < 0.7) backend.push({ user: session.user }, 2000, bytes(name));
      else backend.push(kind < 0.85 ? { group: 'room' } : { all: true }, 2000, bytes(name));
      wanted.forEach((names, index) => {
        if (kind >= 0.7 || index === one) names.push(name);
      });
      if (number % 20 === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    }
    for (const [index, client] of clients.entries()) {
      const last = wanted[index]?.at(-1);
      await client.pushes.find('the last one', (push) => push === last);
      assert.deepEqual(client.pushes.entries, wanted[index]);
    }
  });
});

describe('a fence that does not come', () => {
  test('holds pushes up for half a second, answers not at all', async (context) => {
    const { stage, backend, clients, sessions, away } = await setUp(context, { laneTimeoutMs: 500 });
    for (const { cluster } of stage.gateways) cluster.delayMs = () => 3_000;
    const at = stage.gateways.indexOf(away);
    const client = clients[at] ?? assert.fail();
    const startMs = performance.now();
    backend.push({ all: true }, 2000, bytes('many'));
    assert.equal(await client.ask(1000, 'not held up'), 'not held up');
    backend.push({ session: sessions[at] ?? assert.fail() }, 2000, bytes('straight'));
    await client.pushes.find('what was held', (push) => push === 'straight');
    const tookMs = performance.now() - startMs;
    assert.ok(tookMs >= 490 && tookMs < 3_000, `${tookMs} ms`);
    await client.pushes.find('what the bus was slow with', (push) => push === 'many');
    assert.deepEqual(client.pushes.entries, ['probe', 'straight', 'many']);
  });
});

test('what never spreads sets no fence, what has one link sets none', async (context) => {
  const { stage, backend, sessions } = await setUp(context);
  // The probe of the set-up was one spread: its fences go with the first direct pushes.
  for (const session of sessions) backend.push({ session }, 2000, bytes('first'));
  const order = (): number =>
    stage.gateways.reduce((sum, { cluster }) => sum + (cluster.published.get('order') ?? 0), 0);
  await stage.until('its two fences are out', () => order() === 2);
  for (let count = 0; count < 100; count++)
    for (const session of sessions) backend.push({ session }, 2000, bytes('more'));
  await backend.join(sessions, 'behind them');
  assert.equal(order(), 2);
});

test('a link that is lost tells how many pushes may be lost with it', async (context) => {
  const { stage, backend, sessions, away } = await setUp(context);
  const told: string[] = [];
  backend.onUndelivered((code, count, target) => told.push(`${code} ${count} ${target}`));
  away.pauseLinks(true);
  const at = stage.gateways.indexOf(away);
  for (let count = 0; count < 3; count++)
    backend.push({ session: sessions[at] ?? assert.fail() }, 2000, bytes('lost'));
  away.kill();
  await stage.until('it is told', () => told.length > 0);
  assert.deepEqual(told, [`${ERRORS.INSTANCE_LOST.code} 3 link to gateway ${away.id}`]);
});
