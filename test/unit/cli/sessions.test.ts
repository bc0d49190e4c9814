// Operators' commands over several gateways, which are scripted here.

import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { moment } from '../../../src/cli/commands/sessions.js';
import { ExitCode } from '../../../src/cli/host.js';
import { listSessions, revoke } from '../../../src/cli/sessions.js';
import { startScriptedHttp, type ScriptedHttp } from '../../support/scripted-http.js';

const started: ScriptedHttp[] = [];
after(() => Promise.all(started.map((server) => server.close())));

const EVERYTHING = {
  user: undefined,
  state: undefined,
  group: undefined,
  olderThanSeconds: undefined,
  limit: 10,
  json: false,
};

const row = (session: string, user: string): object => ({
  ...{ session, user, roles: [], state: 'live', address: 'a:1', client: 'c', openedAt: 't' },
  ...{ pending: 0, groupCount: 0 },
});

/** A gateway that has these sessions and knows those of the directory. */
async function gateway(id: string, rows: object[], online: object[] = []): Promise<ScriptedHttp> {
  const server = await startScriptedHttp(({ method, path }) => {
    if (method === 'POST') return { body: { gateway: id, ended: rows.length } };
    const directory = { gateway: id, gateways: ['a', 'b'], sessions: online };
    return { body: path === '/sessions' ? { gateway: id, sessions: rows } : directory };
  });
  started.push(server);
  return server;
}

const NOBODY = { address: { host: '127.0.0.1', port: 1 }, token: undefined };
const target = ({ address }: ScriptedHttp): typeof NOBODY => ({ address, token: undefined });

function output(): {
  out: string[];
  err: string[];
  host: { out(line: string): void; err(line: string): void };
} {
  const [out, err]: [string[], string[]] = [[], []];
  return { out, err, host: { out: (line) => out.push(line), err: (line) => err.push(line) } };
}

describe('sessions', () => {
  test('those of a worker that is silent are missing, and that is said', async () => {
    const server = await startScriptedHttp(() => ({
      body: { gateway: 'a', sessions: [row('s1', 'ann')], silent: ['2'] },
    }));
    started.push(server);
    const { out, err, host } = output();
    assert.equal(await listSessions(host, [target(server)], EVERYTHING), ExitCode.FAILED);
    assert.match(out.join('\n'), /s1/);
    assert.match(err.join('\n'), /no answer from worker 2/);
  });

  test('of a user at a gateway that does not answer are seen by the directory', async () => {
    const online = [
      { session: 's1', user: 'ann', gateway: 'a', openedAt: 't', client: 'c', address: 'a:1' },
      { session: 's2', user: 'ann', gateway: 'b', openedAt: 't', client: 'c', address: 'a:1' },
    ];
    const a = await gateway('a', [row('s1', 'ann')], online);
    const { out, err, host } = output();
    const ended = await listSessions(host, [target(a), NOBODY], { ...EVERYTHING, user: 'ann' });
    assert.equal(ended, ExitCode.FAILED);
    assert.deepEqual(
      out
        .slice(1, 3)
        .map((line) => line.trim().split(/\s+/))
        .map(([id, , state]) => `${id ?? ''} ${state ?? ''}`),
      ['s1 live', 's2 online'],
    );
    assert.match(err.join('\n'), /127\.0\.0\.1:1 does not answer/);
  });

  test('with filters that the directory does not know are those of the gateways', async () => {
    const a = await gateway('a', [row('s1', 'ann')]);
    const { out, host } = output();
    const args = { ...EVERYTHING, user: 'ann', state: 'live', json: true };
    assert.equal(await listSessions(host, [target(a)], args), ExitCode.OK);
    assert.equal((JSON.parse(out.join('')) as object[]).length, 1);
    assert.deepEqual(
      a.requests.map(({ path }) => path),
      ['/sessions'],
    );
  });
});

describe('revoke', () => {
  test('tells every gateway the same moment, and says when one was not told', async () => {
    const [a, b] = [await gateway('a', [{}]), await gateway('b', [{}, {}])];
    const { out, host } = output();
    const args = { user: 'ann/x', before: '2026-01-01T00:00:00.000Z' };
    assert.equal(await revoke(host, [target(a), target(b)], args), ExitCode.OK);
    assert.deepEqual(out, ['3 sessions ended; 2 of 2 gateways told']);
    for (const { requests } of [a, b])
      assert.deepEqual(
        requests.map(({ path, body }) => `${path} ${body}`),
        ['/users/ann/x/revoke {"before":"2026-01-01T00:00:00.000Z"}'],
      );
    assert.equal(await revoke(host, [target(a), NOBODY], args), ExitCode.FAILED);
  });
});

test('a moment is a date, a time, or how long ago', () => {
  const now = Date.UTC(2026, 0, 1);
  assert.equal(moment('2h', now), '2025-12-31T22:00:00.000Z');
  assert.equal(moment('2026-03-01', now), '2026-03-01T00:00:00.000Z');
  assert.equal(moment('2026-03-01T12:00:00+02:00', now), '2026-03-01T10:00:00.000Z');
  for (const text of ['soon', '2', '12:00', '2026-13-40']) assert.throws(() => moment(text, now), text);
});
