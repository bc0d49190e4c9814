// A gateway whose event loop is really late: who said nothing yet is told to come back later, in the protocol's
// own words, although the upgrade was done before.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import { WebSocket } from 'ws';
import { disconnectName } from '../../src/protocol/codes.js';
import { disconnect, hello } from '../../src/protocol/control-messages.js';
import { DISCONNECT, HELLO } from '../../src/protocol/control-types.js';
import { encodeEnvelope, newEnvelopeHead, scanEnvelope } from '../../src/protocol/envelope.js';
import { LOOK_INTERVAL_MS } from '../../src/traffic/overload.js';
import { tokenFor } from '../support/abuse-gateway.js';
import { startEchoGateway } from '../support/echo-gateway.js';
import { eventually } from '../support/journal.js';

const DELAY_MS_MAX = 50;

/** Keeps this process, the gateway's too, from everything else for longer than two looks. */
function block(): void {
  const endMs = performance.now() + 2 * LOOK_INTERVAL_MS + 2 * DELAY_MS_MAX;
  while (performance.now() < endMs);
}

test('a late event loop refuses a Hello behind the upgrade, with the time to wait', async (context) => {
  const stage = await startEchoGateway(undefined, { overloadDelayMsMax: DELAY_MS_MAX });
  context.after(() => stage.stop());
  const { gateway } = stage;
  const client = new WebSocket(`ws://127.0.0.1:${gateway.address.port}`, 'causeway.v1');
  context.after(() => {
    client.terminate();
  });
  const said = once(client, 'message') as Promise<[Buffer]>;
  await once(client, 'open');
  const payload = hello.encode({ protocol: 1, token: await tokenFor('ann'), client: 'test' });
  for (let tries = 0; !gateway.overload.isOn && tries < 20; tries++) {
    block();
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
  assert.ok(gateway.overload.isOn, 'the looks of a running gateway see that its loop is late');
  client.send(encodeEnvelope({ type: HELLO, seq: 1, payload }));
  const [envelope] = await said;
  const head = newEnvelopeHead();
  assert.ok(scanEnvelope(envelope, 0, envelope.length, head));
  assert.equal(head.type, DISCONNECT);
  const told = disconnect.decode(envelope.subarray(head.payloadStart, head.payloadEnd)) ?? assert.fail();
  assert.equal(disconnectName(told.code), 'OVERLOADED');
  assert.ok(told.retryAfterMs > 0);
  assert.equal(gateway.sessionRefusals['overload'], 1);
  assert.equal(gateway.sessions.size, 0);
});

test('clients that wait long to be let in are an overload too, though the loop is not late', async (context) => {
  const stage = await startEchoGateway(undefined, { overloadDelayMsMax: 10_000 });
  context.after(() => stage.stop());
  const { admission, overload } = stage.gateway;
  // What a line says in which the oldest has waited more than three times the limit.
  Object.defineProperty(admission, 'oldestMs', { get: () => 31_000 });
  await eventually(
    'an overload',
    () => overload.isOn,
    (isOn) => isOn,
  );
});
