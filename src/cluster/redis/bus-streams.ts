// The streams of the bus in Redis: one for each life of a gateway, written by all others, read by itself.
//
// Its reader makes it, keeps it alive and cuts off what it has read; writers never make one. So the stream
// of a gateway that died goes away by itself, and a writer that finds none knows that either the gateway is
// gone or Redis has lost its memory, and tries again until the reader has made it anew.

import type { GatewayLife } from './bus-frames.js';
import { listOf, type RedisCommands, type RedisReply, type RedisScript } from './commands.js';

/** Entries of one stream, each up to 64 KiB: what a gateway may fall behind. The oldest give way, and are told. */
export const STREAM_ENTRIES_MAX = 4_096;
/** A stream outlives its reader by so much, in milliseconds: well above every lease. */
const STREAM_TTL_MS = 30_000;
/** Most entries of one read: the next turn of the event loop comes soon enough. */
const READ_ENTRIES_MAX = 32;
/** How long a read waits in Redis for something new. */
export const READ_BLOCK_MS = 1_000;
/** Before all entries. */
export const STREAM_START = '0-0';

const BATCH_FIELD = 'b';

/** Makes the stream if it is not there, with an entry that says nothing; cuts it; refreshes its life. */
export const KEEP_STREAM: RedisScript = {
  name: 'causewayKeepStream',
  keys: 1,
  lua: `
    local made = 0
    if redis.call('EXISTS', KEYS[1]) == 0 then
      redis.call('XADD', KEYS[1], '*', 'made', '')
      made = 1
    end
    redis.call('XTRIM', KEYS[1], 'MINID', ARGV[1])
    redis.call('PEXPIRE', KEYS[1], ARGV[2])
    return made`,
};

export interface StreamEntry {
  readonly id: string;
  readonly batch: Uint8Array;
}

/** missing: there is no such stream. unknown: it was perhaps written, or will be. */
export type AppendOutcome = 'appended' | 'missing' | 'unknown';

/** @param prefix of all keys of this cluster */
export function streamKey(prefix: string, { gatewayId, incarnation }: GatewayLife): string {
  return `${prefix}:bus:{${gatewayId}@${incarnation}}`;
}

export async function appendBatch(
  redis: RedisCommands,
  key: string,
  batch: Uint8Array,
): Promise<AppendOutcome> {
  const bound = ['NOMKSTREAM', 'MAXLEN', '~', STREAM_ENTRIES_MAX];
  const outcome = await redis.call({ run: 'XADD', args: [key, ...bound, '*', BATCH_FIELD, batch] });
  if (!outcome.ok) return 'unknown';
  return outcome.reply === null ? 'missing' : 'appended';
}

/** @returns whether the stream was not there; undefined when Redis did not answer */
export async function keepStream(
  redis: RedisCommands,
  key: string,
  readTo: string,
): Promise<boolean | undefined> {
  const outcome = await redis.call({ run: KEEP_STREAM, args: [key, readTo, STREAM_TTL_MS] });
  return outcome.ok ? outcome.reply === 1 : undefined;
}

/** Waits for entries behind `after`. @returns undefined when Redis did not answer */
export async function readStream(
  redis: RedisCommands,
  key: string,
  after: string,
): Promise<readonly StreamEntry[] | undefined> {
  const args = ['COUNT', READ_ENTRIES_MAX, 'BLOCK', READ_BLOCK_MS, 'STREAMS', key, after];
  const outcome = await redis.call({ run: 'XREAD', args, bytes: true });
  return outcome.ok ? entriesOf(outcome.reply) : undefined;
}

/** RESP3 has key and entries one after the other, RESP2 as a pair; null when nothing came. */
export function entriesOf(reply: RedisReply): readonly StreamEntry[] {
  const [first, second] = listOf(reply);
  const entries = Array.isArray(first) ? listOf(first as RedisReply)[1] : second;
  return listOf(entries).flatMap((entry) => {
    const [id, fields] = listOf(entry);
    const [field, batch] = listOf(fields);
    if (!Buffer.isBuffer(id)) return [];
    const isBatch = Buffer.isBuffer(field) && field.toString() === BATCH_FIELD && Buffer.isBuffer(batch);
    return [{ id: id.toString(), batch: isBatch ? batch : new Uint8Array(0) }];
  });
}

export async function dropStream(redis: RedisCommands, key: string): Promise<void> {
  await redis.call({ run: 'DEL', args: [key] });
}
