// A backend in a process of its own whose every move the test makes (see test/e2e/programs/driven-backend.ts).
import type { Backend } from '../../src/sdk/backend/backend.js';
import { startBackendProcess, type BackendProcess } from './backend-process.js';
import type { Programs } from './program.js';

export type DrivenMethod =
  | 'push'
  | 'sendToServer'
  | 'sendToService'
  | 'callServer'
  | 'callService'
  | 'join'
  | 'leave'
  | 'setAttributes'
  | 'kick'
  | 'pin'
  | 'unpin';

export interface DrivenCall {
  readonly id: number;
  readonly call: DrivenMethod;
  readonly args: readonly unknown[];
}

export interface Failed {
  readonly code: number;
  readonly name: string;
}

export type DrivenReply =
  { readonly id: number; readonly value: unknown } | { readonly id: number; readonly failed: Failed };

export interface SessionNews {
  readonly event: 'opened' | 'suspended' | 'resumed' | 'closed' | 'changed';
  readonly session: string;
  readonly user: string;
  readonly roles: readonly string[];
  readonly generation: number;
  readonly state: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly end?: { readonly code: number; readonly reason: string };
}

export type DrivenEvent =
  | SessionNews
  | { readonly event: 'relayed'; readonly from: string; readonly text: string }
  | { readonly event: 'undelivered'; readonly code: number; readonly count: number; readonly target: string };

export type EventOf<Name> = Name extends SessionNews['event']
  ? SessionNews
  : Extract<DrivenEvent, { event: Name }>;

/** A call's value, as it is after it crossed a process border. */
type Value<Name extends DrivenMethod> = Awaited<ReturnType<Backend[Name]>>;

export class DrivenBackend {
  readonly process: BackendProcess;
  #lastId = 0;

  private constructor(process: BackendProcess) {
    this.process = process;
  }

  static async start(
    programs: Programs,
    consul: string,
    service: string,
    serverId: string,
  ): Promise<DrivenBackend> {
    const place = { program: 'driven-backend', service, serverId, consul };
    return new DrivenBackend(await startBackendProcess(programs, place));
  }

  /** Calls a method of the SDK there. Rejects with the code's name when it fails there. */
  async call<Name extends DrivenMethod>(name: Name, ...args: readonly unknown[]): Promise<Value<Name>> {
    const id = ++this.#lastId;
    const { messages } = this.process.program;
    const from = messages.entries.length;
    this.process.program.send({ id, call: name, args } satisfies DrivenCall);
    const reply = (await messages.find(
      `the end of ${name}`,
      (message) => isReply(message, id),
      from,
    )) as DrivenReply;
    if ('failed' in reply) throw new Error(reply.failed.name);
    return reply.value as Value<Name>;
  }

  /** How many messages it has told so far: where to look from for the next. */
  get told(): number {
    return this.process.program.messages.entries.length;
  }

  /** What it heard of a session, so far. */
  newsOf(session: string): SessionNews[] {
    return this.process.program.messages.entries.filter(
      (message): message is SessionNews => (message as Partial<SessionNews>).session === session,
    );
  }

  heard<Name extends DrivenEvent['event']>(
    event: Name,
    fits: (news: EventOf<Name>) => boolean = () => true,
    from = 0,
  ): Promise<EventOf<Name>> {
    const { messages } = this.process.program;
    const found = messages.find(
      `${this.process.serverId} to hear "${event}"`,
      (message) => (message as Partial<DrivenEvent>).event === event && fits(message as EventOf<Name>),
      from,
    );
    return found as Promise<EventOf<Name>>;
  }
}

function isReply(message: unknown, id: number): boolean {
  return (message as Partial<DrivenReply>).id === id;
}
