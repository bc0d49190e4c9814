// The unrouted backend of the first day: other backends call it (3000, "session|place"). It insists that the
// calls of each caller come in the order of each session's places, without a gap; a call that does not is
// failed, and the client sees that.
import { createBackend } from 'causeway/backend';

const { SERVICE = '', SERVER_ID = '', CONSUL = '', LINK_SECRET = '' } = process.env;
const places = new Map<string, number>();
const decoder = new TextDecoder();

const backend = createBackend({
  service: SERVICE,
  serverId: SERVER_ID,
  secrets: LINK_SECRET,
  registry: { consul: CONSUL },
  metricsListen: '127.0.0.1:0',
});

backend.onRelay(3000, (payload, context) => {
  const [session = '', place = ''] = decoder.decode(payload).split('|');
  const key = `${context.fromServer}|${session}`;
  const wanted = (places.get(key) ?? 0) + 1;
  if (Number(place) !== wanted) context.fail(1107, `call ${place} of ${key}, expected ${wanted}`);
  places.set(key, wanted);
  return undefined;
});
backend.installSignalHandlers(process);
process.send?.({ ready: await backend.start() });
process.channel?.unref();
