// Every option that settings are made of reaches them: what the settings do is tested where they are used.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { stringify } from 'yaml';
import { assemble, type Assembled } from '../../src/assemble.js';
import { formatConfigProblem } from '../../src/config/layer.js';
import { loadConfig } from '../../src/config/load-config.js';
import { optionRows, type OptionKey } from '../../src/config/schema.js';
import type { GatewaySettings } from '../../src/gateway-parts.js';
import { silentLog } from '../../src/log.js';

type Written = string | number | readonly string[];

/** None of them is the default, and no two numbers are the same. */
const WRITTEN: Readonly<Partial<Record<OptionKey, Written>>> = {
  listen: '127.0.0.2:7123',
  sockets: 'public',
  origins: ['https://game.example'],
  proxyFrom: ['192.0.2.0/24'],
  sessionsMax: 1_001,
  handshakesMax: 1_002,
  'overload.delayMsMax': 123,
  'connections.max': 2_001,
  'connections.perSecondMax': 2_002,
  'connections.perAddressMax': 2_003,
  'connections.perAddressPerSecondMax': 2_004,
  'connections.exempt': ['198.51.100.7'],
  'login.perUserMax': 3,
  'login.perDeviceMax': 2,
  'login.loser': 'newest',
  'login.withoutCluster': 'refuse',
  'limits.userMessagesPerSecondMax': 401,
  'limits.userLoginsPerMinuteMax': 402,
  'link.secret': 'the link secret in force',
  'link.previousSecret': 'the one that was before',
  'link.heartbeatMs': 5_001,
  'link.queueBytesMax': 5_000_002,
  'link.frameBytesMax': 500_003,
  'link.pendingMax': 5_004,
  'link.gatewaysPerInstance': 5,
  'link.meshGatewaysMax': 6,
  'link.idleTimeoutMs': 5_007,
  'session.heartbeatMs': 6_001,
  'session.frameBytesMax': 60_002,
  'session.requestsMax': 603,
  'session.messagesPerSecondMax': 604,
  'session.bytesPerSecondMax': 60_005,
  'session.controlsPerSecondMax': 606,
  'session.queueBytesMax': 60_007,
  'session.resumeWindowMs': 608,
  'session.replayBytesMax': 609,
  'session.helloTimeoutMs': 610,
  'session.authTimeoutMs': 611,
  'session.tokenGraceMs': 612,
};

/** Options that are no settings: `serve` itself uses them, or a part that is opened before the gateway is made. */
const ELSEWHERE =
  /^(admin|auth|cluster|consul|drain|redis|registry|tls)\.|^(advertiseHost|gatewayId|logLevel|stateDir|workers)$|^link\.(tls|tlsName|caFile|certFile|keyFile)$/;

let folder: string;
before(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'causeway-assemble-'));
});
after(() => {
  rmSync(folder, { recursive: true });
});

async function assembled(options: object): Promise<Assembled & { readonly ok: true }> {
  const file = path.join(folder, 'causeway.yaml');
  const gateway = { stateDir: folder, 'registry.file': file, ...options };
  writeFileSync(file, stringify({ gateway, routes: [] }));
  const loaded = loadConfig({ file, env: {}, flags: {}, generatedGatewayId: 'g1' });
  if (!loaded.ok) throw new Error(loaded.problems.map(formatConfigProblem).join('\n'));
  const made = await assemble(loaded.config, 'g1', silentLog);
  if (!made.ok) throw new Error(made.problem);
  const { registry, cluster, credentials = [] } = made.parts;
  registry.close();
  for (const credential of credentials) credential.close();
  await cluster.close();
  return made;
}

/** Where options stand in the settings, when not under their own names. */
const PLACES: Readonly<Partial<Record<OptionKey, (settings: GatewaySettings) => unknown>>> = {
  listen: ({ host, port }) => `${host}:${port}`,
  sessionsMax: ({ session }) => session.sessionsMax,
  handshakesMax: ({ session }) => session.handshakesMax,
  'overload.delayMsMax': ({ overloadDelayMsMax }) => overloadDelayMsMax,
  'connections.exempt': ({ connections }) =>
    connections.exempt.filter((network) => network === '198.51.100.7'),
  'link.secret': ({ linkSecrets }) => Buffer.from(linkSecrets[0] ?? []).toString(),
  'link.previousSecret': ({ linkSecrets }) => Buffer.from(linkSecrets[1] ?? []).toString(),
  'link.pendingMax': ({ linkPendingMax }) => linkPendingMax,
  'link.gatewaysPerInstance': ({ linkSpread }) => memberOf(linkSpread, 'gatewaysPerInstance'),
  'link.meshGatewaysMax': ({ linkSpread }) => memberOf(linkSpread, 'meshGatewaysMax'),
  'link.idleTimeoutMs': ({ linkSpread }) => memberOf(linkSpread, 'idleTimeoutMs'),
};

function inSettings(settings: GatewaySettings, key: OptionKey): unknown {
  const place = PLACES[key];
  if (place !== undefined) return place(settings);
  const [section = '', name] = key.split('.');
  const value = memberOf(settings, section);
  return name === undefined ? value : memberOf(value, name);
}

const memberOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).find(([key]) => key === name)?.[1]
    : undefined;

test('every option is a setting, or is used elsewhere', () => {
  const forgotten = optionRows()
    .map(([key]) => key)
    .filter((key) => key in WRITTEN === ELSEWHERE.test(key));
  assert.deepEqual(forgotten, []);
});

test('what is written is what the gateway is started with', async () => {
  const { settings } = await assembled(WRITTEN);
  const found = Object.fromEntries(
    Object.keys(WRITTEN).map((key) => [key, inSettings(settings, key as OptionKey)]),
  );
  assert.deepEqual(found, WRITTEN);
});

test('this machine itself is exempt from the limits on connections; proxies are listed apart', async () => {
  const { settings } = await assembled({ proxyFrom: ['192.0.2.0/24'] });
  assert.deepEqual(settings.connections.exempt, ['127.0.0.0/8', '::1']);
  assert.deepEqual(settings.proxyFrom, ['192.0.2.0/24']);
});
