// A backend that a test drives over IPC: it calls the SDK's methods by name, and tells what it hears.
//   { id, call, args }  →  { id, value } or { id, failed: { code, name } }
//   →  { event, … }     sessions' life, messages of other backends, undelivered messages, clients' requests
// It answers clients' 1000 and 1100 with "server|payload", other backends' 3000 likewise, fails 3002 with 10001.
import {
  ApplicationError,
  CallError,
  createBackend,
  type Backend,
  type Session,
  type SessionEvents,
} from 'causeway/backend';
import type { DrivenCall, DrivenEvent, DrivenReply } from '../../support/driven-backend.js';

const { SERVICE = '', SERVER_ID = '', CONSUL = '', LINK_SECRET = '' } = process.env;
const encoder = new TextEncoder();
const decoder = new TextDecoder();
const backend = createBackend({
  service: SERVICE,
  serverId: SERVER_ID,
  secrets: LINK_SECRET,
  registry: { consul: CONSUL },
  metricsListen: '127.0.0.1:0',
});

function tell(event: DrivenEvent | DrivenReply): void {
  process.send?.(event);
}

function answer(payload: Uint8Array): Uint8Array {
  return encoder.encode(`${SERVER_ID}|${decoder.decode(payload)}`);
}

function tellSession(
  event: keyof SessionEvents,
  session: Session,
  end?: { code: number; reason: string },
): void {
  const { id, user, roles, generation, state, attributes } = session;
  tell({ event, session: id, user, roles, generation, state, attributes, ...(end && { end }) });
}

for (const event of ['opened', 'suspended', 'resumed', 'changed'] as const)
  backend.onSession(event, (session) => {
    tellSession(event, session);
  });
backend.onSession('closed', (session, end) => {
  tellSession('closed', session, end);
});
backend.onUndelivered((code, count, target) => {
  tell({ event: 'undelivered', code, count, target });
});
backend.on(1000, answer);
backend.on(1100, answer);
backend.onRelay(3000, answer);
backend.onRelay(3001, (payload, { fromServer }) => {
  tell({ event: 'relayed', from: fromServer, text: decoder.decode(payload) });
  return undefined;
});
backend.onRelay(3002, () => {
  throw new ApplicationError(10_001, encoder.encode('no'));
});

type Method = (this: Backend, ...args: unknown[]) => unknown;

async function call({ id, call: name, args }: DrivenCall): Promise<DrivenReply> {
  try {
    return { id, value: await (backend[name] as unknown as Method).apply(backend, [...args]) };
  } catch (error) {
    if (error instanceof CallError) return { id, failed: { code: error.code, name: error.name } };
    return { id, failed: { code: 0, name: String(error) } };
  }
}

process.on('message', (message: DrivenCall) => void call(message).then(tell));
backend.installSignalHandlers(process);
process.send?.({ ready: await backend.start() });
