// What makes an instance usable, whichever registry names it. A value that cannot be used is a reason, never
// an exception: registries hold what anybody wrote there.
import { isHost, isPort } from './address.js';
import type { Instance } from './registry.js';

/** Server ids and service names travel in link greetings, logs and metrics labels. */
export const nameCharsMax = 128;
/** Consul's own limits on service meta: 64 pairs. Values of ours are short (weights, versions, zones). */
export const metaEntriesMax = 64;
export const metaCharsMax = 1024;
export const weightMax = 1000;

export interface InstanceFields {
  readonly serverId: string;
  readonly service: string;
  readonly host: string;
  readonly port: number;
  readonly healthy: boolean;
  readonly meta: Readonly<Record<string, string>>;
}

export type BuiltInstance =
  | { readonly ok: true; readonly instance: Instance; readonly warning: string | undefined }
  | { readonly ok: false; readonly reason: string };

/** Checks the fields and reads the weight out of meta. An absurd weight costs a warning, not the instance. */
export function buildInstance(fields: InstanceFields): BuiltInstance {
  const reason = unusable(fields);
  if (reason !== undefined) return { ok: false, reason };
  const weight = parseWeight(fields.meta['weight']);
  const instance: Instance = {
    serverId: fields.serverId,
    service: fields.service,
    host: fields.host,
    port: fields.port,
    healthy: fields.healthy,
    weight: weight ?? 1,
    meta: new Map(Object.entries(fields.meta)),
  };
  const warning = `its weight is not a number above 0 and at most ${weightMax}; 1 is used instead`;
  return { ok: true, instance, warning: weight === undefined ? warning : undefined };
}

/** 1 where none is given, undefined where it is not a weight. */
export function parseWeight(text: string | undefined): number | undefined {
  if (text === undefined) return 1;
  const weight = /^\d{1,4}(\.\d{1,6})?$/.test(text) ? Number(text) : Number.NaN;
  return weight > 0 && weight <= weightMax ? weight : undefined;
}

function unusable({ serverId, service, host, port, meta }: InstanceFields): string | undefined {
  if (!isName(serverId))
    return `its id is empty, longer than ${nameCharsMax}, only dots, or has control characters`;
  if (!isName(service))
    return `its service name is empty, longer than ${nameCharsMax}, only dots, or has control characters`;
  if (!isHost(host)) return 'its address is missing or no host name; register one that gateways can dial';
  if (!isPort(port)) return 'its port is not from 1 to 65535; register the port that links are accepted on';
  const entries = Object.entries(meta);
  if (entries.length > metaEntriesMax) return `its meta has more than ${metaEntriesMax} entries`;
  if (entries.some(([key, value]) => key.length + value.length > metaCharsMax))
    return `an entry of its meta is longer than ${metaCharsMax}`;
  return undefined;
}

/** Whether it can be shown, and can stand in a path: some registries are asked by it. */
export function isName(text: string): boolean {
  if (text === '.' || text === '..') return false;
  return text.length > 0 && text.length <= nameCharsMax && !/[\p{Cc}\p{Cs}]/u.test(text);
}
