// Certificates and secrets that change while connections live: on the client port, on links, and the link
// secret by the three steps of docs/OPERATIONS.md.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, test, type TestContext } from 'node:test';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { mintToken } from '../../src/auth/development-token.js';
import { developmentKeyPath, loadOrCreateKey } from '../../src/auth/key-file.js';
import { systemClock } from '../../src/clock.js';
import type { CredentialStatus } from '../../src/credentials/credential.js';
import type { BackendOptions } from '../../src/sdk/backend/backend.js';
import { findOpenssl } from '../../tools/testenv/tools.js';
import { TestAuthority } from '../support/certificates.js';
import { skipUnless } from '../support/require.js';
import {
  linkedTo,
  startSecureBackend,
  startSecureGateway,
  until,
  WireClient,
  type ListedBackend,
  type SecureGateway,
} from '../support/secure-stage.js';

const skip = skipUnless(findOpenssl());

/** A game backend that echoes. */
const startGame = (context: TestContext, options: Partial<BackendOptions> = {}): Promise<ListedBackend> =>
  startSecureBackend(context, { service: 'game', ...options }, (backend) => {
    backend.on(1000, (payload) => payload);
  });

/** Logs in with a development token of this gateway. */
async function login(stage: SecureGateway, stateDir: string, client: WireClient): Promise<void> {
  const key = await loadOrCreateKey(developmentKeyPath(stateDir));
  assert.ok(key.ok);
  const minted = await mintToken({ user: 'alice' }, key.key, systemClock);
  assert.ok(minted.ok);
  const welcomed = await client.login(minted.token);
  assert.ok(typeof welcomed === 'object', `${stage.gateway.gatewayId} refused the token`);
}

describe('certificates', { skip }, () => {
  let authority: TestAuthority;
  before(() => {
    authority = new TestAuthority();
  });
  after(() => {
    authority.remove();
  });

  async function dial(port: number): Promise<TLSSocket> {
    const socket = connectTls({ host: '127.0.0.1', port, ca: authority.ca, servername: 'localhost' });
    // Lasting, unlike that of `once`: an alert may come later.
    socket.on('error', () => undefined);
    await once(socket, 'secureConnect');
    return socket;
  }

  async function nameAt(port: number): Promise<string> {
    const socket = await dial(port);
    const name = socket.getPeerCertificate().subject.CN;
    socket.destroy();
    return String(name);
  }

  test('clients: a new one is taken, a bad one refused and reported, sessions go on', async (context) => {
    const files = authority.issue('gateway');
    const game = await startGame(context);
    const options = { tls: files, stateDir: authority.folder };
    const stage = await startSecureGateway(context, options, [game]);
    await linkedTo(stage, 'game-1');
    const client = new WireClient(await dial(stage.port));
    context.after(() => {
      client.close();
    });
    await login(stage, authority.folder, client);
    assert.equal(await client.request(1000, 'one'), '0 one');
    const status = (): ReturnType<typeof stage.gateway.credentials>[number] | undefined =>
      stage.gateway.credentials()[0];

    const next = authority.issue('renewed');
    copyFileSync(next.certFile, files.certFile);
    await until('the refusal of a certificate without its key', () => (status()?.refusals ?? 0) > 0);
    assert.equal(await nameAt(stage.port), 'gateway');
    copyFileSync(next.keyFile, files.keyFile);
    await until('the reload', () => status()?.reloads === 1);
    assert.equal(await nameAt(stage.port), 'renewed');
    assert.deepEqual([status()?.ok, status()?.problem], [true, undefined]);

    const expired = authority.issue('expired', { days: -1 });
    copyFileSync(expired.certFile, files.certFile);
    copyFileSync(expired.keyFile, files.keyFile);
    await until('the refusal of one that has ended', () => (status()?.problem ?? '').includes('ended on'));
    assert.equal(await nameAt(stage.port), 'renewed');
    assert.equal(await client.request(1000, 'two'), '0 two', 'the same connection from first to last');
  });

  test('a bad certificate at the start is a problem, not a gateway', async (context) => {
    const { certFile } = authority.issue('one');
    const { keyFile } = authority.issue('other');
    await assert.rejects(
      startSecureGateway(context, { tls: { certFile, keyFile } }, []),
      /client certificate in .*: certificate and private key cannot be used together/,
    );
  });

  test('links: dialled under TLS as the backend registers, both sides with certificates', async (context) => {
    const own = authority.issue('gateway');
    const game = await startGame(context, {
      tls: { ...authority.issue('game'), clientCaFile: authority.caFile },
    });
    const link = { secret: 'a link secret of these tests', caFile: authority.caFile, ...own };
    const options = { link, 'link.secret': undefined, stateDir: authority.folder };
    const stage = await startSecureGateway(context, options, [game]);
    await linkedTo(stage, 'game-1');
    const client = WireClient.dial(stage.port);
    context.after(() => {
      client.close();
    });
    await login(stage, authority.folder, client);
    assert.equal(await client.request(1000, 'x'.repeat(60_000)), `0 ${'x'.repeat(60_000)}`);
  });

  test('links: the wrong authority, the wrong name and no client certificate are no link', async (context) => {
    const stranger = new TestAuthority('a stranger');
    context.after(() => {
      stranger.remove();
    });
    const tls = authority.issue('elsewhere', { names: 'DNS:elsewhere.example' });
    const [game, strict] = await Promise.all([
      startGame(context, { tls }),
      startGame(context, { serverId: 'strict-1', tls: { ...tls, clientCaFile: authority.caFile } }),
    ]);
    const cases = [
      [game, { caFile: stranger.caFile, tlsName: 'any' }, /verify|signature|issuer/i],
      [game, { caFile: authority.caFile }, /ERR_TLS_CERT_ALTNAME_INVALID/],
      [game, { caFile: authority.caFile, tlsName: 'service' }, /ERR_TLS_CERT_ALTNAME_INVALID/],
    ] as const;
    for (const [backend, link, cause] of cases) {
      const stage = await startSecureGateway(context, { link, 'link.secret': undefined }, [backend]);
      await until('the failed dial', () => stage.gateway.links.counters.dialFailures > 0);
      const line = stage.log.lines.find(({ message }) => message.startsWith('cannot reach'));
      assert.match(JSON.stringify(line), cause);
    }
    const any = { caFile: authority.caFile, tlsName: 'any', secret: 'a link secret of these tests' };
    const stage = await startSecureGateway(context, { link: any, 'link.secret': undefined }, [game, strict]);
    await linkedTo(stage, 'game-1');
    await until('the refusal of strict-1', () =>
      stage.log.lines.some(
        ({ level, fields }) => level === 'warn' && JSON.stringify(fields).includes('strict-1'),
      ),
    );
    const strictView = stage.gateway.links.views().find(({ instance }) => instance.serverId === 'strict-1');
    assert.equal(strictView?.link, undefined);
    assert.equal(stage.gateway.links.counters.opened, 1);
  });

  test('links: a backend with a new certificate keeps its links and shows the new one', async (context) => {
    const files = authority.issue('backend');
    const game = await startGame(context, { tls: files });
    const link = { caFile: authority.caFile, secret: 'a link secret of these tests' };
    const stage = await startSecureGateway(context, { link, 'link.secret': undefined }, [game]);
    await linkedTo(stage, 'game-1');
    const next = authority.issue('backend-2');
    copyFileSync(next.certFile, files.certFile);
    copyFileSync(next.keyFile, files.keyFile);
    let name = '';
    for (let tries = 0; tries < 100 && name !== 'backend-2'; tries++) {
      name = await nameAt(game.port);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    assert.equal(name, 'backend-2');
    assert.equal(stage.gateway.links.counters.lost, 0);
    assert.equal(stage.gateway.links.counters.opened, 1);
  });

  test('links: the gateway’s own certificate and its authorities are re-read for the next dial', async (context) => {
    const stranger = new TestAuthority('a stranger');
    context.after(() => {
      stranger.remove();
    });
    const tls = { ...authority.issue('strict'), clientCaFile: authority.caFile };
    const game = await startGame(context, { tls });
    const own = stranger.issue('gateway');
    const caFile = path.join(stranger.folder, 'authorities.pem');
    copyFileSync(stranger.caFile, caFile);
    const link = { secret: 'a link secret of these tests', caFile, ...own };
    const stage = await startSecureGateway(context, { link, 'link.secret': undefined }, [game]);
    const { counters } = stage.gateway.links;
    await until('a dial that fails by the authority', () => counters.dialFailures > 0);
    const status = (name: string): CredentialStatus | undefined =>
      stage.gateway.credentials().find((credential) => credential.name === name);

    copyFileSync(authority.caFile, caFile);
    await until('the authorities', () => status('link authorities')?.reloads === 1);
    await until('a greeting that fails by the certificate', () =>
      stage.log.messages('warn').some((message) => message === 'link closed'),
    );
    assert.equal(counters.opened, 0);

    const next = authority.issue('gateway');
    copyFileSync(next.keyFile, own.keyFile);
    copyFileSync(next.certFile, own.certFile);
    await until('the certificate', () => (status('link certificate')?.reloads ?? 0) > 0);
    await linkedTo(stage, 'game-1');
  });

  test('links: the authorities a backend asks of gateways are re-read, without a restart', async (context) => {
    const stranger = new TestAuthority('a stranger');
    context.after(() => {
      stranger.remove();
    });
    const clientCaFile = path.join(stranger.folder, 'authorities.pem');
    copyFileSync(stranger.caFile, clientCaFile);
    const game = await startGame(context, { tls: { ...authority.issue('strict'), clientCaFile } });
    const own = { caFile: authority.caFile, ...authority.issue('gateway') };
    const link = { secret: 'a link secret of these tests', ...own };
    const stage = await startSecureGateway(context, { link, 'link.secret': undefined }, [game]);
    await until('a greeting that fails by the certificate', () =>
      stage.log.messages('warn').some((message) => message === 'link closed'),
    );
    assert.equal(stage.gateway.links.counters.opened, 0);
    copyFileSync(authority.caFile, clientCaFile);
    await linkedTo(stage, 'game-1');
  });
});

/** Old and new secret, and both in one order or the other. */
const [OLD, NEW] = ['the old link secret', 'the new link secret'];

test('the link secret rotates in three steps without one refused greeting', async (context) => {
  const steps: readonly (readonly [gateway: readonly string[], backend: readonly string[]])[] = [
    // First the second secret everywhere, in any order.
    [[OLD], [OLD]],
    [[OLD, NEW], [OLD]],
    [[OLD], [OLD, NEW]],
    [
      [OLD, NEW],
      [OLD, NEW],
    ],
    // Then the new one in front.
    [
      [NEW, OLD],
      [OLD, NEW],
    ],
    [
      [OLD, NEW],
      [NEW, OLD],
    ],
    [
      [NEW, OLD],
      [NEW, OLD],
    ],
    // Then without the old one.
    [[NEW], [NEW, OLD]],
    [[NEW, OLD], [NEW]],
    [[NEW], [NEW]],
  ];
  for (const [[secret, previousSecret], secrets] of steps) {
    const game = await startGame(context, { secrets });
    const link = { secret, ...(previousSecret !== undefined && { previousSecret }) };
    const stage = await startSecureGateway(context, { link, 'link.secret': undefined }, [game]);
    await linkedTo(stage, 'game-1');
    assert.deepEqual(stage.gateway.links.counters, {
      dials: 1,
      dialFailures: 0,
      opened: 1,
      lost: 0,
      retired: 0,
    });
  }
  const game = await startGame(context, { secrets: [OLD] });
  const stage = await startSecureGateway(context, { link: { secret: NEW }, 'link.secret': undefined }, [
    game,
  ]);
  await until('the refusal', () =>
    stage.log.lines.some(({ fields }) => JSON.stringify(fields).includes('secrets differ')),
  );
});

test('links that are open stay while gateways and backends with other secrets come', async (context) => {
  const game = await startGame(context, { secrets: [OLD, NEW] });
  const link = (secret: string): Record<string, unknown> => ({ link: { secret }, 'link.secret': undefined });
  const first = await startSecureGateway(context, link(OLD), [game]);
  await linkedTo(first, 'game-1');
  const second = await startSecureGateway(context, { ...link(NEW), 'link.previousSecret': OLD }, [game]);
  await linkedTo(second, 'game-1');
  assert.equal(first.gateway.links.counters.lost, 0);
});

test('the link secret in files: re-read without a restart, a short one refused, open links stay', async (context) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'causeway-secrets-'));
  context.after(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  const [secretFile, previousSecretFile] = [path.join(folder, 'secret'), path.join(folder, 'previous')];
  writeFileSync(secretFile, `${OLD}\n`);
  writeFileSync(previousSecretFile, OLD);
  const game = await startGame(context, { secrets: [OLD] });
  const late = await startGame(context, { serverId: 'late-1', secrets: [NEW] });
  const options = { link: { secretFile, previousSecretFile }, 'link.secret': undefined };
  const stage = await startSecureGateway(context, options, [game, late]);
  await linkedTo(stage, 'game-1');
  await until('the refusal', () =>
    stage.log.lines.some(({ fields }) => JSON.stringify(fields).includes('secrets differ')),
  );
  const status = (name: string): CredentialStatus | undefined =>
    stage.gateway.credentials().find((credential) => credential.name === name);

  writeFileSync(secretFile, 'short');
  await until('the refusal of a short one', () => status('link secret')?.ok === false);
  assert.doesNotMatch(JSON.stringify(status('link secret')), /short"/);
  writeFileSync(secretFile, NEW);
  await until('the new one', () => status('link secret')?.reloads === 1);
  await linkedTo(stage, 'game-1', 'late-1');
  assert.equal(stage.gateway.links.counters.lost, 0);
});
