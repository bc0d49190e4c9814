// A client's process that stands still: its kernel still acknowledges, nobody reads or answers, no FIN ever
// comes. The heartbeat ends its transports; the sessions are kept, and resumed when it goes on.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startAbuseGateway, tokenFor, type AbuseGateway } from '../support/abuse-gateway.js';
import type { PacedCommand } from '../support/hostile-stage.js';
import { eventually } from '../support/journal.js';
import { buildPrograms, Program, type Programs } from '../support/program.js';

const CLIENTS = 20;
const HEARTBEAT_MS = 1_000;

let programs: Programs;
let stage: AbuseGateway;
let clients: Program;

before(async () => {
  programs = await buildPrograms();
  stage = await startAbuseGateway({ session: { heartbeatMs: HEARTBEAT_MS } });
  clients = new Program(process.execPath, [programs.file('paced-clients')]);
});

after(async () => {
  await clients.end('SIGKILL');
  await stage.stop();
  programs.close();
});

test('stopped by SIGSTOP: HEARTBEAT_LOST and no transport left; by SIGCONT all are back', async () => {
  const { gateway } = stage;
  const { host, port } = gateway.address;
  const tokens = await Promise.all(Array.from({ length: CLIENTS }, (_, at) => tokenFor(`still-${at}`)));
  const urls = [`tcp://${host}:${port}`, `ws://${host}:${port}`];
  clients.send({ start: { urls, tokens, requestsPerSecond: CLIENTS } } satisfies PacedCommand);
  await clients.messages.find('the clients to connect', (said) => 'ready' in (said as object));
  const states = (): readonly string[] => [...gateway.sessions.all()].map(({ state }) => state);

  process.kill(clients.pid, 'SIGSTOP');
  await eventually(
    'the transports to be ended',
    () => gateway.listener.counters.open,
    (open) => open === 0,
  );
  assert.deepEqual(new Set(states()), new Set(['suspended']));
  assert.ok(gateway.sessionCounters.countOf('HEARTBEAT_LOST') >= CLIENTS);

  process.kill(clients.pid, 'SIGCONT');
  await eventually('all to be back', states, (now) => now.length === CLIENTS && !now.includes('suspended'));
});
