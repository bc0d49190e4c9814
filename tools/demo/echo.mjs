// A backend in ten lines: answers every request of type 1000 with the request's payload.
//   node tools/demo/echo.mjs          beside a standalone gateway, whose link secret it reads
import { readFileSync } from 'node:fs';
import { createBackend } from 'causeway/backend';

const backend = createBackend({
  service: 'echo',
  serverId: process.env.SERVER_ID ?? 'echo-1',
  listen: process.env.LISTEN ?? '127.0.0.1:7101',
  secrets: process.env.LINK_SECRET ?? readFileSync('.causeway/link.key', 'utf8').trim(),
});
backend.on(1000, (payload) => payload);
await backend.start();
backend.installSignalHandlers(process);
