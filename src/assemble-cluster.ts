// From a configuration to the cluster: in memory for one process, or over Redis.

import { randomBytes, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';

import { systemClock } from './clock.js';
import type { Cluster } from './cluster/cluster.js';
import { MemoryCluster } from './cluster/memory.js';
import { READ_BLOCK_MS } from './cluster/redis/bus-streams.js';
import { RedisConnection, type RedisSettings } from './cluster/redis/connection.js';
import { CLUSTER_SCRIPTS, RedisCluster } from './cluster/redis/redis-cluster.js';
import type { Config } from './config/schema.js';
import type { Log } from './log.js';

export type OpenedCluster =
  | { readonly ok: true; readonly value: Cluster }
  /** For an operator: what is wrong and what to do. */
  | { readonly ok: false; readonly problem: string };

/** Does not wait for Redis: a gateway starts without it too, and joins the others when it comes. */
export function openCluster(config: Config, gatewayId: string, log: Log): OpenedCluster {
  if (config.cluster.kind === 'memory') return { ok: true, value: new MemoryCluster(gatewayId) };
  const settings = redisSettings(config);
  if (!settings.ok) return settings;
  const shared = { clock: systemClock, random: Math.random, log };
  const connect = (blockMs: number): RedisConnection =>
    new RedisConnection(settings.value, { ...shared, scripts: CLUSTER_SCRIPTS, blockMs });
  const cluster = new RedisCluster({
    ...shared,
    gatewayId,
    incarnation: randomBytes(9).toString('base64url'),
    redis: connect(0),
    blocking: connect(READ_BLOCK_MS),
    prefix: config.redis.prefix,
    scheduleFlush: setImmediate,
  });
  return { ok: true, value: cluster };
}

/** Connects to nobody. */
export function redisSettings({
  redis,
}: Config): { readonly ok: true; readonly value: RedisSettings } | { readonly ok: false; problem: string } {
  const { caFile, secure, password, sentinelPassword, ...plain } = redis;
  const value = { ...plain, password: password?.reveal(), sentinelPassword: sentinelPassword?.reveal() };
  if (secure === 'no') return { ok: true, value };
  try {
    const ca = caFile && readFileSync(caFile, 'utf8');
    // Node passes over what is no certificate, and no Redis would be trusted.
    if (ca) new X509Certificate(ca);
    return { ok: true, value: { ...value, tls: { ca } } };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { ok: false, problem: `redis.caFile: ${reason}; name a PEM file that this user may read` };
  }
}
