// The accepted snapshots of routes in Consul: one key for each revision, the last 20 kept. All gateways write
// the same keys; whoever comes first creates one and tidies up, the others find it there.
import type { RouteSource } from '../registry.js';
import type { ConsulContext } from './consul-context.js';
import { historyPrefix } from './routes-watch.js';

export const historyMax = 20;
/** Consul's own limit on a value. */
const valueBytesMax = 512 * 1024;
/** Digits of the largest index, so that names sort as numbers do. */
const revisionDigits = 20;

/** Best effort: what fails is logged and dropped. */
export async function recordAccepted(
  context: ConsulContext,
  source: RouteSource,
  acceptedAtEpochMs: number,
): Promise<void> {
  const { client, log } = context;
  const key = historyPrefix(context.prefix) + source.revision.padStart(revisionDigits, '0');
  const value = historyValue(source, acceptedAtEpochMs);
  if (Buffer.byteLength(value) > valueBytesMax) {
    log.warn(
      { key, bytesMax: valueBytesMax },
      'the accepted routes are too large for Consul to keep in history',
    );
    return;
  }
  const created = await client.createKey(key, value);
  if (!created.ok)
    log.warn({ key, reason: created.reason }, 'the accepted routes could not be kept in history');
  else if (created.value) await prune(context);
}

export function historyValue(source: RouteSource, acceptedAtEpochMs: number): string {
  const acceptedAt = new Date(acceptedAtEpochMs).toISOString();
  return JSON.stringify({
    acceptedAt,
    revision: source.revision,
    entries: Object.fromEntries(source.entries),
  });
}

/** The names beyond the last `historyMax`, oldest first. */
export function outdated(names: readonly string[]): readonly string[] {
  return [...names].sort().slice(0, -historyMax);
}

async function prune({ client, prefix, log }: ConsulContext): Promise<void> {
  const names = await client.keyNames(historyPrefix(prefix));
  if (!names.ok) return;
  for (const key of outdated(names.value)) {
    const deleted = await client.deleteKey(key);
    if (!deleted.ok) log.debug({ key, reason: deleted.reason }, 'an old history entry stays');
  }
}
