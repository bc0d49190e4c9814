// A Consul that lets not everybody in: TLS with an authority of its own, ACLs that deny by default, and tokens
// with just the rights that docs/OPERATIONS.md names. A gateway as its operator configures it, and a backend.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, test, type TestContext } from 'node:test';
import { createBackend } from '../../src/sdk/backend/backend.js';
import { connect } from '../../src/sdk/client/node.js';
import { repositoryRoot } from '../../tools/testenv/tool.js';
import { findConsul, findOpenssl } from '../../tools/testenv/tools.js';
import { TestAuthority } from '../support/certificates.js';
import {
  LINK_SECRET,
  linkedTo,
  signToken,
  startGatewayProcess,
  type GatewayProcess,
} from '../support/gateway-process.js';
import { eventually } from '../support/journal.js';
import { buildPrograms, type Programs } from '../support/program.js';
import { mustHave, skipUnless } from '../support/require.js';
import { SecureConsul } from '../support/secure-consul.js';

const OPERATIONS = readFileSync(path.join(repositoryRoot, 'docs', 'OPERATIONS.md'), 'utf8');

/** A policy as the docs have it: the rules of the block behind this first line. */
function policyOf(firstLine: string): string {
  const [, rules] = new RegExp(`\`\`\`hcl\\n(${firstLine}\\n[^]*?)\`\`\``).exec(OPERATIONS) ?? [];
  assert.ok(rules, firstLine);
  return rules;
}

describe('a Consul with TLS and ACLs', { skip: skipUnless(findConsul(), findOpenssl()) }, () => {
  let authority: TestAuthority;
  let consul: SecureConsul;
  let programs: Programs;
  let gatewayToken: string;
  let backendToken: string;

  before(async () => {
    authority = new TestAuthority();
    const certificate = { ...authority.issue('consul'), caFile: authority.caFile };
    [consul, programs] = await Promise.all([
      SecureConsul.start(mustHave(findConsul()), certificate),
      buildPrograms(),
    ]);
    await consul.putKey('causeway/routes/all', '[{ "types": 1000, "service": "game" }]');
    gatewayToken = await consul.token(policyOf('# a gateway'));
    backendToken = await consul.token(policyOf('# a backend of the service "game"'));
  });

  after(async () => {
    await consul.stop();
    programs.close();
    authority.remove();
  });

  async function startGateway(
    context: TestContext,
    env: Readonly<Record<string, string>>,
  ): Promise<GatewayProcess> {
    const gateway = await startGatewayProcess(programs, consul.https, {
      CAUSEWAY_GATEWAY_ID: 'secured',
      CAUSEWAY_CONSUL_SECURE: 'yes',
      CAUSEWAY_CONSUL_CA_FILE: authority.caFile,
      ...env,
    });
    context.after(() => gateway.dispose());
    return gateway;
  }

  async function startGame(context: TestContext, token: string): Promise<void> {
    const registry = { consul: consul.https, secure: true, ca: authority.ca.toString(), token };
    const backend = createBackend({ service: 'game', serverId: 'game-1', secrets: LINK_SECRET, registry });
    backend.on(1000, (payload) => payload);
    await backend.start();
    context.after(() => backend.close());
  }

  test('all of a gateway and of a backend works with the policies of the docs', async (context) => {
    await startGame(context, backendToken);
    const gateway = await startGateway(context, { CAUSEWAY_CONSUL_TOKEN: gatewayToken });
    await linkedTo(gateway, 'game-1');
    const client = await connect({ url: gateway.tcpUrl, token: await signToken('alice') });
    assert.equal(Buffer.from(await client.request(1000, Buffer.from('hello'))).toString(), 'hello');
    await client.close();
    await eventually(
      'the gateway to be registered',
      () => consul.services(),
      (names) => names.includes('causeway-gateway'),
    );
    await eventually(
      'the table to be in the history',
      () => consul.keyNames('causeway/history/'),
      (names) => names.length === 1,
    );
    const hash = (await gateway.status()).table.hash;
    await consul.putKey('causeway/routes/all', '[{ "types": [1000, 1001], "service": "game" }]');
    await eventually(
      'the change to be in force',
      async () => (await gateway.status()).table.hash,
      (now) => now !== hash,
    );
    await gateway.stop();
    await eventually(
      'the gateway to have taken itself out',
      () => consul.services(),
      (names) => !names.includes('causeway-gateway'),
    );
    const warnings = gateway.log.entries.filter(({ level }) => Number(level) >= 40);
    assert.deepEqual(warnings, [], 'nothing was refused');
  });

  /** What is wrong with the settings of a gateway, and what its operator reads. */
  const refused: readonly (readonly [what: string, env: () => Record<string, string>, said: RegExp])[] = [
    ['no token', () => ({}), /answered 403.*the ACL token lacks a right/],
    [
      'an unknown token',
      () => ({ CAUSEWAY_CONSUL_TOKEN: '00000000-0000-0000-0000-00000000dead' }),
      /answered 403.*the ACL token lacks a right/,
    ],
    [
      'no authority',
      () => ({ CAUSEWAY_CONSUL_TOKEN: gatewayToken, CAUSEWAY_CONSUL_CA_FILE: '' }),
      /cannot be reached: \w*(SIGNATURE|CERT|ISSUER)/,
    ],
  ];
  for (const [what, env, said] of refused)
    test(`${what}: said, and nothing is routed`, async (context) => {
      const gateway = await startGateway(context, env());
      await gateway.log.find('what is wrong', (line) => said.test(JSON.stringify(line)));
      const { registry, instances } = await gateway.status();
      assert.deepEqual([registry.ok, instances], [false, []]);
    });
});
