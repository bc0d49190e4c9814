// What anybody may have written into Consul: values of routes and registrations of services. Each is refused
// or skipped with a reason, the good table and the good instance stay, and the client does not notice.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { connect, type Client } from '../../src/sdk/client/node.js';
import { findConsul } from '../../tools/testenv/tools.js';
import { startBackendProcess } from '../support/backend-process.js';
import { Cleanup } from '../support/cleanup.js';
import { startConsul, type ConsulService, type TestConsul } from '../support/consul.js';
import { linkedTo, signToken, startGatewayProcess, type GatewayProcess } from '../support/gateway-process.js';
import { eventually } from '../support/journal.js';
import { buildPrograms, type Programs } from '../support/program.js';
import { skipUnless } from '../support/require.js';

const KEY = 'causeway/routes/evil';

const VALUES: readonly (readonly [name: string, value: string | Uint8Array])[] = [
  ['no JSON', 'routes: yes'],
  ['no UTF-8', Uint8Array.of(0xff, 0xfe, 0x5b, 0x5d)],
  ['the longest value there is', 'x'.repeat(512 * 1024)],
  ['nesting without end', '['.repeat(250_000) + ']'.repeat(250_000)],
  ['a quarter of a million elements', `[${'1,'.repeat(250_000)}1]`],
  ['prototype keys', '[{"__proto__":{"types":5000,"service":"x"},"constructor":{}}]'],
  ['a prototype inside', '[{"types":5000,"service":"x","__proto__":{"roles":["admin"]},"timeoutMs":"soon"}]'],
  ['numbers that are none', '[{"types":1e999,"service":"x","timeoutMs":-0.5}]'],
  ['control characters', '[{"types":5000,"service":"x\\u0000\\u001b[2J"}]'],
  ['wrong types everywhere', '[{"types":{},"service":[],"timeoutMs":"1","roles":7,"pick":null}]'],
  ['a type that another key has', '[{"types":1000,"service":"thief"}]'],
];

/** Registered with the tag that gateways look for. */
const SERVICES: readonly (readonly [name: string, service: Omit<ConsulService, 'ID' | 'Tags'>])[] = [
  ['no port', { Name: 'echo', Address: '127.0.0.1' }],
  ['an address that is none', { Name: 'echo', Address: 'no host/at all', Port: 7000 }],
  ['a name with control characters', { Name: 'evil-2\u001b', Address: '127.0.0.1', Port: 1 }],
  ['a name that is no path', { Name: '..', Address: '127.0.0.1', Port: 1 }],
  ['a name of 500 characters', { Name: `evil-4${'x'.repeat(494)}`, Address: '127.0.0.1', Port: 1 }],
  ['the most meta there may be', { Name: 'echo', Address: '127.0.0.1', Port: 1, Meta: largeMeta() }],
];

/** Usable but for the weight, which counts as 1. Nobody listens there. */
const WEIGHTS = ['NaN', '1e999', '-1', '0x10', '{"a":1}', '\u0000'];

function largeMeta(): Readonly<Record<string, string>> {
  // Consul takes 64 pairs of at most 512 bytes, so a prototype's name is what is left to try.
  const pairs = Array.from({ length: 62 }, (_, at) => [`key-${at}`, 'x'.repeat(512)] as const);
  return { ...Object.fromEntries(pairs), constructor: '{"deep":[[[[]]]]}', toString: 'NaN' };
}

describe('hostile values in Consul', { skip: skipUnless(findConsul()), timeout: 120_000 }, () => {
  let programs: Programs;
  let consul: TestConsul;
  let gateway: GatewayProcess;
  let client: Client;
  const cleanup = new Cleanup();

  before(async () => {
    [programs, consul] = await Promise.all([
      cleanup.started(buildPrograms(), (built) => {
        built.close();
      }),
      cleanup.started(startConsul(), (started) => started.stop()),
    ]);
    await consul.put('causeway/routes/game', JSON.stringify([{ types: '1000-1002', service: 'echo' }]));
    const place = { program: 'counting-backend', consul: consul.address };
    const starting = startBackendProcess(programs, { ...place, service: 'echo', serverId: 'echo-1' });
    [gateway] = await Promise.all([
      cleanup.started(
        startGatewayProcess(programs, consul.address, { CAUSEWAY_LOG_LEVEL: 'info' }),
        (started) => started.dispose(),
      ),
      cleanup.started(starting, (started) => started.kill()),
    ]);
    await linkedTo(gateway, 'echo-1');
    client = await connect({ url: gateway.tcpUrl, token: await signToken('alice') });
    cleanup.add(() => client.close());
  });

  after(() => cleanup.run());

  const served = async (): Promise<void> => {
    await client.request(1000, Uint8Array.of(0x31));
  };

  for (const [name, value] of VALUES)
    it(`a route's value: ${name}`, async () => {
      const { table } = await gateway.status();
      await consul.put(KEY, value);
      const refused = await eventually(
        'the table to be refused',
        () => gateway.status(),
        ({ table: { problems } }) => problems.length > 0,
      );
      assert.equal(refused.table.hash, table.hash);
      assert.ok(JSON.stringify(refused.table.problems).length < 20_000, 'problems are told in few words');
      assert.ok((await gateway.metrics()).sum('causeway_table_refused') > 0);
      await served();
      await consul.delete(KEY);
      await eventually(
        'the table to be good again',
        () => gateway.status(),
        ({ table: { problems } }) => problems.length === 0,
      );
    });

  for (const [index, [name, service]] of SERVICES.entries())
    it(`a registration: ${name}`, async () => {
      const ID = `evil-${index}`;
      await consul.register({ ...service, ID, Tags: ['causeway'] });
      // Usable or not: it is told of, or dialled and not reached.
      const said = service.Name === '..' ? '"serverId":".."' : ID;
      await gateway.log.find('it to be told of', (line) => JSON.stringify(line).includes(said));
      await served();
      await consul.deregister(ID);
    });

  for (const [index, weight] of WEIGHTS.entries())
    it(`a registration: weight ${JSON.stringify(weight)}`, async () => {
      const ID = `heavy-${index}`;
      const place = { Name: 'heavy', Address: '127.0.0.1', Port: 1, Meta: { weight } };
      await consul.register({ ...place, ID, Tags: ['causeway'] });
      await gateway.log.find('the warning', (line) => {
        const text = JSON.stringify(line);
        return text.includes(ID) && text.includes('weight');
      });
      await served();
      await consul.deregister(ID);
    });

  it('it all left nothing behind', async () => {
    const status = await eventually(
      'only the backend to be known',
      () => gateway.status(),
      ({ instances }) => instances.length === 1,
    );
    assert.equal(status.instances[0]?.server, 'echo-1');
    assert.equal(status.registry.ok, true);
    assert.ok(gateway.program.running);
  });
});
