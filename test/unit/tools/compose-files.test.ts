// docker-compose.yml, Dockerfile and .dockerignore, as far as reading them tells; test/e2e/compose.test.ts runs what
// they say.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { parse } from 'yaml';
import { OPTIONS } from '../../../src/config/schema.js';
import { repositoryRoot } from '../../../tools/testenv/tool.js';
import { compose, GATEWAYS } from '../../support/compose.js';
import { readStages } from '../../support/image-folder.js';

/** Grafana's files of data sources and of dashboards. */
interface Provisioned {
  readonly datasources: readonly {
    readonly type: string;
    readonly url: string;
    readonly isDefault: boolean;
  }[];
  readonly providers: readonly { readonly options: { readonly path: string } }[];
}

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

  it('mounts only what is here: a missing file would become an empty folder', () => {
    const mounted = Object.values(compose.services).flatMap(({ volumes = [] }) => volumes);
    const files = mounted.filter((volume) => volume.startsWith('./'));
    assert.ok(files.length >= 6);
    for (const volume of files) {
      assert.match(volume, /:ro$/);
      assert.ok(existsSync(path.join(repositoryRoot, volume.split(':')[0] ?? '')), volume);
    }
  });

  it('starts every service again that ends, but the one that is done when it ends', () => {
    for (const [name, { restart }] of Object.entries(compose.services))
      assert.equal(restart, name === 'routes' ? 'on-failure' : 'unless-stopped', name);
  });

  it('gives every service longer to stop than it takes', () => {
    const drainMs = Number(OPTIONS['drain.timeoutMs'].fallback);
    for (const name of GATEWAYS) {
      const seconds = /^(\d+)s$/.exec(compose.services[name]?.stop_grace_period ?? '')?.[1];
      assert.ok(Number(seconds) * 1000 > drainMs, name);
    }
  });

  it('tells Grafana where Prometheus is, and where the dashboard lies', () => {
    const grafana = compose.services['grafana'] ?? {};
    const places = new Map(
      (grafana.volumes ?? []).map((volume): [string, string] => {
        const [from = '', to = ''] = volume.split(':');
        return [to, from];
      }),
    );
    const provisioned = (kind: string): unknown => {
      const file = places.get(`/etc/grafana/provisioning/${kind}/causeway.yml`) ?? assert.fail(kind);
      return parse(readFileSync(path.join(repositoryRoot, file), 'utf8'));
    };
    const { datasources } = provisioned('datasources') as Provisioned;
    assert.deepEqual(
      datasources.map(({ type, url, isDefault }) => [type, url, isDefault]),
      [['prometheus', 'http://prometheus:9090', true]],
    );
    assert.ok(compose.services['prometheus']?.ports?.some((port) => port.endsWith(':9090')));
    const { providers } = provisioned('dashboards') as Provisioned;
    const folder = providers[0]?.options.path ?? '';
    assert.equal(places.get(`${folder}/causeway.json`), './tools/observability/grafana-dashboard.json');
  });

  it('runs Redis as nobody special, with its password on no command line', () => {
    const { user, command = [] } = compose.services['redis'] ?? {};
    assert.equal(user, 'redis');
    const [line = ''] = /^exec redis-server .*$/m.exec(command.join('\n')) ?? [];
    assert.equal(line, 'exec redis-server - <<END');
  });

  it('is what dclint accepts', () => {
    const args = ['-c', 'tools/lint/dclint.yml', '--max-warnings', '0', 'docker-compose.yml'];
    const command = [path.join('node_modules', 'dclint', 'bin', 'dclint.cjs'), ...args];
    const ran = spawnSync(process.execPath, command, { cwd: repositoryRoot, encoding: 'utf8' });
    assert.equal(ran.status, 0, `${ran.stdout}${ran.stderr}`);
  });
});

describe('Dockerfile', () => {
  const stages = readStages(readFileSync(path.join(repositoryRoot, 'Dockerfile'), 'utf8'));
  const valuesOf = (name: string): string[] =>
    stages.flatMap(({ instructions }) =>
      instructions.filter((line) => line.startsWith(`${name} `)).map((line) => line.slice(name.length + 1)),
    );

  it('builds in one stage and runs in another, both of one base with a version', () => {
    const [build = '', run = ''] = stages.map(({ from }) => from);
    assert.equal(stages.length, 2);
    assert.match(run, /^[\w./-]+:\d[\w.-]*$/);
    assert.equal(build, `${run} AS build`);
  });

  it('installs what the lock file says, and only what production needs in the end', () => {
    const runs = valuesOf('RUN').join('\n');
    assert.match(runs, /\bnpm ci\b/);
    assert.match(runs, /\bnpm prune --omit=dev\b/);
    assert.doesNotMatch(runs, /\bnpm (install|i)\b|\bcurl\b|\bwget\b/);
    assert.deepEqual(valuesOf('ADD'), []);
  });

  it('runs as a user who is not root, and whose last USER stands behind every RUN', () => {
    const run = stages.at(-1)?.instructions ?? [];
    const user = run.findLastIndex((line) => line.startsWith('USER '));
    assert.match(run[user] ?? '', /^USER (?!root|0\b)\w+$/);
    assert.ok(user > run.findLastIndex((line) => line.startsWith('RUN ')));
  });

  it('has the health check of the gateways, and their command', () => {
    const { healthcheck, command } = compose.services['gateway-1'] ?? assert.fail();
    const said = (words: readonly string[] = []): string => JSON.stringify(words).replaceAll(',', ', ');
    assert.match(valuesOf('HEALTHCHECK').join(), /^--interval=\d+s --timeout=\d+s /);
    assert.ok(valuesOf('HEALTHCHECK')[0]?.endsWith(`CMD ${said(healthcheck?.test.slice(1))}`));
    assert.deepEqual(valuesOf('CMD'), [said(command)]);
  });

  it('holds no secret, neither by name nor by folder', () => {
    assert.deepEqual(
      [...valuesOf('ENV'), ...valuesOf('ARG')].filter((line) => /SECRET|TOKEN|PASSWORD|KEY/i.test(line)),
      [],
    );
    const ignored = readFileSync(path.join(repositoryRoot, '.dockerignore'), 'utf8').split('\n');
    assert.ok(ignored.indexOf('tools/compose/secrets') > ignored.indexOf('!tools'));
  });

  it('is given every file that it copies from here', () => {
    const ignored = readFileSync(path.join(repositoryRoot, '.dockerignore'), 'utf8').split('\n');
    assert.equal(ignored[0], '*');
    const sources = valuesOf('COPY')
      .filter((line) => !line.startsWith('--from='))
      .flatMap((line) => line.split(' ').slice(0, -1));
    assert.ok(sources.length > 5);
    for (const source of sources) {
      assert.ok(existsSync(path.join(repositoryRoot, source)), source);
      assert.ok(ignored.includes(`!${source}`), `.dockerignore lets ${source} in`);
    }
  });
});
