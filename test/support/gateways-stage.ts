// Several whole gateways in this process that share a cluster in memory, backends of the SDK that all of
// them find, real sockets between all. The bus between gateways can be slow, links too, and a gateway can die
// without a word. A token is its user's name.

import type { TestContext } from 'node:test';
import { systemClock } from '../../src/clock.js';
import type { Cluster, ClusterMessage } from '../../src/cluster/cluster.js';
import { MemoryCluster, MemoryHub } from '../../src/cluster/memory.js';
import type { Instance } from '../../src/discovery/registry.js';
import { startGateway, type Gateway } from '../../src/gateway.js';
import { DEFAULT_LANE_LIMITS } from '../../src/link/lanes.js';
import { DEFAULT_LINK_LIMITS } from '../../src/link/link-connection.js';
import type { LinkSpread } from '../../src/link/link-plan.js';
import { silentLog } from '../../src/log.js';
import { createBackend, type Backend } from '../../src/sdk/backend/backend.js';
import type { LoginSettings } from '../../src/session/logins.js';
import type { ByteSocket } from '../../src/transport/byte-socket.js';
import { connectByteSocket } from '../../src/transport/net-byte-socket.js';
import { ListeningClient } from './listening-client.js';
import { createStaticRegistry, type StaticRegistry } from './static-registry.js';
import { socketsUnderTest } from './sockets-under-test.js';

const LINK_SECRET = 'a link secret of tests, thirty-two bytes';

const SESSION = {
  heartbeatMs: 20_000,
  heartbeatMsMin: 1_000,
  heartbeatMsMax: 120_000,
  frameBytesMax: 64 * 1024,
  requestsMax: 1024,
  queueBytesMax: 4 * 1024 * 1024,
  resumeWindowMs: 1_000,
  replayBytesMax: 1024 * 1024,
  helloTimeoutMs: 5_000,
  authTimeoutMs: 5_000,
  tokenGraceMs: 10_000,
  sessionsMax: 1_000,
  handshakesMax: 1_000,
  messagesPerSecondMax: 0,
  bytesPerSecondMax: 0,
  controlsPerSecondMax: 0,
};

/** A cluster whose messages take a while, in order. */
export class SlowCluster extends MemoryCluster {
  /** How long the next message takes, in milliseconds; one never overtakes another. */
  delayMs: () => number = () => 0;
  /** Messages published, by kind. */
  readonly published = new Map<ClusterMessage['kind'], number>();
  readonly #waiting: ClusterMessage[] = [];
  #freeAtMs = 0;

  override publish(message: ClusterMessage): boolean {
    this.published.set(message.kind, (this.published.get(message.kind) ?? 0) + 1);
    const delayMs = this.delayMs();
    const nowMs = performance.now();
    if (delayMs === 0 && this.#waiting.length === 0) return super.publish(message);
    this.#freeAtMs = Math.max(this.#freeAtMs, nowMs + delayMs);
    this.#waiting.push(message);
    // Timers of nearly the same time run in any order: each lets the oldest go.
    setTimeout(() => {
      const [oldest] = this.#waiting.splice(0, 1);
      if (oldest !== undefined) super.publish(oldest);
    }, this.#freeAtMs - nowMs).unref();
    return true;
  }
}

export interface StagedGateway {
  readonly id: string;
  readonly gateway: Gateway;
  readonly cluster: SlowCluster;
  /** Stops (true) or goes on (false) reading what backends send. */
  pauseLinks(paused: boolean): void;
  /** Ends all links and the place in the cluster as SIGKILL does. Clients keep their sockets. */
  kill(): void;
}

export interface GatewaysOptions {
  readonly spread?: LinkSpread;
  /** How long a message waits for a fence; tests of order wait longer than a busy machine is late. */
  readonly laneTimeoutMs?: number;
  readonly routes?: readonly object[];
  /** How many sessions a user may have. Default: any number. */
  readonly login?: LoginSettings;
  /** Another cluster than the slow one in memory. */
  readonly newCluster?: (gatewayId: string) => Cluster;
}

export class GatewaysStage {
  readonly gateways: StagedGateway[] = [];
  readonly #hub = new MemoryHub();
  readonly #context: TestContext;
  readonly #options: GatewaysOptions;
  readonly #registries: StaticRegistry[] = [];
  #instances: Instance[] = [];

  constructor(context: TestContext, options: GatewaysOptions = {}) {
    this.#context = context;
    this.#options = options;
  }

  async addGateway(id: string): Promise<StagedGateway> {
    const cluster = new SlowCluster(id, this.#hub);
    const registry = createStaticRegistry(
      this.#instances,
      this.#options.routes ?? [{ types: '1000-1999', service: 'game' }],
    );
    this.#registries.push(registry);
    const sockets = new Set<ByteSocket>();
    const life = { killed: false };
    const { spread, login } = this.#options;
    const gateway = await startGateway(
      {
        host: '127.0.0.1',
        sockets: socketsUnderTest(),
        port: 0,
        session: { ...SESSION, gatewayId: id },
        connections: {
          max: 1_000,
          perSecondMax: 0,
          perAddressMax: 0,
          perAddressPerSecondMax: 0,
          exempt: [],
        },
        overloadDelayMsMax: 0,
        link: DEFAULT_LINK_LIMITS,
        laneLimits: { ...DEFAULT_LANE_LIMITS, timeoutMs: this.#options.laneTimeoutMs ?? 10_000 },
        ...(spread !== undefined && { linkSpread: spread }),
        ...(login !== undefined && { login }),
        linkSecrets: [Buffer.from(LINK_SECRET)],
        linkPendingMax: 10_000,
        pendingMax: 10_000,
      },
      {
        registry,
        verifier: {
          verify: (user) =>
            Promise.resolve({
              ok: true,
              identity: { user, roles: [], attributes: new Map(), expiresAtMs: Infinity },
            }),
        },
        cluster: this.#options.newCluster?.(id) ?? cluster,
        tableStore: {
          load: () => Promise.resolve({ ok: true, saved: undefined }),
          save: () => Promise.resolve({ ok: true }),
        },
        connectLink: (host, port, timeoutMs, done) =>
          connectByteSocket({ host, port, timeoutMs, clock: systemClock }, (outcome) => {
            if (!outcome.ok) return done(outcome);
            if (life.killed) {
              outcome.socket.destroy();
              return done({ ok: false, cause: 'killed' });
            }
            sockets.add(outcome.socket);
            done(outcome);
          }),
        log: silentLog,
      },
    );
    const staged: StagedGateway = {
      id,
      gateway,
      cluster,
      pauseLinks: (paused) => {
        for (const socket of sockets) socket.pause(paused);
      },
      kill: () => {
        life.killed = true;
        for (const socket of sockets) socket.destroy();
        cluster.crash();
      },
    };
    this.gateways.push(staged);
    this.#context.after(() => gateway.stop());
    return staged;
  }

  async addBackend(
    service: string,
    serverId: string,
    set: (backend: Backend) => void = () => undefined,
  ): Promise<Backend> {
    const backend = createBackend({ service, serverId, secrets: LINK_SECRET, log: silentLog });
    set(backend);
    const { port } = await backend.start();
    this.#context.after(() => backend.close());
    const instance = {
      serverId,
      service,
      host: '127.0.0.1',
      port,
      healthy: true,
      weight: 1,
      meta: new Map(),
    };
    this.setInstances([...this.#instances, instance]);
    return backend;
  }

  setInstances(instances: readonly Instance[]): void {
    this.#instances = [...instances];
    for (const registry of this.#registries) registry.setInstances(this.#instances);
  }

  async client(at: StagedGateway, user: string): Promise<ListeningClient> {
    const url = `tcp://127.0.0.1:${at.gateway.address.port}`;
    const client = await ListeningClient.connect(url, user, { token: user });
    this.#context.after(() => client.client.close());
    return client;
  }

  /** Ids of the gateways that have an open link to the instance. */
  linkedTo(serverId: string): string[] {
    return this.gateways
      .filter(({ gateway }) =>
        gateway.links
          .views()
          .some(({ instance, link }) => instance.serverId === serverId && link !== undefined),
      )
      .map(({ id }) => id);
  }

  /** Waits until something is so. */
  async until(what: string, condition: () => boolean): Promise<void> {
    const deadlineMs = Date.now() + 15_000;
    while (!condition()) {
      if (Date.now() > deadlineMs) throw new Error(`not within 15 s: ${what}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }
}
