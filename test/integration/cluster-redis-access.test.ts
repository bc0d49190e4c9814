// A Redis that lets not everybody in: password, ACL user and TLS, for gateways as an operator configures them.
// What is wrong is said with what to do, and no password is said.

import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, test, type TestContext } from 'node:test';
import { Redis } from 'ioredis';
import { openCluster } from '../../src/assemble-cluster.js';
import { systemClock } from '../../src/clock.js';
import type { Cluster, ClusterReceiver } from '../../src/cluster/cluster.js';
import { READ_BLOCK_MS } from '../../src/cluster/redis/bus-streams.js';
import { RedisConnection, type RedisSettings } from '../../src/cluster/redis/connection.js';
import { formatConfigProblem } from '../../src/config/layer.js';
import { loadConfig } from '../../src/config/load-config.js';
import { TestAuthority } from '../support/certificates.js';
import { eventually } from '../support/journal.js';
import { recordingLog, type RecordingLog } from '../support/recording-log.js';
import { startRedis, type TestRedis } from '../support/redis.js';

const PASSWORD = 'the password of tests, with "quotes" and spaces';
const WRONG = 'a wrong password that nobody may read';
const OPERATOR = 'gateways';

const nobody: ClusterReceiver = {
  receive: () => 0,
  lost: () => undefined,
  missed: () => undefined,
  gatewayLost: () => undefined,
};

interface Gateway {
  readonly cluster: Cluster;
  readonly log: RecordingLog;
}

/** The cluster of a gateway with these options, as `causeway serve` opens it. */
function open(
  gatewayId: string,
  options: Readonly<Record<string, string>>,
): Gateway | { readonly problem: string } {
  const log = recordingLog();
  const env = Object.fromEntries(
    Object.entries({ 'cluster.kind': 'redis', 'redis.commandTimeoutMs': '500', ...options }).map(
      ([key, value]) => [
        `CAUSEWAY_${key.replace(/[A-Z]/g, (letter) => `_${letter}`).replace('.', '_')}`.toUpperCase(),
        value,
      ],
    ),
  );
  const loaded = loadConfig({ env, flags: {}, generatedGatewayId: gatewayId });
  if (!loaded.ok) throw new Error(loaded.problems.map(formatConfigProblem).join('\n'));
  const opened = openCluster(loaded.config, gatewayId, log);
  return opened.ok ? { cluster: opened.value, log } : opened;
}

const problemOf = (opened: ReturnType<typeof open>): string =>
  'problem' in opened ? opened.problem : 'none';

function started(
  context: TestContext,
  gatewayId: string,
  options: Readonly<Record<string, string>>,
): Gateway {
  const gateway = open(gatewayId, options);
  assert.ok('cluster' in gateway, problemOf(gateway));
  gateway.cluster.start(nobody);
  context.after(() => gateway.cluster.close());
  return gateway;
}

/** Two gateways do everything that a cluster does; each command of it is allowed. */
async function worksFor(context: TestContext, options: Readonly<Record<string, string>>): Promise<void> {
  const gateways = ['a', 'b'].map((id) => started(context, id, options));
  const [a, b] = gateways.map(({ cluster }) => cluster);
  assert.ok(a !== undefined && b !== undefined);
  await eventually('both see both', () => [a, b].every((one) => one.gateways().length === 2), Boolean);
  const presence = { gatewayId: 'a', sinceEpochMs: 1, device: '', client: '', address: '' };
  const session = { ...presence, sessionId: 's1', user: 'alice', attributes: new Map<string, string>() };
  const policy = { perUserMax: 1, perDeviceMax: 0, loser: 'newest' } as const;
  assert.equal((await a.admit(session, policy)).kind, 'admitted');
  const second = { ...session, sessionId: 's2', gatewayId: 'b' };
  assert.equal((await b.admit(second, policy)).kind, 'refused');
  assert.equal(await a.groupEntered('lobby'), true);
  a.leave('s1');
  await eventually(
    'alice is gone',
    () => b.locate('alice'),
    (outcome) => outcome.ok && outcome.sessions.length === 0,
  );
  assert.deepEqual(await b.ask({ kind: 'displace', session: 'x' }), { ok: true, count: 0 });
  b.publish({ kind: 'revoke', user: 'bob', notBeforeEpochMs: 1 });
  const charge = { limit: 'x', user: 'alice', unitMs: 10, burstMs: 100, spent: 1, wanted: 1 };
  assert.equal((await a.quotas?.charge([charge]))?.[0]?.granted, 1);
  await a.close();
  await eventually('b sees that a left', () => b.gateways().length === 1, Boolean);
  for (const { log } of gateways)
    assert.deepEqual([...log.messages('warn'), ...log.messages('error')], [], JSON.stringify(log.lines));
}

/** What the gateway's operator reads within a moment; and that it is no password. */
async function told(context: TestContext, options: Readonly<Record<string, string>>): Promise<string> {
  const { cluster, log } = started(context, 'c', options);
  const found = await eventually(
    'a line that says what to do',
    () => log.lines.find(({ fields }) => 'remedy' in fields),
    (line) => line !== undefined,
  );
  const { remedy } = found?.fields as { remedy: string };
  const { ok, detail } = cluster.status?.() ?? { ok: true, detail: '' };
  if (!ok) assert.ok(detail.includes(remedy), `/status says it too: ${detail}`);
  const said = JSON.stringify([log.lines, cluster.status?.()]);
  for (const secret of [PASSWORD, WRONG])
    assert.ok(!said.includes(JSON.stringify(secret).slice(1, -1)), said);
  return remedy;
}

describe('a Redis with a password and users', () => {
  let redis: TestRedis;
  let base: Readonly<Record<string, string>>;
  before(async () => {
    redis = await startRedis({ settings: { requirepass: PASSWORD } });
    base = { 'redis.addresses': redis.address };
    const admin = new Redis({ host: redis.host, port: redis.port, password: PASSWORD });
    // As docs/OPERATIONS.md has it.
    const rules = '~causeway:* resetchannels +@read +@write +@scripting +@connection +info +time';
    await admin.call('ACL', 'SETUSER', OPERATOR, 'reset', 'on', `>${PASSWORD}`, ...rules.split(' '));
    await admin.call('ACL', 'SETUSER', 'narrow', 'reset', 'on', `>${PASSWORD}`, '~other:*', '+@all');
    admin.disconnect();
  });
  after(() => redis.stop());

  test('everything works with the password', (context) =>
    worksFor(context, { ...base, 'redis.password': PASSWORD, 'redis.prefix': 'elsewhere' }));

  test('everything works for a user with the ACL of the docs', (context) =>
    worksFor(context, { ...base, 'redis.username': OPERATOR, 'redis.password': PASSWORD }));

  test('no password, a wrong one, an unknown user, too narrow an ACL: said, with what to do', async (context) => {
    assert.match(await told(context, base), /redis.username and redis.password/);
    assert.match(await told(context, { ...base, 'redis.password': WRONG }), /password or the user is wrong/);
    const unknown = { ...base, 'redis.username': 'nobody', 'redis.password': PASSWORD };
    assert.match(await told(context, unknown), /password or the user is wrong/);
    const narrow = { ...base, 'redis.username': 'narrow', 'redis.password': PASSWORD };
    assert.match(await told(context, narrow), /ACL is too narrow/);
    assert.match(await told(context, { ...base, 'redis.secure': 'yes' }), /whether Redis speaks TLS/);
  });
});

describe('a Redis that speaks TLS', () => {
  const authority = new TestAuthority();
  let redis: TestRedis;
  let base: Readonly<Record<string, string>>;
  before(async () => {
    const tls = { ...authority.issue('redis'), caFile: authority.caFile };
    redis = await startRedis({ settings: { requirepass: PASSWORD }, tls });
    base = { 'redis.addresses': redis.address, 'redis.password': PASSWORD };
  });
  after(async () => {
    await redis.stop();
    authority.remove();
  });

  test('everything works with its authority', (context) =>
    worksFor(context, { ...base, 'redis.secure': 'yes', 'redis.caFile': authority.caFile }));

  test('another authority, none, a certificate for other names: said, with what to do', async (context) => {
    const other = new TestAuthority('another authority');
    context.after(() => {
      other.remove();
    });
    const secure = { ...base, 'redis.secure': 'yes' };
    assert.match(await told(context, { ...secure, 'redis.caFile': other.caFile }), /set redis.caFile/);
    assert.match(await told(context, secure), /set redis.caFile/);
    assert.match(await told(context, base), /whether it speaks TLS/);
    const names = authority.issue('elsewhere', { names: 'DNS:redis.example' });
    const named = await startRedis({ tls: { ...names, caFile: authority.caFile } });
    context.after(() => named.stop());
    const options = { ...secure, 'redis.addresses': named.address, 'redis.caFile': authority.caFile };
    assert.match(await told(context, options), /for other names/);
  });

  test('an authorities’ file that is missing or none is refused at the start, by its option', (context) => {
    const secure = { ...base, 'redis.secure': 'yes' };
    const missing = open('c', { ...secure, 'redis.caFile': '/nowhere/ca.pem' });
    assert.match(problemOf(missing), /^redis\.caFile: .*nowhere.*; name a PEM file that this user may read$/);
    const file = path.join(authority.folder, 'no.pem');
    writeFileSync(file, 'no certificate');
    context.after(() => {
      rmSync(file);
    });
    assert.match(problemOf(open('c', { ...secure, 'redis.caFile': file })), /^redis\.caFile: .*PEM file/);
  });
});

test('the first contact fails, later ones too: said once, however often it is tried', async (context) => {
  const redis = await startRedis({ settings: { requirepass: PASSWORD } });
  context.after(() => redis.stop());
  const log = recordingLog();
  const settings: RedisSettings = {
    ...{ kind: 'server', commandTimeoutMs: 200, password: WRONG },
    addresses: [{ host: redis.host, port: redis.port }],
  };
  const parts = { clock: systemClock, random: () => 0, log, scripts: [], blockMs: READ_BLOCK_MS };
  const connection = new RedisConnection(settings, parts);
  await eventually('three attempts', () => connection.counters.lost >= 3, Boolean);
  assert.deepEqual(log.messages('warn'), ['Redis does not answer: what needs it waits or fails']);
  connection.close();
});
