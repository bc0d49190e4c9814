// What Consul's answers must look like, and how they become values of ours. Everything that anybody may have
// written into Consul passes here first.
import { z } from 'zod';
import { buildInstance, type BuiltInstance } from '../instance-fields.js';

/** A key below a prefix. */
export interface KeyValue {
  readonly key: string;
  readonly text: string;
}

/** A key with the index of its last change. */
export interface KeyState extends KeyValue {
  readonly modifyIndex: number;
}

/** Where an agent says that a service instance is. */
export interface AgentService {
  readonly service: string;
  readonly host: string;
  readonly port: number;
  readonly tags: readonly string[];
  readonly meta: ReadonlyMap<string, string>;
}

/** One entry of a health answer: usable, or why not and whose it is. */
export interface HealthEntry {
  readonly serverId: string;
  /** Tells two agents apart that use the same service id. */
  readonly node: string;
  readonly built: BuiltInstance;
}

const nullableMeta = z.record(z.string(), z.string()).nullish();

const healthEntry = z.object({
  Node: z.object({ Node: z.string(), Address: z.string().nullish() }),
  Service: z.object({
    ID: z.string(),
    Service: z.string(),
    Address: z.string().nullish(),
    Port: z.number(),
    Meta: nullableMeta,
  }),
  Checks: z.array(z.object({ Status: z.string() })).nullish(),
});

const entryId = z.object({ Service: z.object({ ID: z.string() }) });

/** GET /v1/catalog/services: name → the tags of all its instances. */
export const servicesSchema = z
  .record(z.string(), z.array(z.string()).nullable())
  .transform((services) => new Map(Object.entries(services).map(([name, tags]) => [name, tags ?? []])));

/** GET /v1/health/service/…: an entry that is wrong does not take the others with it. */
export const healthSchema = z.array(z.unknown()).transform((entries) => entries.map(readHealthEntry));

/** GET /v1/kv/…?recurse */
export const keysSchema = z
  .array(z.object({ Key: z.string(), Value: z.string().nullable() }))
  .transform((items): KeyValue[] =>
    items.map((item) => ({ key: item.Key, text: decodeText(item.Value ?? '') })),
  );

/** The same with the index of each key. */
export const keyStatesSchema = z
  .array(z.object({ Key: z.string(), Value: z.string().nullable(), ModifyIndex: z.int().min(0) }))
  .transform((items): KeyState[] =>
    items.map((item) => ({
      key: item.Key,
      text: decodeText(item.Value ?? ''),
      modifyIndex: item.ModifyIndex,
    })),
  );

/** GET /v1/kv/…?keys */
export const keyNamesSchema = z.array(z.string());

/** GET /v1/agent/service/… */
export const agentServiceSchema = z
  .object({
    Service: z.string(),
    Address: z.string(),
    Port: z.number(),
    Tags: z.array(z.string()).nullish(),
    Meta: nullableMeta,
  })
  .transform((service): AgentService => ({
    service: service.Service,
    host: service.Address,
    port: service.Port,
    tags: service.Tags ?? [],
    meta: new Map(Object.entries(service.Meta ?? {})),
  }));

/** X-Consul-Index is an unsigned 64-bit number in decimal. */
export function parseIndex(header: unknown): bigint | undefined {
  return typeof header === 'string' && /^\d{1,20}$/.test(header) ? BigInt(header) : undefined;
}

function readHealthEntry(raw: unknown): HealthEntry {
  const parsed = healthEntry.safeParse(raw);
  if (!parsed.success) {
    const serverId = entryId.safeParse(raw).data?.Service.ID ?? '';
    const where = parsed.error.issues[0]?.path.join('.') ?? '';
    return { serverId, node: '', built: { ok: false, reason: `its field ${where} is missing or wrong` } };
  }
  const { Node: node, Service: service, Checks: checks } = parsed.data;
  const built = buildInstance({
    serverId: service.ID,
    service: service.Service,
    host: firstNonEmpty(service.Address, node.Address),
    port: service.Port,
    // Checks of the node are among them, as is maintenance mode. A warning still takes work.
    healthy: !(checks ?? []).some((check) => check.Status === 'critical'),
    meta: service.Meta ?? {},
  });
  return { serverId: service.ID, node: node.Node, built };
}

/** A service registered without an address lives at its node's. */
function firstNonEmpty(...texts: (string | null | undefined)[]): string {
  return texts.find((text) => text !== undefined && text !== null && text !== '') ?? '';
}

/**
 * A value's bytes as text. Bytes that are not UTF-8 become text that no reader takes for JSON, instead of
 * JSON with characters silently replaced.
 */
function decodeText(base64: string): string {
  const bytes = Buffer.from(base64, 'base64');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return `\uFFFD (not UTF-8) ${bytes.toString('utf8')}`;
  }
}
