// What the demo's backends have in common: where they listen and how they are found. Beside a standalone
// gateway causeway.yaml names them, and they read its generated link secret; elsewhere the environment says.
//   SERVER_ID LISTEN ADVERTISE METRICS_LISTEN    as in BackendOptions
//   LINK_SECRET or LINK_SECRET_FILE              the secret shared with the gateways
//   CONSUL                                       "host:port" of the agent to register with
import { readFileSync } from 'node:fs';
import { createBackend } from 'causeway/backend';

/** @param {string} service @param {number} port where it listens unless LISTEN says otherwise */
export function demoBackend(service, port) {
  const { env } = process;
  return createBackend({
    service,
    serverId: env.SERVER_ID ?? `${service}-1`,
    listen: env.LISTEN ?? `127.0.0.1:${port}`,
    advertise: env.ADVERTISE,
    metricsListen: env.METRICS_LISTEN,
    secrets: env.LINK_SECRET ?? readFileSync(env.LINK_SECRET_FILE ?? '.causeway/link.key', 'utf8').trim(),
    registry: env.CONSUL === undefined ? undefined : { consul: env.CONSUL },
  });
}

/** Listens, tells `npm start` so, and drains on SIGTERM and SIGINT. */
export async function run(backend) {
  await backend.start();
  process.send?.('listening');
  backend.installSignalHandlers(process);
}
