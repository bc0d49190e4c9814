import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { GatewayControl } from '../../../src/admin/gateway-view.js';
import {
  explainReply,
  kickReply,
  onlineReply,
  revokeReply,
  sessionsReply,
} from '../../../src/admin/operations.js';
import { listSessions, type SessionPage } from '../../../src/admin/session-list.js';
import type { LocateOutcome } from '../../../src/cluster/cluster.js';
import type { CommandOutcome, KickOrder } from '../../../src/routing/commands.js';
import type { ExplainQuery } from '../../../src/routing/explain.js';
import type { ClientSession } from '../../../src/session/contracts.js';

const NOW = 1_000_000;

function session(id: string, user: string, ageS: number, groups: readonly string[] = []): ClientSession {
  return {
    ...{ id, client: 'test', state: 'live', address: '127.0.0.1', generation: 1, pendingCount: 0 },
    identity: { user, roles: ['player'], attributes: new Map(), expiresAtMs: Infinity },
    openedAtEpochMs: NOW - ageS * 1000,
    groups: new Set(groups),
    connection: undefined,
  } as unknown as ClientSession;
}

interface Asked {
  readonly kicks: KickOrder[];
  readonly explained: ExplainQuery[];
}

function gateway(
  sessions: readonly ClientSession[],
  outcome: CommandOutcome = { ok: true, count: 1 },
): GatewayControl & Asked {
  const [kicks, explained]: [KickOrder[], ExplainQuery[]] = [[], []];
  return {
    gatewayId: 'g1',
    kicks,
    explained,
    sessions: {
      all: () => sessions,
      byId: (id: string) => sessions.find((one) => one.id === id),
      byUser: (user: string) => sessions.filter((one) => one.identity.user === user),
    },
    groups: { members: (group: string) => sessions.filter((one) => one.groups.has(group)) },
    kick: (order: KickOrder) => {
      kicks.push(order);
      return outcome;
    },
    explain: (query: ExplainQuery) => {
      explained.push(query);
      return {};
    },
  } as unknown as GatewayControl & Asked;
}

const ids = async (view: GatewayControl, query: Record<string, string>): Promise<string[]> => {
  const { status, body } = await sessionsReply(view, query, NOW);
  assert.equal(status, 200);
  return (body as SessionPage).sessions.map((row) => row.session);
};

describe('sessions', () => {
  const view = gateway([
    session('c', 'ann', 30),
    session('a', 'ben', 90, ['room']),
    session('b', 'ben', 30, ['room', 'all']),
    session('d', 'eve', 5),
  ]);

  test('the oldest first, by every filter', async () => {
    assert.deepEqual(await ids(view, {}), ['a', 'b', 'c', 'd']);
    assert.deepEqual(await ids(view, { user: 'ben' }), ['a', 'b']);
    assert.deepEqual(await ids(view, { group: 'all' }), ['b']);
    assert.deepEqual(await ids(view, { user: 'ann', group: 'room' }), []);
    assert.deepEqual(await ids(view, { olderThanSeconds: '30' }), ['a', 'b', 'c']);
    assert.deepEqual(await ids(view, { state: 'suspended' }), []);
  });

  test('pages neither repeat nor skip, also when the last of a page has ended', async () => {
    const first = (await sessionsReply(view, { limit: '2' }, NOW)).body as SessionPage;
    assert.deepEqual([first.sessions.length, first.next !== undefined], [2, true]);
    const left = gateway([session('c', 'ann', 30), session('d', 'eve', 5)]);
    assert.deepEqual(await ids(left, { after: first.next ?? '' }), ['c', 'd']);
    const { body } = await sessionsReply(left, { after: first.next ?? '' }, NOW);
    assert.equal((body as SessionPage).next, undefined);
  });

  test('what is no filter is refused with its name', async () => {
    const wrong: Record<string, string>[] = [
      { limit: '0' },
      { limit: '1001' },
      { state: 'open' },
      { users: 'x' },
    ];
    for (const query of wrong) {
      const { status, body } = await sessionsReply(view, query, NOW);
      assert.equal(status, 400);
      assert.match(JSON.stringify(body), new RegExp(Object.keys(query)[0] ?? ''));
    }
  });

  test('a page of many in any order is the oldest of them, and others run meanwhile', async () => {
    const many = Array.from({ length: 10_000 }, (_, at) =>
      session(`s${at}`, 'ann', ((at * 7919) % 10_000) / 10),
    );
    let pauses = 0;
    const busy = gateway(many);
    const { sessions, next } = await listSessions(busy, { limit: 3 }, NOW, () => {
      pauses++;
      return Promise.resolve();
    });
    assert.equal(pauses, 2);
    const byAge = [...many].sort((a, b) => a.openedAtEpochMs - b.openedAtEpochMs);
    assert.deepEqual(
      sessions.map((row) => row.session),
      byAge.slice(0, 3).map(({ id }) => id),
    );
    assert.deepEqual(
      await ids(busy, { limit: '2', after: next ?? '' }),
      byAge.slice(3, 5).map(({ id }) => id),
    );
  });
});

describe('revoke', () => {
  const asked: [string, number | undefined][] = [];
  const view = {
    gatewayId: 'g',
    revokeUser: (user: string, notBeforeEpochMs?: number) => {
      asked.push([user, notBeforeEpochMs]);
      return 2;
    },
  } as unknown as GatewayControl;

  test('revokes from now on, or before a moment', () => {
    assert.deepEqual(revokeReply(view, 'ann', '', NOW), { status: 200, body: { gateway: 'g', ended: 2 } });
    revokeReply(view, 'ann', '{"before":"1970-01-01T01:10:00+01:00"}', NOW);
    assert.deepEqual(asked.splice(0), [
      ['ann', NOW],
      ['ann', 600_000],
    ]);
  });

  test('what is no moment, or lies ahead, is refused', () => {
    const ahead = new Date(NOW + 3_600_000).toISOString();
    for (const body of ['{"before":"yesterday"}', `{"before":"${ahead}"}`, '{"until":1}', '{'])
      assert.equal(revokeReply(view, 'ann', body, NOW).status, 400, body);
    assert.deepEqual(asked, []);
  });
});

describe('online', () => {
  const presence = {
    sessionId: 's1',
    user: 'ann',
    gatewayId: 'b',
    sinceEpochMs: Date.UTC(2026, 0, 1),
    device: 'phone',
    client: 'tour/1',
    address: '192.0.2.1:1',
    attributes: new Map([['level', '7']]),
  };
  const view = (located: LocateOutcome): GatewayControl =>
    ({
      gatewayId: 'a',
      locate: () => Promise.resolve(located),
      liveGateways: () => [{ gatewayId: 'a' }, { gatewayId: 'b' }],
    }) as unknown as GatewayControl;

  test('is what the directory says, and which gateways it is for', async () => {
    const { status, body } = await onlineReply(view({ ok: true, sessions: [presence] }), 'ann');
    assert.equal(status, 200);
    assert.deepEqual(body, {
      gateway: 'a',
      gateways: ['a', 'b'],
      sessions: [
        {
          session: 's1',
          user: 'ann',
          gateway: 'b',
          openedAt: '2026-01-01T00:00:00.000Z',
          device: 'phone',
          client: 'tour/1',
          address: '192.0.2.1:1',
          attributes: { level: '7' },
        },
      ],
    });
  });

  test('a directory that does not answer is 503', async () => {
    assert.equal((await onlineReply(view({ ok: false, detail: 'gone' }), 'ann')).status, 503);
  });
});

describe('kick', () => {
  const whom = { session: '', user: 'ben' };

  test('the order goes on with reason and advice; never is the default', async () => {
    const view = gateway([]);
    assert.equal((await kickReply(view, whom, '{"reason":"r","advice":"connect"}')).status, 200);
    assert.equal((await kickReply(view, whom, '')).status, 200);
    assert.deepEqual(view.kicks, [
      { ...whom, reason: 'r', advice: 1 },
      { ...whom, reason: '', advice: 4 },
    ]);
  });

  test('a malformed order kicks nobody', async () => {
    const view = gateway([]);
    for (const body of ['{', '[]', '{"advice":"go"}', '{"why":1}', `{"reason":"${'r'.repeat(201)}"}`])
      assert.equal((await kickReply(view, whom, body)).status, 400, body);
    assert.deepEqual(view.kicks, []);
  });

  test('nobody there is 404, other gateways out of reach 503', async () => {
    const failing = async (error: 'NOT_ONLINE' | 'CLUSTER_UNAVAILABLE'): Promise<number> =>
      (await kickReply(gateway([], { ok: false, error }), whom, '')).status;
    assert.deepEqual([await failing('NOT_ONLINE'), await failing('CLUSTER_UNAVAILABLE')], [404, 503]);
  });
});

describe('explain', () => {
  test('each session of a user is looked through; an offline one is assumed', () => {
    const view = gateway([session('a', 'ben', 1), session('b', 'ben', 1)]);
    explainReply(view, { type: '1000', user: 'ben', key: 'cm9vbQ', roles: 'gm,op', payloadBytes: '9' });
    assert.deepEqual(
      view.explained.map((query) => query.session?.id),
      ['a', 'b'],
    );
    const [query] = view.explained;
    assert.deepEqual(
      [query?.roles, Buffer.from(query?.key ?? []).toString(), query?.payloadBytes, query?.isRequest],
      [['gm', 'op'], 'room', 9, true],
    );
    explainReply(view, { type: '1000', user: 'nobody', notification: 'true' });
    assert.deepEqual([view.explained[2]?.session, view.explained[2]?.isRequest], [undefined, false]);
  });

  test('a session that is not here, and queries that are none', () => {
    const view = gateway([]);
    assert.equal(explainReply(view, { type: '1000', session: 'x' }).status, 404);
    for (const query of [
      {},
      { type: '99' },
      { type: 'x' },
      { type: '1000', key: '!' },
      { type: '1000', x: '1' },
    ])
      assert.equal(explainReply(view, query as Record<string, string>).status, 400);
    assert.deepEqual(view.explained, []);
  });
});
