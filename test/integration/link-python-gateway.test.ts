// The backend in Python on the whole road: found in a real Consul by a real gateway, asked by a client of the
// SDK, speaking with a backend of the SDK.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createBackend } from '../../src/sdk/backend/backend.js';
import { connect } from '../../src/sdk/client/node.js';
import { findConsul } from '../../tools/testenv/tools.js';
import { startConsul } from '../support/consul.js';
import { LINK_SECRET, linkedTo, signToken, startGatewayProcess } from '../support/gateway-process.js';
import { buildPrograms } from '../support/program.js';
import { pythonTools } from '../support/python.js';
import { startPythonBackend } from '../support/python-backend.js';
import { skipUnless } from '../support/require.js';

const skip = skipUnless(findConsul(), ...pythonTools());
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const text = (payload: Uint8Array): string => new TextDecoder().decode(payload);

test(
  'a client, the gateway, a backend in Python and one of the SDK',
  { skip, timeout: 60_000 },
  async (context) => {
    const [programs, consul] = await Promise.all([buildPrograms(), startConsul()]);
    context.after(() => consul.stop());
    await consul.put('causeway/routes/all', JSON.stringify([{ types: '1000-1099', service: 'python' }]));
    const gateway = await startGatewayProcess(programs, consul.address);
    context.after(() => gateway.dispose());
    const sdk = createBackend({
      service: 'sdk',
      serverId: 'sdk-1',
      secrets: LINK_SECRET,
      registry: { consul: consul.address },
    });
    let relayed: (payload: string) => void = () => undefined;
    const oneWay = new Promise<string>((resolve) => (relayed = resolve));
    sdk.onRelay(3000, (payload, { fromServer }) => bytes(`sdk-1 for ${fromServer}: ${text(payload)}`));
    sdk.onRelay(3001, (payload) => {
      relayed(text(payload));
      return undefined;
    });
    await sdk.start();
    context.after(() => sdk.close());
    const python = await startPythonBackend(context, LINK_SECRET, ['--consul', consul.address]);
    await linkedTo(gateway, 'python-1', 'sdk-1');

    const client = await connect({ url: gateway.tcpUrl, token: await signToken('alice') });
    context.after(() => client.close());
    const ask = async (type: number, payload: string): Promise<string> =>
      text(await client.request(type, bytes(payload)));
    for (let count = 0; count < 100; count++) assert.equal(await ask(1000, String(count)), String(count));
    const pushed = new Promise<string>((resolve) =>
      client.onPush(2001, (payload) => {
        resolve(text(payload));
      }),
    );
    assert.equal(await ask(1001, 'news'), 'news');
    assert.equal(await pushed, 'news');
    assert.equal(await ask(1002, 'sdk-1 3000 hello'), 'sdk-1 for python-1: hello');
    await ask(1003, 'sdk-1 3001 one way');
    assert.equal(await oneWay, 'one way');
    assert.equal(text(await sdk.callServer('python-1', 3000, bytes('from sdk'))), 'python-1:from sdk');
    assert.equal(text(await sdk.callService('python', 3000, bytes('any'))), 'python-1:any');
    await assert.rejects(sdk.callServer('nobody', 3000, bytes('')), { name: 'NO_SUCH_SERVER' });
    await assert.rejects(client.request(1050, bytes('')), { name: 'NO_HANDLER' });

    await python.stop();
    await assert.rejects(client.request(1000, bytes('')), (error: Error) =>
      ['NO_INSTANCE', 'INSTANCE_LOST'].includes(error.name),
    );
  },
);
