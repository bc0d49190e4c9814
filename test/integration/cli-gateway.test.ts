// The commands that talk to a running gateway: connect, sessions, kick, explain, status, over real sockets.

import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { SignJWT } from 'jose';
import { startAdmin, type AdminServer } from '../../src/admin/server.js';
import { systemClock } from '../../src/clock.js';
import { connect, type Client, type Departure } from '../../src/sdk/client/node.js';
import { causeway, type Said } from '../support/command-line.js';
import { startEchoGateway, TOKEN_SECRET, type EchoGateway } from '../support/echo-gateway.js';
import { silentLog } from '../../src/log.js';

const ADMIN_TOKEN = 'an admin token of tests';

let stage: EchoGateway;
let admin: AdminServer;
let folder: string;

before(async () => {
  stage = await startEchoGateway();
  admin = await startAdmin(
    stage.gateway,
    systemClock,
    { host: '127.0.0.1', port: 0, log: silentLog },
    ADMIN_TOKEN,
  );
  folder = await mkdtemp(path.join(tmpdir(), 'causeway-cli-'));
  await writeFile(path.join(folder, 'admin.token'), `${ADMIN_TOKEN}\n`);
  await writeFile(path.join(folder, 'routes.yaml'), 'routes:\n  test: [{ types: 1000, service: echo }]\n');
  await writeFile(
    path.join(folder, 'echo.proto'),
    `syntax = "proto3";
    import "causeway/options.proto";
    message Ask { option (causeway.type) = 1000; option (causeway.reply) = "Ask"; string words = 1; }
    message Lost { option (causeway.type) = 2000; option (causeway.reply) = "Ask"; }
    message News { option (causeway.type) = 3000; option (causeway.push) = true; string text = 1; }`,
  );
});

after(async () => {
  await stage.gateway.stop();
  await admin.close();
  await stage.stop();
  await rm(folder, { recursive: true, force: true });
});

const tokenFor = (user: string, roles: readonly string[] = []): Promise<string> =>
  new SignJWT({ sub: user, roles }).setProtectedHeader({ alg: 'HS256' }).sign(Buffer.from(TOKEN_SECRET));

const url = (): string => `ws://127.0.0.1:${stage.gateway.address.port}`;

async function clientOf(user: string): Promise<Client> {
  return connect({ url: url(), token: await tokenFor(user) });
}

/** With the admin flags behind. */
function operate(...argv: readonly string[]): Promise<Said> {
  const adminFlags = ['--admin', `127.0.0.1:${admin.address.port}`];
  const files = ['--registry-file', path.join(folder, 'routes.yaml'), '--state-dir', folder];
  return causeway([...argv, ...adminFlags, '--admin-token-file', path.join(folder, 'admin.token'), ...files]);
}

async function talk(argv: readonly string[], typed: readonly string[] = []): Promise<Said> {
  const tokenFile = path.join(folder, 'client.token');
  await writeFile(tokenFile, await tokenFor('cli'));
  return causeway(['connect', url(), '--token-file', tokenFile, '--state-dir', folder, ...argv], { typed });
}

describe('connect', () => {
  test('raw: text and bytes come back, a failure ends with 1 and its code', async () => {
    const good = await talk(['--send', '1000 hello there', '--send', '1000@room-1 0x00ff']);
    assert.deepEqual(good.out, ['answer 1000 hello there', 'answer 1000 0x00ff']);
    assert.deepEqual([good.exitCode, good.err], [0, []]);
    const bad = await talk(['--send', '4711 x']);
    assert.equal(bad.exitCode, 1);
    assert.match(bad.err.join('\n'), /failed 4711: 1000 NO_ROUTE/);
  });

  test('by name from .proto files, typed into the standard input', async () => {
    const proto = ['--proto', path.join(folder, 'echo.proto')];
    const said = await talk(proto, ['.types', 'Ask {"words":"hi"}', '', '.exit', 'Ask {}']);
    assert.deepEqual(said.out, [
      '1000  Ask   request, answered by Ask',
      '2000  Lost  request, answered by Ask',
      '3000  News  push',
      'answer Ask {"words":"hi"}',
    ]);
    assert.equal(said.exitCode, 0);
    const wrong = await talk([...proto, '--send', 'Ask {"word":"hi"}', '--send', 'Lost']);
    assert.equal(wrong.exitCode, 1);
    assert.match(wrong.err[0] ?? '', /Ask has no field word; did you mean words\?/);
    assert.match(wrong.err[1] ?? '', /failed Lost: 1000 NO_ROUTE/);
  });

  test('pushes are shown by name while it waits', async () => {
    const proto = ['--proto', path.join(folder, 'echo.proto')];
    const talking = talk([...proto, '--send', '1000 here', '--wait', '1']);
    const target = { sessions: [], user: 'cli', users: [], group: '', all: false, except: [] };
    const sessions = stage.gateway.sessions;
    while ([...sessions.byUser('cli')].length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    // type 3000 (0x08 b8 17), payload { text: "new" } (0x2a 05, 0a 03 …): a canonical envelope.
    const envelope = Buffer.from('08b8172a050a036e6577', 'hex');
    for (const session of sessions.byUser(target.user)) session.deliver(envelope, 0, envelope.length);
    assert.ok((await talking).out.includes('push News {"text":"new"}'));
  });

  test('the end of the session ends the talk, with its reason', async () => {
    const { sessionCounters } = stage.gateway;
    const sentBefore = sessionCounters.sent;
    const talking = talk(['--send', '1000 here', '--wait', '30']);
    // Not before its request is answered, which would rightly be told as lost.
    while (sessionCounters.sent === sentBefore) await new Promise((resolve) => setTimeout(resolve, 5));
    assert.equal((await operate('kick', '--user', 'cli', '--reason', 'enough')).exitCode, 0);
    const { exitCode, err } = await talking;
    assert.deepEqual([exitCode, err], [1, ['closed: enough (KICKED)']]);
  });

  test('a signal ends it in order', async () => {
    const tokenFile = path.join(folder, 'client.token');
    await writeFile(tokenFile, await tokenFor('cli'));
    const argv = ['connect', url(), '--token-file', tokenFile, '--state-dir', folder];
    const onStop = (stop: () => void): void => void setTimeout(stop, 50);
    const said = await causeway([...argv, '--send', '1000 x', '--wait', '30'], { onStop });
    assert.deepEqual([said.exitCode, said.err], [0, []]);
  });

  test('a refused token and a silent gateway end with 1, a wrong URL with 2', async () => {
    const tokenFile = path.join(folder, 'wrong.token');
    await writeFile(tokenFile, 'no token');
    const argv = ['connect', url(), '--token-file', tokenFile, '--state-dir', folder, '--send', '1000 x'];
    const refused = await causeway(argv);
    assert.equal(refused.exitCode, 1);
    assert.match(refused.err.join('\n'), /TOKEN_INVALID/);
    assert.equal((await causeway(['connect', 'nowhere', ...argv.slice(2)])).exitCode, 2);
  });
});

describe('sessions and kick', () => {
  test('sessions are listed, filtered and paged', async () => {
    const clients = await Promise.all(['ann', 'ben', 'ben'].map(clientOf));
    const all = await operate('sessions', '--json');
    const rows = JSON.parse(all.out.join('\n')) as { user: string; session: string; state: string }[];
    assert.deepEqual(rows.map(({ user }) => user).sort(), ['ann', 'ben', 'ben']);
    assert.ok(rows.every(({ state }) => state === 'live'));
    const bens = await operate('sessions', '--user', 'ben', '--json', '--limit', '1');
    assert.equal((JSON.parse(bens.out.join('\n')) as object[]).length, 1);
    assert.match(bens.err.join('\n'), /there are more/);
    assert.match((await operate('sessions', '--state', 'suspended')).out.at(-1) ?? '', /^0 sessions$/);
    assert.match((await operate('sessions', '--older-than', '1h')).out.at(-1) ?? '', /^0 sessions$/);
    await Promise.all(clients.map((client) => client.close()));
  });

  test('a kick tells the client reason and advice', async () => {
    const client = await clientOf('mallory');
    const closed = new Promise<Departure>((resolve) => client.on('closed', resolve));
    const said = await operate('kick', '--user', 'mallory', '--reason', 'chat rules', '--advice', 'nothing');
    assert.deepEqual([said.exitCode, said.out], [0, ['1 session ended']]);
    const { name, reason, advice } = await closed;
    assert.deepEqual([name, reason, advice], ['KICKED', 'chat rules', 0]);
    const again = await operate('kick', '--user', 'mallory');
    assert.deepEqual([again.exitCode, again.out], [1, ['0 sessions ended']]);
    assert.equal((await operate('kick')).exitCode, 2);
  });

  test('one session by its id, and only that', async () => {
    const [first, second] = [await clientOf('tim'), await clientOf('tim')];
    const closed = new Promise<Departure>((resolve) => first.on('closed', resolve));
    assert.equal((await operate('kick', '--session', first.session?.id ?? '')).exitCode, 0);
    assert.equal((await closed).name, 'KICKED');
    assert.deepEqual(Buffer.from(await second.request(1000, Buffer.from('still'))).toString(), 'still');
    await second.close();
  });

  test('a revoked user is out, and the old token is refused; one made later counts', async () => {
    const client = await clientOf('ursula');
    const closed = new Promise<Departure>((resolve) => client.on('closed', resolve));
    const said = await operate('revoke', '--user', 'ursula', '--before', '1s');
    assert.deepEqual([said.exitCode, said.out], [0, ['1 session ended; 1 of 1 gateway told']]);
    assert.equal((await closed).name, 'TOKEN_REVOKED');
    await assert.rejects(clientOf('ursula'));
    const fresh = await new SignJWT({ sub: 'ursula' })
      .setProtectedHeader({ alg: 'HS256' })
      .setIssuedAt()
      .sign(Buffer.from(TOKEN_SECRET));
    await (await connect({ url: url(), token: fresh })).close();
    assert.equal((await operate('revoke', '--user', 'x', '--before', 'soon')).exitCode, 2);
    assert.equal((await operate('revoke', '--user', 'x', '--before', '2999-01-01')).exitCode, 1);
  });

  test('without the token nothing is told or done, but health', async () => {
    const base = `http://127.0.0.1:${admin.address.port}`;
    for (const page of ['/sessions', '/explain?type=1000', '/status', '/metrics'])
      assert.equal((await fetch(base + page)).status, 401, page);
    const headers = { authorization: 'Bearer wrong', 'content-type': 'application/json' };
    assert.equal((await fetch(`${base}/users/x/kick`, { method: 'POST', headers })).status, 401);
    assert.equal((await fetch(`${base}/healthz`)).status, 200);
    const said = await causeway(['sessions', '--admin', `127.0.0.1:${admin.address.port}`]);
    assert.equal(said.exitCode, 1);
    assert.match(said.err[0] ?? '', /asks for its admin token; give --admin-token-file/);
  });

  test('a page in a browser cannot kick: plain text is refused', async () => {
    const headers = { authorization: `Bearer ${ADMIN_TOKEN}`, 'content-type': 'text/plain' };
    const url = `http://127.0.0.1:${admin.address.port}/users/x/kick`;
    assert.equal((await fetch(url, { method: 'POST', headers, body: '{}' })).status, 415);
  });
});

describe('routes at a gateway', () => {
  test('explain names the instance that the message then goes to', async () => {
    const client = await clientOf('eve');
    const said = await operate('routes', 'explain', '--type', '1000', '--user', 'eve');
    assert.equal(said.exitCode, 0);
    assert.match(said.out.join('\n'), /Type 1000 is in route test#0: service "echo"/);
    assert.match(said.out.join('\n'), /=> sent to echo-1 at 127\.0\.0\.1:/);
    await client.close();
  });

  test('explain says what a refused message is answered with', async () => {
    const said = await operate('routes', 'explain', '--type', '4711', '--json');
    assert.equal(said.exitCode, 1);
    const [answer] = JSON.parse(said.out.join('\n')) as { explanations: { outcome: string }[] }[];
    assert.deepEqual(
      answer?.explanations.map(({ outcome }) => outcome),
      ['NO_ROUTE'],
    );
  });

  test('status compares the gateway with what stands in the file', async () => {
    const same = await operate('routes', 'status');
    assert.match(same.out.join('\n'), /^g1 .* in force$/m);
    assert.equal(same.exitCode, 0, same.out.join('\n'));
    const [state] = [JSON.parse((await operate('routes', 'status', '--json')).out.join('\n'))] as [
      { gateways: { gateway: string }[] },
    ];
    assert.deepEqual(
      state.gateways.map(({ gateway }) => gateway),
      ['g1'],
    );
  });
});
