// docker-compose.yml without an engine: the image is a folder, the services' own commands and health checks run as
// processes, with names and ports of the compose network turned into loopback ones. Prometheus runs as its image does.
// Grafana is left out: what its panels ask is asked of Prometheus. What can be told by reading the files is in
// test/unit/tools/compose-files.test.ts.
import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it, type TestContext } from 'node:test';
import { promisify } from 'node:util';
import { parse } from 'yaml';
import { connect, type Client } from '../../src/sdk/client/node.js';
import { repositoryRoot } from '../../tools/testenv/tool.js';
import { findConsul, findPrometheus, findRedis } from '../../tools/testenv/tools.js';
import { compose, GATEWAYS, OURS, type Service } from '../support/compose.js';
import { connectConsul, type ConsulHttp } from '../support/consul.js';
import { buildImageFolder, type ImageFolder } from '../support/image-folder.js';
import { eventually } from '../support/journal.js';
import { Program } from '../support/program.js';
import { dashboardQueries, TestPrometheus } from '../support/prometheus.js';
import { mustHave, skipUnless } from '../support/require.js';
import { freePorts } from '../support/server-process.js';

/** GET /users/:user/online; without sessions when Redis does not answer. */
interface OnlineReply {
  readonly sessions?: readonly { readonly gateway: string }[];
}

const run = promisify(execFile);

const skip = skipUnless(findConsul(), findRedis(), findPrometheus());

describe('the services of docker-compose.yml', { skip, timeout: 180_000 }, () => {
  let image: ImageFolder;
  let consul: ConsulHttp;
  let folder: string;
  /** "service:port" → the port that stands for it here. */
  const ports = new Map<string, number>();
  const programs = new Map<string, Program>();

  /** Where the commands of Consul and Redis are found. */
  let tools: NodeJS.ProcessEnv;

  /** What a service was told, as it is true here. */
  const here = (service: string, text: string): string =>
    text
      .replaceAll('$$', '$')
      .replace(/^port (\d+)$/m, (_, port: string) => `port ${portOf(service, port)}\nbind 127.0.0.1`)
      .replace(/ -p (\d+)\b/, (_, port: string) => ` -p ${portOf(service, port)}`)
      .replaceAll('/run/secrets/', `${path.join(folder, 'secrets')}/`)
      .replaceAll(/\b([a-z0-9.-]+):(\d+)\b/g, (said, host: string, port: string) => {
        const owner = host === '0.0.0.0' || host === '127.0.0.1' ? service : host;
        const mapped = ports.get(`${owner}:${port}`);
        return mapped === undefined ? said : `127.0.0.1:${mapped}`;
      });

  const portOf = (service: string, port: string): number => ports.get(`${service}:${port}`) ?? 0;

  const secretOf = (name: string): string => readFileSync(path.join(folder, 'secrets', name), 'utf8');

  async function isHealthy(service: string): Promise<boolean> {
    const [kind, ...words] = compose.services[service]?.healthcheck?.test ?? [];
    assert.ok(kind === 'CMD' || kind === 'CMD-SHELL', service);
    const said = words.map((word) => here(service, word));
    const [command = '', ...args] = kind === 'CMD' ? said : ['sh', '-c', ...said];
    return run(command, args, { cwd: image.folder, env: tools }).then(
      () => true,
      () => false,
    );
  }

  /** Of a check that an image's own wget makes. */
  const urlOfCheck = (service: string): string =>
    here(service, compose.services[service]?.healthcheck?.test.at(-1) ?? '');

  const becomesHealthy = (service: string): Promise<boolean> =>
    eventually(
      `${service} to be healthy`,
      () => isHealthy(service),
      (healthy) => healthy,
    );

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
    image = buildImageFolder();
    const [consulPort = 0, redisPort = 0] = await freePorts(2);
    ports.set('consul:8500', consulPort);
    ports.set('redis:6379', redisPort);
    consul = connectConsul(`127.0.0.1:${consulPort}`);
    const found = [mustHave(findConsul()), mustHave(findRedis())];
    const folders = found.map((tool) => path.dirname(tool.path));
    tools = Object.assign({}, ...found.map(({ env }) => env), {
      PATH: [...folders, process.env['PATH']].join(path.delimiter),
      CONSUL_HTTP_ADDR: `http://${consul.address}`,
    }) as NodeJS.ProcessEnv;
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
    image.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  it('Consul and Redis start by their commands and become healthy by their checks', async () => {
    for (const name of ['consul', 'redis'])
      assert.equal(await isHealthy(name), false, `${name} does not run yet: the check can fail`);
    const [serf, server] = await freePorts(2);
    // Loopback has no eth0, other programs have the usual ports, and a lone server need not wait to be elected.
    const ours = `ports { http = ${portOf('consul', '8500')}, server = ${server ?? 0}, serf_lan = ${serf ?? 0}, serf_wan = -1, dns = -1 }
      performance { raft_multiplier = 1 }`;
    const said = (compose.services['consul']?.command ?? []).map((word) =>
      word
        .replace(/^-(client|bind)=.*/, '-$1=127.0.0.1')
        .replace('=/consul/data', `=${path.join(folder, 'consul')}`),
    );
    const redisSaid = (compose.services['redis']?.command ?? []).map((word) => here('redis', word));
    const [shell = '', ...script] = redisSaid;
    const options = { cwd: folder, replaceEnv: true, env: tools };
    programs.set('consul', new Program(mustHave(findConsul()).path, [...said, '-hcl', ours], options));
    programs.set('redis', new Program(shell, script, options));
    for (const name of ['consul', 'redis']) await becomesHealthy(name);
  });

  it("the routes are written once, and an operator's are left alone", async () => {
    const { entrypoint = [], command = [] } = compose.services['routes'] ?? {};
    const [shell = '', ...args] = [...entrypoint, ...command].map((text) =>
      text
        .replaceAll('$$', '$')
        .replace('@/routes.json', `@${path.join(repositoryRoot, 'tools/compose/routes.json')}`),
    );
    await run(shell, args, { env: tools });
    assert.match((await consul.get('causeway/routes/demo')) ?? '', /"echo"/);
    await consul.put('causeway/routes/demo', '[{ "types": 1000, "service": "echo" }]');
    await run(shell, args, { env: tools });
    assert.equal(await consul.get('causeway/routes/demo'), '[{ "types": 1000, "service": "echo" }]');
  });

  it('gateways and backends start by their commands and become healthy by their checks', async () => {
    assert.deepEqual(
      OURS.map(([name]) => name),
      [...GATEWAYS, 'echo', 'chat', 'world'],
    );
    assert.equal(await isHealthy('gateway-1'), false, 'nothing runs yet: the check can fail');
    for (const [name, service] of OURS) start(name, service);
    for (const [name] of OURS) await becomesHealthy(name);
  });

  /** As docs/OPERATIONS.md says to get one. */
  const tokenOf = async (user: string): Promise<string> => {
    const args = ['tools/compose/token.mjs', user, path.join(folder, 'secrets')];
    return (await run(process.execPath, args, { cwd: repositoryRoot })).stdout.trim();
  };

  /** Until the test has ended. */
  async function clientOf(context: TestContext, gateway: string, user: string): Promise<Client> {
    const url = `ws://127.0.0.1:${ports.get(`${gateway}:7000`) ?? 0}`;
    const client = await connect({ url, token: await tokenOf(user) });
    context.after(() => client.close());
    return client;
  }

  it('a client is answered through either gateway', async (context) => {
    for (const gateway of GATEWAYS) {
      const client = await clientOf(context, gateway, 'alice');
      const answer = await eventually(
        `an answer through ${gateway}`,
        () =>
          client.request(1000, Buffer.from('hello')).then((bytes) => Buffer.from(bytes).toString(), String),
        (text) => text === 'hello',
      );
      assert.equal(answer, 'hello');
    }
  });

  it('who is online at one gateway is known at the other', async (context) => {
    await clientOf(context, 'gateway-1', 'bob');
    const headers = { authorization: `Bearer ${secretOf('admin_token')}` };
    const url = `http://127.0.0.1:${ports.get('gateway-2:7001') ?? 0}/users/bob/online`;
    await eventually(
      'gateway-2 to know of bob',
      async () => (await (await fetch(url, { headers })).json()) as OnlineReply,
      ({ sessions }) => sessions?.[0]?.gateway === 'gateway-1',
    );
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

  it('Prometheus scrapes all of them, finds nothing to alert, and has what the dashboard asks for', async (context) => {
    const [port = 0] = await freePorts(1);
    ports.set('prometheus:9090', port);
    const prometheus = new TestPrometheus(port, folder, (text) => here('prometheus', text));
    programs.set('prometheus', prometheus.program);
    await eventually(
      'Prometheus to be ready by its health check',
      () =>
        fetch(urlOfCheck('prometheus')).then(
          ({ ok }) => ok,
          () => false,
        ),
      (ready) => ready,
    );
    const client = await clientOf(context, 'gateway-1', 'carol');
    await eventually(
      'all targets to be up',
      () => prometheus.query('up == 1'),
      (up) => up.length === OURS.length,
    );
    assert.deepEqual(await prometheus.alerts(), []);
    await eventually(
      'an answer and a failure to be seen',
      async () => {
        await client.request(1000, Buffer.from('seen'));
        await assert.rejects(client.request(9999, Buffer.from('to nobody')));
        return prometheus.query('sum by (code) (rate(causeway_requests_total[1m])) > 0');
      },
      (codes) => codes.length === 2,
    );
    const empty: string[] = [];
    for (const { panel, expression } of dashboardQueries())
      if ((await prometheus.query(expression)).length === 0) empty.push(`${panel}: ${expression}`);
    const ofWorkers = empty.filter((query) => query.includes('causeway_worker'));
    assert.deepEqual(empty, ofWorkers, 'these gateways are one process each');
  });

  it('all end on SIGTERM', async () => {
    for (const name of [...OURS.map(([ours]) => ours), 'redis', 'prometheus'])
      assert.deepEqual(await programs.get(name)?.end('SIGTERM'), { code: 0, signal: null }, name);
  });
});
