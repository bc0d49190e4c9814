// A registry that knows from the start what a test gives it, and can be told something else.

import type {
  Instance,
  InstanceSnapshot,
  Registry,
  RouteSource,
  Watch,
} from '../../src/discovery/registry.js';

export interface StaticRegistry extends Registry {
  setInstances(instances: readonly Instance[]): void;
  /** `routes` as JSON below one key. */
  setRoutes(routes: readonly object[]): void;
}

export function createStaticRegistry(
  startInstances: readonly Instance[],
  startRoutes: readonly object[],
): StaticRegistry {
  let snapshot: InstanceSnapshot = { instances: startInstances, missed: [] };
  let revision = 1;
  let source = sourceOf(startRoutes, revision);
  const instanceWatchers = new Set<(snapshot: InstanceSnapshot) => void>();
  const routeWatchers = new Set<(source: RouteSource) => void>();
  return {
    setInstances(instances) {
      snapshot = { instances, missed: [] };
      for (const tell of instanceWatchers) tell(snapshot);
    },
    setRoutes(routes) {
      source = sourceOf(routes, ++revision);
      for (const tell of routeWatchers) tell(source);
    },
    watchInstances: (onSnapshot) => watch(instanceWatchers, onSnapshot, () => snapshot),
    watchRoutes: (onSource) => watch(routeWatchers, onSource, () => source),
    recordAccepted: () => Promise.resolve(),
    contact: () => ({ ok: true, sinceEpochMs: 0, detail: 'a test' }),
    close() {
      instanceWatchers.clear();
      routeWatchers.clear();
    },
  };
}

function sourceOf(routes: readonly object[], revision: number): RouteSource {
  return {
    entries: new Map([['test', JSON.stringify(routes)]]),
    origin: 'a test',
    revision: String(revision),
    doubt: false,
    acceptedHash: undefined,
  };
}

function watch<T>(watchers: Set<(value: T) => void>, watcher: (value: T) => void, current: () => T): Watch {
  watchers.add(watcher);
  queueMicrotask(() => {
    if (watchers.has(watcher)) watcher(current());
  });
  return { close: () => void watchers.delete(watcher) };
}
