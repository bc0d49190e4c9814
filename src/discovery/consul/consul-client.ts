// The one place that speaks to Consul: the `consul` package's client behind a typed face. Requests never
// reject; whatever goes wrong is a tagged result with a sentence for the operator.
//
// Reads go through the client's GET itself: its kv.get walks into every item of an answer inside an event
// handler, where an unexpected one would end the process. Here every body meets a schema first.
import { EventEmitter } from 'node:events';
import { Agent } from 'node:https';
import Consul from 'consul';
import { z } from 'zod';
import { formatAddress, type Address } from '../address.js';
import type { Registration } from '../registry.js';
import {
  agentServiceSchema,
  healthSchema,
  keyNamesSchema,
  keysSchema,
  keyStatesSchema,
  parseIndex,
  servicesSchema,
  type AgentService,
  type HealthEntry,
  type KeyState,
  type KeyValue,
} from './consul-schema.js';

export interface ConsulClientOptions {
  readonly address: Address;
  /** Speak HTTPS. */
  readonly secure?: boolean;
  /** Authorities of Consul's certificate, as PEM. Default: Node's own. */
  readonly ca?: string;
  /** ACL token. */
  readonly token?: string;
  /** How long Consul holds a blocking query without news. */
  readonly waitMs?: number;
  /** Limit of every other request. */
  readonly timeoutMs?: number;
}

export interface ConsulFailure {
  readonly ok: false;
  /** 'refused': an answer with an error status. 'unreachable': no (whole) answer in time. */
  readonly kind: 'cancelled' | 'unreachable' | 'refused' | 'malformed';
  /** The status of a refusal. */
  readonly status?: number;
  readonly reason: string;
}

export interface ConsulAnswer<T> {
  readonly ok: true;
  readonly value: T;
  /** X-Consul-Index. */
  readonly index: bigint | undefined;
}

export type ConsulResult<T> = ConsulAnswer<T> | ConsulFailure;

export interface ReadOptions {
  /** Wait until the index passes this one; 0 or absent: answer at once. */
  readonly index?: bigint;
  readonly signal?: AbortSignal;
}

/** One write of a transaction. `index`: ModifyIndex that the key must still have, 0 for none yet. */
export type KeyOperation =
  | { readonly verb: 'cas'; readonly key: string; readonly text: string; readonly index: number }
  | { readonly verb: 'delete-cas'; readonly key: string; readonly index: number };

export interface ServiceCheck {
  /** How often Consul's agent connects to the instance, at least 1 s. */
  readonly intervalMs: number;
  readonly deregisterAfterMs: number;
}

/** The parts of the package that are used. Its own types lack `index` and `wait` and answer `any`. */
interface RawConsul {
  _get(request: RawRequest): Promise<unknown>;
  readonly kv: {
    set(options: object): Promise<unknown>;
    del(options: object): Promise<unknown>;
  };
  readonly transaction: { create(operations: readonly object[], options: object): Promise<unknown> };
  readonly agent: {
    readonly service: {
      register(options: object): Promise<unknown>;
      deregister(options: object): Promise<unknown>;
    };
  };
  destroy(): void;
}

interface RawRequest {
  readonly name: string;
  readonly path: string;
  readonly params: Record<string, string>;
  readonly query: object;
  readonly ctx: EventEmitter;
  readonly timeout: number;
}

const defaultWaitMs = 60_000;
const defaultTimeoutMs = 5_000;

const responseSchema = z.object({ headers: z.record(z.string(), z.unknown()), body: z.unknown().optional() });

export class ConsulClient {
  /** For messages: "consul at host:port". */
  readonly where: string;
  readonly #consul: RawConsul;
  readonly #waitMs: number;
  readonly #timeoutMs: number;

  constructor(options: ConsulClientOptions) {
    const { host, port } = options.address;
    this.where = `consul at ${formatAddress(options.address)}`;
    this.#waitMs = options.waitMs ?? defaultWaitMs;
    this.#timeoutMs = options.timeoutMs ?? defaultTimeoutMs;
    const headers = options.token === undefined ? {} : { 'x-consul-token': options.token };
    const agent = options.ca === undefined ? {} : { agent: new Agent({ keepAlive: true, ca: options.ca }) };
    // `headers` and `agent` are options of the HTTP client below, which the package's types do not tell of.
    const constructorOptions = { host: host.includes(':') ? `[${host}]` : host, port, headers, ...agent };
    this.#consul = new Consul({
      ...constructorOptions,
      secure: options.secure ?? false,
    }) as unknown as RawConsul;
  }

  /** All services: name → tags of any of its instances. */
  services(options: ReadOptions): Promise<ConsulResult<ReadonlyMap<string, readonly string[]>>> {
    return this.#read('/catalog/services', {}, {}, servicesSchema, options);
  }

  /** Instances of a service that carry a tag, healthy or not. */
  health(service: string, tag: string, options: ReadOptions): Promise<ConsulResult<readonly HealthEntry[]>> {
    return this.#read('/health/service/{service}', { service }, { tag }, healthSchema, options);
  }

  /** Every key below a prefix as one consistent snapshot; none when there is no such prefix. */
  keyValues(prefix: string, options: ReadOptions): Promise<ConsulResult<readonly KeyValue[]>> {
    const query = { recurse: 'true' };
    return this.#read('/kv/{key}', { key: prefix }, query, keysSchema, options, []);
  }

  /** The value of one key, undefined when there is none. */
  async keyValue(key: string, options: ReadOptions): Promise<ConsulResult<string | undefined>> {
    const result = await this.#read('/kv/{key}', { key }, {}, keysSchema, options, []);
    return result.ok ? { ...result, value: result.value[0]?.text } : result;
  }

  /** Names of the keys below a prefix, ascending. */
  keyNames(prefix: string, options: ReadOptions = {}): Promise<ConsulResult<readonly string[]>> {
    return this.#read('/kv/{key}', { key: prefix }, { keys: 'true' }, keyNamesSchema, options, []);
  }

  /** Writes a key that does not exist yet; false when it does. */
  createKey(key: string, value: string): Promise<ConsulResult<boolean>> {
    return this.#write((call) => this.#consul.kv.set({ key, value, cas: '0', ...call }), z.boolean());
  }

  /** As `keyValues`, with what a check-and-set needs. */
  keyStates(prefix: string): Promise<ConsulResult<readonly KeyState[]>> {
    return this.#read('/kv/{key}', { key: prefix }, { recurse: 'true' }, keyStatesSchema, {}, []);
  }

  /** Writes all keys or, when one of them was changed meanwhile, none: then the failure's status is 409. */
  transaction(operations: readonly KeyOperation[]): Promise<ConsulResult<unknown>> {
    const wire = operations.map(({ verb, key, index, ...rest }) => ({
      KV: {
        Verb: verb,
        Key: key,
        Index: index,
        ...('text' in rest && { Value: Buffer.from(rest.text).toString('base64') }),
      },
    }));
    return this.#write((call) => this.#consul.transaction.create(wire, call), z.unknown());
  }

  deleteKey(key: string): Promise<ConsulResult<boolean>> {
    return this.#write((call) => this.#consul.kv.del({ key, ...call }), z.boolean());
  }

  /** The agent's registration of that id, undefined when it knows none. */
  agentService(id: string): Promise<ConsulResult<AgentService | undefined>> {
    return this.#read('/agent/service/{id}', { id }, {}, agentServiceSchema, {}, undefined);
  }

  /** Registers an instance at the agent with a check that connects to it; it begins as passing. */
  register(
    registration: Registration,
    tags: readonly string[],
    check: ServiceCheck,
  ): Promise<ConsulResult<unknown>> {
    const { serverId, service, host, port, meta } = registration;
    const definition = {
      name: 'accepts links',
      tcp: formatAddress({ host, port }),
      interval: `${check.intervalMs}ms`,
      timeout: `${check.intervalMs}ms`,
      deregistercriticalserviceafter: `${check.deregisterAfterMs}ms`,
      status: 'passing',
    };
    const options = {
      id: serverId,
      name: service,
      address: host,
      port,
      tags,
      meta: Object.fromEntries(meta),
    };
    return this.#write(
      (call) => this.#consul.agent.service.register({ ...options, check: definition, ...call }),
      z.unknown(),
    );
  }

  deregister(serverId: string): Promise<ConsulResult<unknown>> {
    return this.#write(
      (call) => this.#consul.agent.service.deregister({ id: serverId, ...call }),
      z.unknown(),
    );
  }

  /** Closes idle connections. Cancel running reads by their signals. */
  close(): void {
    this.#consul.destroy();
  }

  /** `missing`, when given, stands for a 404. */
  async #read<T>(
    path: string,
    params: Record<string, string>,
    query: Record<string, string>,
    schema: z.ZodType<T>,
    options: ReadOptions,
    ...missing: [T] | []
  ): Promise<ConsulResult<T>> {
    if (options.signal?.aborted === true) return { ok: false, kind: 'cancelled', reason: 'cancelled' };
    const index = options.index ?? 0n;
    const blocking = index < 1n ? {} : { index: index.toString(), wait: `${this.#waitMs}ms` };
    // Consul adds up to a sixteenth to the wait. Without a limit of ours a response that is cut in its middle
    // would never settle.
    const timeout = index < 1n ? this.#timeoutMs : (this.#waitMs * 17) / 16 + this.#timeoutMs;
    const ctx = cancelledBy(options.signal);
    const request = { name: path, path, params, query: { ...query, ...blocking }, ctx: ctx.emitter, timeout };
    try {
      return this.#answer(await this.#consul._get(request), schema);
    } catch (error) {
      const failure = this.#failure(error);
      if (failure.status !== 404 || missing.length === 0) return failure;
      const response = responseSchema.safeParse(errorFields(error).response);
      return { ok: true, value: missing[0], index: parseIndex(response.data?.headers['x-consul-index']) };
    } finally {
      ctx.release();
    }
  }

  async #write<T>(
    send: (call: { timeout: number; ctx: EventEmitter }) => Promise<unknown>,
    schema: z.ZodType<T>,
  ): Promise<ConsulResult<T>> {
    const ctx = Object.assign(new EventEmitter(), { includeResponse: true });
    try {
      const answer = await send({ timeout: this.#timeoutMs, ctx });
      return this.#answer(Array.isArray(answer) ? answer[0] : undefined, schema);
    } catch (error) {
      return this.#failure(error);
    }
  }

  #answer<T>(raw: unknown, schema: z.ZodType<T>): ConsulResult<T> {
    const response = responseSchema.safeParse(raw);
    const parsed = schema.safeParse(response.data?.body);
    if (!response.success || !parsed.success)
      return {
        ok: false,
        kind: 'malformed',
        reason: `${this.where} answered something else than Consul does`,
      };
    return { ok: true, value: parsed.data, index: parseIndex(response.data.headers['x-consul-index']) };
  }

  #failure(error: unknown): ConsulFailure {
    const { code, message, isAbort, isCodec, isResponse, statusCode } = errorFields(error);
    if (isAbort === true) return { ok: false, kind: 'cancelled', reason: 'cancelled' };
    if (isResponse === true) return this.#refusal(statusCode ?? 0, message ?? '');
    const kind = isCodec === true ? 'malformed' : 'unreachable';
    return { ok: false, kind, reason: `${this.where} cannot be reached: ${code ?? message ?? 'unknown'}` };
  }

  #refusal(status: number, message: string): ConsulFailure {
    const advice = status === 403 ? ' (the ACL token lacks a right)' : '';
    return {
      ok: false,
      kind: 'refused',
      status,
      reason: `${this.where} answered ${status}: ${message}${advice}`,
    };
  }
}

/** The fields by which the package's errors are told apart. */
const errorSchema = z
  .object({
    code: z.string().optional(),
    message: z.string().optional(),
    isAbort: z.boolean().optional(),
    isCodec: z.boolean().optional(),
    isResponse: z.boolean().optional(),
    statusCode: z.number().optional(),
    response: z.unknown().optional(),
  })
  .partial();

function errorFields(error: unknown): z.infer<typeof errorSchema> {
  return errorSchema.safeParse(error).data ?? {};
}

/** The package is cancelled by an event; the rest of the world uses AbortSignal. */
function cancelledBy(signal: AbortSignal | undefined): { emitter: EventEmitter; release(): void } {
  const emitter = new EventEmitter();
  const cancel = (): void => {
    emitter.emit('cancel');
  };
  signal?.addEventListener('abort', cancel, { once: true });
  return {
    emitter,
    release: () => {
      signal?.removeEventListener('abort', cancel);
    },
  };
}
