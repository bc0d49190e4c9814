// Gateways as processes of their own, one cluster over Redis: pushes and single login across them, one of them
// killed with its clients and its link to the backend, and workers that are gateways of the same cluster.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { findConsul, findRedis } from '../../tools/testenv/tools.js';
import { ConnectError, type ConnectOptions } from '../../src/sdk/client/node.js';
import { DISCONNECTS } from '../../src/protocol/codes.js';
import { Cleanup } from '../support/cleanup.js';
import { startConsul, type TestConsul } from '../support/consul.js';
import { DrivenBackend } from '../support/driven-backend.js';
import { startGatewayProcess, type GatewayProcess } from '../support/gateway-process.js';
import { eventually } from '../support/journal.js';
import { ListeningClient } from '../support/listening-client.js';
import { buildPrograms, type Programs } from '../support/program.js';
import { startRedis, type TestRedis } from '../support/redis.js';
import { skipUnless } from '../support/require.js';

const PUSH = 2000;
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

interface Row {
  readonly server: string;
  readonly link: string;
}
interface Status {
  readonly cluster?: { readonly ok: boolean; readonly gateways?: readonly unknown[] };
  readonly instances: readonly Row[];
  readonly workers?: readonly { readonly gateway: string; readonly status?: Status }[];
}

let programs: Programs;
let consul: TestConsul;
let redis: TestRedis;
let backend: DrivenBackend;
const cleanup = new Cleanup();

function adminOf(gateway: GatewayProcess): string {
  return `http://${String(gateway.log.entries.find(({ msg }) => msg === 'listening')?.['admin'])}`;
}

const page = async (gateway: GatewayProcess, path: string): Promise<unknown> =>
  (await fetch(`${adminOf(gateway)}${path}`)).json();

const isLinked = ({ instances }: Status): boolean =>
  instances.some(({ server, link }) => server === 'chat-1' && link === 'open');

async function start(
  own: Cleanup,
  prefix: string,
  gatewayId: string,
  env: Readonly<Record<string, string>> = {},
): Promise<GatewayProcess> {
  const gateway = await startGatewayProcess(programs, consul.address, {
    CAUSEWAY_GATEWAY_ID: gatewayId,
    CAUSEWAY_CLUSTER_KIND: 'redis',
    CAUSEWAY_REDIS_ADDRESSES: redis.address,
    CAUSEWAY_REDIS_PREFIX: prefix,
    CAUSEWAY_DRAIN_GRACE_MS: '0',
    CAUSEWAY_DRAIN_SPREAD_MS: '0',
    ...env,
  });
  own.add(() => gateway.dispose());
  await eventually(
    `the links of ${gatewayId}`,
    async () => (await page(gateway, '/status')) as Status,
    ({ workers, ...status }) =>
      workers === undefined
        ? isLinked(status)
        : workers.every((worker) => worker.status !== undefined && isLinked(worker.status)),
  );
  return gateway;
}

/** Waits until each process sees so many gateways. */
async function allSeen(gateways: readonly GatewayProcess[], count: number): Promise<void> {
  for (const gateway of gateways)
    await eventually(
      `${count} gateways`,
      async () => (await fetch(`${adminOf(gateway)}/metrics?by=worker`)).text(),
      (text) =>
        [...text.matchAll(/^causeway_cluster_gateways(?:\{[^}]*\})? (\d+)/gm)].every(
          ([, seen]) => Number(seen) === count,
        ) && text.includes('causeway_cluster_gateways'),
    );
}

async function join(
  own: Cleanup,
  gateway: GatewayProcess,
  user: string,
  options: Partial<ConnectOptions> = {},
): Promise<ListeningClient> {
  const client = await ListeningClient.connect(gateway.wsUrl, user, options);
  own.add(() => client.client.close());
  return client;
}

/** The backend knows the session when this is done. */
async function greeted(client: ListeningClient): Promise<ListeningClient> {
  assert.equal(await client.ask(1000, 'hello'), 'chat-1|hello');
  return client;
}

/** Sessions of a user as a gateway's directory knows them, "session@gateway". */
async function online(gateway: GatewayProcess, user: string): Promise<readonly string[]> {
  const { sessions } = (await page(gateway, `/users/${user}/online`)) as {
    sessions: readonly { readonly session: string; readonly gateway: string }[];
  };
  return sessions.map(({ session, gateway: at }) => `${session}@${at}`).sort();
}

const skip = skipUnless(findConsul(), findRedis());

describe('gateways over Redis', { skip, timeout: 240_000 }, () => {
  before(async () => {
    [programs, consul, redis] = await Promise.all([buildPrograms(), startConsul(), startRedis()]);
    cleanup.add(() => {
      programs.close();
    });
    cleanup.add(() => consul.stop());
    cleanup.add(() => redis.stop());
    await consul.put('causeway/routes/all', JSON.stringify([{ types: 1000, service: 'chat' }]));
    backend = await DrivenBackend.start(programs, consul.address, 'chat', 'chat-1');
    cleanup.add(() => backend.process.kill());
  });

  after(() => cleanup.run());

  describe('the oldest login loses', () => {
    const own = new Cleanup();
    let a: GatewayProcess;
    let b: GatewayProcess;

    before(async () => {
      const env = { CAUSEWAY_LOGIN_PER_USER_MAX: '1' };
      [a, b] = await Promise.all([start(own, 'oldest', 'a', env), start(own, 'oldest', 'b', env)]);
      await allSeen([a, b], 2);
    });

    after(() => own.run());

    it('pushes by user and by group reach clients of both, in order', async () => {
      const clients = [await join(own, a, 'ann'), await join(own, b, 'bob')];
      const ids = clients.map(({ id }) => id);
      assert.equal(await backend.call('join', ids, 'lobby'), 2);
      const expected = Array.from({ length: 60 }, (_, at) => String(at));
      for (const [at, text] of expected.entries()) {
        const target = at % 2 === 0 ? { group: 'lobby' } : { users: ['ann', 'bob'] };
        await backend.call('push', target, PUSH, bytes(text));
      }
      for (const { pushes } of clients) {
        await pushes.find('the last push', (text) => text === '59');
        assert.deepEqual(pushes.entries, expected);
      }
    });

    it('a login at one gateway ends the session at the other, which is told why', async () => {
      const first = await join(own, a, 'carol');
      const second = await join(own, b, 'carol');
      const { code } = await first.heard('closed');
      assert.equal(code, DISCONNECTS.LOGGED_IN_ELSEWHERE.code);
      assert.equal(second.client.session?.id, second.id);
      await eventually(
        'the directory',
        () => online(a, 'carol'),
        (rows) => rows.join() === `${second.id}@b`,
      );
    });

    it('one killed: its users log in elsewhere at once, backends are told, its entries are void', async () => {
      const dave = await greeted(await join(own, a, 'dave'));
      const erin = await greeted(await join(own, a, 'erin'));
      const frank = await greeted(await join(own, b, 'frank'));
      await eventually(
        'the directory',
        () => online(b, 'erin'),
        (rows) => rows.join() === `${erin.id}@a`,
      );
      const from = backend.told;
      await a.program.end('SIGKILL');
      // At once: nobody has noticed yet that the lease is not renewed.
      const again = await join(own, b, 'dave');
      assert.equal(again.client.session?.gateway, 'b');
      for (const { id } of [dave, erin]) {
        const { session } = await backend.heard('closed', (news) => news.session === id, from);
        assert.equal(session, id);
      }
      await eventually(
        'erin is offline',
        () => online(b, 'erin'),
        (rows) => rows.length === 0,
      );
      assert.deepEqual(await online(b, 'dave'), [`${again.id}@b`]);
      assert.equal(backend.newsOf(frank.id).at(-1)?.event, 'opened');
      await allSeen([b], 1);
      assert.equal(await frank.ask(1000, 'still'), 'chat-1|still');
    });
  });

  describe('the newest login loses', () => {
    const own = new Cleanup();
    after(() => own.run());

    it('is refused while the other lives, and let in within seconds when its gateway was killed', async () => {
      const env = { CAUSEWAY_LOGIN_PER_USER_MAX: '1', CAUSEWAY_LOGIN_LOSER: 'newest' };
      const [a, b] = await Promise.all([start(own, 'newest', 'a', env), start(own, 'newest', 'b', env)]);
      await allSeen([a, b], 2);
      await join(own, a, 'gina');
      await assert.rejects(ListeningClient.connect(b.wsUrl, 'gina'), (error: unknown) => {
        assert.ok(error instanceof ConnectError);
        return error.code === DISCONNECTS.TOO_MANY_SESSIONS.code;
      });
      await a.program.end('SIGKILL');
      const client = await eventually(
        'a login of gina',
        () => join(own, b, 'gina').catch(() => undefined),
        (joined) => joined !== undefined,
      );
      assert.equal(client?.client.session?.gateway, 'b');
    });
  });

  describe('workers', () => {
    const own = new Cleanup();
    after(() => own.run());

    it('two workers and another gateway are three of one cluster', async () => {
      const env = { CAUSEWAY_LOGIN_PER_USER_MAX: '0' };
      const [w, c] = await Promise.all([
        start(own, 'workers', 'w', { ...env, CAUSEWAY_WORKERS: '2' }),
        start(own, 'workers', 'c', env),
      ]);
      await allSeen([w, c], 3);
      const clients: ListeningClient[] = [];
      for (let at = 0; at < 4; at++) clients.push(await join(own, w, 'hana'));
      clients.push(await join(own, c, 'hana'));
      const homes = new Set(clients.map(({ client }) => client.session?.gateway));
      assert.deepEqual([...homes].sort(), ['c', 'w-1', 'w-2']);
      await eventually(
        'the directory',
        () => online(c, 'hana'),
        (rows) => rows.length === 5,
      );
      await eventually(
        'the directory',
        () => online(w, 'hana'),
        (rows) => rows.length === 5,
      );
      await backend.call('push', { user: 'hana' }, PUSH, bytes('to all of hers'));
      for (const { pushes } of clients) await pushes.find('the push', (text) => text === 'to all of hers');
      assert.equal(await backend.call('kick', { user: 'hana' }), 5);
      for (const client of clients) {
        await client.heard('closed');
        assert.deepEqual(client.pushes.entries, ['to all of hers']);
      }
      for (let at = 0; at < 5; at++) await join(own, w, 'ivan');
      const revoked = await fetch(`${adminOf(w)}/users/ivan/revoke`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
      });
      assert.deepEqual(await revoked.json(), { gateway: 'w', ended: 5 });
    });
  });
});
