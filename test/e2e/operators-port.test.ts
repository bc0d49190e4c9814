// What operators see of a gateway, as a process: who is let in, what /status and /metrics say after a day's events in
// short, and that no log line holds a token or a secret, however much is logged.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { findConsul, findRedis } from '../../tools/testenv/tools.js';
import { connect } from '../../src/sdk/client/node.js';
import { startBackendProcess } from '../support/backend-process.js';
import { Cleanup } from '../support/cleanup.js';
import { startConsul, type TestConsul } from '../support/consul.js';
import {
  AUTH_SECRET,
  LINK_SECRET,
  signToken,
  startGatewayProcess,
  type GatewayProcess,
} from '../support/gateway-process.js';
import { eventually } from '../support/journal.js';
import { buildPrograms, type Programs } from '../support/program.js';
import { startRedis, type TestRedis } from '../support/redis.js';
import { skipUnless } from '../support/require.js';
import { Scrape } from '../support/scrape.js';
import { WireClient } from '../support/secure-stage.js';

const ADMIN_TOKEN = 'the token of operators in tests';
const OTHER_SECRET = 'another link secret, which is wrong';
const REDIS_PASSWORD = 'the password of Redis in tests, which is wrong';
const FLOOD = 60;

let programs: Programs;
let consul: TestConsul;
let redis: TestRedis;
let gateway: GatewayProcess;
const cleanup = new Cleanup();
const tokens: string[] = [];
const resumes: string[] = [];

function admin(page: string, token?: string): Promise<Response> {
  const listening = gateway.log.entries.find(({ msg }) => msg === 'listening');
  const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
  return fetch(`http://${String(listening?.['admin'])}${page}`, { headers });
}

const json = async (page: string): Promise<Record<string, unknown>> =>
  (await (await admin(page, ADMIN_TOKEN)).json()) as Record<string, unknown>;

async function backend(serverId: string, env: Readonly<Record<string, string>> = {}): Promise<void> {
  const place = { program: 'counting-backend', service: 'game', serverId, consul: consul.address, env };
  await cleanup.started(startBackendProcess(programs, place), (started) => started.kill());
}

/** A token that is refused; its text is as secret as a good one's. */
async function refusedToken(): Promise<string> {
  const token = `${(await signToken('mallory')).slice(0, -6)}AAAAAA`;
  tokens.push(token);
  return token;
}

describe("the operators' port", { skip: skipUnless(findConsul(), findRedis()), timeout: 90_000 }, () => {
  before(async () => {
    const another = { settings: { requirepass: 'another password' } };
    [programs, consul, redis] = await Promise.all([
      cleanup.started(buildPrograms(), (built) => {
        built.close();
      }),
      cleanup.started(startConsul(), (started) => started.stop()),
      cleanup.started(startRedis(another), (started) => started.stop()),
    ]);
    await consul.put('causeway/routes/game', JSON.stringify([{ types: '1000-1002', service: 'game' }]));
    gateway = await startGatewayProcess(programs, consul.address, {
      CAUSEWAY_ADMIN_TOKEN: ADMIN_TOKEN,
      CAUSEWAY_LOG_LEVEL: 'debug',
      CAUSEWAY_CLUSTER_KIND: 'redis',
      CAUSEWAY_REDIS_ADDRESSES: redis.address,
      CAUSEWAY_REDIS_PASSWORD: REDIS_PASSWORD,
    });
    cleanup.add(() => gateway.dispose());
    await Promise.all([backend('game-1'), backend('game-2', { LINK_SECRET: OTHER_SECRET })]);
    await eventually(
      'the link to game-1',
      () => json('/status'),
      ({ instances }) =>
        (instances as { server: string; link: string }[]).some(
          ({ server, link }) => server === 'game-1' && link === 'open',
        ),
    );
  });

  after(() => cleanup.run());

  it('asks for the token everywhere but for the two probes', async () => {
    for (const page of ['/healthz', '/readyz']) assert.equal((await admin(page)).status, 200, page);
    for (const page of ['/metrics', '/status', '/sessions', '/sessions/closed', '/explain?type=1000']) {
      assert.equal((await admin(page)).status, 401, page);
      assert.equal((await admin(page, `${ADMIN_TOKEN}x`)).status, 401, page);
      assert.equal((await admin(page, ADMIN_TOKEN)).status, 200, page);
    }
  });

  it('tells of sessions that ended, with cause, duration and counts', async () => {
    const token = await signToken('alice');
    tokens.push(token);
    const client = await connect({ url: gateway.wsUrl, token, client: 'operators-test' });
    for (let at = 0; at < 3; at++) await client.request(1000, Buffer.from(String(at)));
    await client.refresh(token);
    await client.close();
    const { sessions } = await eventually(
      'the session to be listed',
      () => json('/sessions/closed'),
      (page) => (page['sessions'] as unknown[]).length > 0,
    );
    const [last] = sessions as Record<string, unknown>[];
    assert.deepEqual([last?.['user'], last?.['code'], last?.['received']], ['alice', 'CLOSED', 3]);
    assert.ok(Number(last?.['sent']) >= 3 && Number(last?.['sentBytes']) > 0);
    const { lastClosed } = await json('/status');
    assert.deepEqual(lastClosed, sessions);
  });

  it('a flood of refused tokens writes a few lines, and says how many it left out', async () => {
    const attempts = Array.from({ length: FLOOD }, async () => {
      const token = await refusedToken();
      await assert.rejects(connect({ url: gateway.tcpUrl, token, resumable: false }));
    });
    await Promise.all(attempts);
    const summary = await gateway.log.find(
      'the summary',
      ({ msg, ...line }) => msg === 'lines left out' && line['event'] === 'token refused',
    );
    const written = gateway.log.entries.filter(({ msg }) => msg === 'token refused').length;
    assert.ok(Number(summary['leftOut']) > 0 && written < FLOOD, `${written} lines`);
    const metrics = new Scrape(await (await admin('/metrics', ADMIN_TOKEN)).text());
    assert.ok(metrics.sum('causeway_log_lines_left_out_total') >= Number(summary['leftOut']));
    assert.equal(metrics.sum('causeway_disconnects_total', { code: 'TOKEN_INVALID' }), FLOOD);
  });

  it('measures requests by route and outcome', async () => {
    const metrics = new Scrape(await (await admin('/metrics', ADMIN_TOKEN)).text());
    const name = 'causeway_request_duration_seconds_count';
    assert.equal(metrics.sum(name, { service: 'game', outcome: 'ok' }), 3);
    assert.equal(metrics.sum('causeway_table_info'), 1);
    assert.equal(metrics.sum('causeway_build_info'), 1);
  });

  it('a session is resumed by its token, then asked for by a stale one and a made-up one', async () => {
    const token = await signToken('carol');
    const port = Number(gateway.clients.split(':')[1]);
    const login = async (resume: string, attempt: number): Promise<number | undefined> => {
      const client = WireClient.dial(port);
      const welcome = await client.login(token, { resumable: true, resume, attempt });
      client.close();
      if (typeof welcome === 'string') return undefined;
      resumes.push(welcome.resume);
      return welcome.resumed;
    };
    assert.equal(await login('', 1), 0);
    assert.equal(await login(resumes[0] ?? '', 2), 1);
    resumes.push('a resume token that nobody gave out');
    for (const resume of [...resumes]) await login(resume, 1);
    tokens.push(token, ...resumes);
    assert.ok(resumes.length >= 3 && resumes[0] !== resumes[1]);
  });

  it('no line of the log holds a token or a secret', async () => {
    // The link to the backend with another secret has failed by now, and said so.
    await gateway.log.find(
      'the refused link',
      (line) => line['serverId'] === 'game-2' && line['code'] !== undefined,
    );
    // Redis refuses the password, and the log says so.
    await gateway.log.find('the refused password', (line) =>
      String(line['remedy']).includes('redis.password'),
    );
    const log = gateway.log.entries.map((line) => JSON.stringify(line));
    assert.ok(
      log.some((line) => line.includes('token refused')),
      'the log was read',
    );
    for (const secret of [AUTH_SECRET, LINK_SECRET, OTHER_SECRET, ADMIN_TOKEN, REDIS_PASSWORD, ...tokens])
      for (const line of log) {
        assert.ok(!line.includes(secret), line);
        // Nor the part of a token that makes it one.
        assert.ok(!line.includes(secret.slice(-20)), line);
      }
  });
});
