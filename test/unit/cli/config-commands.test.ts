import assert from 'node:assert/strict';
import { access, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, test, type TestContext } from 'node:test';
import { configJsonSchema } from '../../../src/cli/config-commands.js';
import { optionRows } from '../../../src/config/schema.js';
import { causeway } from '../../support/command-line.js';

async function configFile(context: TestContext, text: string): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'causeway-config-'));
  context.after(() => rm(folder, { recursive: true }));
  const file = path.join(folder, 'causeway.yaml');
  await writeFile(file, text);
  return file;
}

describe('check-config', () => {
  test('every value with where it comes from, secrets masked', async (context) => {
    const file = await configFile(
      context,
      'gateway:\n  link: { secret: 0123456789abcdef }\n  sessionsMax: 7\n',
    );
    const env = { CAUSEWAY_LOG_LEVEL: 'warn' };
    const said = await causeway(['check-config', '--config', file, '--listen', '127.0.0.1:9'], { env });
    assert.equal(said.exitCode, 0, said.err.join('\n'));
    const all = said.out.join('\n');
    assert.match(all, /^listen +127\.0\.0\.1:9 +--listen$/m);
    assert.match(all, /^logLevel +warn +CAUSEWAY_LOG_LEVEL$/m);
    assert.match(all, /^sessionsMax +7 +.*causeway\.yaml line 3$/m);
    assert.match(all, /^link\.secret +\[secret\] +.*line 2$/m);
    assert.match(all, /^stateDir +\.causeway +default$/m);
    assert.doesNotMatch(all, /0123456789abcdef/);
  });

  test('files that cannot be used, all of them, and nothing is made', async (context) => {
    const file = await configFile(
      context,
      `gateway:
  auth: { kind: jwt, jwksFile: /nowhere/keys.json }
  tls: { certFile: /nowhere/cert.pem, keyFile: /nowhere/key.pem }
  link: { secret: 0123456789abcdef, caFile: /nowhere/link-ca.pem }
  registry: { kind: consul }
  consul: { secure: yes, caFile: /nowhere/consul-ca.pem }
  cluster: { kind: redis }
  redis: { secure: yes, caFile: /nowhere/redis-ca.pem }
  stateDir: ${path.join(tmpdir(), 'causeway-never-made')}
`,
    );
    const said = await causeway(['check-config', '--config', file]);
    assert.equal(said.exitCode, 2, said.out.join('\n'));
    const problems = said.err.join('\n');
    for (const name of ['keys.json', 'cert.pem', 'link-ca.pem', 'consul-ca.pem', 'redis-ca.pem'])
      assert.match(problems, new RegExp(`/nowhere/${name}`), problems);
    assert.equal(said.err.at(-1), 'refused: 5 problems');
    await assert.rejects(access(path.join(tmpdir(), 'causeway-never-made')));
  });

  test('all problems, and 2', async (context) => {
    const file = await configFile(context, 'gateway: { sessionMax: 7, listen: x }\n');
    const said = await causeway(['check-config', '--config', file]);
    assert.equal(said.exitCode, 2);
    assert.match(
      said.err.join('\n'),
      /sessionMax .*did you mean sessionsMax\?[\s\S]*listen .*is "x"[\s\S]*2 problems/,
    );
  });
});

test('the JSON Schema has every option, below its section and beside it', async () => {
  const said = await causeway(['config', 'schema']);
  assert.deepEqual(JSON.parse(said.out.join('\n')), JSON.parse(JSON.stringify(configJsonSchema())));
  const schema = configJsonSchema() as Node;
  const gateway = schema.properties?.['gateway'];
  for (const [key] of optionRows()) {
    const [section = '', name] = key.split('.');
    assert.ok(gateway?.properties?.[key]?.description, key);
    if (name !== undefined) assert.ok(gateway.properties[section]?.properties?.[name]?.description, key);
  }
  assert.ok(gateway?.properties?.['link']?.properties?.['secretFile']);
});

interface Node {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Node>>;
}

test('the table of options is Markdown', async () => {
  const { out } = await causeway(['config', 'table']);
  assert.equal(out.length, optionRows().length + 2);
});
