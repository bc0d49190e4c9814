// What each fault may do harm to, and how long. What is not said here must not happen. Pure.
import type { FaultKind, FaultSpan, Way } from './history.js';

interface Harm {
  /** Codes by which requests may fail. */
  readonly requests: readonly string[];
  /** Pushes that go by the bus may be lost, and are told then. */
  readonly bus: boolean;
}

const NOTHING: Harm = { requests: [], bus: false };
/** A group cannot be joined while the other gateways cannot be told: the handler of a join says 10001 then. */
const WITHOUT_REDIS: Harm = { requests: ['APPLICATION'], bus: true };
/** Within the time of a command nothing is lost; what takes several within a time of its own may end without. */
const SLOW_REDIS: Harm = { requests: ['APPLICATION'], bus: false };
const WITHOUT_INSTANCE: Harm = { requests: ['INSTANCE_LOST'], bus: false };
/** A gateway that starts takes clients before its first links are open: NO_INSTANCE. */
const WITHOUT_GATEWAY: Harm = {
  requests: ['SESSION_LOST', 'NOT_CONNECTED', 'NO_INSTANCE', 'APPLICATION'],
  bus: true,
};

const HARM: Readonly<Record<FaultKind, Harm>> = {
  'table-changed': NOTHING,
  'consul-killed': NOTHING,
  'consul-hung': NOTHING,
  'consul-emptied': NOTHING,
  'redis-killed': WITHOUT_REDIS,
  'redis-hung': WITHOUT_REDIS,
  'redis-emptied': WITHOUT_REDIS,
  'redis-slow': SLOW_REDIS,
  'redis-slower-than-commands-wait': WITHOUT_REDIS,
  'instance-killed': WITHOUT_INSTANCE,
  'instance-killed-without-consul': WITHOUT_INSTANCE,
  'gateway-killed': WITHOUT_GATEWAY,
  'gateway-killed-without-redis': WITHOUT_GATEWAY,
};

/** Clocks of event loops on a busy machine. */
const BEFORE_MS = 1_000;
/** Broken waits are looked for each second. */
const BREAK_SEEN_MS = 3_000;
/** Links are dialled, leases taken and gaps noticed within it. */
const AFTER_MS = 5_000;

export function needsLoss(kind: FaultKind): boolean {
  return HARM[kind].bus || HARM[kind].requests.length > 0;
}

/** Whether the fault can have touched what happened between the two times. */
export function touches({ fromMs, untilMs }: FaultSpan, sinceMs: number, toMs = sinceMs): boolean {
  return toMs >= fromMs - BEFORE_MS && sinceMs <= healedMs({ untilMs });
}

/** From then on the fault is no excuse. */
export function healedMs({ untilMs }: Pick<FaultSpan, 'untilMs'>): number {
  return untilMs + AFTER_MS;
}

/** @param gateway where the client's session was: another one's death is no excuse */
export function excusesRequest(fault: FaultSpan, code: string, gateway: string): boolean {
  if (!HARM[fault.kind].requests.includes(code)) return false;
  // A join asks other gateways, so the death of any of them can fail it.
  return !killsGateway(fault) || code === 'APPLICATION' || fault.victim === gateway;
}

/**
 * A command that asks other gateways ends with a code when they cannot be asked, as a join does. An instance that
 * was started again has no link yet; nothing was sent then.
 */
export function excusesCommand({ kind, victim }: FaultSpan, code: string, life: string): boolean {
  if (HARM[kind] === WITHOUT_INSTANCE) return code === 'NOT_CONNECTED' && life.startsWith(`${victim}#`);
  return HARM[kind].requests.includes('APPLICATION');
}

/** A push straight over the link never touches Redis or another gateway: no fault loses it to a live session. */
export function excusesPush(fault: FaultSpan, way: Way): boolean {
  return way !== 'session' && HARM[fault.kind].bus;
}

/** With the link over which an instance pushes to many, order against what was under way on it is lost. */
export function excusesOrder(fault: FaultSpan): boolean {
  return killsGateway(fault);
}

/** Whether a wait for a fence that was seen to end without it can have been theirs. */
export function isNear(breakMs: number, sinceMs: number, toMs: number): boolean {
  return breakMs >= sinceMs - BEFORE_MS && breakMs <= toMs + BREAK_SEEN_MS;
}

export const killsGateway = ({ kind }: FaultSpan): boolean => HARM[kind] === WITHOUT_GATEWAY;
