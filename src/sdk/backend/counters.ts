// What a backend counts, as plain numbers; metrics.ts turns them into Prometheus' text when asked.

import { APPLICATION_CODE_MIN, errorName } from '../../protocol/codes.js';

/** How a message can come in. */
export const MESSAGE_KINDS = ['request', 'notification', 'call', 'relay'] as const;
export type MessageKind = (typeof MESSAGE_KINDS)[number];

/** What became of the messages of one kind and type. */
export interface TypeCounts {
  ok: number;
  /** By name of the error code. */
  readonly failed: Map<string, number>;
}

/** Types without a handler are counted together: a stranger's choice of types must not make metrics grow. */
export const UNHANDLED = 0;

export class BackendCounters {
  readonly #received: Record<MessageKind, Map<number, TypeCounts>> = {
    request: new Map(),
    notification: new Map(),
    call: new Map(),
    relay: new Map(),
  };
  /** Pushes, relays, calls and commands by kind and outcome, as "kind outcome". */
  readonly sent = new Map<string, number>();
  /** Links that ended, by name of the close code. */
  readonly linkCloses = new Map<string, number>();
  /** One-way messages that the gateway could not deliver, by name of the error code. */
  readonly undelivered = new Map<string, number>();
  linksOpened = 0;
  /** Fences between links that could not be set: the order of pushes over them was left to chance. */
  fencesUnset = 0;
  /** Answers to calls and commands that had timed out. */
  lateAnswers = 0;
  /** Times that a link was not read because its gateway did not take what waited for it. */
  readPauses = 0;
  /** Answers that could not be sent: the link was gone or full. */
  answersLost = 0;
  /** Generations that were let through before the older one had ended. */
  holdsBroken = 0;

  /** Counts of one kind and type, made at the first use. */
  ofType(kind: MessageKind, type: number): TypeCounts {
    const found = this.#received[kind].get(type);
    if (found !== undefined) return found;
    const counts: TypeCounts = { ok: 0, failed: new Map() };
    this.#received[kind].set(type, counts);
    return counts;
  }

  /** All counts of what was received, for export. */
  *received(): Generator<{ kind: MessageKind; type: number; counts: TypeCounts }> {
    for (const kind of MESSAGE_KINDS)
      for (const [type, counts] of this.#received[kind]) yield { kind, type, counts };
  }
}

/** Counts the end of one message. `code` 0 is success. */
export function countOutcome(counts: TypeCounts, code: number): void {
  if (code === 0) counts.ok++;
  else increment(counts.failed, outcomeName(code));
}

export function increment(counts: Map<string, number>, name: string, by = 1): void {
  counts.set(name, (counts.get(name) ?? 0) + by);
}

/** Name of a code for metrics. The application's own codes share one: there may be any number of them. */
export function outcomeName(code: number): string {
  return code >= APPLICATION_CODE_MIN ? 'APPLICATION' : errorName(code);
}
