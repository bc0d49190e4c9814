// The first day: an independent Python client, a gateway that found everything in a real Consul, backend X that
// calls the unrouted backend Y, answers and pushes; then the route is changed while requests keep coming.
//
// Order, as it is checked: X answers "n|server|k" and pushes "server|m", k and m counted per session. For each
// server the requests' places must be 1, 2, 3 … in the order in which the client sent them, and so must the
// pushes' as they came. Y fails every call that is not the next one of its caller and session.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { findConsul } from '../../tools/testenv/tools.js';
import { startBackendProcess } from '../support/backend-process.js';
import { startConsul } from '../support/consul.js';
import { linkedTo, signToken, startGatewayProcess } from '../support/gateway-process.js';
import { eventually, Journal } from '../support/journal.js';
import { buildPrograms } from '../support/program.js';
import { createPython, pythonTools } from '../support/python.js';
import { skipUnless } from '../support/require.js';

interface Event {
  readonly event: 'welcome' | 'server' | 'summary';
  readonly server?: string;
}

interface Summary extends Event {
  readonly requests: number;
  readonly servers: Readonly<Record<string, number>>;
  readonly pushes: Readonly<Record<string, number>>;
}

const ROUTES = 'causeway/routes/game';
const routeTo = (service: string): string => JSON.stringify([{ types: 1000, service }]);

test('the first day', { skip: skipUnless(findConsul(), ...pythonTools()), timeout: 60_000 }, async (t) => {
  const programs = await buildPrograms();
  const python = createPython();
  const consul = await startConsul();
  t.after(async () => {
    programs.close();
    python.close();
    await consul.stop();
  });
  await consul.put(ROUTES, routeTo('x'));
  const start = async (program: string, service: string): Promise<void> => {
    const serverId = `${service}-1`;
    const env = { CALLEE: 'y-1' };
    const backend = await startBackendProcess(programs, {
      program,
      service,
      serverId,
      consul: consul.address,
      env,
    });
    t.after(() => backend.kill());
  };
  const [gateway] = await Promise.all([
    startGatewayProcess(programs, consul.address).then((started) => {
      t.after(() => started.dispose());
      return started;
    }),
    start('counting-backend', 'x'),
    start('ledger-backend', 'y'),
    start('counting-backend', 'x2'),
  ]);
  await linkedTo(gateway, 'x-1', 'y-1', 'x2-1');

  const client = python.start('test/python/first_day.py', [gateway.wsUrl, await signToken('alice')]);
  t.after(() => client.kill('SIGKILL'));
  const events = new Journal<Event>();
  const errors: string[] = [];
  createInterface(client.stdout).on('line', (line) => {
    events.add(JSON.parse(line) as Event);
  });
  createInterface(client.stderr).on('line', (line) => errors.push(line));
  const ended = once(client, 'close');

  await events.find('an answer of x-1', ({ server }) => server === 'x-1');
  const metrics = await gateway.metrics();
  const before = metrics.sum('causeway_requests_total', { code: 'OK', service: 'x' });
  await eventually(
    'steady requests to x-1',
    () => gateway.metrics(),
    (now) => now.sum('causeway_requests_total', { code: 'OK', service: 'x' }) > before + 300,
  );
  await consul.put(ROUTES, routeTo('x2'));
  await events.find('an answer of x2-1', ({ server }) => server === 'x2-1');
  await eventually(
    'steady requests to x2-1',
    () => gateway.metrics(),
    (now) => now.sum('causeway_requests_total', { code: 'OK', service: 'x2' }) > 300,
  );
  client.stdin.end('stop\n');
  await ended;

  assert.deepEqual(errors, []);
  const summary = events.entries.at(-1) as Summary;
  const { requests, servers } = summary;
  assert.ok((servers['x-1'] ?? 0) > 300 && (servers['x2-1'] ?? 0) > 300, JSON.stringify(summary));
  const { failed, wrongPayload, requestDisorder, pushDisorder, undelivered, lost, unexpected, disconnected } =
    summary as unknown as Record<string, unknown>;
  assert.deepEqual(
    { failed, wrongPayload, requestDisorder, pushDisorder, undelivered, lost, unexpected, disconnected },
    {
      failed: {},
      wrongPayload: 0,
      requestDisorder: 0,
      pushDisorder: 0,
      undelivered: 0,
      lost: 0,
      unexpected: [],
      disconnected: null,
    },
  );
  assert.equal(
    requests,
    Object.values(servers).reduce((sum, count) => sum + count, 0),
    'every request was answered once',
  );
  assert.deepEqual(summary.pushes, servers, 'one push for each request');
  const { code } = await gateway.stop();
  assert.equal(code, 0);
});
