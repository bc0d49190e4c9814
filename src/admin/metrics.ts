// The gateway's metrics. The rooms count in plain numbers, because a labelled prom-client child costs more
// than forwarding a message; here the numbers become Prometheus series when somebody asks.

import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { LATENCY_BUCKETS_MS, OUTCOMES, type RequestOutcome, type RouteStats } from '../routing/stats.js';
import type { GatewayView } from './gateway-view.js';
import type { SeriesRow } from './series-row.js';
import { routeLabels, SERIES } from './series.js';

/** All series of one gateway, and Node's own (event-loop delay, GC, memory). */
export function newMetrics(gateway: GatewayView): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  for (const row of SERIES) addSeries(registry, gateway, row);
  registry.registerMetric(new LatencyHistogram(gateway));
  return registry;
}

function addSeries(registry: Registry, gateway: GatewayView, row: SeriesRow): void {
  const { name, help, labels, kind, read } = row;
  const shape = { name, help, labelNames: [...labels], registers: [registry] };
  if (kind === 'gauge') {
    const series: Gauge = new Gauge({
      ...shape,
      collect: () => {
        series.reset();
        for (const [labelValues, value] of read(gateway)) series.set({ ...labelValues }, value);
      },
    });
  } else {
    const series: Counter = new Counter({
      ...shape,
      collect: () => {
        series.reset();
        for (const [labelValues, value] of read(gateway)) series.inc({ ...labelValues }, value);
      },
    });
  }
}

/**
 * The latency of requests by route. A prom-client histogram observes values one by one; this one is
 * filled from the routes' own buckets when it is read.
 */
class LatencyHistogram extends Histogram {
  readonly #gateway: GatewayView;
  /** Never observes anything: it says how prom-client describes a histogram. */
  readonly #described = new Histogram({ ...LATENCY, registers: [] });

  constructor(gateway: GatewayView) {
    super({ ...LATENCY, registers: [] });
    this.#gateway = gateway;
  }

  /** Where both the registry's text and `get` take the values from; prom-client's types leave it out. */
  async getForPromString(): ReturnType<Histogram['get']> {
    const described = await this.#described.get();
    return { ...described, values: [...this.#gateway.routing.routes()].flatMap(samplesOfRoute) };
  }
}

const LATENCY = {
  name: 'causeway_request_duration_seconds',
  help: 'From sending a request to an instance to its end, by route and outcome: ok, application (a code of its own), failed.',
};

interface NamedSample {
  readonly metricName: string;
  readonly labels: Record<string, string>;
  readonly value: number;
}

function samplesOfRoute(stats: RouteStats): NamedSample[] {
  // An outcome that never was is left out: most routes know only one, and each costs sixteen series.
  const known = OUTCOMES.filter(
    (outcome) => outcome === 'ok' || stats.latencies[outcome].counts.some(Boolean),
  );
  return known.flatMap((outcome) => latencySamples(stats, outcome));
}

function latencySamples(stats: RouteStats, outcome: RequestOutcome): NamedSample[] {
  const labels = { ...routeLabels(stats), outcome };
  const { counts, sumMs } = stats.latencies[outcome];
  let count = 0;
  const buckets = [...counts].map((added, at): NamedSample => {
    count += added;
    const bound = LATENCY_BUCKETS_MS[at];
    const le = bound === undefined ? '+Inf' : String(bound / 1000);
    return { metricName: `${LATENCY.name}_bucket`, labels: { ...labels, le }, value: count };
  });
  const sum = { metricName: `${LATENCY.name}_sum`, labels, value: sumMs / 1000 };
  return [...buckets, sum, { metricName: `${LATENCY.name}_count`, labels, value: count }];
}
