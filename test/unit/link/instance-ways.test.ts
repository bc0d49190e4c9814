// What an instance's link brings and has to wait, on a link over a pipe that writes down what it is given.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { newLinkCounters } from '../../../src/link/gateway-link-counters.js';
import { GatewayLink, type LinkReceiver } from '../../../src/link/gateway-link.js';
import { InstanceWays } from '../../../src/link/instance-ways.js';
import { NOBODY, PendingRequests, type Requester } from '../../../src/link/pending-requests.js';
import type { SessionPeer } from '../../../src/link/session-peer.js';
import { encodeEnvelope, type EnvelopeFields } from '../../../src/protocol/envelope.js';
import { awaitFence, sessionOpened } from '../../../src/protocol/link-messages.js';
import {
  encodeLinkFrame,
  LinkKind,
  newLinkHead,
  scanLinkFrame,
  type LinkFields,
} from '../../../src/protocol/link-frames.js';
import { RouteStats } from '../../../src/routing/stats.js';
import { FakeClock } from '../../support/fake-clock.js';
import { instance } from '../../support/routing-world.js';

const PUSH = { type: 2000, payload: Buffer.from('news') };
const ANSWER = { type: 1000, seq: 7 };

class Stage {
  readonly clock = new FakeClock();
  /** What came out, in order. */
  readonly heard: string[] = [];
  readonly ways: InstanceWays;
  readonly link: GatewayLink;
  readonly #client: SessionPeer & Requester;

  constructor() {
    const { clock, heard } = this;
    this.ways = new InstanceWays({ gatewayId: 'd', clock, forward: () => undefined, find: () => this.link });
    const receiver: LinkReceiver = {
      received: (link, head, bytes) => {
        if (head.kind === LinkKind.AWAIT) return this.ways.receive(link, head, bytes);
        heard.push(`kind ${head.kind}`);
        return 0;
      },
      linkClosed: () => heard.push('link closed'),
    };
    const pipe = {
      queuedBytes: 0,
      peerFrameBytesMax: 65_536,
      writeEnvelope: () => true,
      writeFrame: () => true,
      close: () => undefined,
    };
    const pending = new PendingRequests(10);
    const shared = { clock, pending, receiver, pendingMax: 10 };
    this.link = new GatewayLink(pipe, instance('echo-1'), newLinkCounters(), false, shared, () => undefined);
    this.#client = {
      ...NOBODY,
      bindings: undefined,
      deliver: () => heard.push('push'),
      describe: () => sessionOpened.decode(sessionOpened.encode({ id: 's-1' })) ?? assert.fail(),
      requestAnswered: () => heard.push('answer'),
      requestFailed: (_type, _seq, _origin, code) => heard.push(`failed ${code}`),
    };
  }

  /** The client's request 1 over the link, on which its session has handle 1. */
  ask(): void {
    const stats = new RouteStats('', '');
    assert.equal(this.link.request(this.#client, stats, 1000, 7, 1000, new Uint8Array(0), 0, 0), 0);
  }

  come(fields: LinkFields, envelope?: EnvelopeFields, body?: Uint8Array): void {
    const frame = encodeLinkFrame(fields, envelope && encodeEnvelope(envelope), body);
    const head = newLinkHead();
    assert.ok(scanLinkFrame(frame, 4, frame.length, head));
    assert.equal(this.link.receive(frame, head), 0);
  }

  /** What follows on the link waits for a fence by way of another gateway. */
  wait(): void {
    this.come({ kind: LinkKind.AWAIT, request: 1 }, undefined, awaitFence.encode({ at: 'd', via: 'f' }));
  }
}

describe('behind an await on the link', () => {
  test('a push waits, and the answer behind it; both go when the fence came', () => {
    const stage = new Stage();
    stage.ask();
    stage.wait();
    stage.come({ kind: LinkKind.PUSH, session: 1 }, PUSH);
    stage.come({ kind: LinkKind.ANSWER, request: 1 }, ANSWER);
    assert.deepEqual(stage.heard, []);
    stage.ways.order('f', 'echo-1', 'fence', 1);
    assert.deepEqual(stage.heard, ['push', 'answer']);
  });

  test('a CONFIRM waits: it says that what stands before it is taken', () => {
    const stage = new Stage();
    stage.ask();
    stage.wait();
    stage.come({ kind: LinkKind.PUSH, session: 1 }, PUSH);
    stage.come({ kind: LinkKind.CONFIRM, request: 1 });
    assert.deepEqual(stage.heard, []);
    stage.ways.order('f', 'echo-1', 'fence', 1);
    assert.deepEqual(stage.heard, ['push', `kind ${LinkKind.CONFIRM}`]);
  });

  test('what waits when the link ends is taken first: it reaches its session, and answers its request', () => {
    const stage = new Stage();
    stage.ask();
    stage.wait();
    stage.come({ kind: LinkKind.PUSH, session: 1 }, PUSH);
    stage.come({ kind: LinkKind.ANSWER, request: 1 }, ANSWER);
    stage.link.closed();
    assert.deepEqual(stage.heard, ['push', 'answer', 'link closed']);
    assert.deepEqual([stage.ways.heldBytes, stage.link.counters.latePushes], [0, 0]);
  });
});
