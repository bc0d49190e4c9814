// A Consul that answers from tables, over real HTTP, for tests of what runs on top of the client.
import { systemClock } from '../../../../src/clock.js';
import { defaultQueryTiming } from '../../../../src/discovery/consul/blocking-query.js';
import { ConsulClient } from '../../../../src/discovery/consul/consul-client.js';
import type { ConsulContext } from '../../../../src/discovery/consul/consul-context.js';
import { Contact } from '../../../../src/discovery/contact.js';
import { SkipLog } from '../../../../src/discovery/skip-log.js';
import { recordingLog, type RecordingLog } from '../../../support/recording-log.js';
import {
  startScriptedHttp,
  type ScriptedAnswer,
  type ScriptedHttp,
  type ScriptedRequest,
} from '../../../support/scripted-http.js';

export interface FakeSite {
  readonly context: ConsulContext;
  readonly log: RecordingLog;
  readonly server: ScriptedHttp;
  /** Path behind /v1 → answer. Every change of it wakes blocked requests. */
  set(path: string, answer: ScriptedAnswer): void;
  /** Moves the index; it is sent with every answer. */
  setIndex(index: number): void;
  close(): Promise<void>;
}

/** Requests with the present index are held until something is set. */
export async function openFakeSite(): Promise<FakeSite> {
  const answers = new Map<string, ScriptedAnswer>();
  const held = new Set<() => void>();
  let index = 100;
  const server = await startScriptedHttp(async (request) => {
    if (request.query.get('index') === String(index)) await new Promise<void>((wake) => held.add(wake));
    return withIndex(answers.get(request.path.replace('/v1', '')) ?? missing(request), index);
  });
  const wake = (): void => {
    for (const one of held) one();
    held.clear();
  };
  const log = recordingLog();
  const client = new ConsulClient({ address: server.address, timeoutMs: 500 });
  return {
    log,
    server,
    context: {
      client,
      log,
      prefix: 'causeway',
      serviceTag: 'causeway',
      trustPeriodMs: 60_000,
      // As in production, only without its pauses.
      timing: { ...defaultQueryTiming, refillMs: 5, backoffMinMs: 5, backoffMaxMs: 20 },
      clock: systemClock,
      random: () => 0.5,
      contact: new Contact('fake', systemClock, log),
      skipLog: new SkipLog(log),
    },
    set: (path, answer) => {
      answers.set(path, answer);
      index += 1;
      wake();
    },
    setIndex: (next) => {
      index = next;
      wake();
    },
    close: async () => {
      client.close();
      await server.close();
    },
  };
}

function missing(request: ScriptedRequest): ScriptedAnswer {
  if (request.path.startsWith('/v1/health')) return { body: [] };
  return request.path.startsWith('/v1/catalog') ? { body: {} } : { status: 404 };
}

function withIndex(answer: ScriptedAnswer, index: number): ScriptedAnswer {
  if (typeof answer === 'string') return answer;
  return { ...answer, headers: { 'x-consul-index': String(index), ...answer.headers } };
}
