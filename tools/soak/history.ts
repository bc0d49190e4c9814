// What is written down of a run, for the judge. Times are milliseconds since the epoch: all processes of a run
// are on one machine.

/** How a push was addressed. `session` goes straight over the link of the session's gateway. */
export type Way = 'session' | 'user' | 'users' | 'group' | 'all' | 'all-except';

/** A push, numbered from 1 by the life that sent it. */
export interface SentPush {
  readonly n: number;
  readonly way: Way;
  /** Session id, user, users with "," between, group; for all-except the session that it is not for. */
  readonly to: string;
  readonly atMs: number;
  /** What the SDK said. */
  readonly outcome: string;
}

/** A request as it came to a handler. */
export interface Handled {
  readonly session: string;
  readonly request: string;
}

/** The backend was told that pushes could not be delivered, or may not have been. */
export interface Told {
  readonly atMs: number;
  readonly code: number;
  readonly count: number;
}

/** A kick, numbered from 1 by the life that gave it; "life|n" is its reason. */
export interface Kick {
  readonly n: number;
  /** Session id, or user. */
  readonly way: 'session' | 'user';
  readonly to: string;
  readonly atMs: number;
  readonly endedAtMs: number;
  /** '': done. */
  readonly code: string;
  /** How many sessions it ended, when it was done. */
  readonly count: number;
}

/** One life of an instance, from its start to its end. */
export interface Life {
  readonly name: string;
  readonly pushes: readonly SentPush[];
  readonly handled: readonly Handled[];
  readonly told: readonly Told[];
  readonly kicks: readonly Kick[];
  /** SIGKILL; what it did shortly before is not all known. */
  readonly killedAtMs?: number;
}

export interface Received {
  readonly life: string;
  readonly n: number;
  readonly way: Way;
  readonly to: string;
  readonly atMs: number;
}

/** Type 10: so many pushes were lost, 0: nobody knows how many. */
export interface LostNotice {
  readonly atMs: number;
  readonly count: number;
}

/** The client's socket was destroyed under it. */
export interface Cut {
  readonly atMs: number;
  /** When the session went on; undefined: it did not. */
  resumedAtMs?: number;
}

/** A session as its client saw it. */
export interface SessionLog {
  readonly id: string;
  readonly user: string;
  readonly gateway: string;
  readonly fromMs: number;
  /** When its client knew that it was over, or when the log was closed. */
  untilMs: number;
  /** Groups, and when the answer came that it had joined; a group whose answer is still due is in `asked`. */
  readonly groups: Map<string, number>;
  readonly asked: Set<string>;
  readonly received: Received[];
  readonly lost: LostNotice[];
  readonly cuts: Cut[];
  /** Why it ended: the Disconnect's code, NOT_RESUMED (the gateway had it no more), MOVED (its client gave it up). */
  end?: {
    readonly code: string;
    readonly reason: string;
    /** When its client heard of it; a session that was cut may have lived on until then. */
    readonly atMs: number;
  };
}

export interface RequestLog {
  /** "client.serial": unique in a run. Also its payload. */
  readonly name: string;
  readonly session: string;
  readonly gateway: string;
  readonly sentAtMs: number;
  /** Undefined: never answered. */
  end?: {
    readonly atMs: number;
    readonly code: string;
    readonly outcomeKnown: boolean;
    readonly life: string;
    readonly echo: string;
  };
}

export const FAULT_KINDS = [
  'table-changed',
  'consul-killed',
  'consul-hung',
  'consul-emptied',
  'redis-killed',
  'redis-hung',
  'redis-emptied',
  'redis-slow',
  'redis-slower-than-commands-wait',
  'instance-killed',
  'instance-killed-without-consul',
  'gateway-killed',
  'gateway-killed-without-redis',
] as const;

export type FaultKind = (typeof FAULT_KINDS)[number];

/** A fault as it was done: from the blow until everything was started again. */
export interface FaultSpan {
  readonly kind: FaultKind;
  /** Server id or gateway id, where one was struck. */
  readonly victim: string;
  readonly fromMs: number;
  readonly untilMs: number;
}

export interface History {
  readonly lives: readonly Life[];
  readonly sessions: readonly SessionLog[];
  readonly requests: readonly RequestLog[];
  readonly faults: readonly FaultSpan[];
  /** When waits for a fence were seen to have ended without it: order between two ways may break then. */
  readonly orderBreaksMs: readonly number[];
}
