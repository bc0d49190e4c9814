// What the links to backends do, as metrics.

import type { GatewayView } from './gateway-view.js';
import { counter, gauge, one, type Labels, type Sample, type SeriesRow } from './series-row.js';

const LINK_LABELS = ['server', 'service'];

export const LINK_SERIES: readonly SeriesRow[] = [
  gauge(
    'instances',
    'highest',
    'Instances in the registry by the state of the link to them.',
    ['service', 'state'],
    countInstances,
  ),
  counter('links_opened', 'Links opened.', [], (g) => one(g.links.counters.opened)),
  counter('links_lost', 'Open links that ended.', [], (g) => one(g.links.counters.lost)),
  counter('order_held', 'Messages of backends that waited for what they had sent by another way.', [], (g) =>
    one(g.ways.counters.held),
  ),
  counter('order_broken', 'Such waits that ended at their limit of time or bytes.', [], (g) =>
    one(g.ways.counters.broken),
  ),
  gauge('order_held_bytes', 'sum', 'Bytes of what waits so.', [], (g) => one(g.ways.heldBytes)),
  counter('links_retired', 'Open links given up because they were idle.', [], (g) =>
    one(g.links.counters.retired),
  ),
  counter('dials', 'Tries to connect to an instance.', [], (g) => one(g.links.counters.dials)),
  counter('dial_failures', 'Those that failed.', [], (g) => one(g.links.counters.dialFailures)),
  gauge(
    'link_queued_bytes',
    'highest',
    'Bytes waiting for a backend.',
    LINK_LABELS,
    perLink((link) => link.queuedBytes),
  ),
  gauge(
    'link_sessions',
    'sum',
    'Sessions a backend knows.',
    LINK_LABELS,
    perLink((link) => link.sessionCount),
  ),
  gauge(
    'link_requests_pending',
    'sum',
    'Requests that wait for a backend.',
    LINK_LABELS,
    perLink((link) => link.pendingCount),
  ),
  counter(
    'link_requests',
    'Requests sent to a backend, with those that waited for its link.',
    LINK_LABELS,
    perLinked(({ requests }) => requests),
  ),
  counter(
    'link_notifications',
    'Notifications sent to it.',
    LINK_LABELS,
    perLinked(({ notifications }) => notifications),
  ),
  counter(
    'link_answers',
    'Answers from it.',
    LINK_LABELS,
    perLinked(({ answers }) => answers),
  ),
  counter(
    'link_late_answers',
    'Answers to requests that had ended.',
    LINK_LABELS,
    perLinked(({ lateAnswers }) => lateAnswers),
  ),
  counter(
    'link_pushes',
    'Pushes to one session from it.',
    LINK_LABELS,
    perLinked(({ pushes }) => pushes),
  ),
  counter(
    'link_late_pushes',
    'Pushes to sessions that had ended.',
    LINK_LABELS,
    perLinked(({ latePushes }) => latePushes),
  ),
  counter(
    'link_frames_too_long',
    'Answers and news for a backend that were left out because it takes no frame so long.',
    LINK_LABELS,
    perLinked(({ tooLong }) => tooLong),
  ),
];

type InstanceRow = ReturnType<GatewayView['links']['views']>[number];
type Link = NonNullable<InstanceRow['link']>;
type LinkCounters = NonNullable<InstanceRow['counters']>;

function countInstances(gateway: GatewayView): Iterable<Sample> {
  const counts = new Map<string, [Labels, number]>();
  for (const { instance, state } of gateway.links.views()) {
    const key = `${instance.service}\0${state}`;
    const known = counts.get(key) ?? [{ service: instance.service, state }, 0];
    counts.set(key, [known[0], known[1] + 1]);
  }
  return counts.values();
}

/** Of the links that are open. */
function perLink(read: (link: Link) => number): SeriesRow['read'] {
  return perInstance(({ link }) => link && read(link));
}

/** Of all instances that have been linked, whatever their link does now: counters don't go back with a lost link. */
function perLinked(read: (counters: LinkCounters) => number): SeriesRow['read'] {
  return perInstance(({ counters }) => counters && read(counters));
}

function perInstance(read: (row: InstanceRow) => number | undefined): SeriesRow['read'] {
  return (gateway) =>
    gateway.links.views().flatMap((row): Sample[] => {
      const value = read(row);
      const { serverId, service } = row.instance;
      return value === undefined ? [] : [[{ server: serverId, service }, value]];
    });
}
