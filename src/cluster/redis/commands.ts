// What the parts of the Redis cluster need of a Redis: commands in, tagged outcomes out. connection.ts does
// it with ioredis; tests do it in memory.

/** Numbers are written in decimal. */
export type RedisArgument = string | number | Uint8Array;

/** Texts unless the command asked for bytes. */
export type RedisReply = string | number | null | Buffer | readonly RedisReply[];

/** A Lua script: runs as one step in Redis. All its keys are in one slot. */
export interface RedisScript {
  /** Unique among the scripts of a connection. */
  readonly name: string;
  readonly lua: string;
  /** How many of its arguments are keys; they come first. */
  readonly keys: number;
}

export interface RedisCommand {
  /** A command of Redis in capitals, or a script that was named when the connection was made. */
  readonly run: string | RedisScript;
  readonly args: readonly RedisArgument[];
  /** Texts of the reply are wanted as bytes. */
  readonly bytes?: boolean;
}

export type RedisOutcome =
  | { readonly ok: true; readonly reply: RedisReply }
  | {
      readonly ok: false;
      /**
       * unsent: there is no connection, it was surely not done. unanswered: it may have been done, or may be
       * done yet when a hung Redis goes on. refused: Redis answered with an error and did not do it.
       */
      readonly cause: 'unsent' | 'unanswered' | 'refused';
      readonly detail: string;
    };

/** How the Redis behind a connection does. */
export interface RedisHealth {
  /** The last command was answered. */
  readonly ok: boolean;
  /** Since when it is so. */
  readonly sinceEpochMs: number;
  /** For operators: how it is reached while all is well, else what is wrong. */
  readonly detail: string;
}

/** Numbers since the start, for metrics. */
export interface RedisCounters {
  readonly commands: number;
  readonly failed: number;
  /** Connections that were lost or given up. */
  readonly lost: number;
}

export interface RedisEvents {
  /** Commands are answered again, or not any more. */
  healthChanged?(health: RedisHealth): void;
  /** Another Redis answers than before, or may do: it was restarted, or a replica took over. Writes may be lost. */
  replaced?(): void;
}

export interface RedisCommands {
  /** Never rejects; ends within the time-out of the connection. */
  call(command: RedisCommand): Promise<RedisOutcome>;
  /**
   * Sends commands together. One outcome for each, in their order, when the last one has ended. Those with
   * keys of one slot are done in their order; between others of a Redis Cluster there is none. Never rejects.
   */
  batch(commands: readonly RedisCommand[]): Promise<readonly RedisOutcome[]>;
  health(): RedisHealth;
  readonly counters: RedisCounters;
  /** Told from now on until the connection is closed. */
  subscribe(events: RedisEvents): void;
  /** Ends all commands as unanswered, and the connection. */
  close(): void;
}

/** Reads a reply whose texts are of no interest when they are something else. */
export const textOf = (reply: RedisReply | undefined): string =>
  typeof reply === 'string' ? reply : typeof reply === 'number' ? String(reply) : '';

/** Elements of a list reply; none when it is something else. */
export const listOf = (reply: RedisReply | undefined): readonly RedisReply[] =>
  Array.isArray(reply) ? (reply as readonly RedisReply[]) : [];

/** What stands in turn in a list: field and value of a hash, or the like. One without a second is left out. */
export function pairsOf(texts: readonly string[]): readonly (readonly [string, string])[] {
  const pairs: (readonly [string, string])[] = [];
  for (let at = 0; at + 1 < texts.length; at += 2) pairs.push([texts[at] ?? '', texts[at + 1] ?? '']);
  return pairs;
}

/** A number however Redis wrote it; NaN when it is none. */
export const numberOf = (reply: RedisReply | undefined): number =>
  typeof reply === 'number' ? reply : typeof reply === 'string' ? Number(reply) : Number.NaN;
