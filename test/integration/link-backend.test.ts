// The backend SDK against the gateway's end of a link, over real sockets: requests, sessions, pushes.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { describe, test } from 'node:test';
import { failure } from '../../src/protocol/control-messages.js';
import {
  gatewayGone,
  linkUndelivered,
  pushTarget,
  sessionChanged,
  sessionResumed,
} from '../../src/protocol/link-messages.js';
import { LinkCloseCode, LinkKind } from '../../src/protocol/link-frames.js';
import { ApplicationError, DISCONNECTS, ERRORS, type Backend } from '../../src/sdk/backend/backend.js';
import { eventually } from '../support/journal.js';
import { bytes, startBackend, text } from '../support/started-backend.js';

function failureText(payload: Uint8Array): string {
  return failure.decode(payload)?.message ?? 'no Failure';
}

describe('requests', () => {
  test('are answered with what the handler returns, and it knows who asks', async (context) => {
    const { dial } = await startBackend(context, (backend) => {
      backend.on(1000, (payload, { session, remainingMs, wantsAnswer, serverId }) => {
        const { user, id, generation, attributes } = session;
        const team = attributes.get('team') ?? '';
        assert.ok(remainingMs > 0 && remainingMs <= 5000 && wantsAnswer);
        return bytes([text(payload), user, id, String(generation), team, serverId].join(' '));
      });
    });
    const gateway = await dial();
    const attributes = [{ name: 'team', value: 'red' }];
    const session = gateway.openSession('s-1', { user: 'bob', generation: 3, attributes });
    const request = gateway.request(session, 1000, bytes('hello'), 5000);
    const answer = await gateway.answerTo(request, 1000);
    assert.equal(answer.code, 0);
    assert.equal(text(answer.payload), 'hello bob s-1 3 red chat-1');
  });

  test('run concurrently, and answers go out as they come; ordered ones take turns', async (context) => {
    const waiting: (() => void)[] = [];
    const run: string[] = [];
    const hold = async (payload: Uint8Array): Promise<Uint8Array> => {
      run.push(text(payload));
      await new Promise<void>((resolve) => waiting.push(resolve));
      return payload;
    };
    const { dial } = await startBackend(context, (backend) => {
      backend.on(1000, hold).on(1001, hold, { ordered: true });
      backend.on(1002, () => undefined);
    });
    const gateway = await dial();
    const session = gateway.openSession('s-1');
    for (const name of ['a', 'b']) gateway.request(session, 1000, bytes(name));
    for (const name of ['c', 'd']) gateway.request(session, 1001, bytes(name));
    await gateway.ask(session, 1002, bytes(''));
    assert.deepEqual(run, ['a', 'b', 'c'], 'd waits for c');
    waiting[1]?.();
    assert.equal(text((await gateway.answerTo(2, 1000)).payload), 'b');
    waiting[2]?.();
    await gateway.answerTo(3, 1001);
    await gateway.ask(session, 1002, bytes(''));
    assert.deepEqual(run, ['a', 'b', 'c', 'd']);
    waiting[0]?.();
    waiting[3]?.();
    await Promise.all([gateway.answerTo(1, 1000), gateway.answerTo(4, 1001)]);
  });

  test('fail with the code that fits', async (context) => {
    const { dial } = await startBackend(context, (backend) => {
      backend
        .on(1000, () => {
          throw new Error('secret detail');
        })
        .on(1001, () => Promise.reject(new ApplicationError(10_001, bytes('why'))))
        .on(1002, (_payload, context) => context.fail(ERRORS.FORBIDDEN.code, 'not yours'))
        .on(1003, () => new Uint8Array(2_000_000));
    });
    const gateway = await dial();
    const session = gateway.openSession('s-1');
    const answers = await Promise.all(
      [1000, 1001, 1002, 1003, 1004].map((type) => gateway.ask(session, type, bytes(''))),
    );
    const [failed, application, refused, tooLong, none] = answers;
    assert.equal(failed?.code, ERRORS.HANDLER_FAILED.code);
    assert.ok(!failureText(failed.payload).includes('secret'));
    assert.deepEqual([application?.code, text(application?.payload ?? bytes(''))], [10_001, 'why']);
    assert.deepEqual([refused?.code, failureText(refused?.payload ?? bytes(''))], [1001, 'not yours']);
    assert.deepEqual(
      [tooLong?.code, failureText(tooLong?.payload ?? bytes(''))],
      [1107, 'the answer is too long'],
    );
    assert.equal(none?.code, ERRORS.NO_HANDLER.code);
  });

  test('wait with a gateway that does not take the answers, and none of them is lost', async (context) => {
    const REQUESTS = 4_000;
    const answer = new Uint8Array(16 * 1024);
    const set = (backend: Backend): void => void backend.on(1000, () => answer);
    const { place, dial } = await startBackend(context, set, { metricsListen: '127.0.0.1:0' });
    const metrics = async (): Promise<string> =>
      (await fetch(`http://127.0.0.1:${place.metricsPort}/metrics`)).text();
    const gateway = await dial();
    const session = gateway.openSession('s-1');
    gateway.pause(true);
    for (let count = 0; count < REQUESTS; count++) gateway.request(session, 1000, bytes(''));
    await eventually('the backend to stop reading', metrics, (said) =>
      /^causeway_backend_read_pauses_total [1-9]/m.test(said),
    );
    gateway.pause(false);
    await gateway.answerTo(REQUESTS, 1000);
    assert.equal(gateway.frames.filter(({ kind }) => kind === LinkKind.ANSWER).length, REQUESTS);
    assert.match(await metrics(), /^causeway_backend_answers_lost_total 0$/m);
  });

  test('beyond the limits of handlers and of a queue are refused, not kept', async (context) => {
    const waiting: (() => void)[] = [];
    const hold = (): Promise<undefined> =>
      new Promise((resolve) => {
        waiting.push(() => {
          resolve(undefined);
        });
      });
    const limits = { handlersMax: 3, orderedMax: 1 };
    const { dial } = await startBackend(
      context,
      (backend) => backend.on(1000, hold, { ordered: true }).on(1001, hold),
      {
        limits,
      },
    );
    const gateway = await dial();
    const session = gateway.openSession('s-1');
    for (let count = 0; count < 2; count++) gateway.request(session, 1000, bytes(''));
    assert.equal((await gateway.ask(session, 1000, bytes(''))).code, ERRORS.TOO_MANY_REQUESTS.code);
    gateway.request(session, 1001, bytes(''));
    assert.equal((await gateway.ask(session, 1001, bytes(''))).code, ERRORS.LINK_FULL.code);
    for (const [request, type] of [
      [1, 1000],
      [4, 1001],
      [2, 1000],
    ] as const) {
      waiting.shift()?.();
      assert.equal((await gateway.answerTo(request, type)).code, 0);
    }
  });

  test('abort their signal when the link is gone, or when the time is over', async (context) => {
    const aborted: string[] = [];
    let both: () => void = () => undefined;
    const ended = new Promise<void>((resolve) => (both = resolve));
    const { dial } = await startBackend(context, (backend) => {
      backend.on(1000, async (payload, { signal }) => {
        await once(signal, 'abort');
        if (aborted.push(text(payload)) === 2) both();
        return undefined;
      });
    });
    const gateway = await dial();
    const session = gateway.openSession('s-1');
    gateway.request(session, 1000, bytes('link'));
    assert.equal((await gateway.answerTo(gateway.request(session, 1000, bytes('time'), 20), 1000)).code, 0);
    gateway.close(LinkCloseCode.STOPPING);
    await ended;
    assert.deepEqual(aborted, ['time', 'link']);
  });
});

describe('sessions', () => {
  test('are told of from the first to the last', async (context) => {
    const events: string[] = [];
    const { dial, backend } = await startBackend(context, (backend) => {
      backend.onSession('opened', ({ id }) => events.push(`opened ${id}`));
      backend.onSession('suspended', ({ state }) => events.push(state));
      backend.onSession('resumed', ({ generation, address, state }) =>
        events.push(`resumed ${generation} ${address} ${state}`),
      );
      backend.onSession('changed', ({ attributes, roles }) =>
        events.push(`changed ${attributes.get('team') ?? ''} ${roles.join(' ')}`),
      );
      backend.onSession('closed', ({ state }, { code, reason }) => events.push(`${state} ${code} ${reason}`));
      backend.on(1000, () => undefined);
    });
    const gateway = await dial();
    const session = gateway.openSession('s-1');
    gateway.send({ kind: LinkKind.SESSION_SUSPENDED, session });
    const resumed = sessionResumed.encode({ generation: 2, address: '192.0.2.1:5' });
    gateway.send({ kind: LinkKind.SESSION_RESUMED, session }, undefined, resumed);
    const changed = sessionChanged.encode({
      attributes: [{ name: 'team', value: 'blue' }],
      roles: ['gm', 'vip'],
    });
    gateway.send({ kind: LinkKind.SESSION_CHANGED, session }, undefined, changed);
    await gateway.ask(session, 1000, bytes(''));
    assert.equal(backend.session('s-1')?.user, 'alice');
    gateway.closeSession(session, DISCONNECTS.KICKED.code, 'bye');
    await gateway.ask(gateway.openSession('s-2'), 1000, bytes(''));
    assert.deepEqual(events, [
      'opened s-1',
      'suspended',
      'resumed 2 192.0.2.1:5 active',
      'changed blue gm vip',
      'closed 14 bye',
      'opened s-2',
    ]);
    assert.equal(backend.session('s-1'), undefined);
  });

  test('that move to another gateway are one session, and their messages keep their order', async (context) => {
    const seen: string[] = [];
    const { dial } = await startBackend(context, (backend) => {
      for (const event of ['opened', 'resumed', 'closed'] as const)
        backend.onSession(event, ({ generation }: { generation: number }) =>
          seen.push(`${event} ${generation}`),
        );
      backend.on(1000, (payload) => {
        seen.push(text(payload));
        return payload;
      });
    });
    const [first, second] = [await dial('gateway-1'), await dial('gateway-2')];
    const old = first.openSession('s-1');
    await first.ask(old, 1000, bytes('a'));
    const moved = second.openSession('s-1', { generation: 2 });
    const later = second.request(moved, 1000, bytes('c'));
    // Another session's answer on the same link proves that 'c' has come, and waits.
    await second.ask(second.openSession('s-9'), 1000, bytes('x'));
    await first.ask(old, 1000, bytes('b'));
    first.closeSession(old, DISCONNECTS.SUPERSEDED.code);
    assert.equal(text((await second.answerTo(later, 1000)).payload), 'c');
    assert.deepEqual(seen, ['opened 1', 'a', 'opened 1', 'x', 'b', 'resumed 2', 'c']);
  });

  test('whose old link is lost go on at once on the new one', async (context) => {
    const { dial } = await startBackend(context, (backend) => backend.on(1000, (payload) => payload));
    const [first, second] = [await dial('gateway-1'), await dial('gateway-2')];
    await first.ask(first.openSession('s-1'), 1000, bytes('a'));
    const request = second.request(second.openSession('s-1', { generation: 2 }), 1000, bytes('b'));
    first.close(LinkCloseCode.STOPPING);
    assert.equal(text((await second.answerTo(request, 1000)).payload), 'b');
  });

  test('are not lost with the link of a gateway that lives, when an older life under its id is said to be dead', async (context) => {
    const events: string[] = [];
    let over: () => void = () => undefined;
    const linkOver = new Promise<void>((resolve) => (over = resolve));
    const { backend, dial } = await startBackend(context, (backend) => {
      for (const event of ['opened', 'closed'] as const)
        backend.onSession(event, ({ id }: { id: string }) => events.push(`${event} ${id}`));
      backend.on(1000, (payload) => payload);
      backend.on(1001, async (_payload, { signal }) => {
        await once(signal, 'abort');
        over();
      });
    });
    const [reborn, other] = [await dial('gateway-1'), await dial('gateway-2')];
    const session = reborn.openSession('s-1');
    reborn.request(session, 1001, bytes(''));
    await reborn.ask(session, 1000, bytes('a'));
    other.send({ kind: LinkKind.GATEWAY_GONE }, undefined, gatewayGone.encode({ gateway: 'gateway-1' }));
    await other.ask(other.openSession('s-2'), 1000, bytes('b'));
    await reborn.ask(session, 1000, bytes('c'));
    reborn.close(LinkCloseCode.STOPPING);
    await linkOver;
    assert.deepEqual(events, ['opened s-1', 'opened s-2']);
    assert.equal(backend.session('s-1')?.id, 's-1');
  });
});

describe('pushes', () => {
  test('to a known session take its own link, all others the oldest', async (context) => {
    const { dial, backend } = await startBackend(context, (backend) => backend.on(1000, () => undefined));
    const [first, second] = [await dial('gateway-1'), await dial('gateway-2')];
    const handle = second.openSession('s-1');
    await second.ask(handle, 1000, bytes(''));
    assert.equal(backend.push({ session: 's-1' }, 2000, bytes('direct')), 'SENT');
    const direct = await second.next(LinkKind.PUSH);
    assert.deepEqual([direct.session, direct.envelope?.type, direct.envelope?.seq], [handle, 2000, 0]);
    const targets = [
      [{ session: 's-7' }, { sessions: ['s-7'] }],
      [{ sessions: ['s-7', 's-8'] }, { sessions: ['s-7', 's-8'] }],
      [{ user: 'bob' }, { user: 'bob' }],
      [{ users: ['bob', 'eve'] }, { users: ['bob', 'eve'] }],
      [
        { group: 'red', except: ['s-1'] },
        { group: 'red', except: ['s-1'] },
      ],
      [{ all: true }, { all: true }],
    ] as const;
    for (const [to, expected] of targets) {
      assert.equal(backend.push(to, 2000, bytes('x')), 'SENT');
      const { body, envelope } = await first.next(LinkKind.PUSH_TO);
      const target = pushTarget.decode(body);
      assert.deepEqual({ ...target, ...expected }, { ...target });
      assert.equal(envelope?.type, 2000);
    }
  });

  test('that cannot be sent say so at once; what the gateway could not deliver is told', async (context) => {
    let told: (undelivered: unknown) => void = () => undefined;
    const undelivered = new Promise((resolve) => (told = resolve));
    const { dial, backend } = await startBackend(context, (backend) => {
      backend.onUndelivered((code, count, target) => {
        told({ code, count, target });
      });
    });
    assert.equal(backend.push({ all: true }, 2000, bytes('x')), 'NOT_CONNECTED');
    const gateway = await dial();
    assert.equal(backend.push({ all: true }, 2000, new Uint8Array(2_000_000)), 'PAYLOAD_TOO_LARGE');
    const body = linkUndelivered.encode({ code: ERRORS.NOT_ONLINE.code, count: 3, target: 'bob' });
    gateway.send({ kind: LinkKind.UNDELIVERED }, undefined, body);
    assert.deepEqual(await undelivered, { code: 1300, count: 3, target: 'bob' });
  });
});
