// The backend's numbers for Prometheus. They are counted as plain numbers and read when a scrape asks.

import { Counter, Gauge, Registry } from 'prom-client';
import type { BackendCounters } from './counters.js';

/** What is read at the time of a scrape. */
export interface BackendGauges {
  readonly links: () => number;
  readonly sessions: () => number;
  readonly handlersRunning: () => number;
  readonly heldBytes: () => number;
  readonly queuedBytes: () => number;
}

/** A registry of its own: several backends may live in one process. */
export function createMetrics(counters: BackendCounters, gauges: BackendGauges): Registry {
  const registry = new Registry();
  addReceived(registry, counters);
  addLabelled(registry, 'link_closes_total', 'Links that ended, by close code.', 'code', counters.linkCloses);
  addLabelled(
    registry,
    'undelivered_total',
    'One-way messages that the gateway could not deliver, by error code.',
    'code',
    counters.undelivered,
  );
  addSent(registry, counters);
  addTotal(registry, 'links_opened_total', 'Links whose greeting was done.', () => counters.linksOpened);
  addTotal(
    registry,
    'late_answers_total',
    'Answers to calls that had timed out.',
    () => counters.lateAnswers,
  );
  addTotal(registry, 'answers_lost_total', 'Answers that could not be sent.', () => counters.answersLost);
  addTotal(
    registry,
    'read_pauses_total',
    'Times that a gateway was not read because it did not take the answers.',
    () => counters.readPauses,
  );
  addTotal(
    registry,
    'fences_unset_total',
    'Fences between links that could not be set.',
    () => counters.fencesUnset,
  );
  addTotal(
    registry,
    'holds_broken_total',
    'Waits for an older generation cut short.',
    () => counters.holdsBroken,
  );
  addGauge(registry, 'links', 'Open links.', gauges.links);
  addGauge(registry, 'sessions', 'Sessions known.', gauges.sessions);
  addGauge(registry, 'handlers_running', 'Handlers that run or wait for their turn.', gauges.handlersRunning);
  addGauge(registry, 'held_bytes', 'Bytes held back for an older generation.', gauges.heldBytes);
  addGauge(registry, 'queued_bytes', 'Bytes that wait for gateways to read.', gauges.queuedBytes);
  return registry;
}

const PREFIX = 'causeway_backend_';

function addReceived(registry: Registry, counters: BackendCounters): void {
  const names = {
    request: 'requests',
    notification: 'notifications',
    call: 'calls',
    relay: 'relays',
  } as const;
  for (const [kind, name] of Object.entries(names)) {
    new Counter({
      name: `${PREFIX}${name}_total`,
      help: `Incoming ${name} by message type and outcome; type 0 are those without a handler.`,
      labelNames: ['type', 'outcome'],
      registers: [registry],
      collect() {
        this.reset();
        for (const { kind: received, type, counts } of counters.received()) {
          if (received !== kind) continue;
          this.inc({ type: String(type), outcome: 'ok' }, counts.ok);
          for (const [outcome, count] of counts.failed) this.inc({ type: String(type), outcome }, count);
        }
      },
    });
  }
}

function addSent(registry: Registry, counters: BackendCounters): void {
  new Counter({
    name: `${PREFIX}sent_total`,
    help: 'Pushes, relays, calls and commands of this backend by outcome.',
    labelNames: ['kind', 'outcome'],
    registers: [registry],
    collect() {
      this.reset();
      for (const [key, count] of counters.sent) {
        const [kind = '', outcome = ''] = key.split(' ');
        this.inc({ kind, outcome }, count);
      }
    },
  });
}

function addLabelled(
  registry: Registry,
  name: string,
  help: string,
  label: string,
  counts: ReadonlyMap<string, number>,
): void {
  new Counter({
    name: PREFIX + name,
    help,
    labelNames: [label],
    registers: [registry],
    collect() {
      this.reset();
      for (const [value, count] of counts) this.inc({ [label]: value }, count);
    },
  });
}

function addTotal(registry: Registry, name: string, help: string, read: () => number): void {
  new Counter({
    name: PREFIX + name,
    help,
    registers: [registry],
    collect() {
      this.reset();
      this.inc(read());
    },
  });
}

function addGauge(registry: Registry, name: string, help: string, read: () => number): void {
  new Gauge({
    name: PREFIX + name,
    help,
    registers: [registry],
    collect() {
      this.set(read());
    },
  });
}
