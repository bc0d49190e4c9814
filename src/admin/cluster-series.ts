// What the cluster's engine and the bus between gateways do, as metrics. Nothing of it is there in a process
// that is its own cluster.

import type { BusFigures, ClusterStatus, MirrorFigures } from '../cluster/cluster.js';
import { counter, gauge, one, type Sample, type SeriesRow } from './series-row.js';

/** Samples of a cluster that has an engine of its own. */
const engine =
  (read: (status: ClusterStatus) => Iterable<Sample>): SeriesRow['read'] =>
  (gateway) => {
    const status = gateway.clusterStatus();
    return status === undefined ? [] : read(status);
  };

const bus = (read: (figures: BusFigures) => number): SeriesRow['read'] =>
  engine((status) => one(read(status.bus)));

const mirror = (read: (figures: MirrorFigures) => number): SeriesRow['read'] =>
  engine((status) => one(read(status.directory)));

const byKind = (read: (figures: BusFigures) => Readonly<Record<string, number>>): SeriesRow['read'] =>
  engine((status) => Object.entries(read(status.bus)).map(([kind, value]): Sample => [{ kind }, value]));

export const CLUSTER_SERIES: readonly SeriesRow[] = [
  gauge('cluster_gateways', 'lowest', 'Gateways of the cluster that live, this one included.', [], (g) =>
    one(g.liveGateways().length),
  ),
  gauge(
    'cluster_up',
    'lowest',
    '0 while the engine between the gateways does not answer.',
    [],
    engine(({ ok }) => one(ok ? 1 : 0)),
  ),
  gauge(
    'cluster_since_timestamp_seconds',
    'highest',
    'Since when the engine answers, or does not.',
    [],
    engine(({ sinceEpochMs }) => one(sinceEpochMs / 1000)),
  ),
  counter(
    'cluster_commands',
    'Commands sent to the engine.',
    [],
    engine(({ commands }) => one(commands)),
  ),
  counter(
    'cluster_commands_failed',
    'Those without a good answer.',
    [],
    engine(({ commandsFailed }) => one(commandsFailed)),
  ),
  counter(
    'cluster_lapses',
    'How often the others gave this gateway up while it lived.',
    [],
    engine(({ lapses }) => one(lapses)),
  ),
  gauge(
    'directory_waiting',
    'sum',
    'Changes of who is online and of groups that the engine has not confirmed.',
    [],
    engine(({ waiting }) => one(waiting)),
  ),
  counter(
    'directory_written',
    'Entries of who is online and of groups that the engine confirmed.',
    [],
    mirror((m) => m.written),
  ),
  counter(
    'directory_retried',
    'Those without a good answer, tried again.',
    [],
    mirror((m) => m.retried),
  ),
  counter(
    'directory_overflows',
    'How often more had to be taken out than is remembered.',
    [],
    mirror((m) => m.overflows),
  ),
  counter(
    'directory_resyncs',
    'How often everything was written again.',
    [],
    mirror((m) => m.resyncs),
  ),
  counter(
    'directory_cleared',
    'Entries of ended gateways that were cleared away.',
    [],
    mirror((m) => m.cleared),
  ),
  counter(
    'directory_unreadable',
    'Entries that no gateway of this version wrote.',
    [],
    mirror((m) => m.unreadable),
  ),
  counter(
    'bus_published',
    'Messages for other gateways by kind.',
    ['kind'],
    byKind((b) => b.published),
  ),
  counter(
    'bus_received',
    'Messages of other gateways by kind.',
    ['kind'],
    byKind((b) => b.received),
  ),
  counter(
    'bus_batches',
    'Entries written for other gateways.',
    [],
    bus((b) => b.batches),
  ),
  counter(
    'bus_marks',
    'Those that only say a number.',
    [],
    bus((b) => b.marks),
  ),
  counter(
    'bus_retries',
    'Writes without a good answer, tried again.',
    [],
    bus((b) => b.retries),
  ),
  gauge(
    'bus_queued_bytes',
    'sum',
    'Bytes that wait for other gateways.',
    [],
    bus((b) => b.queuedBytes),
  ),
  gauge(
    'bus_waiting_gateways',
    'highest',
    'Gateways that something waits for.',
    [],
    bus((b) => b.waitingGateways),
  ),
  counter(
    'bus_pushes_given_up',
    'Pushes to other gateways given up: no room, or too long without the engine.',
    [],
    bus((b) => b.gaveUp),
  ),
  counter(
    'bus_pushes_lost',
    'Pushes of other gateways that did not come; told.',
    [],
    bus((b) => b.lost),
  ),
  counter(
    'bus_gaps',
    'Gaps noticed in what other gateways said.',
    [],
    bus((b) => b.missed),
  ),
  counter(
    'bus_duplicates',
    'Messages that came again and were dropped.',
    [],
    bus((b) => b.duplicates),
  ),
  counter(
    'bus_malformed',
    'Entries that no gateway of this version wrote.',
    [],
    bus((b) => b.malformed),
  ),
  counter(
    'bus_lookups',
    'Questions to the directory for the way of a message.',
    [],
    bus((b) => b.lookUps),
  ),
  counter(
    'bus_lookups_unknown',
    'Those without an answer: the message went to all gateways.',
    [],
    bus((b) => b.unknown),
  ),
  gauge(
    'bus_asks_open',
    'sum',
    'Questions to other gateways that wait for answers.',
    [],
    bus((b) => b.asksOpen),
  ),
  counter(
    'bus_asks_timed_out',
    'Those that ended at their time-out.',
    [],
    bus((b) => b.asksTimedOut),
  ),
  counter(
    'bus_asks_refused',
    'Those refused: too many were open.',
    [],
    bus((b) => b.asksRefused),
  ),
  counter(
    'bus_streams_remade',
    "How often this gateway's stream had vanished.",
    [],
    bus((b) => b.streamsRemade),
  ),
];
