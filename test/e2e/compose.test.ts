// docker-compose.yml without an engine: the image is a folder, the services' own commands and health checks run as
// processes, with names and ports of the compose network turned into loopback ones.
import assert from 'node:assert/strict';
import { execFile, execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { SignJWT } from 'jose';
import { parse } from 'yaml';
import { connect, type Client } from '../../src/sdk/client/node.js';
import { repositoryRoot } from '../../tools/testenv/tool.js';
import { findConsul, findRedis } from '../../tools/testenv/tools.js';
import { startConsul, type TestConsul } from '../support/consul.js';
import { buildImageFolder, type ImageFolder } from '../support/image-folder.js';
import { eventually } from '../support/journal.js';
import { Program } from '../support/program.js';
import { startRedis, type TestRedis } from '../support/redis.js';
import { mustHave, skipUnless } from '../support/require.js';
import { freePorts } from '../support/server-process.js';

interface Service {
  readonly build?: string;
  readonly command?: readonly string[];
  readonly entrypoint?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly secrets?: readonly string[];
  readonly ports?: readonly string[];
  readonly healthcheck?: { readonly test: readonly string[] };
}

interface Compose {
  readonly services: Readonly<Record<string, Service>>;
  readonly secrets: Readonly<Record<string, { readonly file: string }>>;
}

/** GET /users/:user/online; without sessions when Redis does not answer. */
interface OnlineReply {
  readonly sessions?: readonly { readonly gateway: string }[];
}

const compose = parse(readFileSync(path.join(repositoryRoot, 'docker-compose.yml'), 'utf8')) as Compose;
const GATEWAYS = ['gateway-1', 'gateway-2'];
const OURS = Object.entries(compose.services).filter(([, { build }]) => build !== undefined);
const run = promisify(execFile);

describe('docker-compose.yml', () => {
  it('has what it promises, each with a health check, on loopback only', () => {
    const wanted = ['consul', 'redis', ...GATEWAYS, 'echo', 'chat', 'world', 'prometheus', 'grafana'];
    for (const name of wanted) {
      assert.ok(compose.services[name]?.healthcheck, `${name} has a health check`);
      for (const port of compose.services[name].ports ?? []) assert.match(port, /^127\.0\.0\.1:/, name);
    }
  });

  it('takes every secret from a file, and holds none', () => {
    for (const [name, { environment = {}, secrets = [] }] of Object.entries(compose.services)) {
      for (const secret of secrets)
        assert.match(compose.secrets[secret]?.file ?? '', /^\.\/tools\/compose\/secrets\//);
      for (const [key, value] of Object.entries(environment))
        if (/SECRET|TOKEN|PASSWORD/.test(key)) {
          assert.match(value, /^\/run\/secrets\//, `${name}: ${key}`);
          assert.ok(secrets.includes(path.basename(value)), `${name} is given ${value}`);
        }
    }
    execFileSync('git', ['check-ignore', '-q', 'tools/compose/secrets/any'], { cwd: repositoryRoot });
  });

  it('is what dclint accepts', () => {
    const args = ['-c', 'tools/lint/dclint.yml', '--max-warnings', '0', 'docker-compose.yml'];
    const command = [path.join('node_modules', 'dclint', 'bin', 'dclint.cjs'), ...args];
    const ran = spawnSync(process.execPath, command, { cwd: repositoryRoot, encoding: 'utf8' });
    assert.equal(ran.status, 0, `${ran.stdout}${ran.stderr}`);
  });
});

const skip = skipUnless(findConsul(), findRedis());

describe('the services of docker-compose.yml', { skip, timeout: 180_000 }, () => {
  let image: ImageFolder;
  let consul: TestConsul;
  let redis: TestRedis;
  let folder: string;
  /** "service:port" → the port that stands for it here. */
  const ports = new Map<string, number>();
  const programs = new Map<string, Program>();

  /** What a service was told, as it is true here. */
  const here = (service: string, text: string): string =>
    text
      .replaceAll('$$', '$')
      .replaceAll('/run/secrets/', `${path.join(folder, 'secrets')}/`)
      .replaceAll(/\b([a-z0-9.-]+):(\d+)\b/g, (said, host: string, port: string) => {
        const owner = host === '0.0.0.0' || host === '127.0.0.1' ? service : host;
        const mapped = ports.get(`${owner}:${port}`);
        return mapped === undefined ? said : `127.0.0.1:${mapped}`;
      });

  const secretOf = (name: string): string => readFileSync(path.join(folder, 'secrets', name), 'utf8');

  async function isHealthy(service: string): Promise<boolean> {
    const [kind, command = '', ...args] = compose.services[service]?.healthcheck?.test ?? [];
    assert.equal(kind, 'CMD');
    const said = args.map((arg) => here(service, arg));
    return run(command, said, { cwd: image.folder }).then(
      () => true,
      () => false,
    );
  }

  function start(name: string, { command = [], environment = {} }: Service): void {
    const [node = '', ...args] = command;
    const env = Object.fromEntries(
      Object.entries(environment).map(([key, value]) => [key, here(name, value)]),
    );
    const state = { CAUSEWAY_STATE_DIR: path.join(folder, name), PATH: process.env['PATH'] };
    programs.set(
      name,
      new Program(node, args, { cwd: image.folder, replaceEnv: true, env: { ...state, ...env } }),
    );
  }

  before(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'causeway-compose-'));
    execFileSync(process.execPath, ['tools/compose/secrets.mjs', path.join(folder, 'secrets')], {
      cwd: repositoryRoot,
    });
    consul = await startConsul();
    redis = await startRedis({ settings: { requirepass: secretOf('redis_password') } });
    image = buildImageFolder();
    ports.set('consul:8500', consul.port);
    ports.set('redis:6379', redis.port);
    const places = OURS.flatMap(([name, { environment = {} }]) =>
      Object.values(environment).flatMap((value) =>
        [...value.matchAll(/^0\.0\.0\.0:(\d+)$/g)].map(([, port = '']) => `${name}:${port}`),
      ),
    );
    const free = await freePorts(places.length);
    for (const [at, place] of places.entries()) ports.set(place, free[at] ?? 0);
  });

  after(async () => {
    await Promise.all([...programs.values()].map((program) => program.end('SIGKILL')));
    await Promise.all([consul.stop(), redis.stop()]);
    image.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  it("the routes are written once, and an operator's are left alone", async () => {
    const { entrypoint = [], command = [] } = compose.services['routes'] ?? {};
    const [shell = '', ...args] = [...entrypoint, ...command].map((text) =>
      text
        .replaceAll('$$', '$')
        .replace('@/routes.json', `@${path.join(repositoryRoot, 'tools/compose/routes.json')}`),
    );
    const tool = mustHave(findConsul());
    const env = {
      ...tool.env,
      PATH: `${path.dirname(tool.path)}:${process.env['PATH'] ?? ''}`,
      CONSUL_HTTP_ADDR: `http://${consul.address}`,
    };
    await run(shell, args, { env });
    assert.match((await consul.get('causeway/routes/demo')) ?? '', /"echo"/);
    await consul.put('causeway/routes/demo', '[{ "types": 1000, "service": "echo" }]');
    await run(shell, args, { env });
    assert.equal(await consul.get('causeway/routes/demo'), '[{ "types": 1000, "service": "echo" }]');
  });

  it('gateways and backends start by their commands and become healthy by their checks', async () => {
    assert.deepEqual(
      OURS.map(([name]) => name),
      [...GATEWAYS, 'echo', 'chat', 'world'],
    );
    assert.equal(await isHealthy('gateway-1'), false, 'nothing runs yet: the check can fail');
    for (const [name, service] of OURS) start(name, service);
    for (const [name] of OURS)
      await eventually(
        `${name} to be healthy`,
        () => isHealthy(name),
        (healthy) => healthy,
      );
  });

  it('the image runs as nobody special, with a health check of its own', () => {
    assert.ok(image.instructions.includes('USER node'));
    assert.ok(image.instructions.some((line) => line.startsWith('HEALTHCHECK ')));
    const cmd = JSON.stringify(compose.services['gateway-1']?.command).replaceAll(',', ', ');
    assert.ok(image.instructions.includes(`CMD ${cmd}`), 'and the command of the gateways');
  });

  const tokenOf = (sub: string): Promise<string> =>
    new SignJWT({ sub })
      .setProtectedHeader({ alg: 'HS256' })
      .setExpirationTime('1h')
      .sign(Buffer.from(secretOf('auth_secret')));

  const clientOf = async (gateway: string, user: string): Promise<Client> =>
    connect({
      url: `ws://127.0.0.1:${ports.get(`${gateway}:7000`) ?? 0}`,
      token: await tokenOf(user),
    });

  it('a client is answered through either gateway', async () => {
    for (const gateway of GATEWAYS) {
      const client = await clientOf(gateway, 'alice');
      const answer = await eventually(
        `an answer through ${gateway}`,
        () =>
          client.request(1000, Buffer.from('hello')).then((bytes) => Buffer.from(bytes).toString(), String),
        (text) => text === 'hello',
      );
      assert.equal(answer, 'hello');
      await client.close();
    }
  });

  it('who is online at one gateway is known at the other', async () => {
    const client = await clientOf('gateway-1', 'bob');
    const headers = { authorization: `Bearer ${secretOf('admin_token')}` };
    const url = `http://127.0.0.1:${ports.get('gateway-2:7001') ?? 0}/users/bob/online`;
    await eventually(
      'gateway-2 to know of bob',
      async () => (await (await fetch(url, { headers })).json()) as OnlineReply,
      ({ sessions }) => sessions?.[0]?.gateway === 'gateway-1',
    );
    await client.close();
  });

  it('Prometheus is let in by the token that it is given, others are not', async () => {
    const config = parse(
      readFileSync(path.join(repositoryRoot, 'tools/observability/prometheus.yml'), 'utf8'),
    ) as {
      readonly scrape_configs: readonly {
        readonly authorization?: { readonly credentials_file: string };
        readonly static_configs: readonly { readonly targets: readonly string[] }[];
      }[];
    };
    for (const { authorization, static_configs } of config.scrape_configs)
      for (const target of static_configs.flatMap(({ targets }) => targets)) {
        const url = `http://${here('prometheus', target)}/metrics`;
        assert.match(url, /127\.0\.0\.1/, `${target} is a service of docker-compose.yml`);
        const file = authorization && here('prometheus', authorization.credentials_file);
        const headers: Record<string, string> =
          file === undefined ? {} : { authorization: `Bearer ${readFileSync(file, 'utf8')}` };
        assert.equal((await fetch(url, { headers })).status, 200, target);
        if (file !== undefined) assert.equal((await fetch(url)).status, 401, `${target} without the token`);
      }
  });

  it('all end on SIGTERM', async () => {
    for (const [name, program] of programs)
      assert.deepEqual(await program.end('SIGTERM'), { code: 0, signal: null }, name);
  });
});
