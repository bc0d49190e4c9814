// Which gateways operators' commands ask. Consul and gateways are scripted.

import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { ExitCode } from '../../../src/cli/host.js';
import { announcedTargets } from '../../../src/cli/operator.js';
import { formatAddress } from '../../../src/discovery/address.js';
import { causeway, type Said } from '../../support/command-line.js';
import { startScriptedHttp, type ScriptedHttp } from '../../support/scripted-http.js';

const started: ScriptedHttp[] = [];
after(() => Promise.all(started.map((server) => server.close())));

const scripted = async (...args: Parameters<typeof startScriptedHttp>): Promise<ScriptedHttp> => {
  const server = await startScriptedHttp(...args);
  started.push(server);
  return server;
};

const LOCAL = { host: '127.0.0.1', port: 7001 };
const REMOTE = { host: '10.0.0.1', port: 7001 };

test('workers of one machine are one gateway; gateways on the loopback of several machines are several', () => {
  const announced = [
    { gatewayId: 'a-1', admin: LOCAL, machine: 'a', healthy: true },
    { gatewayId: 'a-2', admin: LOCAL, machine: 'a', healthy: true },
    { gatewayId: 'b', admin: LOCAL, machine: 'b', healthy: true },
    { gatewayId: 'c-1', admin: REMOTE, machine: 'c', healthy: true },
    { gatewayId: 'c-2', admin: REMOTE, machine: 'c', healthy: true },
  ];
  assert.deepEqual(announcedTargets(announced, 'a', 'token'), [
    { address: LOCAL, token: 'token', outOfReach: undefined },
    {
      ...{ address: LOCAL, token: 'token' },
      outOfReach: 'gateway b cannot be asked from here: its admin.listen is 127.0.0.1:7001 of b',
    },
    { address: REMOTE, token: 'token', outOfReach: undefined },
  ]);
});

const entry = (gatewayId: string, machine: string, admin: string): object => ({
  Node: { Node: 'node', Address: '10.0.0.1' },
  Service: {
    ID: gatewayId,
    Service: 'causeway-gateway',
    Address: '10.0.0.1',
    Port: 7000,
    Meta: { admin, machine },
  },
  Checks: [],
});

describe('a revocation', () => {
  /** Of a user with one session at the gateway of this machine, which is called "test". */
  async function revoke(
    consul: ScriptedHttp | undefined,
    own: ScriptedHttp,
    ...args: string[]
  ): Promise<Said> {
    const address = consul === undefined ? '127.0.0.1:1' : formatAddress(consul.address);
    const env = { CAUSEWAY_ADMIN_LISTEN: formatAddress(own.address) };
    const registry = ['--registry-kind', 'consul', '--consul-address', address];
    return causeway(['revoke', '--user', 'mallory', ...registry, ...args], { env });
  }
  const gateway = (): Promise<ScriptedHttp> => scripted(() => ({ body: { gateway: 'a', ended: 1 } }));

  test('at a gateway that cannot be asked from here has not been heard there', async () => {
    const own = await gateway();
    const admin = formatAddress(own.address);
    const consul = await scripted(() => ({ body: [entry('a', 'test', admin), entry('b', 'other', admin)] }));
    const { exitCode, out, err } = await revoke(consul, own);
    assert.deepEqual([exitCode, out], [ExitCode.FAILED, ['1 session ended; 1 of 2 gateways told']]);
    assert.match(err.join('\n'), /gateway b cannot be asked from here/);
  });

  test('fails when Consul names no gateway or does not answer, unless the gateways are named', async () => {
    const own = await gateway();
    const empty = await scripted(() => ({ body: [] }));
    for (const [consul, said] of [
      [empty, /Consul names no gateway.* asking 127\.0\.0\.1:\d+ only/],
      [undefined, /asking 127\.0\.0\.1:\d+ only/],
    ] as const) {
      const { exitCode, out, err } = await revoke(consul, own);
      assert.deepEqual([exitCode, out], [ExitCode.FAILED, ['1 session ended; 1 of 1 gateway told']]);
      assert.match(err.join('\n'), said);
      assert.equal((await revoke(consul, own, '--admin', formatAddress(own.address))).exitCode, ExitCode.OK);
    }
  });

  test('that all registered gateways hear succeeds', async () => {
    const own = await gateway();
    const consul = await scripted(() => ({ body: [entry('a', 'test', formatAddress(own.address))] }));
    assert.equal((await revoke(consul, own)).exitCode, ExitCode.OK);
  });
});
