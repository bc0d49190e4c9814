// The instances of all services as one list: every server id once, in an order that depends on nothing but
// the content.
import type { Instance } from './registry.js';

/** A gateway links to every instance, so this also bounds its links. */
export const instancesMax = 10_000;

export interface MergedInstances {
  readonly instances: readonly Instance[];
  /** What was left out, and why. */
  readonly skipped: readonly { readonly serverId: string; readonly reason: string }[];
}

/**
 * Of instances with the same server id a healthy one stays, and of those the first of the given order: one
 * that moved to another node is listed at the old one, too, as critical, until the registry forgets it there.
 */
export function mergeInstances(candidates: readonly Instance[], limit = instancesMax): MergedInstances {
  const byId = new Map<string, Instance>();
  const skipped: { serverId: string; reason: string }[] = [];
  for (const instance of candidates) {
    const { serverId } = instance;
    const other = byId.get(serverId);
    if (other !== undefined) {
      const stays = instance.healthy && !other.healthy ? instance : other;
      byId.set(serverId, stays);
      skipped.push({ serverId, reason: `its id is also that of an instance of ${stays.service}` });
    } else if (byId.size >= limit)
      skipped.push({ serverId, reason: `there are more than ${limit} instances` });
    else byId.set(serverId, instance);
  }
  const instances = [...byId.values()].sort((a, b) => compareText(a.serverId, b.serverId));
  return { instances, skipped };
}

/** Equal for equal content. */
export function fingerprintOf(content: unknown): string {
  return JSON.stringify(content, (_key, value: unknown) => (value instanceof Map ? [...value] : value));
}

/** By code units: the same everywhere, unlike localeCompare. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
