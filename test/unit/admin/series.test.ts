// Every series reads the number that it is named after. All numbers of the view differ, so that none stands in for
// another; a series that is not in the table fails the last test.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { GatewayView } from '../../../src/admin/gateway-view.js';
import { SERIES } from '../../../src/admin/series.js';
import type { ClusterStatus } from '../../../src/cluster/cluster.js';
import { ERRORS } from '../../../src/protocol/codes.js';
import { RoutingStats } from '../../../src/routing/stats.js';
import { SessionCounters } from '../../../src/session/counters.js';
import { VERSION } from '../../../src/version.js';
import { newView } from './view.js';

const CLUSTER: ClusterStatus = {
  ok: true,
  sinceEpochMs: 401_000,
  detail: '',
  commands: 402,
  commandsFailed: 403,
  waiting: 404,
  lapses: 405,
  directory: { written: 411, retried: 412, overflows: 413, resyncs: 414, cleared: 415, unreadable: 416 },
  bus: {
    published: { push: 421, order: 422, group: 423, kick: 424, revoke: 425, displace: 426, news: 427 },
    received: { push: 431, order: 432, group: 433, kick: 434, revoke: 435, displace: 436, news: 437 },
    ...{ batches: 441, marks: 442, retries: 443, gaveUp: 444, lost: 445, missed: 446, duplicates: 447 },
    ...{ malformed: 448, lookUps: 449, unknown: 450, queuedBytes: 451, waitingGateways: 452 },
    ...{ asksOpen: 453, asksTimedOut: 454, asksRefused: 455, streamsRemade: 456 },
  },
};

function sessionCounters(): SessionCounters {
  const counters = Object.assign(new SessionCounters(), {
    ...{ opened: 101, resumed: 102, resumeRefused: 103, suspended: 104, received: 105, receivedBytes: 106 },
    ...{ sent: 107, sentBytes: 108, pings: 109, undelivered: 110, undeliveredUntold: 111, lost: 112 },
    ...{ rateLimited: 113, dropped: 114, tooLong: 115 },
  });
  counters.disconnected(1);
  return counters;
}

function routing(): RoutingStats {
  const stats = Object.assign(new RoutingStats(), {
    ...{ relayed: 201, relayFailed: 202, pushesTo: 203, pushDeliveries: 204, commands: 205 },
    ...{ commandsRefused: 206 },
  });
  const route = stats.forRoute('chat#0', 'chat');
  Object.assign(route, { otherApplication: 209, unregistered: 210 });
  route.notified = 207;
  route.succeeded = 208;
  for (let count = 0; count < 3; count++) route.failed(ERRORS.TIMEOUT.code);
  return stats;
}

/** What `SERIES` look at of a link. */
const LINK = {
  ...{ queuedBytes: 301, sessionCount: 302, pendingCount: 303 },
  counters: {
    ...{ requests: 304, notifications: 305, answers: 306, lateAnswers: 307, pushes: 308, latePushes: 309 },
    tooLong: 310,
  },
};
const INSTANCE = { serverId: 'chat-1', service: 'chat' };
const SESSIONS = [
  { state: 'live', connection: { queuedBytes: 11 } },
  { state: 'live', connection: { queuedBytes: 30 } },
  { state: 'suspended', connection: undefined },
];

/** Only what series read is there: the rest of sessions, links and listener has tests of its own. */
const VIEW = {
  ...newView(),
  sessions: { size: SESSIONS.length, all: () => SESSIONS },
  groups: { size: 121 },
  handshakes: { size: 122 },
  sessionCounters: sessionCounters(),
  loginCounters: { alone: 123, undecided: 124 },
  sessionRefusals: { sessions: 125, overload: 126 },
  overload: { isOn: true, delayMs: 127_000, begun: 128 },
  admission: { waiting: 129, oldestMs: 130_000, steps: 131, waitedMs: 132_000 },
  addresses: { addresses: 133 },
  sharedLimits: {
    charges: 134,
    failed: 135,
    views: () => [{ name: 'logins', refused: 136, unaccounted: 137, accounts: 138, isAlone: true }],
  },
  presence: () => ({ watches: 139, known: 140, told: 141 }),
  clusterStatus: () => CLUSTER,
  liveGateways: () => Array.from({ length: 3 }, (_, at) => ({ gatewayId: `g${at}`, sinceEpochMs: 0 })),
  routing: routing(),
  pending: { count: 209 },
  links: {
    views: () => [
      { instance: INSTANCE, state: 'open', leaving: false, link: LINK, counters: LINK.counters },
      { instance: INSTANCE, state: 'waiting', leaving: false, link: undefined },
      { instance: INSTANCE, state: 'waiting', leaving: false, link: undefined },
    ],
    counters: { dials: 311, dialFailures: 312, opened: 313, lost: 314, retired: 315 },
  },
  ways: { heldBytes: 316, counters: { held: 317, broken: 318 } },
  listener: {
    counters: {
      ...{ opening: 0, open: 151, accepted: 152, secured: 153, acceptErrors: 154, pongsDropped: 155 },
      ...{
        readsPutOff: 156,
        handleSockets: 1,
        opened: { tcp: 157, ws: 158 },
        refused: { 'tls-failed': 159 },
      },
    },
  },
  routes: () => Array.from({ length: 161 }),
  tableStatus: () => ({
    ...{ from: 'registry', hash: 'abc', revision: '7', origin: '', seenHash: 'def' },
    ...{ acceptedAtEpochMs: 162_000, held: 'it is empty', problems: Array.from({ length: 163 }) },
    counts: { accept: 164, same: 165, refuse: 166, hold: 167 },
  }),
  logLinesLeftOut: () => 168,
  logLinesDropped: () => 169,
  isDraining: () => true,
} as unknown as GatewayView;

/** A value without labels, or values by the labels' values. */
type Expected = number | Readonly<Record<string, number>>;

const link = (value: number): Expected => ({ 'chat-1 chat': value });

const EXPECTED: Readonly<Record<string, Expected>> = {
  build_info: { [`gateway-1 ${VERSION} ${process.version}`]: 1 },
  ...{ ready: 1, draining: 1, log_lines_left_out: 168, log_lines_dropped: 169 },
  // Clients.
  ...{ session_queued_bytes: 41, session_queued_bytes_max: 30, sessions: { live: 2, suspended: 1 } },
  ...{
    groups: 121,
    handle_sockets: 1,
    handshakes: 122,
    connections: 151,
    accept_errors: 154,
    connections_accepted: 152,
  },
  ...{ transports_opened: { tcp: 157, ws: 158 }, connections_refused: { 'tls-failed': 159 } },
  ...{ sessions_opened: 101, sessions_resumed: 102, sessions_suspended: 104, resumes_refused: 103 },
  ...{ disconnects: { CLOSED: 1 }, logins_undecided: { 'decided-alone': 123, refused: 124 } },
  ...{ client_messages_received: 105, client_bytes_received: 106, client_messages_sent: 107 },
  ...{ client_bytes_sent: 108, client_messages_dropped: 114, client_messages_too_long: 115 },
  ...{ pushes_lost_told: 112, pings_sent: 109, pongs_dropped: 155, client_reads_put_off: 156 },
  ...{ client_messages_rate_limited: 113, user_limit_refused: { logins: 136 } },
  ...{ user_limit_unaccounted: { logins: 137 }, user_limit_accounts: { logins: 138 } },
  ...{ user_limit_alone: { logins: 1 }, user_limit_charges: 134, user_limit_charges_failed: 135 },
  ...{ presence_watches: 139, presence_known: 140, presence_told_users: 141 },
  ...{ sessions_refused: { sessions: 125, overload: 126 }, overloaded: 1, event_loop_late_seconds: 127 },
  ...{ overloads: 128, admission_waiting: 129, admission_oldest_seconds: 130, admission_steps: 131 },
  ...{ admission_waited_seconds: 132, client_addresses: 133, notifications_undelivered: 110 },
  ...{ undelivered_untold: 111 },
  // Credentials.
  ...{ tls_handshakes: 153, credential_ok: { 'client certificate': 0 } },
  credential_reloads: { 'client certificate taken': 2, 'client certificate refused': 1 },
  credential_loaded_timestamp_seconds: { 'client certificate': Date.UTC(2026, 0, 1) / 1000 },
  credential_expiry_timestamp_seconds: { 'client certificate': Date.UTC(2026, 1, 1) / 1000 },
  // Routing.
  requests: {
    ...{ 'chat#0 chat OK': 208, 'chat#0 chat TIMEOUT': 3, '  OK': 0, 'relay  OK': 0 },
    ...{ 'chat#0 chat APPLICATION': 209, 'chat#0 chat UNREGISTERED': 210 },
  },
  ...{ notifications: { 'chat#0 chat': 207 }, requests_pending: 209, relayed: 201, relays_failed: 202 },
  ...{ pushes_addressed: 203, push_deliveries: 204, commands: 205, commands_refused: 206 },
  // Links.
  ...{ instances: { 'chat open': 1, 'chat waiting': 2 }, links_opened: 313, links_lost: 314 },
  ...{ order_held: 317, order_broken: 318, order_held_bytes: 316, links_retired: 315, dials: 311 },
  ...{ dial_failures: 312, link_queued_bytes: link(301), link_sessions: link(302) },
  ...{ link_requests_pending: link(303), link_requests: link(304), link_notifications: link(305) },
  ...{ link_answers: link(306), link_late_answers: link(307), link_pushes: link(308) },
  link_late_pushes: link(309),
  link_frames_too_long: link(310),
  // Table.
  ...{ table_info: { 'abc 7 registry': 1 }, table_routes: 161, table_accepted_timestamp_seconds: 162 },
  ...{ table_decisions: { accept: 164, same: 165, refuse: 166, hold: 167 }, table_held: 1 },
  ...{ table_refused: 163, registry_up: 1 },
  // Between gateways.
  ...{ cluster_gateways: 3, cluster_up: 1, cluster_since_timestamp_seconds: 401, cluster_commands: 402 },
  ...{ cluster_commands_failed: 403, cluster_lapses: 405, directory_waiting: 404, directory_written: 411 },
  ...{ directory_retried: 412, directory_overflows: 413, directory_resyncs: 414, directory_cleared: 415 },
  ...{ directory_unreadable: 416, bus_published: CLUSTER.bus.published, bus_received: CLUSTER.bus.received },
  ...{ bus_batches: 441, bus_marks: 442, bus_retries: 443, bus_pushes_given_up: 444, bus_pushes_lost: 445 },
  ...{ bus_gaps: 446, bus_duplicates: 447, bus_malformed: 448, bus_lookups: 449 },
  ...{ bus_lookups_unknown: 450, bus_queued_bytes: 451, bus_waiting_gateways: 452, bus_asks_open: 453 },
  ...{ bus_asks_timed_out: 454, bus_asks_refused: 455, bus_streams_remade: 456 },
};

const shortNameOf = (name: string): string => name.replace(/^causeway_|_total$/g, '');

for (const { name, labels, read } of SERIES)
  test(name, () => {
    const expected = EXPECTED[shortNameOf(name)] ?? assert.fail('it has no row in this table');
    const samples = [...read(VIEW)].map(
      ([given, value]) => [labels.map((label) => given[label]).join(' '), value] as const,
    );
    assert.deepEqual(Object.fromEntries(samples), typeof expected === 'number' ? { '': expected } : expected);
  });

test('no row of this table is about a series that is gone', () => {
  assert.deepEqual(Object.keys(EXPECTED).sort(), SERIES.map(({ name }) => shortNameOf(name)).sort());
});
