// Tokens end to end: key files and sets that are rotated while sessions live, an auth service on the
// backend SDK, expiry with its grace, revocation.

import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test, type TestContext } from 'node:test';
import { MemoryRevocations } from '../../src/auth/revocations.js';
import { MemoryCluster } from '../../src/cluster/memory.js';
import { ERRORS } from '../../src/protocol/codes.js';
import type { TokenJudge } from '../../src/sdk/backend/backend.js';
import type { Session } from '../../src/sdk/backend/session.js';
import { startJwksServer } from '../support/jwks-server.js';
import {
  linkedTo,
  startSecureBackend,
  startSecureGateway,
  until,
  WireClient,
  type SecureGateway,
} from '../support/secure-stage.js';
import { keySetText, newKey } from '../unit/auth/key-parts.js';

function folderOf(context: TestContext): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'causeway-keys-'));
  context.after(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

/** The user that a login ends with, or the name of the Disconnect. */
async function loginAs(context: TestContext, { port }: SecureGateway, token: string): Promise<string> {
  const client = WireClient.dial(port);
  context.after(() => {
    client.close();
  });
  const outcome = await client.login(token);
  return typeof outcome === 'string' ? outcome : outcome.user;
}

const credential = ({ gateway }: SecureGateway): { reloads: number; refusals: number; ok: boolean } => {
  const [status] = gateway.credentials();
  assert.ok(status);
  return status;
};

test('a key file that changes counts for the next login; a bad one is refused and reported', async (context) => {
  const file = path.join(folderOf(context), 'keys.pem');
  const [old, next] = [newKey('ES256'), newKey('EdDSA')];
  writeFileSync(file, old.pem);
  const stage = await startSecureGateway(context, { 'auth.kind': 'jwt', 'auth.publicKeyFile': file }, []);
  assert.equal(await loginAs(context, stage, await old.sign()), 'alice');
  assert.equal(await loginAs(context, stage, await next.sign()), 'TOKEN_INVALID');
  writeFileSync(file, 'no key');
  await until('the refusal', () => credential(stage).refusals === 1);
  assert.equal(credential(stage).ok, false);
  assert.match(stage.log.messages('error').join(), /refused, the old one stays in force/);
  assert.equal(await loginAs(context, stage, await old.sign()), 'alice');
  writeFileSync(file, next.pem);
  await until('the reload', () => credential(stage).reloads === 1);
  assert.equal(credential(stage).ok, true);
  assert.equal(await loginAs(context, stage, await next.sign()), 'alice');
  assert.equal(await loginAs(context, stage, await old.sign()), 'TOKEN_INVALID');
});

test('a key set in a file', async (context) => {
  const file = path.join(folderOf(context), 'keys.json');
  const [old, next] = [newKey('RS256'), newKey('RS256')];
  writeFileSync(file, await keySetText(old.jwk('a')));
  const stage = await startSecureGateway(context, { 'auth.kind': 'jwt', 'auth.jwksFile': file }, []);
  assert.equal(await loginAs(context, stage, await old.sign('a')), 'alice');
  assert.equal(await loginAs(context, stage, await next.sign('b')), 'TOKEN_INVALID');
  writeFileSync(file, await keySetText(old.jwk('a'), next.jwk('b')));
  await until('the reload', () => credential(stage).reloads === 1);
  assert.equal(await loginAs(context, stage, await next.sign('b')), 'alice');
});

test('a key set from a URL; a service that is away is AUTH_UNAVAILABLE', async (context) => {
  const key = newKey('ES256');
  const server = await startJwksServer(context, await keySetText(key.jwk('a')));
  const options = { 'auth.kind': 'jwt', 'auth.jwksUrl': server.url };
  const stage = await startSecureGateway(context, options, []);
  assert.equal(await loginAs(context, stage, await key.sign('a')), 'alice');
  server.body = undefined;
  assert.equal(await loginAs(context, stage, await key.sign('a')), 'alice', 'the set is kept');
  const other = await startSecureGateway(context, options, []);
  await until('the failed fetch that no login asked for', () => !credential(other).ok);
  assert.equal(await loginAs(context, other, await key.sign('a')), 'AUTH_UNAVAILABLE');
});

function hs256(secret: string, claims: object): string {
  const signed = [{ alg: 'HS256' }, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}

const [SECRET, PREVIOUS] = ['s'.repeat(32), 'p'.repeat(32)];
const HS256 = { 'auth.kind': 'jwt', 'auth.secret': SECRET, 'auth.previousSecret': PREVIOUS };

test('HS256: the secret and the one before it', async (context) => {
  const stage = await startSecureGateway(context, HS256, []);
  for (const [secret, outcome] of [
    [SECRET, 'alice'],
    [PREVIOUS, 'alice'],
    ['x'.repeat(32), 'TOKEN_INVALID'],
  ] as const)
    assert.equal(await loginAs(context, stage, hs256(secret, { sub: 'alice' })), outcome);
});

test('a token that ends: the session goes on for the grace, unless it is refreshed', async (context) => {
  const options = { ...HS256, 'session.tokenGraceMs': 300, 'auth.clockToleranceMs': 0 };
  const stage = await startSecureGateway(context, options, []);
  const tokenFor = (ms: number): string => hs256(SECRET, { sub: 'alice', exp: (Date.now() + ms) / 1000 });
  const [left, refreshed] = [WireClient.dial(stage.port), WireClient.dial(stage.port)];
  context.after(() => {
    refreshed.close();
  });
  const endsAtMs = Date.now() + 400;
  await Promise.all([left.login(tokenFor(400)), refreshed.login(tokenFor(400))]);
  assert.equal(await refreshed.refresh(tokenFor(60_000)), 0);
  assert.equal(await left.ended, 'TOKEN_EXPIRED');
  assert.ok(Date.now() >= endsAtMs + 300, 'not before the grace is over');
  assert.equal(await refreshed.request(1234), `${ERRORS.NO_ROUTE.code}`);
});

test('a revoked user is out at once and comes back only with a newer token', async (context) => {
  const stage = await startSecureGateway(context, HS256, []);
  const nowS = Math.floor(Date.now() / 1000);
  const old = hs256(SECRET, { sub: 'alice', iat: nowS - 10 });
  const [alice, bob] = [WireClient.dial(stage.port), WireClient.dial(stage.port)];
  context.after(() => {
    bob.close();
  });
  await alice.login(old);
  await bob.login(hs256(SECRET, { sub: 'bob', iat: nowS - 10 }));
  assert.equal(stage.gateway.revokeUser('alice'), 1);
  assert.equal(await alice.ended, 'TOKEN_REVOKED');
  assert.equal(await loginAs(context, stage, old), 'TOKEN_REVOKED');
  assert.equal(await loginAs(context, stage, hs256(SECRET, { sub: 'alice' })), 'TOKEN_REVOKED');
  assert.equal(await loginAs(context, stage, hs256(SECRET, { sub: 'alice', iat: nowS + 2 })), 'alice');
  assert.equal(await bob.request(1234), `${ERRORS.NO_ROUTE.code}`);
});

test('user, roles, attributes and device from claims with the names of the options; issuer and audience', async (context) => {
  const options = {
    ...HS256,
    'auth.userClaim': 'https://login.example/user',
    'auth.rolesClaim': 'groups',
    'auth.attributesClaim': 'profile',
    'auth.deviceClaim': 'kind',
    'auth.issuer': 'login',
    'auth.audience': 'game',
  };
  const stage = await startSecureGateway(context, options, []);
  const claims = {
    sub: 'somebody else',
    'https://login.example/user': 'alice',
    groups: ['gm'],
    roles: ['admin'],
    profile: { tier: 'gold' },
    kind: 'phone',
    iss: 'login',
    aud: ['shop', 'game'],
  };
  assert.equal(await loginAs(context, stage, hs256(SECRET, claims)), 'alice');
  const [session] = stage.gateway.sessions.byUser('alice');
  assert.ok(session);
  assert.deepEqual(session.identity.roles, ['gm']);
  assert.deepEqual([...session.attributes], [['tier', 'gold']]);
  assert.equal(session.identity.device, 'phone');
  for (const wrong of [{ iss: 'elsewhere' }, { aud: 'shop' }, { 'https://login.example/user': undefined }])
    assert.equal(await loginAs(context, stage, hs256(SECRET, { ...claims, ...wrong })), 'TOKEN_INVALID');
});

test('within the tolerance of the clock a token is taken, and its session has that time', async (context) => {
  const options = { ...HS256, 'auth.clockToleranceMs': 60_000, 'session.tokenGraceMs': 0 };
  const stage = await startSecureGateway(context, options, []);
  const endedS = (agoS: number): string => hs256(SECRET, { sub: 'alice', exp: Date.now() / 1000 - agoS });
  assert.equal(await loginAs(context, stage, endedS(20)), 'alice');
  assert.equal(await loginAs(context, stage, endedS(70)), 'TOKEN_EXPIRED');
});

/** Revokes the user in the very moment in which the token was found not to be revoked. */
class RevokedAMomentLater extends MemoryRevocations {
  revokeNext: () => void = () => undefined;

  override isRevoked(identity: Parameters<MemoryRevocations['isRevoked']>[0]): boolean {
    const said = super.isRevoked(identity);
    queueMicrotask(this.revokeNext);
    this.revokeNext = () => undefined;
    return said;
  }
}

test('a user who is revoked between the verdict and the session has none', async (context) => {
  const revocations = new RevokedAMomentLater();
  const stage = await startSecureGateway(context, HS256, [], { revocations });
  let sessionsThen: number | undefined;
  revocations.revokeNext = () => {
    sessionsThen = stage.gateway.sessions.size;
    stage.gateway.revokeUser('alice');
  };
  const client = WireClient.dial(stage.port);
  await client.login(hs256(SECRET, { sub: 'alice', iat: Math.floor(Date.now() / 1000) - 10 }));
  assert.equal(await client.ended, 'TOKEN_REVOKED');
  assert.deepEqual([sessionsThen, stage.gateway.sessions.size], [0, 0]);
});

test('a user who is revoked while the other gateways decide about the login has no session', async (context) => {
  const cluster = new MemoryCluster('g1');
  const steps = new EventEmitter();
  const admit = cluster.admit.bind(cluster);
  cluster.admit = async (...asked) => {
    const decide = once(steps, 'decide');
    steps.emit('asked');
    await decide;
    return admit(...asked);
  };
  const stage = await startSecureGateway(context, { ...HS256, 'login.perUserMax': 5 }, [], { cluster });
  const nowS = Math.floor(Date.now() / 1000);
  const asked = once(steps, 'asked');
  const outcome = loginAs(context, stage, hs256(SECRET, { sub: 'alice', iat: nowS - 10 }));
  await asked;
  stage.gateway.revokeUser('alice');
  steps.emit('decide');
  assert.equal(await outcome, 'TOKEN_REVOKED');
  assert.equal(stage.gateway.sessions.size, 0);
});

// ---- auth service ---------------------------------------------------------------------------------

async function startWithService(
  context: TestContext,
  judge: TokenJudge,
  changed: (session: Session) => void = () => undefined,
): Promise<SecureGateway> {
  const auth = await startSecureBackend(context, { service: 'auth' }, (backend) =>
    backend.onToken(500, judge),
  );
  const game = await startSecureBackend(context, { service: 'game' }, (backend) => {
    backend.on(1000, (payload) => payload).on(1001, (payload) => payload);
    backend.onSession('changed', changed);
  });
  const options = { 'auth.kind': 'service', 'auth.serviceType': 500, 'session.authTimeoutMs': 500 };
  const stage = await startSecureGateway(context, { ...options, 'session.tokenGraceMs': 0 }, [auth, game]);
  await linkedTo(stage, 'auth-1', 'game-1');
  return stage;
}

test('an auth service decides who it is, what they may and for how long', async (context) => {
  const questions: object[] = [];
  const stage = await startWithService(context, (question) => {
    questions.push(question);
    if (question.token === 'bad') return undefined;
    if (question.token === 'broken') throw new Error('the database is away');
    if (question.token === 'slow') return new Promise(() => undefined);
    const [user = '', role = 'player', expiresIn] = question.token.split(':');
    return { user, roles: [role], ...(expiresIn && { expiresInMs: Number(expiresIn) }) };
  });
  const client = WireClient.dial(stage.port);
  const welcomed = await client.login('alice:gm:60000');
  assert.ok(typeof welcomed === 'object');
  assert.equal(welcomed.user, 'alice');
  assert.ok(welcomed.tokenExpiresInMs > 50_000 && welcomed.tokenExpiresInMs <= 60_000);
  const { address, port } = client.socket.address() as { address: string; port: number };
  assert.deepEqual(questions, [
    { token: 'alice:gm:60000', address: `${address}:${port}`, client: 'test', gateway: 'g1' },
  ]);
  assert.equal(await client.request(1001, 'hello'), '0 hello');
  assert.equal(await client.refresh('bob'), ERRORS.TOKEN_REFUSED.code, 'another user');
  assert.equal(await client.refresh('broken'), ERRORS.TOKEN_UNCHECKED.code);
  assert.equal(await client.refresh('alice:player'), 0);
  assert.equal(await client.request(1001, 'hello'), `${ERRORS.FORBIDDEN.code}`, 'the new roles count');
  assert.equal(await client.request(500, 'x'), `${ERRORS.NO_HANDLER.code}`, 'clients cannot ask it');
  client.close();
  const outcomes = await Promise.all(
    ['bad', 'broken', 'slow'].map((token) => loginAs(context, stage, token)),
  );
  assert.deepEqual(outcomes, ['TOKEN_INVALID', 'AUTH_UNAVAILABLE', 'AUTH_UNAVAILABLE']);
  const short = WireClient.dial(stage.port);
  await short.login('carol:player:200');
  assert.equal(await short.ended, 'TOKEN_EXPIRED');
  assert.equal(stage.gateway.pending.count, 0);
});

test('a backend hears of the roles that a refresh brings, before the next message', async (context) => {
  const roles: string[] = [];
  const judge: TokenJudge = ({ token }) => ({ user: 'alice', roles: token.split(' ') });
  const stage = await startWithService(context, judge, (session) => roles.push(session.roles.join(' ')));
  const client = WireClient.dial(stage.port);
  await client.login('player');
  await client.request(1000, 'now it knows her');
  for (const token of ['player vip', 'vip player', 'gm']) assert.equal(await client.refresh(token), 0);
  await client.request(1000, 'behind the news');
  client.close();
  assert.deepEqual(roles, ['player vip', 'gm']);
});

test('without an instance of the auth service tokens cannot be checked', async (context) => {
  const options = { 'auth.kind': 'service', 'auth.serviceType': 500 };
  const stage = await startSecureGateway(context, options, []);
  assert.equal(await loginAs(context, stage, 'alice'), 'AUTH_UNAVAILABLE');
});
