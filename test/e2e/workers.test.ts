// `causeway serve` with four workers: real processes, both ways of reading sockets.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect as connectTcp } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { findConsul, findOpenssl } from '../../tools/testenv/tools.js';
import type { ConnectOptions } from '../../src/sdk/client/node.js';
import { TestAuthority } from '../support/certificates.js';
import { Cleanup } from '../support/cleanup.js';
import type { TestConsul } from '../support/consul.js';
import { CutProxy } from '../support/cut-proxy.js';
import type { DrivenBackend } from '../support/driven-backend.js';
import type { GatewayProcess } from '../support/gateway-process.js';
import { eventually } from '../support/journal.js';
import { ListeningClient } from '../support/listening-client.js';
import type { Programs } from '../support/program.js';
import { skipUnless } from '../support/require.js';
import {
  adminOf,
  isLinked,
  perWorker,
  startWorkers,
  startWorkersScene,
  workersOf,
} from '../support/worker-pages.js';

const WORKERS = 4;
const PUSH = 2000;
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

let programs: Programs;
let consul: TestConsul;
let backend: DrivenBackend;
const cleanup = new Cleanup();

const start = (context: Cleanup, env: Readonly<Record<string, string>>): Promise<GatewayProcess> =>
  startWorkers(context, programs, consul.address, { CAUSEWAY_WORKERS: String(WORKERS), ...env });

/** Clients of one user each, on both pipes; which worker has which is in `client.session.gateway`. */
async function join(
  context: Cleanup,
  url: (at: number) => string,
  users: readonly string[],
  options: Partial<ConnectOptions> = {},
): Promise<ListeningClient[]> {
  const clients = await Promise.all(users.map((user, at) => ListeningClient.connect(url(at), user, options)));
  context.add(() => Promise.all(clients.map(({ client }) => client.close())));
  return clients;
}

const gatewayOf = ({ client }: ListeningClient): string => client.session?.gateway ?? '';
const either = (gateway: { wsUrl: string; tcpUrl: string }) => (at: number) =>
  at % 2 === 0 ? gateway.wsUrl : gateway.tcpUrl;
const named = (count: number, name: string): string[] =>
  Array.from({ length: count }, (_, at) => `${name}-${at}`);

const skip = skipUnless(findConsul());

describe('workers', { skip, timeout: 300_000 }, () => {
  before(async () => {
    ({ programs, consul, backend } = await startWorkersScene(cleanup));
  });

  after(() => cleanup.run());

  for (const sockets of ['public', 'handle'] as const)
    describe(`sockets: ${sockets}`, () => {
      const own = new Cleanup();
      let gateway: GatewayProcess;

      before(async () => {
        gateway = await start(own, { CAUSEWAY_SOCKETS: sockets });
      });

      after(() => own.run());

      it('reaches all sessions of a user, on whatever worker, once', async () => {
        const clients = await join(
          own,
          either(gateway),
          named(8, 'x').map(() => 'everywhere'),
        );
        assert.equal(new Set(clients.map(gatewayOf)).size, WORKERS, 'on all workers');
        for (let n = 0; n < 20; n++)
          assert.equal(await backend.call('push', { user: 'everywhere' }, PUSH, bytes(String(n))), 'SENT');
        const expected = Array.from({ length: 20 }, (_, n) => String(n));
        for (const { pushes } of clients) {
          await pushes.find('the last push', (text) => text === '19');
          assert.deepEqual(pushes.entries, expected);
        }
        assert.equal((await gateway.metrics()).sum('causeway_worker_messages_lost_total'), 0);
      });

      it('adds metrics up exactly', async () => {
        const clients = await join(own, either(gateway), named(12, 'counted'));
        const name = 'causeway_requests_total';
        const before = (await gateway.metrics()).sum(name, { code: 'OK' });
        await Promise.all(clients.map((client, at) => client.ask(1000, String(at))));
        const [sum, by] = [await gateway.metrics(), await perWorker(gateway)];
        assert.equal(sum.sum(name, { code: 'OK' }) - before, 12);
        assert.equal(by.sum(name, { code: 'OK' }), sum.sum(name, { code: 'OK' }));
        assert.equal(Object.keys(by.by('causeway_sessions', 'worker')).length, WORKERS);
        assert.equal(by.sum('causeway_sessions'), sum.sum('causeway_sessions'));
        assert.equal(sum.sum('causeway_workers', { state: 'serving' }), WORKERS);
      });

      it('lists and kicks sessions of all workers through one port', async () => {
        const clients = await join(own, either(gateway), named(9, 'listed'));
        const found = new Set<string>();
        let after = '';
        do {
          const answer = await fetch(
            `${adminOf(gateway)}/sessions?limit=3&after=${encodeURIComponent(after)}`,
          );
          const page = (await answer.json()) as { sessions: { session: string }[]; next?: string };
          assert.ok(page.sessions.length <= 3);
          for (const { session } of page.sessions) {
            assert.ok(!found.has(session), 'no row twice');
            found.add(session);
          }
          after = page.next ?? '';
        } while (after !== '');
        for (const { id } of clients) assert.ok(found.has(id), id);
        for (const { id } of clients) {
          const answer = await fetch(`${adminOf(gateway)}/sessions/${id}/kick`, {
            method: 'POST',
            headers: { 'content-type': 'application/json' },
          });
          assert.equal(answer.status, 200, await answer.text());
        }
        for (const client of clients) assert.equal((await client.heard('closed')).name, 'KICKED');
      });

      it('resumes sessions whose clients come back at another worker', async () => {
        const proxy = await CutProxy.start(gateway.clients);
        own.add(() => {
          proxy.close();
        });
        const url = (at: number): string =>
          at % 2 === 0 ? `ws://${proxy.address}` : `tcp://${proxy.address}`;
        const clients = await join(own, url, named(16, 'resuming'));
        for (const client of clients) assert.equal(await client.ask(1000, 'before'), 'chat-1|before');
        const homes = clients.map(gatewayOf);
        proxy.cut();
        for (const client of clients) await client.heard('disconnected');
        for (const [at] of clients.entries())
          await backend.call('push', { user: `resuming-${at}` }, PUSH, bytes('meanwhile'));
        proxy.mend();
        for (const [at, client] of clients.entries()) {
          const { resumed, session } = await client.heard('connected');
          assert.ok(resumed, `client ${at}`);
          assert.equal(session, client.id);
          assert.equal(gatewayOf(client), homes[at]);
          await client.pushes.find('what it missed', (text) => text === 'meanwhile');
          assert.equal(client.pushes.entries.length, 1);
          assert.equal(await client.ask(1000, 'after'), 'chat-1|after');
        }
        const metrics = await gateway.metrics();
        assert.ok(metrics.sum('causeway_worker_resumes_moved_total') > 0, 'some came back elsewhere');
        assert.equal(metrics.sum('causeway_sessions_resumed_total'), 16);
      });

      it('takes no odd method for a reason to end', async () => {
        const { hostname, port } = new URL(adminOf(gateway));
        const socket = connectTcp({ host: hostname, port: Number(port) });
        let answer = '';
        socket.on('data', (bytes) => (answer += bytes.toString()));
        socket.write('TRACE /status HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n');
        await once(socket, 'close');
        assert.match(answer, /^HTTP\/1\.1 405 /);
        for (const { state, restarts } of await workersOf(gateway))
          assert.deepEqual([state, restarts], ['serving', 0]);
      });

      it('replaces a worker that is killed, and the others go on without a loss', async () => {
        const clients = await join(own, either(gateway), named(24, 'surviving'));
        const victim = (await workersOf(gateway)).find(({ worker }) => worker === '2') ?? assert.fail();
        const spared = clients.filter((client) => gatewayOf(client) !== victim.gateway);
        const struck = clients.filter((client) => gatewayOf(client) === victim.gateway);
        assert.ok(struck.length > 0 && spared.length > struck.length);
        let running = true;
        const asked = spared.map(async (client) => {
          let n = 0;
          for (; running; n++) assert.equal(await client.ask(1000, String(n)), `chat-1|${n}`);
          return n;
        });
        process.kill(victim.pid, 'SIGKILL');
        const killedMs = performance.now();
        for (const client of struck) {
          const { resumed } = await client.heard('connected');
          assert.equal(resumed, false, 'its session is gone');
        }
        await eventually(
          'its successor',
          () => workersOf(gateway),
          (workers) => {
            const successor = workers.find(({ worker }) => worker === '2');
            return successor?.state === 'serving' && successor.restarts === 1 && isLinked(successor);
          },
        );
        const replacedMs = performance.now() - killedMs;
        running = false;
        for (const count of await Promise.all(asked)) assert.ok(count > 0);
        for (const client of spared) assert.deepEqual(client.news.entries, []);
        assert.ok(replacedMs < 15_000, `replaced after ${replacedMs} ms`);
        assert.equal((await gateway.metrics()).sum('causeway_worker_restarts_total'), 1);
        const [late] = await join(own, either(gateway), ['late']);
        assert.equal(await late?.ask(1000, 'hi'), 'chat-1|hi');
      });

      it('drains all workers at SIGTERM', async () => {
        const clients = await join(own, either(gateway), named(8, 'leaving'));
        const ready = await fetch(`${adminOf(gateway)}/readyz`);
        assert.equal(ready.status, 200);
        const goAways = clients.map(({ client }) => new Promise((told) => client.on('goAway', told)));
        const asked = clients.map((client) => client.ask(1000, 'last'));
        const ended = gateway.stop();
        await Promise.all(goAways);
        assert.deepEqual(new Set(await Promise.all(asked)), new Set(['chat-1|last']));
        // They would try for ever.
        for (const { client } of clients) await client.close();
        assert.deepEqual(await ended, { code: 0, signal: null });
        assert.equal(gateway.log.entries.filter(({ msg }) => msg === 'stopped').length, WORKERS + 1);
      });
    });

  it(
    'under TLS a session stays where it is: a client that comes back elsewhere begins anew, the old one ends',
    {
      skip: skipUnless(findOpenssl()),
    },
    async () => {
      const own = new Cleanup();
      try {
        const authority = new TestAuthority();
        own.add(() => {
          authority.remove();
        });
        const { certFile, keyFile } = authority.issue('gateway');
        const gateway = await start(own, {
          CAUSEWAY_TLS_CERT_FILE: certFile,
          CAUSEWAY_TLS_KEY_FILE: keyFile,
          CAUSEWAY_SOCKETS: 'handle',
        });
        const proxy = await CutProxy.start(gateway.clients);
        own.add(() => {
          proxy.close();
        });
        const tls = { ca: authority.ca, servername: 'localhost' };
        const clients = await join(own, () => `tls://${proxy.address}`, named(16, 'secret'), {
          tls,
        } as object);
        for (const client of clients) await client.ask(1000, 'before');
        proxy.cut();
        for (const client of clients) await client.heard('disconnected');
        proxy.mend();
        const outcomes = await Promise.all(clients.map((client) => client.heard('connected')));
        const anew = clients.filter((_client, at) => outcomes[at]?.resumed === false);
        assert.ok(anew.length > 0, 'some came back elsewhere');
        for (const client of anew) {
          const closed = await backend.heard('closed', ({ session }) => session === client.id);
          assert.equal(closed.end?.reason, 'its client came back where it could not be resumed');
          assert.equal(await client.ask(1000, 'after'), 'chat-1|after');
        }
        for (const [at, client] of clients.entries())
          if (outcomes[at]?.resumed === true) assert.equal(outcomes[at].session, client.id);
      } finally {
        await own.run();
      }
    },
  );
});
