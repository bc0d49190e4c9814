// A backend in another language, written from docs/LINK.md: what it does on a link, driven by the gateway's
// end. It shows that the text says enough, and that our end takes what a foreign codec sends.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { findConsul } from '../../tools/testenv/tools.js';
import { failure } from '../../src/protocol/control-messages.js';
import { relaySource, relayTarget } from '../../src/protocol/link-messages.js';
import { encodeEnvelope } from '../../src/protocol/envelope.js';
import { encodeLinkFrame, LinkCloseCode, LinkKind } from '../../src/protocol/link-frames.js';
import { startConsul } from '../support/consul.js';
import { LINK_SECRET, LinkGateway } from '../support/link-gateway.js';
import { pythonTools } from '../support/python.js';
import { startPythonBackend } from '../support/python-backend.js';
import { skipUnless } from '../support/require.js';

const skip = skipUnless(...pythonTools());

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('a backend in Python', { skip }, () => {
  test('greets, echoes, pushes, calls and is called', async (context) => {
    const { port, id } = await startPythonBackend(context, LINK_SECRET);
    const gateway = await LinkGateway.dial(port, id);
    assert.equal(gateway.peer?.id, 'python-1');
    const session = gateway.openSession('s-1');

    assert.equal(String((await gateway.ask(session, 1000, bytes('hello'))).payload), 'hello');
    assert.equal((await gateway.ask(session, 1000, new Uint8Array(70_000))).payload.length, 70_000);

    await gateway.ask(session, 1001, bytes('news'));
    const push = await gateway.next(LinkKind.PUSH);
    assert.deepEqual(
      [push.session, push.envelope?.type, String(push.envelope?.payload)],
      [session, 2001, 'news'],
    );

    const asked = gateway.request(session, 1002, bytes('other-1 3000 ping pong'));
    const call = await gateway.next(LinkKind.CALL);
    assert.deepEqual([relayTarget.decode(call.body)?.server, call.type], ['other-1', 3000]);
    assert.equal(String(call.envelope?.payload), 'ping pong');
    const answer = encodeEnvelope({ type: 3000, seq: call.envelope?.seq ?? 0, payload: bytes('back') });
    gateway.send({ kind: LinkKind.CALL_ANSWER, request: call.request }, answer);
    assert.equal(String((await gateway.answerTo(asked, 1002)).payload), 'back');

    await gateway.ask(session, 1003, bytes('other-1 3001 one way'));
    assert.equal(String((await gateway.next(LinkKind.RELAY)).envelope?.payload), 'one way');

    const source = relaySource.encode({ server: 'other-1' });
    const incoming = encodeEnvelope({ type: 3000, seq: 5, payload: bytes('hi') });
    gateway.send({ kind: LinkKind.CALL, request: 1, type: 3000 }, incoming, source);
    const called = await gateway.next(LinkKind.CALL_ANSWER);
    assert.deepEqual(
      [called.request, called.envelope?.seq, String(called.envelope?.payload)],
      [1, 5, 'python-1:hi'],
    );

    const none = await gateway.ask(session, 1999, bytes(''));
    assert.deepEqual([none.code, failure.decode(none.payload)?.message], [1106, 'no handler']);
    gateway.close(LinkCloseCode.STOPPING);
  });

  test('refuses strangers and violations with the code', async (context) => {
    const { port, id } = await startPythonBackend(context, LINK_SECRET);
    const stranger = await LinkGateway.dial(port, id, 'gateway-1', 'quite another secret');
    assert.equal((await stranger.closed).code, LinkCloseCode.UNAUTHENTICATED);
    const gateway = await LinkGateway.dial(port, id);
    const request = { kind: LinkKind.REQUEST, session: 9, request: 1, type: 1000 };
    gateway.sendRaw(encodeLinkFrame(request, encodeEnvelope({ type: 1000, seq: 1 })));
    assert.equal((await gateway.closed).code, LinkCloseCode.LINK_VIOLATION);
  });

  test('registers itself in Consul and leaves', { skip: skipUnless(findConsul()) }, async (context) => {
    const consul = await startConsul();
    context.after(() => consul.stop());
    const { id, stop } = await startPythonBackend(context, LINK_SECRET, ['--consul', consul.address]);
    assert.deepEqual(await consul.serviceIds(), [id]);
    await stop();
    assert.deepEqual(await consul.serviceIds(), []);
  });
});
