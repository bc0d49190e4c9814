import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { GatewayLink } from '../../../src/link/gateway-link.js';
import { compileTable } from '../../../src/routing/compile-table.js';
import { choose, type RoutedSession } from '../../../src/routing/decisions.js';
import { explainMessage, type ExplainParts, type ExplainQuery } from '../../../src/routing/explain.js';
import type { RouteTable } from '../../../src/routing/route.js';
import { KeyPins } from '../../../src/traffic/key-pins.js';
import { Picker } from '../../../src/traffic/picker.js';
import { newEnvelopeHead } from '../../../src/protocol/envelope.js';

const ROUTES = [
  { types: 1000, service: 'world' },
  { types: 1001, service: 'world', pick: 'key' },
  { types: 1002, service: 'world', pick: 'least-pending' },
  { types: 1003, service: 'world', roles: ['gm'], payloadBytesMax: 10 },
  { types: 1004, service: 'nowhere' },
];

function table(): RouteTable {
  const compiled = compileTable({ entries: new Map([['t', JSON.stringify(ROUTES)]]), revision: '7' });
  assert.ok(compiled.ok);
  return compiled.table;
}

const links = ['w-1', 'w-2', 'w-3'].map(
  (serverId, at) =>
    ({
      serverId,
      weight: 1,
      pendingCount: at,
      instance: { host: '10.0.0.1', port: 7000 + at },
    }) as unknown as GatewayLink,
);

function parts(): ExplainParts {
  const picker = new Picker(links);
  return {
    links: {
      picker: (service) => (service === 'world' ? picker : new Picker<GatewayLink>([])),
      find: (serverId) => links.find((link) => link.serverId === serverId),
      isExpected: (serverId) => serverId === 'w-8',
    },
    keyPins: new KeyPins(),
    random: () => 0,
    requestsMax: 2,
  };
}

const session = (change: Partial<RoutedSession> = {}): RoutedSession => ({
  id: 's-1',
  identity: { user: 'u', roles: [], attributes: new Map(), expiresAtMs: Infinity },
  pendingCount: 0,
  pins: undefined,
  choices: undefined,
  ...change,
});

const query = (type: number, change: Partial<ExplainQuery> = {}): ExplainQuery => ({
  type,
  session: session(),
  roles: [],
  key: new Uint8Array(0),
  payloadBytes: 0,
  isRequest: true,
  ...change,
});

describe('explain', () => {
  test('names the instance that the router then chooses, and changes nothing', () => {
    const explained = parts();
    const asked = query(1000);
    const { instance, code, table: of } = explainMessage(explained, table(), asked);
    assert.deepEqual([code, of.revision, asked.session?.choices], [0, '7', undefined]);
    const route = table().lookup(1000);
    assert.ok(route && asked.session);
    const chosen = choose(explained, asked.session, route, newEnvelopeHead(), new Uint8Array(0));
    assert.equal(instance?.server, chosen?.serverId);
  });

  test('a key decides where the route picks by key, and without one the session', () => {
    const byKey = explainMessage(
      parts(),
      table(),
      query(1001, { key: Buffer.from('room'), session: undefined }),
    );
    assert.match(byKey.steps.at(-1) ?? '', /by the key's hash/);
    assert.notEqual(byKey.instance, undefined);
    const without = explainMessage(parts(), table(), query(1001));
    assert.match(without.steps.at(-1) ?? '', /^It has no key/);
  });

  test('what is settled by chance, or only with a session, is not promised', () => {
    assert.equal(explainMessage(parts(), table(), query(1002)).instance, undefined);
    const anew = explainMessage(parts(), table(), query(1000, { session: undefined }));
    assert.deepEqual([anew.code, anew.instance, anew.candidates.length], [0, undefined, 3]);
  });

  test('a pin wins while its server is linked', () => {
    const pinned = (server: string): ExplainQuery =>
      query(1000, { session: session({ pins: new Map([['world', server]]) }) });
    assert.equal(explainMessage(parts(), table(), pinned('w-3')).instance?.server, 'w-3');
    const gone = explainMessage(parts(), table(), pinned('w-9'));
    assert.match(gone.steps.join('\n'), /pinned it to "w-9", which is neither linked/);
    assert.notEqual(gone.instance, undefined);
    const dialled = explainMessage(parts(), table(), pinned('w-8'));
    assert.deepEqual([dialled.outcome, dialled.instance], ['NO_INSTANCE', undefined]);
    assert.match(dialled.steps.at(-1) ?? '', /"w-8", which is healthy but not linked/);
  });

  test('each refusal has its code and its reason', () => {
    const outcome = (type: number, change: Partial<ExplainQuery> = {}): string =>
      explainMessage(parts(), table(), query(type, change)).outcome;
    assert.equal(outcome(1999), 'NO_ROUTE');
    assert.equal(outcome(99), 'TYPE_RESERVED');
    assert.equal(outcome(100), 'NO_ROUTE');
    assert.equal(outcome(1003), 'FORBIDDEN');
    assert.equal(outcome(1003, { roles: ['gm'], payloadBytes: 11 }), 'PAYLOAD_TOO_LARGE');
    assert.equal(outcome(1003, { roles: ['gm'], payloadBytes: 10 }), 'OK');
    const busy = session({ pendingCount: 2 });
    assert.equal(outcome(1000, { session: busy }), 'TOO_MANY_REQUESTS');
    assert.equal(outcome(1000, { session: busy, isRequest: false }), 'OK');
    assert.equal(outcome(1004), 'NO_INSTANCE');
  });

  test('without a gateway the table alone tells', () => {
    const { code, steps, instance } = explainMessage(undefined, table(), query(1000));
    assert.deepEqual([code, instance], [0, undefined]);
    assert.match(steps.at(-1) ?? '', /No gateway was asked/);
  });
});
