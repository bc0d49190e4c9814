// `causeway serve`: runs a gateway until it is told to stop.

import { startAdmin, type AdminServer } from '../admin/server.js';
import { assemble } from '../assemble.js';
import { systemClock } from '../clock.js';
import { formatConfigProblem } from '../config/layer.js';
import { generateGatewayId, loadConfig } from '../config/load-config.js';
import type { Config } from '../config/schema.js';
import { formatAddress } from '../discovery/address.js';
import { startGateway, type Gateway } from '../gateway.js';
import { favourEventLoop } from '../helper-threads.js';
import { announce } from './announce.js';
import { ExitCode, type Host } from './host.js';
import { withLog, type OpenLog } from './open-log.js';
import { serveWorkers, workerCount, type ServeArguments } from './serve-workers.js';

/** Resolves when the gateway has stopped. */
export async function serve(host: Host, args: ServeArguments): Promise<ExitCode> {
  const generatedGatewayId = generateGatewayId(host.hostname, host.pid, Math.random);
  const loaded = loadConfig({ file: args.config, env: host.env, flags: args.flags, generatedGatewayId });
  if (!loaded.ok) {
    for (const problem of loaded.problems) host.err(formatConfigProblem(problem));
    return ExitCode.USAGE;
  }
  const { config } = loaded;
  return withLog(host.openLog(), config, (opened) => {
    favourEventLoop(host, opened.log);
    return workerCount(config) > 1
      ? serveWorkers(host, args, config, opened)
      : serveAlone(host, config, opened);
  });
}

async function serveAlone(host: Host, config: Config, { log, dropped }: OpenLog): Promise<ExitCode> {
  const stop = stopAsked(host);
  const assembled = await assemble(config, config.gatewayId, log);
  if (!assembled.ok) {
    host.err(assembled.problem);
    return ExitCode.FAILED;
  }
  if (stop.isAsked()) {
    // Nobody knows of it yet: nothing to take leave of.
    const { registry, credentials = [] } = assembled.parts;
    registry.close();
    for (const credential of credentials) credential.close();
    return ExitCode.OK;
  }
  try {
    const gateway = await startGateway(assembled.settings, { ...assembled.parts, logLinesDropped: dropped });
    return await run(host, config, { gateway, log, stop });
  } catch (error) {
    host.err(error instanceof Error ? error.message : String(error));
    return ExitCode.FAILED;
  }
}

interface Running {
  readonly gateway: Gateway;
  readonly log: OpenLog['log'];
  readonly stop: Stop;
}

async function run(host: Host, config: Config, { gateway, log, stop }: Running): Promise<ExitCode> {
  const { listen, token } = config.admin;
  let admin: AdminServer;
  try {
    admin = await startAdmin(gateway, systemClock, { ...listen, log }, token?.reveal());
  } catch (error) {
    await gateway.stop();
    throw error;
  }
  log.info({ clients: formatAddress(gateway.address), admin: formatAddress(admin.address) }, 'listening');
  const announced = announce(host.hostname, config, gateway, admin, log);
  await stop.asked;
  const left = announced.leave();
  log.info({ sessions: gateway.sessions.size, pending: gateway.pending.count }, 'stopping');
  await gateway.drain(config.drain);
  await left;
  await admin.close();
  log.info({}, 'stopped');
  return ExitCode.OK;
}

interface Stop {
  readonly asked: Promise<void>;
  isAsked(): boolean;
}

/**
 * The first signal resolves; a second one ends the process without waiting for anybody. Called before anything is
 * waited for: the first process of a container never gets a signal that it does not listen for.
 */
function stopAsked(host: Host): Stop {
  let isAsked = false;
  const asked = new Promise<void>((resolve) => {
    host.onStop(
      () => {
        isAsked = true;
        resolve();
      },
      () => {
        host.err('stopped at once');
      },
    );
  });
  return { asked, isAsked: () => isAsked };
}
