// One connection to Redis through ioredis: a single server, a Redis Cluster, or the master that Sentinels
// name. It comes back for ever by itself. Nothing waits in a queue while it is away: commands end at once,
// or at their time-out, and who sent them decides what to do again.
//
// A Redis that hangs (stopped, swapping, behind a dead path) keeps its TCP connection: when an answer is
// outstanding and no byte comes for a while, ioredis drops the socket (`socketTimeout`) and dials anew.
// Commands that were on the way are then never sent again (`autoResendUnfulfilledCommands`): only their
// sender knows whether they still mean something.

import { Cluster, Redis, type ClusterOptions, type RedisOptions } from 'ioredis';
import type { Clock, Random, Timer } from '../../clock.js';
import type { Log } from '../../log.js';
import type {
  RedisArgument,
  RedisCommand,
  RedisCommands,
  RedisCounters,
  RedisEvents,
  RedisHealth,
  RedisOutcome,
  RedisReply,
  RedisScript,
} from './commands.js';
import { MasterConnector, ServerConnector } from './connectors.js';
import { HealthWatch } from './redis-health.js';

export interface RedisAddress {
  readonly host: string;
  readonly port: number;
}

export interface RedisSettings {
  /** server: the first one. cluster: some of its nodes. sentinel: the Sentinels. */
  readonly kind: 'server' | 'cluster' | 'sentinel';
  readonly addresses: readonly RedisAddress[];
  readonly username?: string | undefined;
  readonly password?: string | undefined;
  /** Name of the master that Sentinels are asked for. */
  readonly sentinelMaster?: string | undefined;
  readonly sentinelPassword?: string | undefined;
  /** TLS when set, to Sentinels too; `ca` as PEM, Node's own authorities when absent. */
  readonly tls?: { readonly ca?: string | undefined } | undefined;
  readonly commandTimeoutMs: number;
}

export interface RedisConnectionParts {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly scripts: readonly RedisScript[];
  /** Longest time for which commands of this connection block in Redis (XREAD BLOCK), in milliseconds. */
  readonly blockMs?: number;
}

/** Silence, in time-outs of commands, after which a connection is given up. */
const SILENT_TIMEOUTS = 3;
const RETRY_MS_MIN = 50;
const RETRY_MS_MAX = 2_000;
const CONNECT_TIMEOUT_MS = 2_000;
/** How often a command follows a moved slot or waits for a new master, 100 ms each time. */
const REDIRECTIONS_MAX = 6;
/** How often a Redis Cluster is asked who has which slots. */
const SLOTS_REFRESH_MS = 2_000;

type Driver = Redis | Cluster;
type Runner = (...args: readonly unknown[]) => Promise<unknown>;

export class RedisConnection implements RedisCommands {
  readonly #driver: Driver;
  readonly #parts: RedisConnectionParts;
  readonly #timeoutMs: number;
  readonly #events: RedisEvents[] = [];
  readonly #counters = { commands: 0, failed: 0, lost: 0 };
  readonly #health: HealthWatch;
  /** What the server calls its present run; '' before the first contact. */
  #runId = '';
  #closed = false;
  #dialing: Timer | undefined;
  #refreshing: Timer | undefined;

  constructor(settings: RedisSettings, parts: RedisConnectionParts) {
    this.#parts = parts;
    this.#timeoutMs = settings.commandTimeoutMs + (parts.blockMs ?? 0);
    this.#health = new HealthWatch({
      ...{ clock: parts.clock, log: parts.log, route: routeOf(settings) },
      changed: (health) => {
        for (const events of this.#events) events.healthChanged?.(health);
      },
    });
    const silenceMs = SILENT_TIMEOUTS * settings.commandTimeoutMs + (parts.blockMs ?? 0);
    this.#driver = newDriver(settings, silenceMs, parts.random);
    for (const { name, lua, keys } of parts.scripts)
      this.#driver.defineCommand(name, { lua, numberOfKeys: keys });
    this.#watch(this.#driver);
  }

  get counters(): RedisCounters {
    return this.#counters;
  }

  health(): RedisHealth {
    return this.#health.now;
  }

  subscribe(events: RedisEvents): void {
    this.#events.push(events);
  }

  async call(command: RedisCommand): Promise<RedisOutcome> {
    const [outcome] = await this.#within([this.#send(this.#driver, command)]);
    return outcome ?? UNANSWERED;
  }

  batch(commands: readonly RedisCommand[]): Promise<readonly RedisOutcome[]> {
    if (commands.length === 0) return Promise.resolve([]);
    // A pipeline of ioredis goes to one node; a Redis Cluster gets its commands one by one.
    if (this.#driver instanceof Cluster || commands.length === 1)
      return this.#within(commands.map((command) => this.#send(this.#driver, command)));
    return this.#within(this.#sendPipeline(this.#driver, commands));
  }

  close(): void {
    this.#closed = true;
    this.#health.close();
    this.#dialing?.cancel();
    this.#refreshing?.cancel();
    this.#driver.disconnect();
  }

  // ---- commands ---------------------------------------------------------------------------------

  async #send(driver: Driver, command: RedisCommand): Promise<unknown> {
    return await runnerOf(driver, command)(...argumentsOf(command));
  }

  #sendPipeline(driver: Redis, commands: readonly RedisCommand[]): readonly Promise<unknown>[] {
    const pipeline = driver.pipeline();
    for (const command of commands) void runnerOf(pipeline, command)(...argumentsOf(command));
    const all = pipeline.exec();
    return commands.map(async (_command, at) => {
      const [error, reply] = (await all)?.[at] ?? [new Error('no reply')];
      if (error !== null) throw error;
      return reply;
    });
  }

  /** All outcomes at the latest when the time-out is over. */
  #within(replies: readonly Promise<unknown>[]): Promise<readonly RedisOutcome[]> {
    const outcomes: RedisOutcome[] = replies.map(() => UNANSWERED);
    this.#counters.commands += replies.length;
    return new Promise((resolve) => {
      let open = replies.length;
      const end = (): void => {
        deadline.cancel();
        this.#counters.failed += this.#health.judge(outcomes);
        resolve([...outcomes]);
      };
      const deadline = this.#parts.clock.after(this.#timeoutMs, end);
      const settle = (at: number, outcome: RedisOutcome): void => {
        outcomes[at] = outcome;
        if (--open === 0) end();
      };
      for (const [at, reply] of replies.entries())
        reply.then(
          (value) => {
            settle(at, { ok: true, reply: value as RedisReply });
          },
          (error: unknown) => {
            settle(at, failureOf(error));
          },
        );
    });
  }

  // ---- health -----------------------------------------------------------------------------------

  #watch(driver: Driver): void {
    driver.on('error', (error: Error) => {
      this.#health.fails(detailOf(error));
    });
    driver.on('close', () => {
      this.#counters.lost++;
      this.#health.ended();
    });
    driver.on('ready', () => {
      void this.#contacted();
    });
    driver.on('end', () => {
      this.#dialAgain(driver);
    });
    if (driver instanceof Cluster) this.#watchNodes(driver);
  }

  #watchNodes(driver: Cluster): void {
    this.#refreshSlots(driver);
    // A node that comes anew may be a replica that took over, or have lost what it held.
    driver.on('-node', () => {
      this.#counters.lost++;
      this.#tellReplaced();
    });
  }

  /** ioredis gives up when Sentinels tell of another master just while they are asked for it. */
  #dialAgain(driver: Driver): void {
    if (this.#closed) return;
    const { clock, random } = this.#parts;
    this.#dialing = clock.after(retryMs(1, random), () => {
      driver.connect().catch(() => undefined);
    });
  }

  /** ioredis's own timer for it goes on for ever when the driver is closed while it asks. */
  #refreshSlots(driver: Cluster): void {
    this.#refreshing = this.#parts.clock.every(SLOTS_REFRESH_MS, () => {
      if (driver.status === 'ready') driver.refreshSlotsCache();
    });
  }

  async #contacted(): Promise<void> {
    if (this.#driver instanceof Cluster) {
      this.#health.answers();
      return;
    }
    const { lost } = this.#counters;
    let answer = await this.call({ run: 'INFO', args: ['server'] });
    // As long as it is this connection: the next one asks itself.
    while (!answer.ok && answer.cause === 'unanswered' && this.#counters.lost === lost && !this.#closed)
      answer = await this.call({ run: 'INFO', args: ['server'] });
    if (!answer.ok || typeof answer.reply !== 'string') return;
    const runId = /^run_id:(\w+)/m.exec(answer.reply)?.[1] ?? '';
    const replaced = this.#runId !== '' && this.#runId !== runId;
    this.#runId = runId;
    if (replaced) this.#tellReplaced();
  }

  #tellReplaced(): void {
    if (!this.#closed) for (const events of this.#events) events.replaced?.();
  }
}

const UNANSWERED: RedisOutcome = { ok: false, cause: 'unanswered', detail: 'no answer in time' };

function newDriver(settings: RedisSettings, silenceMs: number, random: Random): Driver {
  const { kind, addresses, sentinelMaster, sentinelPassword, tls } = settings;
  const retry = (attempt: number): number => retryMs(attempt, random);
  const common = commonOptions(settings, silenceMs);
  if (kind === 'cluster') return new Cluster([...addresses], clusterOptions(common, retry));
  const single: RedisOptions = { ...common, enableOfflineQueue: false, retryStrategy: retry };
  if (kind === 'server') return new Redis({ ...single, ...addresses[0] });
  return new Redis({
    ...single,
    Connector: MasterConnector,
    sentinels: [...addresses],
    name: sentinelMaster,
    sentinelPassword,
    sentinelRetryStrategy: retry,
    sentinelCommandTimeout: CONNECT_TIMEOUT_MS,
    failoverDetector: true,
    ...(tls !== undefined && { enableTLSForSentinelMode: true, sentinelTLS: { ca: tls.ca } }),
  });
}

function commonOptions(settings: RedisSettings, silenceMs: number): RedisOptions {
  const { username, password, tls } = settings;
  return {
    Connector: ServerConnector,
    username,
    password,
    tls: tls && { ca: tls.ca },
    connectTimeout: CONNECT_TIMEOUT_MS,
    socketTimeout: silenceMs,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 1,
    // A master that became a replica refuses writes: another one is asked for.
    reconnectOnError: (error) => error.message.startsWith('READONLY'),
  };
}

const clusterOptions = (redisOptions: RedisOptions, retry: (attempt: number) => number): ClusterOptions => ({
  redisOptions,
  enableOfflineQueue: false,
  clusterRetryStrategy: retry,
  maxRedirections: REDIRECTIONS_MAX,
  slotsRefreshTimeout: CONNECT_TIMEOUT_MS,
});

/** For operators. */
function routeOf({ kind, addresses, sentinelMaster }: RedisSettings): string {
  const list = addresses.map(({ host, port }) => `${host}:${port}`).join(', ');
  return kind === 'sentinel' ? `${sentinelMaster ?? ''} by the Sentinels ${list}` : `${kind} ${list}`;
}

/** What a Redis Cluster's driver says of all nodes together hides why. */
function detailOf(error: Error): string {
  const last: unknown = Reflect.get(error, 'lastNodeError');
  return last instanceof Error ? last.message : error.message;
}

/** Doubling, with jitter: gateways that lost one Redis do not come back as one. */
function retryMs(attempt: number, random: Random): number {
  const ceilingMs = Math.min(RETRY_MS_MAX, RETRY_MS_MIN * 2 ** Math.min(attempt, 10));
  return Math.ceil(ceilingMs * (0.5 + random() / 2));
}

/** ioredis adds scripts as methods at run time; `call` is the way to any other command. */
function runnerOf(target: object, { run, bytes }: RedisCommand): Runner {
  const method = (typeof run === 'string' ? 'call' : run.name) + (bytes === true ? 'Buffer' : '');
  const runner: unknown = Reflect.get(target, method);
  if (typeof runner !== 'function') throw new Error(`the connection was made without the script ${method}`);
  const bound = (runner as Runner).bind(target);
  return typeof run === 'string' ? (...args) => bound(run, ...args) : bound;
}

/** ioredis takes Buffers, and would write other arrays as text. */
const argumentsOf = ({ args }: RedisCommand): readonly (string | number | Buffer)[] => args.map(asWritten);

const asWritten = (argument: RedisArgument): string | number | Buffer =>
  argument instanceof Uint8Array
    ? Buffer.from(argument.buffer, argument.byteOffset, argument.byteLength)
    : argument;

function failureOf(error: unknown): RedisOutcome {
  const detail = error instanceof Error ? detailOf(error) : String(error);
  if (error instanceof Error && error.name === 'ReplyError') return { ok: false, cause: 'refused', detail };
  return { ok: false, cause: isUnsent(detail) ? 'unsent' : 'unanswered', detail };
}

/** ioredis has no codes for it. */
const isUnsent = (detail: string): boolean => detail.includes('enableOfflineQueue options is false');
