// What the gateway and the backends want from a registry. Implementations: consul/, file/. The same
// contract tests run against both.

/** One backend process. */
export interface Instance {
  /** Its Consul service id: unique over all services. */
  readonly serverId: string;
  readonly service: string;
  readonly host: string;
  readonly port: number;
  /** False while a health check of the instance or its node is critical. */
  readonly healthy: boolean;
  /** Share of new work relative to the service's other instances; 1 unless meta says otherwise. */
  readonly weight: number;
  readonly meta: ReadonlyMap<string, string>;
}

/** All instances tagged `causeway`, of all services, at one moment. */
export interface InstanceSnapshot {
  readonly instances: readonly Instance[];
  /**
   * Server ids that the registry may have lost (its index went back, or everything vanished at once): that
   * they are not listed is no proof that they are gone. Empty while the registry is trusted.
   */
  readonly missed: readonly string[];
}

/** The keys below the route prefix at one moment, unchecked. */
export interface RouteSource {
  /** Name behind the prefix → text as it stands there (JSON from Consul). Ascending by name. */
  readonly entries: ReadonlyMap<string, string>;
  /** Where the entries come from, for an operator: "consul causeway/routes/" or a file's path. */
  readonly origin: string;
  /** The registry's own number or hash of this state, for logs, /status and history. */
  readonly revision: string;
  /**
   * Since the last source the registry's index went back, or contact was lost and what came after it differs:
   * the registry may have lost data.
   */
  readonly doubt: boolean;
  /**
   * The content hash that an operator marked as meant (`routes apply`, `routes accept`), or undefined.
   * Computed by `contentHash` in routing/content-hash.ts.
   */
  readonly acceptedHash: string | undefined;
}

/** A running watch. After `close` nothing is called any more. */
export interface Watch {
  close(): void;
}

/** What a backend says of itself when it registers. */
export interface Registration {
  readonly serverId: string;
  readonly service: string;
  readonly host: string;
  readonly port: number;
  readonly meta: ReadonlyMap<string, string>;
}

export interface Registered {
  /** Leaves the registry. Never rejects: leaving is best effort, the health check does the rest. */
  deregister(): Promise<void>;
}

export interface Registry {
  /** Calls with the first snapshot as soon as there is one, then after every change. Errors are retried for ever. */
  watchInstances(onSnapshot: (snapshot: InstanceSnapshot) => void): Watch;
  /** As `watchInstances`, for the routes. */
  watchRoutes(onSource: (source: RouteSource) => void): Watch;
  /** Keeps a snapshot of routes that a gateway accepted (the last 20). Best effort, never rejects. */
  recordAccepted(source: RouteSource, acceptedAtEpochMs: number): Promise<void>;
  /** Whether the last contact succeeded, and since when it has been so; for /status and metrics. */
  contact(): { readonly ok: boolean; readonly sinceEpochMs: number; readonly detail: string };
  /** Ends all watches. */
  close(): void;
}
