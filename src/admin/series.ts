// The table of the gateway's counters and gauges: what each is called, what it means, where it is read.

import { errorName } from '../protocol/codes.js';
import type { RouteStats } from '../routing/stats.js';
import { VERSION } from '../version.js';
import { CLUSTER_SERIES } from './cluster-series.js';
import type { GatewayView } from './gateway-view.js';
import { LINK_SERIES } from './link-series.js';
import { counter, gauge, one, type Sample, type SeriesRow } from './series-row.js';

const CLIENT_SERIES: readonly SeriesRow[] = [
  gauge('session_queued_bytes', 'sum', 'Bytes waiting for clients, all of them.', [], (g) =>
    one(clientQueues(g).sum),
  ),
  gauge(
    'session_queued_bytes_max',
    'highest',
    'Bytes waiting for the client that has most waiting.',
    [],
    (g) => one(clientQueues(g).max),
  ),
  gauge('sessions', 'sum', 'Sessions by state.', ['state'], countSessions),
  gauge('groups', 'sum', 'Groups with at least one member here.', [], (g) => one(g.groups.size)),
  gauge('handshakes', 'sum', 'Connections that have no session yet.', [], (g) => one(g.handshakes.size)),
  gauge(
    'handle_sockets',
    'lowest',
    "1 when Node's internals carry the clients, 0 when its public sockets do.",
    [],
    (g) => one(g.listener.counters.handleSockets),
  ),
  gauge('connections', 'sum', 'Open client connections.', [], (g) => one(g.listener.counters.open)),
  counter('accept_errors', 'Connections that could not be accepted: out of file descriptors.', [], (g) =>
    one(g.listener.counters.acceptErrors),
  ),
  counter('connections_accepted', 'Client connections accepted.', [], (g) =>
    one(g.listener.counters.accepted),
  ),
  counter('transports_opened', 'Client transports by framing.', ['framing'], (g) =>
    Object.entries(g.listener.counters.opened).map(([framing, value]): Sample => [{ framing }, value]),
  ),
  counter('connections_refused', 'Connections refused before they were a transport.', ['reason'], (g) =>
    Object.entries(g.listener.counters.refused).map(([reason, value]): Sample => [{ reason }, value]),
  ),
  counter('sessions_opened', 'New sessions.', [], (g) => one(g.sessionCounters.opened)),
  counter('sessions_resumed', 'Sessions taken over by a new transport.', [], (g) =>
    one(g.sessionCounters.resumed),
  ),
  counter('sessions_suspended', 'Sessions that lost their transport and wait.', [], (g) =>
    one(g.sessionCounters.suspended),
  ),
  counter('resumes_refused', 'Resumes that got a new session instead.', [], (g) =>
    one(g.sessionCounters.resumeRefused),
  ),
  counter('disconnects', 'Ended client transports by disconnect code.', ['code'], (g) =>
    [...g.sessionCounters.disconnects].map(([code, value]): Sample => [{ code }, value]),
  ),
  counter(
    'logins_undecided',
    'Logins that the other gateways could not be asked about.',
    ['outcome'],
    (g) => [
      [{ outcome: 'decided-alone' }, g.loginCounters.alone],
      [{ outcome: 'refused' }, g.loginCounters.undecided],
    ],
  ),
  counter('client_messages_received', 'Application envelopes from clients.', [], (g) =>
    one(g.sessionCounters.received),
  ),
  counter('client_bytes_received', 'Their bytes.', [], (g) => one(g.sessionCounters.receivedBytes)),
  counter('client_messages_sent', 'Application envelopes to clients.', [], (g) =>
    one(g.sessionCounters.sent),
  ),
  counter('client_bytes_sent', 'Their bytes.', [], (g) => one(g.sessionCounters.sentBytes)),
  counter('client_messages_dropped', 'Envelopes to clients dropped because the session had ended.', [], (g) =>
    one(g.sessionCounters.dropped),
  ),
  counter('client_messages_too_long', 'Envelopes of backends longer than a client may be sent.', [], (g) =>
    one(g.sessionCounters.tooLong),
  ),
  counter('pushes_lost_told', 'Clients told that pushes for them were lost between gateways.', [], (g) =>
    one(g.sessionCounters.lost),
  ),
  counter('pings_sent', 'Heartbeat pings to clients.', [], (g) => one(g.sessionCounters.pings)),
  counter('pongs_dropped', 'WebSocket pings not answered because the client does not read.', [], (g) =>
    one(g.listener.counters.pongsDropped),
  ),
  counter(
    'client_reads_put_off',
    'Reads of clients whose rest waited for another turn: they brought many messages at once.',
    [],
    (g) => one(g.listener.counters.readsPutOff),
  ),
  counter('client_messages_rate_limited', 'Messages refused: more of one client than it may send.', [], (g) =>
    one(g.sessionCounters.rateLimited),
  ),
  counter('user_limit_refused', 'Refusals by limits of users over all gateways.', ['limit'], (g) =>
    g.sharedLimits.views().map(({ name, refused }): Sample => [{ limit: name }, refused]),
  ),
  counter('user_limit_unaccounted', 'Let pass because too many users were remembered.', ['limit'], (g) =>
    g.sharedLimits.views().map(({ name, unaccounted }): Sample => [{ limit: name }, unaccounted]),
  ),
  gauge('user_limit_accounts', 'sum', 'Users remembered for a limit.', ['limit'], (g) =>
    g.sharedLimits.views().map(({ name, accounts }): Sample => [{ limit: name }, accounts]),
  ),
  gauge(
    'user_limit_alone',
    'highest',
    '1 while this gateway keeps to its share, without Redis.',
    ['limit'],
    (g) => g.sharedLimits.views().map(({ name, isAlone }): Sample => [{ limit: name }, isAlone ? 1 : 0]),
  ),
  counter(
    'user_limit_charges',
    'Charges of limits of users sent to Redis, or to the primary of workers.',
    [],
    (g) => one(g.sharedLimits.charges),
  ),
  counter('user_limit_charges_failed', 'Those without an answer.', [], (g) => one(g.sharedLimits.failed)),
  gauge('presence_watches', 'sum', "Backends' watches of who is online.", [], (g) =>
    one(g.presence().watches),
  ),
  gauge('presence_known', 'highest', 'Sessions known for them, here and elsewhere.', [], (g) =>
    one(g.presence().known),
  ),
  gauge('presence_told_users', 'highest', 'Users whose sessions some gateway wants to hear of.', [], (g) =>
    one(g.presence().told),
  ),
  counter('sessions_refused', 'New sessions refused by cause.', ['cause'], (g) =>
    Object.entries(g.sessionRefusals).map(([cause, value]): Sample => [{ cause }, value]),
  ),
  gauge(
    'overloaded',
    'highest',
    '1 while the event loop is so late that new sessions are refused.',
    [],
    (g) => one(g.overload.isOn ? 1 : 0),
  ),
  gauge('event_loop_late_seconds', 'highest', 'How late the event loop was at the last look.', [], (g) =>
    one(g.overload.delayMs / 1000),
  ),
  counter('overloads', 'How often an overload has begun.', [], (g) => one(g.overload.begun)),
  gauge('admission_waiting', 'sum', 'Steps of letting clients in that wait for their turn.', [], (g) =>
    one(g.admission.waiting),
  ),
  gauge('admission_oldest_seconds', 'highest', 'How long the oldest of these has waited.', [], (g) =>
    one(g.admission.oldestMs / 1000),
  ),
  counter('admission_steps', 'Steps of letting clients in that were done.', [], (g) =>
    one(g.admission.steps),
  ),
  counter('admission_waited_seconds', 'How long these waited, together.', [], (g) =>
    one(g.admission.waitedMs / 1000),
  ),
  gauge('client_addresses', 'sum', 'Client addresses remembered for their limits.', [], (g) =>
    one(g.addresses.addresses),
  ),
  counter('notifications_undelivered', 'Notifications of clients that failed.', [], (g) =>
    one(g.sessionCounters.undelivered),
  ),
  counter(
    'undelivered_untold',
    'Failed notifications the client was not told of: too many types at once.',
    [],
    (g) => one(g.sessionCounters.undeliveredUntold),
  ),
];

const ROUTE_LABELS = ['route', 'service'];

const CREDENTIAL_SERIES: readonly SeriesRow[] = [
  counter('tls_handshakes', 'TLS handshakes with clients that were done.', [], (g) =>
    one(g.listener.counters.secured),
  ),
  gauge(
    'credential_ok',
    'lowest',
    '0 while a credential in the files is refused, or cannot be fetched.',
    ['credential'],
    (g) => g.credentials().map(({ name, ok }): Sample => [{ credential: name }, ok ? 1 : 0]),
  ),
  counter('credential_reloads', 'Changed credentials, taken or refused.', ['credential', 'outcome'], (g) =>
    g.credentials().flatMap(({ name, reloads, refusals }): Sample[] => [
      [{ credential: name, outcome: 'taken' }, reloads],
      [{ credential: name, outcome: 'refused' }, refusals],
    ]),
  ),
  gauge(
    'credential_loaded_timestamp_seconds',
    'lowest',
    'When the credential in force was read or fetched.',
    ['credential'],
    (g) => timeSamples(g, ({ loadedAtEpochMs }) => loadedAtEpochMs),
  ),
  gauge('credential_expiry_timestamp_seconds', 'lowest', 'When a certificate ends.', ['credential'], (g) =>
    timeSamples(g, ({ expiresAtEpochMs }) => expiresAtEpochMs),
  ),
];

const ROUTING_SERIES: readonly SeriesRow[] = [
  counter(
    'requests',
    'Requests ended and messages refused, by route and code; OK is success.',
    ['route', 'service', 'code'],
    requestSamples,
  ),
  counter('notifications', 'Notifications sent to instances.', ROUTE_LABELS, (g) =>
    [...g.routing.routes()].map((stats): Sample => [routeLabels(stats), stats.notified]),
  ),
  gauge('requests_pending', 'sum', 'Requests that wait for an answer.', [], (g) => one(g.pending.count)),
  counter('relayed', 'One-way messages between backends.', [], (g) => one(g.routing.relayed)),
  counter('relays_failed', 'One-way messages between backends that failed.', [], (g) =>
    one(g.routing.relayFailed),
  ),
  counter('pushes_addressed', 'Pushes to a user, group, list or everyone.', [], (g) =>
    one(g.routing.pushesTo),
  ),
  counter('push_deliveries', 'Sessions they went to.', [], (g) => one(g.routing.pushDeliveries)),
  counter('commands', 'Commands of backends: groups, attributes, kick, pins.', [], (g) =>
    one(g.routing.commands),
  ),
  counter('commands_refused', 'Those that were refused.', [], (g) => one(g.routing.commandsRefused)),
];

const GATEWAY_SERIES: readonly SeriesRow[] = [
  gauge(
    'build_info',
    'highest',
    'Always 1; the labels say what runs.',
    ['gateway', 'version', 'node'],
    (g) => [[{ gateway: g.gatewayId, version: VERSION, node: process.version }, 1]],
  ),
  gauge('ready', 'highest', '1 while this gateway can serve.', [], (g) => one(g.isReady() ? 1 : 0)),
  gauge('draining', 'highest', '1 from SIGTERM on.', [], (g) => one(g.isDraining() ? 1 : 0)),
  counter('log_lines_left_out', 'Log lines not written, because peers brought about too many.', [], (g) =>
    one(g.logLinesLeftOut()),
  ),
  counter('log_lines_dropped', 'Log lines lost: disk full, or nobody reads them.', [], (g) =>
    one(g.logLinesDropped()),
  ),
];

const TABLE_SERIES: readonly SeriesRow[] = [
  gauge(
    'table_info',
    'highest',
    'Always 1; the labels say which table is in force.',
    ['hash', 'revision', 'source'],
    (g) => {
      const { hash, revision, from } = g.tableStatus();
      return [[{ hash, revision, source: from }, 1]];
    },
  ),
  counter('table_decisions', 'What became of states of the registry.', ['decision'], (g) =>
    Object.entries(g.tableStatus().counts).map(([decision, value]): Sample => [{ decision }, value]),
  ),
  gauge('table_routes', 'highest', 'Routes of the table in force.', [], (g) => one(g.routes().length)),
  gauge('table_accepted_timestamp_seconds', 'highest', 'When the table in force was accepted.', [], (g) =>
    one((g.tableStatus().acceptedAtEpochMs ?? 0) / 1000),
  ),
  gauge('table_held', 'highest', '1 while what stands in the registry waits for `routes accept`.', [], (g) =>
    one(g.tableStatus().held === undefined ? 0 : 1),
  ),
  gauge('table_refused', 'highest', 'Problems for which what stands in the registry is refused.', [], (g) =>
    one(g.tableStatus().problems.length),
  ),
  gauge('registry_up', 'lowest', '1 while the registry answers.', [], (g) =>
    one(g.registryContact().ok ? 1 : 0),
  ),
];

/** Every series but the latency histogram. */
export const SERIES: readonly SeriesRow[] = [
  ...GATEWAY_SERIES,
  ...CLIENT_SERIES,
  ...CREDENTIAL_SERIES,
  ...ROUTING_SERIES,
  ...LINK_SERIES,
  ...TABLE_SERIES,
  ...CLUSTER_SERIES,
];

type CredentialTime = (status: ReturnType<GatewayView['credentials']>[number]) => number | undefined;

function timeSamples(gateway: GatewayView, epochMsOf: CredentialTime): readonly Sample[] {
  return gateway.credentials().flatMap((status): Sample[] => {
    const epochMs = epochMsOf(status);
    return epochMs === undefined ? [] : [[{ credential: status.name }, epochMs / 1000]];
  });
}

const statsOf = (gateway: GatewayView): readonly RouteStats[] => [...gateway.routing.routes()];
export const routeLabels = (stats: RouteStats): Record<string, string> => ({
  route: stats.id,
  service: stats.service,
});

function requestSamples(gateway: GatewayView): readonly Sample[] {
  const { routing } = gateway;
  const unrouted: RouteStats[] = [routing.unrouted, routing.relay];
  return [...statsOf(gateway), ...unrouted].flatMap((stats) => [
    [{ ...routeLabels(stats), code: 'OK' }, stats.succeeded] as Sample,
    ...failuresByName(stats).map(([code, value]): Sample => [{ ...routeLabels(stats), code }, value]),
  ]);
}

/** What is not counted by its own code has a name instead. */
function failuresByName({ failures, otherApplication, unregistered }: RouteStats): [string, number][] {
  const named = [...failures].map(([code, value]): [string, number] => [errorName(code), value]);
  if (otherApplication > 0) named.push(['APPLICATION', otherApplication]);
  if (unregistered > 0) named.push(['UNREGISTERED', unregistered]);
  return named;
}

function clientQueues(gateway: GatewayView): { readonly sum: number; readonly max: number } {
  let sum = 0;
  let max = 0;
  for (const { connection } of gateway.sessions.all()) {
    const bytes = connection?.queuedBytes ?? 0;
    sum += bytes;
    max = Math.max(max, bytes);
  }
  return { sum, max };
}

function countSessions(gateway: GatewayView): readonly Sample[] {
  let live = 0;
  for (const session of gateway.sessions.all()) if (session.state === 'live') live++;
  return [
    [{ state: 'live' }, live],
    [{ state: 'suspended' }, gateway.sessions.size - live],
  ];
}
