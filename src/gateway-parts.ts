// What a gateway is made of, and what its settings say: chosen by the caller of startGateway.

import type { Revocations } from './auth/revocations.js';
import type { TokenVerifier } from './auth/verifier.js';
import type { Clock, Random } from './clock.js';
import type { Cluster } from './cluster/cluster.js';
import type { Registry } from './discovery/registry.js';
import type { WatchedCredential } from './credentials/credential.js';
import type { ConnectLink } from './link/instance-link-parts.js';
import type { LinkSettings } from './gateway-links.js';
import type { Log } from './log.js';
import { GatewayCalls } from './routing/gateway-calls.js';
import type { TableStore } from './routing/table-store.js';
import type { SessionSettings, Siblings } from './session/contracts.js';
import type { LoginSettings } from './session/logins.js';
import type { Collection } from './storm-collection.js';
import type { ConnectionLimitSettings } from './traffic/connection-limits.js';
import type { SharedLimitsSettings } from './traffic/shared-limits.js';
import type { ConnectionSource } from './transport/listener.js';
import type { TlsEntry } from './transport/opening.js';

/** What a gateway is made of, chosen by the caller: real ones, embedded ones, or a test's. */
export interface GatewayParts {
  readonly registry: Registry;
  /** One that asks a backend is made when there are links to ask over. */
  readonly verifier: TokenVerifier | ((calls: GatewayCalls) => TokenVerifier);
  /** Default: in memory, for this gateway alone. */
  readonly revocations?: Revocations;
  /** TLS for clients. Default: none. */
  readonly tls?: TlsEntry | undefined;
  /** How backends are dialled. Default: without TLS. */
  readonly connectLink?: ConnectLink;
  /** Secrets for links that change while the gateway runs. Default: those of the settings. */
  readonly linkSecrets?: (() => readonly Uint8Array[]) | undefined;
  /** Keys and certificates in use, for /status; closed with the gateway. */
  readonly credentials?: readonly WatchedCredential[];
  readonly cluster: Cluster;
  /** Where clients come from, and who else is behind the port: for a worker. Default: a port of its own. */
  readonly shared?: SharedPort | undefined;
  readonly tableStore: TableStore;
  /** Asked for at the start and after storms of connections, see storm-collection.ts. Default: V8 decides alone. */
  readonly collectGarbage?: (how: Collection) => Promise<void>;
  readonly log: Log;
  /** Of its lines those that did not get out. Default: none are ever lost. */
  readonly logLinesDropped?: () => number;
  readonly clock?: Clock;
  readonly random?: Random;
}

/** A port that several gateways of one machine serve together. */
export interface SharedPort {
  readonly source: ConnectionSource;
  readonly siblings: Siblings;
}

export interface GatewaySettings extends LinkSettings {
  readonly host: string;
  readonly port: number;
  /** Which sockets carry clients: Node's internals, or its public API (the default). */
  readonly sockets?: 'handle' | 'public' | undefined;
  /** Web pages that may connect, see transport/origins.ts. Default: all. */
  readonly origins?: readonly string[];
  /** Networks of proxies that begin with a PROXY header. Default: none. */
  readonly proxyFrom?: readonly string[];
  readonly session: SessionSettings;
  readonly connections: ConnectionSettings;
  /** How many sessions a user may have. Default: any number. */
  readonly login?: LoginSettings;
  /** What one user may do over all gateways. Default: no limit. */
  readonly limits?: SharedLimitsSettings;
  /** Lateness of the event loop from which new sessions are refused, in milliseconds; 0: never. */
  readonly overloadDelayMsMax: number;
  /** Secrets in force for links, the first one first; two while one is rotated. */
  readonly linkSecrets: readonly Uint8Array[];
  /** Most requests pending on one link. */
  readonly linkPendingMax: number;
  /** Most requests pending in the whole gateway. */
  readonly pendingMax: number;
}

/** Limits on connections, and the networks for which only the one on connections in all holds. */
export interface ConnectionSettings extends ConnectionLimitSettings {
  readonly exempt: readonly string[];
}
