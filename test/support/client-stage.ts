// A whole road for client tests: real gateway, a backend of the SDK, and a TCP proxy that breaks
// transports on command, all in this process on random loopback ports. A token is its user's name.

import { once } from 'node:events';
import { connect as connectTcp, createServer, type AddressInfo, type Socket } from 'node:net';
import type { TestContext } from 'node:test';
import type { TokenVerifier } from '../../src/auth/verifier.js';
import { MemoryCluster } from '../../src/cluster/memory.js';
import { startGateway, type Gateway } from '../../src/gateway.js';
import { DEFAULT_LINK_LIMITS } from '../../src/link/link-connection.js';
import { silentLog } from '../../src/log.js';
import { createBackend, type Backend } from '../../src/sdk/backend/backend.js';
import { createStaticRegistry } from './static-registry.js';
import { socketsUnderTest } from './sockets-under-test.js';

const LINK_SECRET = 'a link secret of tests, thirty-two bytes';

const SESSION = {
  gatewayId: 'g1',
  heartbeatMs: 20_000,
  heartbeatMsMin: 50,
  heartbeatMsMax: 120_000,
  frameBytesMax: 64 * 1024,
  requestsMax: 1024,
  queueBytesMax: 1024 * 1024,
  resumeWindowMs: 60_000,
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

const namesUsers: TokenVerifier = {
  verify: (token) =>
    Promise.resolve(
      token === 'refused'
        ? { ok: false, refusal: 'invalid', detail: 'the test says so' }
        : {
            ok: true,
            identity: { user: token, roles: [], attributes: new Map(), expiresAtMs: Infinity },
          },
    ),
};

export interface ClientStage {
  readonly gateway: Gateway;
  readonly backend: Backend;
  /** "host:port" of the gateway. */
  readonly direct: string;
  readonly proxy: BreakingProxy;
}

/** @param set gives the backend of service "game" its handlers; types 1000-1999 are routed to it */
export async function startClientStage(
  context: TestContext,
  set: (backend: Backend) => void,
): Promise<ClientStage> {
  const backend = createBackend({
    service: 'game',
    serverId: 'game-1',
    secrets: LINK_SECRET,
    log: silentLog,
  });
  set(backend);
  const { port } = await backend.start();
  const instance = { serverId: 'game-1', service: 'game', host: '127.0.0.1', port };
  const gateway = await startGateway(
    {
      host: '127.0.0.1',
      sockets: socketsUnderTest(),
      port: 0,
      session: SESSION,
      connections: { max: 1_000, perSecondMax: 0, perAddressMax: 0, perAddressPerSecondMax: 0, exempt: [] },
      overloadDelayMsMax: 0,
      link: DEFAULT_LINK_LIMITS,
      linkSecrets: [Buffer.from(LINK_SECRET)],
      linkPendingMax: 10_000,
      pendingMax: 10_000,
    },
    {
      registry: createStaticRegistry(
        [{ ...instance, healthy: true, weight: 1, meta: new Map() }],
        [{ types: '1000-1999', service: 'game' }],
      ),
      verifier: namesUsers,
      cluster: new MemoryCluster(SESSION.gatewayId),
      tableStore: {
        load: () => Promise.resolve({ ok: true, saved: undefined }),
        save: () => Promise.resolve({ ok: true }),
      },
      log: silentLog,
    },
  );
  const proxy = await BreakingProxy.start(gateway.address.port);
  context.after(async () => {
    await proxy.stop();
    await gateway.stop();
    await backend.close();
  });
  await linked(gateway);
  return { gateway, backend, direct: `127.0.0.1:${gateway.address.port}`, proxy };
}

async function linked(gateway: Gateway): Promise<void> {
  const deadlineMs = Date.now() + 5_000;
  while (!gateway.links.views().some(({ link }) => link !== undefined)) {
    if (Date.now() > deadlineMs) throw new Error('no link to the backend within 5 s');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** Passes bytes on until told to break: then both ends are reset, with whatever is under way. */
export class BreakingProxy {
  readonly #server = createServer((near) => {
    this.#join(near);
  });
  readonly #sockets = new Set<Socket>();
  readonly #targetPort: number;
  #connections = 0;
  /** Bytes from the gateway that a new connection passes on before it breaks by itself. */
  breakAfterBytes = Infinity;

  private constructor(targetPort: number) {
    this.#targetPort = targetPort;
  }

  static async start(targetPort: number): Promise<BreakingProxy> {
    const proxy = new BreakingProxy(targetPort);
    proxy.#server.listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    return proxy;
  }

  /** "host:port". */
  get address(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get connections(): number {
    return this.#connections;
  }

  break(): void {
    for (const socket of this.#sockets) socket.resetAndDestroy();
  }

  async stop(): Promise<void> {
    this.break();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #join(near: Socket): void {
    this.#connections++;
    const far = connectTcp(this.#targetPort, '127.0.0.1');
    let budget = this.breakAfterBytes;
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      this.#sockets.add(from);
      from.setNoDelay(true);
      from.on('error', () => undefined);
      from.on('close', () => {
        this.#sockets.delete(from);
        to.destroy();
      });
    }
    near.on('data', (bytes) => far.write(bytes));
    far.on('data', (bytes: Buffer) => {
      near.write(bytes.subarray(0, budget));
      budget -= bytes.length;
      if (budget <= 0) near.destroySoon();
    });
  }
}
