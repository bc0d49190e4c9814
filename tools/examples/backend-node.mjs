// A backend on Node, with numbers and bytes (typed messages: the tour in README.md). Beside `npm start`:
//   node tools/examples/backend-node.mjs
// and in causeway.yaml, to be found and to get messages:
//   routes:                                   services:
//     - types: 1400                             example:
//       service: example                          - { id: example-1, address: "127.0.0.1:7121" }
import { readFileSync } from 'node:fs';
import { ApplicationError, createBackend } from 'causeway/backend';

const text = new TextDecoder();
const bytes = new TextEncoder();

const backend = createBackend({
  service: 'example',
  serverId: 'example-1',
  listen: '127.0.0.1:7121',
  secrets: readFileSync('.causeway/link.key', 'utf8').trim(),
  // registry: { consul: '127.0.0.1:8500' } registers it where causeway.yaml is not used.
});

backend.on(1400, async (payload, { session, serverId }) => {
  const said = text.decode(payload);
  // From 10000 on codes are the application's own; what is thrown otherwise is answered HANDLER_FAILED.
  if (said === '') throw new ApplicationError(10400);
  await backend.join([session], 'listeners');
  backend.push({ group: 'listeners' }, 1401, bytes.encode(`${session.user} said ${said}`));
  return bytes.encode(`${said} from ${serverId}`);
});
backend.onSession('closed', (session, { reason }) => console.log(`${session.user} is gone: ${reason}`));

const { port } = await backend.start();
console.log(`waiting for gateways on port ${port}`);
// SIGTERM: no new sessions, running handlers are finished, then it leaves.
backend.installSignalHandlers(process);
