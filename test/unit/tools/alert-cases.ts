// What gateways say, and which alerts must come of it: each rule of tools/observability/alerts.yml is tried with what
// it is for, and with the nearest thing that it is not for.

export interface AlertCase {
  readonly alert: string;
  /** Values by series, scraped every 30 s from 0 on: one that stays, or as `promtool test rules` writes them. */
  readonly scraped: Readonly<Record<string, number | string>>;
  /** When it is looked. */
  readonly at: string;
  /** The alerts that fire then, without their severity. */
  readonly fires: readonly {
    readonly labels: Readonly<Record<string, string>>;
    readonly summary: string;
  }[];
}

type Scraped = AlertCase['scraped'];

const TARGET = { job: 'causeway', instance: 'a' };

/** A series of gateway `a` unless the labels say otherwise. */
function series(name: string, labels: Readonly<Record<string, string>> = {}): string {
  const pairs = Object.entries({ ...TARGET, ...labels }).map(([label, value]) => `${label}="${value}"`);
  return `${name}{${pairs.join(',')}}`;
}

/** A counter that grows by so much in each 30 s. */
const growing = (by: number): string => `0+${by}x400`;

const fires = (
  alert: string,
  at: string,
  scraped: Scraped,
  summary: string,
  labels: Readonly<Record<string, string>> = TARGET,
): AlertCase => ({ alert, at, scraped, fires: [{ labels, summary }] });

const quiet = (alert: string, at: string, scraped: Scraped): AlertCase => ({ alert, at, scraped, fires: [] });

const requests = (code: string, by: number): Scraped => ({
  [series('causeway_requests_total', { route: 'r', service: 'chat', code })]: growing(by),
});

/** Of ten requests in 30 s. @param slower how many of them took between 0.5 and 1 s */
const latencies = (outcome: string, slower: number): Scraped => {
  const bucket = (le: string, by: number): Scraped => ({
    [series('causeway_request_duration_seconds_bucket', { route: 'r', service: 'chat', outcome, le })]:
      growing(by),
  });
  return { ...bucket('0.1', 0), ...bucket('0.5', 10 - slower), ...bucket('1', 10), ...bucket('+Inf', 10) };
};

const instances = (instance: string, state: string, count: number): Scraped => ({
  [series('causeway_instances', { instance, service: 'chat', state })]: count,
});
const table = (instance: string, hash: string, revision: string): Scraped => ({
  [series('causeway_table_info', { instance, hash, revision, source: 'registry' })]: 1,
});
const refused = (cause: string): Scraped => ({
  [series('causeway_sessions_refused_total', { cause })]: growing(1),
});
const disconnected = (code: string, by: number): Scraped => ({
  [series('causeway_disconnects_total', { code })]: growing(by),
});

const opened = (by: number): Scraped => ({ [series('causeway_sessions_opened_total')]: growing(by) });

/** Two hosts with workers. */
const clusters = (one: number, other: number): Scraped => ({
  [series('causeway_cluster_gateways', { instance: 'a' })]: one,
  [series('causeway_cluster_gateways', { instance: 'b' })]: other,
});
const ENGINE: Scraped = {
  [series('causeway_cluster_up', { instance: 'a' })]: 1,
  [series('causeway_cluster_up', { instance: 'b' })]: 1,
};

const LINK = { server: 'chat-1', service: 'chat' };
const CERTIFICATE = { credential: 'client certificate' };
const DAY_S = 86_400;

const PROCESS_CASES: readonly AlertCase[] = [
  fires('CausewayDown', '2m', { [series('up')]: 0 }, 'Gateway a does not answer.'),
  quiet('CausewayDown', '30s', { [series('up')]: 0 }),
  quiet('CausewayDown', '2m', { [series('up')]: 1, [series('up', { job: 'causeway-backends' })]: 0 }),
  fires(
    'CausewayNotReady',
    '2m',
    { [series('causeway_ready')]: 0, [series('causeway_draining')]: 0 },
    'Gateway a runs and has no routes to serve by.',
  ),
  quiet('CausewayNotReady', '2m', { [series('causeway_ready')]: 0, [series('causeway_draining')]: 1 }),
  fires(
    'CausewayEventLoopLate',
    '3m',
    { [series('nodejs_eventloop_lag_p99_seconds')]: 0.2 },
    'The event loop of a is late by 200ms: it has too much to do.',
  ),
  quiet('CausewayEventLoopLate', '3m', {
    [series('nodejs_eventloop_lag_p99_seconds')]: 0.05,
    [series('nodejs_eventloop_lag_p99_seconds', { job: 'another' })]: 1,
  }),
  fires(
    'CausewayOutOfFiles',
    '5m',
    { [series('causeway_accept_errors_total')]: growing(1) },
    'Gateway a cannot accept connections, or soon not: raise its limit of open files.',
  ),
  quiet('CausewayOutOfFiles', '5m', { [series('causeway_accept_errors_total')]: 7 }),
  fires(
    'CausewayOutOfFiles',
    '5m',
    { [series('process_open_fds')]: 91, [series('process_max_fds')]: 100, [series('causeway_ready')]: 1 },
    'Gateway a cannot accept connections, or soon not: raise its limit of open files.',
  ),
  quiet('CausewayOutOfFiles', '5m', {
    [series('process_open_fds')]: 90,
    [series('process_max_fds')]: 100,
    [series('causeway_ready')]: 1,
  }),
  ...['causeway_log_lines_dropped_total', 'causeway_primary_log_lines_dropped_total'].map((name) =>
    fires(
      'CausewayLogLost',
      '5m',
      { [series(name)]: growing(1) },
      'Gateway a loses log lines: its disk is full, or nobody reads them.',
    ),
  ),
  quiet('CausewayLogLost', '5m', { [series('causeway_log_lines_dropped_total')]: 7 }),
  fires(
    'CausewayDrainHangs',
    '6m',
    { [series('causeway_draining')]: 1 },
    'Gateway a was told to stop five minutes ago and still runs.',
  ),
  quiet('CausewayDrainHangs', '4m', { [series('causeway_draining')]: 1 }),
  fires(
    'CausewayCertificateExpires',
    '2h',
    { [series('causeway_credential_expiry_timestamp_seconds', CERTIFICATE)]: 13 * DAY_S },
    'The client certificate of a ends in 12d 22h 0m 0s.',
    { ...TARGET, ...CERTIFICATE },
  ),
  quiet('CausewayCertificateExpires', '2h', {
    [series('causeway_credential_expiry_timestamp_seconds', CERTIFICATE)]: 15 * DAY_S,
  }),
  fires(
    'CausewayCredentialRefused',
    '6m',
    { [series('causeway_credential_ok', CERTIFICATE)]: 0 },
    'Gateway a cannot take the client certificate as it stands now; the last good one goes on, if it had one.',
    { ...TARGET, ...CERTIFICATE },
  ),
  // Certificate and key are two files: for a moment they do not belong together.
  quiet('CausewayCredentialRefused', '6m', {
    [series('causeway_credential_ok', CERTIFICATE)]: '1x8 0x1 1x20',
  }),
];

const REQUEST_CASES: readonly AlertCase[] = [
  fires(
    'CausewayRequestsFail',
    '12m',
    { ...requests('OK', 98), ...requests('TIMEOUT', 2) },
    '2% of the requests of route r fail.',
    { route: 'r' },
  ),
  quiet('CausewayRequestsFail', '12m', {
    ...requests('OK', 995),
    ...requests('TIMEOUT', 5),
    ...requests('10001', 500),
    ...requests('APPLICATION', 500),
  }),
  fires(
    'CausewayNoInstance',
    '5m',
    { ...requests('OK', 9_999), ...requests('NO_INSTANCE', 1) },
    'Clients ask service chat and none of its instances can be picked.',
    { service: 'chat' },
  ),
  quiet('CausewayNoInstance', '5m', { ...requests('OK', 1), ...requests('TIMEOUT', 1) }),
  fires(
    'CausewayLatencyHigh',
    '20m',
    latencies('ok', 1),
    'The slowest hundredth of route r takes 950ms or more.',
    { route: 'r' },
  ),
  quiet('CausewayLatencyHigh', '20m', { ...latencies('ok', 0), ...latencies('failed', 5) }),
  fires('CausewayRefusesSessions', '5m', refused('sessions'), 'Gateway a refuses new sessions: sessions.', {
    instance: 'a',
    cause: 'sessions',
  }),
  quiet('CausewayRefusesSessions', '5m', refused('draining')),
  fires(
    'CausewayClientsDoNotRead',
    '12m',
    disconnected('SLOW_CONSUMER', 60),
    'Gateway a cuts 2 clients a second that do not read what they are sent.',
    { instance: 'a' },
  ),
  quiet('CausewayClientsDoNotRead', '12m', {
    ...disconnected('SLOW_CONSUMER', 15),
    ...disconnected('TRANSPORT_LOST', 600),
  }),
  ...['AUTH_UNAVAILABLE', 'AUTH_TIMEOUT'].map((code) =>
    fires(
      'CausewayLoginsUnchecked',
      '8m',
      { ...disconnected(code, 1), ...opened(100) },
      'Gateway a cannot check the tokens of clients that log in.',
      { instance: 'a' },
    ),
  ),
  quiet('CausewayLoginsUnchecked', '8m', {
    ...disconnected('TOKEN_INVALID', 60),
    [series('causeway_disconnects_total', { code: 'AUTH_UNAVAILABLE' })]: 7,
  }),
  // A rotation that went wrong.
  fires(
    'CausewayTokensRefused',
    '8m',
    { ...disconnected('TOKEN_INVALID', 60), ...opened(0) },
    'Gateway a refuses the tokens of 2 clients a second, and lets fewer in.',
    { instance: 'a' },
  ),
  quiet('CausewayTokensRefused', '8m', { ...disconnected('TOKEN_INVALID', 60), ...opened(90) }),
  // At night, when nobody else comes.
  quiet('CausewayTokensRefused', '8m', { ...disconnected('TOKEN_INVALID', 2), ...opened(0) }),
  fires(
    'CausewayLinkBacksUp',
    '2m',
    { [series('causeway_link_queued_bytes', LINK)]: 20_000_000 },
    'Backend chat-1 takes less than a sends it; soon messages fail as LINK_FULL.',
    { ...TARGET, ...LINK },
  ),
  quiet('CausewayLinkBacksUp', '2m', { [series('causeway_link_queued_bytes', LINK)]: 16_000_000 }),
  fires(
    'CausewayInstanceUnlinked',
    '5m',
    {
      ...instances('a', 'open', 3),
      ...instances('a', 'dormant', 5),
      ...instances('a', 'waiting', 0),
      ...instances('b', 'waiting', 1),
      ...instances('b', 'greeting', 1),
    },
    'Gateway b has no link to 2 instance(s) of chat.',
    { instance: 'b', service: 'chat' },
  ),
  quiet('CausewayInstanceUnlinked', '5m', { ...instances('a', 'open', 3), ...instances('a', 'dormant', 5) }),
];

const TABLE_CASES: readonly AlertCase[] = [
  fires(
    'CausewayTableRefused',
    '2m',
    { [series('causeway_table_refused')]: 3 },
    'Gateway a refuses the routes in the registry and goes by the last good ones.',
  ),
  quiet('CausewayTableRefused', '2m', { [series('causeway_table_refused')]: 0 }),
  fires(
    'CausewayTableHeld',
    '2m',
    { [series('causeway_table_held')]: 1 },
    'Gateway a holds the last good routes: the registry may have lost its data.',
  ),
  quiet('CausewayTableHeld', '2m', { [series('causeway_table_held')]: 0 }),
  fires(
    'CausewayTablesDiffer',
    '5m',
    { ...table('a', 'abc', '7'), ...table('b', 'def', '8') },
    'Gateways route by 2 different tables.',
    {},
  ),
  quiet('CausewayTablesDiffer', '5m', { ...table('a', 'abc', '7'), ...table('b', 'abc', '8') }),
  fires(
    'CausewayRegistryUnreachable',
    '2m',
    { [series('causeway_registry_up')]: 0 },
    'Gateway a cannot reach the registry: no change of routes or instances arrives.',
  ),
  quiet('CausewayRegistryUnreachable', '2m', { [series('causeway_registry_up')]: 1 }),
];

const WORKER = { ...TARGET, worker: '2' };
const restarts = (values: string): Scraped => ({
  [series('causeway_worker_restarts_total', WORKER)]: values,
});

const CLUSTER_CASES: readonly AlertCase[] = [
  fires(
    'CausewayWorkerSilent',
    '2m',
    { [series('causeway_worker_silent', { worker: '1' })]: 0, [series('causeway_worker_silent', WORKER)]: 1 },
    'Worker 2 of a has sessions and does not answer: it hangs, or is starved of CPU.',
    WORKER,
  ),
  // One scrape that it missed is no hang.
  quiet('CausewayWorkerSilent', '2m', { [series('causeway_worker_silent', WORKER)]: '0x2 1 0x20' }),
  fires(
    'CausewayWorkerCrashes',
    '15m',
    restarts('0x9 1x4 2x4 3x50'),
    'Worker 2 of a ends again and again; each time its sessions are lost.',
    WORKER,
  ),
  // A rolling restart, and an accident.
  quiet('CausewayWorkerCrashes', '15m', restarts('0x9 1x4 2x50')),
  fires(
    'CausewayClusterUnreachable',
    '2m',
    { [series('causeway_cluster_up')]: 0 },
    'Gateway a does not reach Redis: it serves its own sessions only.',
  ),
  quiet('CausewayClusterUnreachable', '2m', ENGINE),
  fires(
    'CausewayClusterSplit',
    '3m',
    { ...clusters(6, 5), ...ENGINE },
    'Some gateways see 6 of them alive and others fewer.',
    {},
  ),
  quiet('CausewayClusterSplit', '3m', { ...clusters(6, 6), ...ENGINE }),
  // Without Redis each host is a cluster of its own workers.
  quiet('CausewayClusterSplit', '3m', clusters(2, 4)),
  fires(
    'CausewayClusterLapse',
    '10m',
    { [series('causeway_cluster_lapses_total')]: '0x9 1x50' },
    'The others gave gateway a up while it lived: it was stopped, or its way to Redis broke.',
  ),
  quiet('CausewayClusterLapse', '10m', { [series('causeway_cluster_lapses_total')]: 4 }),
  fires(
    'CausewayPushesLost',
    '10m',
    {
      [series('causeway_bus_pushes_lost_total')]: 0,
      [series('causeway_bus_pushes_given_up_total')]: growing(1),
    },
    'Gateway a lost 10 pushes between gateways; the clients were told.',
    { instance: 'a' },
  ),
  quiet('CausewayPushesLost', '10m', {
    [series('causeway_bus_pushes_lost_total')]: 3,
    [series('causeway_bus_pushes_given_up_total')]: 2,
  }),
  fires(
    'CausewayDirectoryLags',
    '4m',
    { [series('causeway_directory_waiting')]: 5 },
    'Gateway a has 5 changes of who is online that Redis does not take.',
  ),
  // Changes come all the time, and go.
  quiet('CausewayDirectoryLags', '4m', { [series('causeway_directory_waiting')]: '5 0 5 0 5 0 5 0 5 0' }),
];

export const ALERT_CASES: readonly AlertCase[] = [
  ...PROCESS_CASES,
  ...REQUEST_CASES,
  ...TABLE_CASES,
  ...CLUSTER_CASES,
];
