// A whole gateway in this process, with one echo backend (service "echo", type 1000), on random loopback
// ports: real parts but for the registry, which a test rules.

import { createJwtVerifier } from '../../src/auth/jwt-verifier.js';
import { secretTokenKeys } from '../../src/auth/token-keys.js';
import { systemClock } from '../../src/clock.js';
import { MemoryCluster } from '../../src/cluster/memory.js';
import { startGateway, type Gateway } from '../../src/gateway.js';
import type { GatewayParts, GatewaySettings } from '../../src/gateway-parts.js';
import { DEFAULT_LINK_LIMITS } from '../../src/link/link-connection.js';
import type { Instance } from '../../src/discovery/registry.js';
import { silentLog, type Log } from '../../src/log.js';
import type { TableStore } from '../../src/routing/table-store.js';
import type { SessionSettings } from '../../src/session/contracts.js';
import { startEchoBackend } from './echo-backend.js';
import { createStaticRegistry } from './static-registry.js';
import { socketsUnderTest } from './sockets-under-test.js';

/** Signs tokens, HS256. */
export const TOKEN_SECRET = 'a secret of tests, thirty-two bytes or more';
export const LINK_SECRET = Buffer.from('a link secret of tests, thirty-two bytes');

const SESSION_SETTINGS: SessionSettings = {
  gatewayId: 'g1',
  heartbeatMs: 20_000,
  heartbeatMsMin: 1_000,
  heartbeatMsMax: 120_000,
  frameBytesMax: 64 * 1024,
  requestsMax: 64,
  queueBytesMax: 1024 * 1024,
  resumeWindowMs: 60_000,
  replayBytesMax: 256 * 1024,
  helloTimeoutMs: 5_000,
  authTimeoutMs: 5_000,
  tokenGraceMs: 10_000,
  sessionsMax: 1_000,
  handshakesMax: 1_000,
  messagesPerSecondMax: 0,
  bytesPerSecondMax: 0,
  controlsPerSecondMax: 0,
};

const noStore: TableStore = {
  load: () => Promise.resolve({ ok: true, saved: undefined }),
  save: () => Promise.resolve({ ok: true }),
};

export interface EchoGateway {
  readonly gateway: Gateway;
  stop(): Promise<void>;
}

/** What stands beside the echo. */
export interface Beside {
  readonly instances: readonly Instance[];
  readonly routes: readonly object[];
  readonly log: Log;
}

const NOTHING: Beside = { instances: [], routes: [], log: silentLog };

/** What a test wants otherwise than it is here. */
export interface EchoChanges extends Partial<
  Pick<GatewaySettings, 'sockets' | 'connections' | 'proxyFrom' | 'limits' | 'overloadDelayMsMax'>
> {
  readonly session?: Partial<SessionSettings>;
  readonly tls?: GatewayParts['tls'];
  /** Of the gateway with the id in `session`. */
  readonly cluster?: GatewayParts['cluster'];
}

/** Resolves when the echo can be reached, and everything beside it. */
export async function startEchoGateway(
  beside: Beside = NOTHING,
  { session, tls, cluster, ...changes }: EchoChanges = {},
): Promise<EchoGateway> {
  const backend = await startEchoBackend('echo', 'echo-1', LINK_SECRET);
  const keys = secretTokenKeys(Buffer.from(TOKEN_SECRET));
  const gateway = await startGateway(
    {
      host: '127.0.0.1',
      port: 0,
      sockets: socketsUnderTest(),
      session: { ...SESSION_SETTINGS, ...session },
      connections: { max: 1_000, perSecondMax: 0, perAddressMax: 0, perAddressPerSecondMax: 0, exempt: [] },
      overloadDelayMsMax: 0,
      link: DEFAULT_LINK_LIMITS,
      linkSecrets: [LINK_SECRET],
      linkPendingMax: 10_000,
      pendingMax: 10_000,
      ...changes,
    },
    {
      tls,
      registry: createStaticRegistry(
        [backend.instance, ...beside.instances],
        [{ types: 1000, service: 'echo' }, ...beside.routes],
      ),
      verifier: createJwtVerifier({ keys, clockToleranceMs: 0 }, systemClock),
      cluster: cluster ?? new MemoryCluster(SESSION_SETTINGS.gatewayId),
      tableStore: noStore,
      log: beside.log,
    },
  );
  await linked(gateway);
  return {
    gateway,
    async stop() {
      await gateway.stop();
      backend.close();
    },
  };
}

async function linked(gateway: Gateway): Promise<void> {
  const deadlineMs = Date.now() + 5_000;
  while (
    !gateway.links.views().every(({ link }) => link !== undefined) ||
    gateway.links.views().length === 0
  ) {
    if (Date.now() > deadlineMs) throw new Error('no link to the echo backend within 5 s');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
