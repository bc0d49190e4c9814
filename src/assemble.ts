// From a configuration to the parts of a gateway: which registry, which verifier, which cluster. The one
// place that knows all implementations by name.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { openSecurity } from './assemble-security.js';
import { linkKeyPath, loadOrCreateKey } from './auth/key-file.js';
import { systemClock } from './clock.js';
import { openCluster } from './assemble-cluster.js';
import type { Config } from './config/schema.js';
import { ConsulClient } from './discovery/consul/consul-client.js';
import { ConsulRegistry } from './discovery/consul/consul-registry.js';
import { FileRegistry } from './discovery/file/file-registry.js';
import type { Registry } from './discovery/registry.js';
import type { GatewayParts, GatewaySettings } from './gateway-parts.js';
import { DEFAULT_LINK_LIMITS } from './link/link-connection.js';
import type { Log } from './log.js';
import { fileTableStore } from './routing/table-store.js';
import { prepareEngine } from './engine.js';
import { collectGarbage } from './storm-collection.js';

export type Assembled =
  | { readonly ok: true; readonly settings: GatewaySettings; readonly parts: GatewayParts }
  /** For an operator: what is wrong and what to do. */
  | { readonly ok: false; readonly problem: string };

/** Shortest and longest heartbeat interval that a client may ask for, in milliseconds. */
const CLIENT_HEARTBEAT_MS_MIN = 1_000;
const CLIENT_HEARTBEAT_MS_MAX = 120_000;

/** Requests pending in the whole gateway: 50 bytes each, so 50 MiB. */
const PENDING_MAX = 1_048_576;

/** Who connects from the machine itself is no stranger: proxies, tests, load generators. */
const LOOPBACK = ['127.0.0.0/8', '::1'];

/** Builds what `startGateway` wants. Never rejects. */
export async function assemble(config: Config, gatewayId: string, log: Log): Promise<Assembled> {
  prepareEngine();
  const secrets = await linkSecrets(config);
  if (!secrets.ok) return secrets;
  const registry = openRegistry(config, log);
  const security = await openSecurity(config, systemClock, log);
  if (!security.ok) {
    registry.close();
    return security;
  }
  const cluster = openCluster(config, gatewayId, log);
  if (!cluster.ok) {
    registry.close();
    for (const credential of security.value.credentials) credential.close();
    return cluster;
  }
  return {
    ok: true,
    settings: settingsOf(config, gatewayId, secrets.value),
    parts: {
      registry,
      ...security.value,
      cluster: cluster.value,
      tableStore: fileTableStore(path.join(config.stateDir, 'routes.json')),
      collectGarbage,
      log,
    },
  };
}

type Opened<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: string };

function settingsOf(config: Config, gatewayId: string, secrets: readonly Uint8Array[]): GatewaySettings {
  const { session, link } = config;
  return {
    host: config.listen.host,
    port: config.listen.port,
    sockets: config.sockets,
    origins: config.origins,
    proxyFrom: config.proxyFrom,
    session: {
      ...session,
      gatewayId,
      sessionsMax: config.sessionsMax,
      handshakesMax: config.handshakesMax,
      heartbeatMsMin: CLIENT_HEARTBEAT_MS_MIN,
      heartbeatMsMax: CLIENT_HEARTBEAT_MS_MAX,
    },
    connections: {
      ...config.connections,
      exempt: [...LOOPBACK, ...config.connections.exempt],
    },
    login: config.login,
    overloadDelayMsMax: config.overload.delayMsMax,
    limits: config.limits,
    link: { ...DEFAULT_LINK_LIMITS, ...link },
    linkSpread: link,
    linkSecrets: secrets,
    linkPendingMax: link.pendingMax,
    pendingMax: PENDING_MAX,
  };
}

/** The configured secrets, or a random one of this project, as the text that stands in its file. */
async function linkSecrets({ link, stateDir }: Config): Promise<Opened<readonly Uint8Array[]>> {
  const configured = [link.secret, link.previousSecret].flatMap((secret) => secret?.bytes() ?? []);
  if (configured.length > 0) return { ok: true, value: configured };
  const loaded = await loadOrCreateKey(linkKeyPath(stateDir));
  if (!loaded.ok) return { ok: false, problem: `link secret: ${loaded.reason}; ${loaded.remedy}` };
  return { ok: true, value: [Buffer.from(Buffer.from(loaded.key).toString('base64url'))] };
}

function openRegistry(config: Config, log: Log): Registry {
  if (config.registry.kind === 'file')
    return new FileRegistry({
      file: config.registry.file,
      acceptedFile: acceptedPath(config.stateDir),
      clock: systemClock,
      log,
    });
  const { prefix } = config.consul;
  const client = consulClient(config);
  return new ConsulRegistry({ client, prefix, clock: systemClock, random: Math.random, log });
}

/** A file that the configuration names cannot be used. The message is for operators, whatever the command. */
export class UnusableFile extends Error {}

/** Read once: Node's agent keeps what it was made with. A new authority takes a restart. */
function readAuthorities(caFile: string): string {
  try {
    return readFileSync(caFile, 'utf8');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UnusableFile(`consul.caFile: ${reason}; name a file that this user may read`);
  }
}

/**
 * Speaks to the configured Consul, for the registry and for operators' commands.
 * @throws UnusableFile
 */
export function consulClient({ consul }: Config): ConsulClient {
  const { address, token, caFile } = consul;
  return new ConsulClient({
    address,
    secure: consul.secure === 'yes',
    ...(token !== undefined && { token: token.reveal() }),
    ...(caFile !== undefined && { ca: readAuthorities(caFile) }),
  });
}

/** Where `routes accept` leaves its mark for a gateway whose registry is a file. */
export const acceptedPath = (stateDir: string): string => path.join(stateDir, 'accepted');
