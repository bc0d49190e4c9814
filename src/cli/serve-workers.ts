// `causeway serve` with workers: the primary. It holds the clients' port and the operators' port and keeps
// the workers running; it is no gateway itself.

import { availableParallelism } from 'node:os';
import type { AdminServer } from '../admin/server.js';
import { serveApp } from '../admin/server.js';
import { systemClock } from '../clock.js';
import type { Config } from '../config/schema.js';
import { formatAddress } from '../discovery/address.js';
import { openClientPort, type ClientPort } from '../workers/client-port.js';
import { ClusterHub } from '../workers/cluster-hub.js';
import { WorkerPool } from '../workers/pool.js';
import { primaryMetrics } from '../workers/primary-metrics.js';
import { primaryAdminApp } from '../workers/primary-admin.js';
import { SlotPages } from '../workers/slot-pages.js';
import { workerProcess } from '../workers/worker-process.js';
import { ExitCode, type Host } from './host.js';
import type { OpenLog } from './open-log.js';

export interface ServeArguments {
  readonly config?: string | undefined;
  readonly flags: Readonly<Record<string, unknown>>;
}

/** Beyond the drain's own limit: what a gateway needs to close everything. */
const END_TIMEOUT_MS = 10_000;

export const workerCount = ({ workers }: Pick<Config, 'workers'>): number =>
  workers === 0 ? availableParallelism() : workers;

/** Resolves when all workers have stopped. */
export async function serveWorkers(
  host: Host,
  args: ServeArguments,
  config: Config,
  opened: OpenLog,
): Promise<ExitCode> {
  const { fork } = host;
  if (fork === undefined) {
    host.err('workers need processes of their own: set workers to 1');
    return ExitCode.FAILED;
  }
  const primary = new Primary(args, config, opened, () => workerProcess(fork(['worker'])));
  const stopped = primary.stopAsked(host);
  try {
    await primary.open();
  } catch (error) {
    host.err(error instanceof Error ? error.message : String(error));
    await primary.close();
    return ExitCode.FAILED;
  }
  return primary.run(stopped);
}

class Primary {
  readonly #config: Config;
  readonly #log: OpenLog['log'];
  readonly #logLinesDropped: () => number;
  readonly #pool: WorkerPool;
  readonly #hub: ClusterHub;
  readonly #pages = new SlotPages();
  #clients: ClientPort | undefined;
  #admin: AdminServer | undefined;

  constructor(
    args: ServeArguments,
    config: Config,
    { log, dropped }: OpenLog,
    fork: ConstructorParameters<typeof WorkerPool>[0]['fork'],
  ) {
    this.#config = config;
    this.#log = log;
    this.#logLinesDropped = dropped;
    this.#hub = new ClusterHub(systemClock, setImmediate);
    this.#pool = new WorkerPool({
      count: workerCount(config),
      fork,
      startOf: (slot, incarnation) => ({
        ...{ slot, incarnation, gatewayId: `${config.gatewayId}-${slot + 1}` },
        clients: this.#clients?.address ?? config.listen,
        admin: this.#admin?.address ?? config.admin.listen,
        ...{ config: args.config, flags: flagsOf(args) },
      }),
      hub: this.#hub,
      onLastPage: (worker, restarts, page) => {
        this.#pages.takeLast(worker, restarts, page);
      },
      clock: systemClock,
      random: Math.random,
      log,
    });
  }

  /** Rejects when a port is taken. */
  async open(): Promise<void> {
    const { listen, admin, sockets, gatewayId } = this.#config;
    this.#clients = await openClientPort({
      ...listen,
      sockets,
      log: this.#log,
      onConnection: (connection) => {
        this.#pool.take(connection);
      },
    });
    const own = primaryMetrics({
      rows: () => this.#pool.rows(),
      pool: this.#pool.counters,
      hub: this.#hub.counters,
      pages: this.#pages,
      quotas: this.#hub.quotas,
      logLinesDropped: this.#logLinesDropped,
    });
    const app = primaryAdminApp({
      gatewayId,
      workers: this.#pool,
      pages: this.#pages,
      ownMetrics: () => own.metrics(),
      token: admin.token?.reveal(),
    });
    this.#admin = await serveApp(app, { ...admin.listen, log: this.#log });
  }

  /** Until a signal, or until the first worker could not start. */
  async run(stopped: Promise<'stop'>): Promise<ExitCode> {
    const failed = await Promise.race([this.#pool.start(), stopped]);
    if (failed === undefined) {
      this.#sayListening();
      await stopped;
    }
    if (typeof failed === 'number') {
      await this.close();
      return failed === ExitCode.USAGE ? ExitCode.USAGE : ExitCode.FAILED;
    }
    return this.#stop();
  }

  async close(): Promise<void> {
    this.#clients?.close();
    await this.#admin?.close();
  }

  #sayListening(): void {
    const [clients, admin] = [this.#clients?.address, this.#admin?.address];
    if (clients === undefined || admin === undefined) return;
    const workers = this.#pool.rows().length;
    this.#log.info({ clients: formatAddress(clients), admin: formatAddress(admin), workers }, 'listening');
  }

  async #stop(): Promise<ExitCode> {
    const { graceMs, timeoutMs } = this.#config.drain;
    this.#log.info({ workers: this.#pool.rows().length }, 'stopping');
    // As a gateway does: while the grace lasts, who connects is told to go elsewhere.
    const closing = systemClock.after(graceMs, () => this.#clients?.close());
    const exitCode = await this.#pool.drain(timeoutMs + END_TIMEOUT_MS);
    closing.cancel();
    await this.close();
    this.#log.info({}, 'stopped');
    return exitCode === 0 ? ExitCode.OK : ExitCode.FAILED;
  }

  /** The first signal resolves; a second one ends all processes at once. */
  stopAsked(host: Host): Promise<'stop'> {
    return new Promise((resolve) => {
      host.onStop(
        () => {
          resolve('stop');
        },
        () => {
          host.err('stopped at once');
          this.#pool.kill();
        },
      );
    });
  }
}

/** What can be cloned of commander's flags: texts. */
const flagsOf = ({ flags }: ServeArguments): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(flags).filter(([, value]) => typeof value === 'string'));
