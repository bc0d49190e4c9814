import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { newMetrics } from '../../../src/admin/metrics.js';
import { SERIES } from '../../../src/admin/series.js';
import { NOBODY } from '../../../src/link/pending-requests.js';
import { ERRORS } from '../../../src/protocol/codes.js';
import { LATENCY_BUCKETS_MS } from '../../../src/routing/stats.js';
import { VERSION } from '../../../src/version.js';
import { newView, type TestView } from './view.js';

interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

const SAMPLE = /^([a-z_][a-z0-9_]*)(?:\{(.*)\})? (\S+)$/i;
const LABEL = /([a-z_][a-z0-9_]*)="((?:[^"\\]|\\.)*)"(?:,|$)/gi;

/** Reads the Prometheus text format; fails on a line that is none of it. */
function parse(text: string): { samples: Sample[]; types: Map<string, string> } {
  const samples: Sample[] = [];
  const types = new Map<string, string>();
  for (const line of text.split('\n')) {
    if (line === '' || line.startsWith('# HELP ')) continue;
    const type = /^# TYPE (\S+) (counter|gauge|histogram|summary)$/.exec(line);
    if (type !== null) {
      assert.ok(!types.has(type[1] ?? ''), `${String(type[1])} is declared once`);
      types.set(type[1] ?? '', type[2] ?? '');
      continue;
    }
    const [, name = '', labels = '', value = ''] = SAMPLE.exec(line) ?? assert.fail(`no sample: ${line}`);
    const pairs = [...labels.matchAll(LABEL)].map(([, key = '', of = '']) => [key, of] as const);
    samples.push({ name, labels: Object.fromEntries(pairs), value: Number(value) });
  }
  return { samples, types };
}

async function scrape(view: TestView): Promise<ReturnType<typeof parse>> {
  return parse(await newMetrics(view).metrics());
}

const valueOf = (
  samples: readonly Sample[],
  name: string,
  labels: Record<string, string> = {},
): number | undefined =>
  samples.find(
    (sample) =>
      sample.name === name && Object.entries(labels).every(([key, value]) => sample.labels[key] === value),
  )?.value;

const CERTIFICATE = { credential: 'client certificate' };

/** A view with some traffic: two requests answered, one failed, one pending, a notification, a push, a kick. */
async function busyView(): Promise<TestView> {
  const view = newView();
  const { world } = view;
  const { client } = await world.room.open({ resumable: true });
  const second = await world.room.open({ token: 'bob' });
  for (const seq of [1, 2, 3, 4]) client.send({ type: 1000, seq });
  client.send({ type: 1000 });
  client.send({ type: 9999, seq: 9 });
  world.pump();
  const link = view.links.views()[0]?.link;
  assert.ok(link);
  const taken = { requester: NOBODY, type: 0, seq: 0, origin: 0 };
  for (const [id, code, atMs] of [
    [1, 0, 3],
    [2, 0, 300],
    [3, ERRORS.HANDLER_FAILED.code, 20_000],
  ] as const)
    assert.ok(world.pending.take(link, id, code, atMs, taken));
  client.transport.cut();
  second.session.end('KICKED');
  return view;
}

describe('the metrics', () => {
  test('are Prometheus text, each series declared once, with help for all of ours', async () => {
    const { samples, types } = await scrape(await busyView());
    for (const { name, kind } of SERIES) assert.equal(types.get(name), kind);
    assert.equal(types.get('causeway_request_duration_seconds'), 'histogram');
    const ids = samples.map(({ name, labels }) => `${name}${JSON.stringify(labels)}`);
    assert.equal(new Set(ids).size, ids.length, 'no sample twice');
    // Node's own lag is not a number before its first measurement; ours always are.
    const ours = samples.filter(({ name }) => name.startsWith('causeway_'));
    assert.ok(ours.every(({ value }) => Number.isFinite(value)));
  });

  test('are what the rooms counted', async () => {
    const view = await busyView();
    const { samples } = await scrape(view);
    const { room, stats, pending } = view.world;
    const expected: [name: string, labels: Record<string, string>, value: number][] = [
      ['causeway_sessions', { state: 'live' }, 0],
      ['causeway_sessions', { state: 'suspended' }, 1],
      ['causeway_connections', {}, 4],
      ['causeway_handle_sockets', {}, 1],
      ['causeway_connections_accepted_total', {}, 9],
      ['causeway_transports_opened_total', { framing: 'ws' }, 4],
      ['causeway_sessions_refused_total', { cause: 'sessions' }, 3],
      ['causeway_connections_refused_total', { reason: 'address-rate' }, 2],
      ['causeway_client_messages_rate_limited_total', {}, 0],
      ['causeway_overloaded', {}, 1],
      ['causeway_admission_waiting', {}, 4],
      ['causeway_admission_oldest_seconds', {}, 0.02],
      ['causeway_admission_steps_total', {}, 1000],
      ['causeway_admission_waited_seconds_total', {}, 0.5],
      ['causeway_overloads_total', {}, 2],
      ['causeway_event_loop_late_seconds', {}, 0.25],
      ['causeway_client_addresses', {}, 7],
      ['causeway_sessions_opened_total', {}, room.counters.opened],
      ['causeway_sessions_suspended_total', {}, 1],
      ['causeway_disconnects_total', { code: 'KICKED' }, 1],
      ['causeway_disconnects_total', { code: 'TRANSPORT_LOST' }, 1],
      ['causeway_client_messages_received_total', {}, 6],
      ['causeway_client_bytes_received_total', {}, room.counters.receivedBytes],
      ['causeway_client_messages_sent_total', {}, room.counters.sent],
      ['causeway_requests_total', { route: 'test#0', code: 'OK' }, 2],
      ['causeway_requests_total', { route: 'test#0', code: 'HANDLER_FAILED' }, 1],
      ['causeway_requests_total', { route: '', code: 'NO_ROUTE' }, 1],
      ['causeway_notifications_total', { route: 'test#0' }, 1],
      ['causeway_requests_pending', {}, pending.count],
      ['causeway_relayed_total', {}, stats.relayed],
      ['causeway_instances', { service: 'echo', state: 'open' }, 1],
      ['causeway_instances', { service: 'echo', state: 'waiting' }, 1],
      ['causeway_dials_total', {}, 3],
      ['causeway_link_requests_total', { server: 'echo-1' }, 4],
      // Its link is lost, what it counted is not.
      ['causeway_link_requests_total', { server: 'echo-2' }, 6],
      ['causeway_link_notifications_total', { server: 'echo-1' }, 1],
      ['causeway_table_routes', {}, 1],
      ['causeway_table_accepted_timestamp_seconds', {}, Date.UTC(2026, 0, 1, 0, 0, 5) / 1000],
      ['causeway_table_held', {}, 0],
      ['causeway_registry_up', {}, 1],
      ['causeway_ready', {}, 1],
      ['causeway_draining', {}, 0],
      ['causeway_build_info', { gateway: 'gateway-1', version: VERSION }, 1],
      ['causeway_table_info', { hash: 'abc', revision: '7', source: 'registry' }, 1],
      ['causeway_table_decisions_total', { decision: 'accept' }, 1],
      ['causeway_log_lines_left_out_total', {}, 6],
      ['causeway_log_lines_dropped_total', {}, 8],
      ['causeway_tls_handshakes_total', {}, 12],
      ['causeway_credential_ok', CERTIFICATE, 0],
      ['causeway_credential_reloads_total', { ...CERTIFICATE, outcome: 'taken' }, 2],
      ['causeway_credential_reloads_total', { ...CERTIFICATE, outcome: 'refused' }, 1],
      ['causeway_credential_expiry_timestamp_seconds', CERTIFICATE, Date.UTC(2026, 1, 1) / 1000],
      ['causeway_user_limit_refused_total', { limit: 'logins' }, 3],
      ['causeway_user_limit_alone', { limit: 'logins' }, 1],
      ['causeway_user_limit_accounts', { limit: 'logins' }, 2],
      ['causeway_user_limit_charges_total', {}, 5],
      ['causeway_user_limit_charges_failed_total', {}, 1],
      ['causeway_pongs_dropped_total', {}, 5],
      ['causeway_client_reads_put_off_total', {}, 6],
    ];
    for (const [name, labels, value] of expected)
      assert.equal(valueOf(samples, name, labels), value, `${name} ${JSON.stringify(labels)}`);
  });

  test('count on between scrapes and do not add up twice', async () => {
    const view = await busyView();
    const metrics = newMetrics(view);
    const first = parse(await metrics.metrics()).samples;
    const second = parse(await metrics.metrics()).samples;
    for (const { name, labels, value } of first)
      if (name.startsWith('causeway_')) assert.equal(valueOf(second, name, labels), value, name);
    view.world.room.counters.opened++;
    const third = parse(await metrics.metrics()).samples;
    const name = 'causeway_sessions_opened_total';
    assert.equal(valueOf(third, name), (valueOf(first, name) ?? 0) + 1);
  });

  test('have a histogram of each route that rises to its count', async () => {
    const view = await busyView();
    const { samples } = await scrape(view);
    const name = 'causeway_request_duration_seconds';
    const buckets = samples.filter(
      (sample) => sample.name === `${name}_bucket` && sample.labels['outcome'] === 'ok',
    );
    assert.equal(buckets.length, LATENCY_BUCKETS_MS.length + 1);
    const bounds = buckets.map(({ labels }) => (labels['le'] === '+Inf' ? Infinity : Number(labels['le'])));
    assert.deepEqual(bounds, [...LATENCY_BUCKETS_MS.map((bound) => bound / 1000), Infinity]);
    const counts = buckets.map(({ value }) => value);
    assert.deepEqual(
      counts,
      [...counts].sort((a, b) => a - b),
    );
    assert.deepEqual([counts.at(-2), counts.at(-1)], [2, 2]);
    assert.equal(valueOf(samples, `${name}_count`, { route: 'test#0', outcome: 'ok' }), 2);
    assert.equal(valueOf(samples, `${name}_count`, { route: 'test#0', outcome: 'failed' }), 1);
    assert.equal(valueOf(samples, `${name}_count`, { route: 'test#0', outcome: 'application' }), undefined);
    const stats = view.world.stats.forRoute('test#0', 'echo');
    assert.equal(
      valueOf(samples, `${name}_sum`, { route: 'test#0', outcome: 'ok' }),
      stats.latencies.ok.sumMs / 1000,
    );
  });

  test('tell how much waits for all clients, and for the one that has most waiting', async () => {
    const view = newView();
    const { room } = view.world;
    const alice = await room.open();
    const bob = await room.open({ token: 'bob' });
    alice.session.deliver(new Uint8Array(100), 0, 100);
    bob.session.deliver(new Uint8Array(300), 0, 300);
    const queued = [alice, bob].map(({ client }) => client.connection.queuedBytes);
    const { samples } = await scrape(view);
    const name = 'causeway_session_queued_bytes';
    assert.deepEqual(
      [valueOf(samples, name), valueOf(samples, `${name}_max`)],
      [(queued[0] ?? 0) + (queued[1] ?? 0), queued[1]],
    );
    assert.ok((queued[1] ?? 0) >= 300);
  });

  test('bring what Node knows: lateness of the event loop, collections, memory', async () => {
    const { samples, types } = await scrape(newView());
    // It has samples from the first collection on.
    assert.equal(types.get('nodejs_gc_duration_seconds'), 'histogram');
    const names = new Set(samples.map(({ name }) => name));
    for (const name of [
      'nodejs_eventloop_lag_p99_seconds',
      'process_resident_memory_bytes',
      'process_cpu_seconds_total',
    ])
      assert.ok(names.has(name), name);
  });

  test('escape what operators may write into a name', async () => {
    const view = newView();
    view.world.stats.forRoute('a"b\\c\nd#0', 'echo');
    const { samples } = await scrape(view);
    assert.equal(valueOf(samples, 'causeway_notifications_total', { route: 'a\\"b\\\\c\\nd#0' }), 0);
  });
});

test('every series has a help text, a name in the convention, and labels that its samples have', () => {
  const view = newView();
  for (const { name, help, kind, labels, read } of SERIES) {
    assert.match(name, kind === 'counter' ? /^causeway_[a-z_]+_total$/ : /^causeway_[a-z_]+(?<!_total)$/);
    assert.ok(help.endsWith('.'), name);
    for (const [given] of read(view)) assert.deepEqual(Object.keys(given).sort(), [...labels].sort(), name);
  }
});
