// A worker of `causeway serve`: a gateway like any other, but for where its clients, its cluster and its
// operators' questions come from: the primary that started it.

import { adminApp } from '../admin/server.js';
import { assemble } from '../assemble.js';
import { systemClock } from '../clock.js';
import { MemoryCluster } from '../cluster/memory.js';
import { formatConfigProblem } from '../config/layer.js';
import { loadConfig } from '../config/load-config.js';
import type { Config } from '../config/schema.js';
import { startGateway, type Gateway } from '../gateway.js';
import type { GatewayParts } from '../gateway-parts.js';
import { favourEventLoop } from '../helper-threads.js';
import type { Log } from '../log.js';
import type { AdminReply, AdminRequest, WorkerStart } from '../workers/channel.js';
import { WorkerDesk } from '../workers/worker-desk.js';
import type { PrimaryChannel } from '../workers/worker-process.js';
import { announce } from './announce.js';
import { ExitCode, type Host } from './host.js';
import { withLog, type OpenLog } from './open-log.js';

/** Resolves when the gateway has stopped. */
export async function serveAsWorker(host: Host): Promise<ExitCode> {
  const channel = host.primary?.();
  if (channel === undefined) {
    host.err('this is for causeway serve to start: set workers to more than 1');
    return ExitCode.USAGE;
  }
  const { start, desk } = await startSaid(channel);
  const config = workerConfig(host, start);
  if (config === undefined) return ExitCode.USAGE;
  return withLog(host.openLog(), config, (opened) => serveOn(host, config, { start, desk }, opened));
}

async function serveOn(
  host: Host,
  config: Config,
  { start, desk }: Started,
  { log, dropped }: OpenLog,
): Promise<ExitCode> {
  const signal = signalled(host);
  favourEventLoop(host, log);
  const assembled = await assemble(config, config.gatewayId, log);
  if (!assembled.ok) {
    host.err(assembled.problem);
    return ExitCode.FAILED;
  }
  try {
    const settings = { ...assembled.settings, ...start.clients };
    const gateway = await startGateway(
      settings,
      sharing({ ...assembled.parts, logLinesDropped: dropped }, desk),
    );
    return await run(host, { config, start, gateway, desk, log, signal });
  } catch (error) {
    host.err(error instanceof Error ? error.message : String(error));
    return ExitCode.FAILED;
  }
}

interface Started {
  readonly start: WorkerStart;
  readonly desk: WorkerDesk;
}

/** The desk is set up in the turn of the first message: the next ones may be right behind it. */
function startSaid(channel: PrimaryChannel): Promise<Started> {
  return new Promise((resolve) => {
    channel.onMessage((message) => {
      if (message.kind !== 'start') return;
      const { start } = message;
      resolve({ start, desk: new WorkerDesk(channel, start, systemClock) });
    });
  });
}

function workerConfig(host: Host, { config, flags, gatewayId }: WorkerStart): Config | undefined {
  const loaded = loadConfig({ file: config, env: host.env, flags, generatedGatewayId: gatewayId });
  if (loaded.ok) return { ...loaded.config, gatewayId };
  for (const problem of loaded.problems) host.err(formatConfigProblem(problem));
  return undefined;
}

/** Gateways of one machine need nothing but their primary to be a cluster. */
function sharing(parts: GatewayParts, desk: WorkerDesk): GatewayParts {
  const { source, siblings, cluster } = desk;
  return {
    ...parts,
    cluster: parts.cluster instanceof MemoryCluster ? cluster : parts.cluster,
    shared: { source, siblings },
  };
}

interface Running extends Started {
  /** Heard from before the start. */
  readonly signal: Promise<'signal'>;
  readonly config: Config;
  readonly gateway: Gateway;
  readonly log: Log;
}

async function run(host: Host, running: Running): Promise<ExitCode> {
  const { config, start, gateway, desk, log, signal } = running;
  const pages = adminApp(gateway, systemClock);
  desk.serve({
    load: () => {
      const { accepted, opening, open } = gateway.listener.counters;
      return { taken: accepted, gone: accepted - opening - open };
    },
    answer: (request) => answer(pages, request),
    endAbandoned: (abandoned) => gateway.endAbandoned(abandoned),
  });
  const announced = announce(host.hostname, config, gateway, { address: start.admin }, log);
  const why = await Promise.race([desk.stopAsked, signal]);
  if (why === 'signal') desk.leave();
  const left = announced.leave();
  log.info({ sessions: gateway.sessions.size, pending: gateway.pending.count, why }, 'stopping');
  // Without a primary nobody can connect any more: the clients are better off elsewhere at once.
  await (why === 'gone' ? gateway.stop() : gateway.drain(config.drain));
  await left;
  if (why !== 'gone') await handOver(desk, pages);
  desk.close();
  log.info({}, 'stopped');
  return ExitCode.OK;
}

/** What it counted is not to end with it. */
async function handOver(desk: WorkerDesk, pages: ReturnType<typeof adminApp>): Promise<void> {
  const { status, body } = await answer(pages, { method: 'GET', path: '/metrics', body: '' });
  if (status === 200) await desk.handOver(body);
}

function signalled(host: Host): Promise<'signal'> {
  return new Promise((resolve) => {
    host.onStop(
      () => {
        resolve('signal');
      },
      () => undefined,
    );
  });
}

async function answer(
  pages: ReturnType<typeof adminApp>,
  { method, path, body }: AdminRequest,
): Promise<AdminReply> {
  const response = await pages.request(path, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(body !== '' && { body }),
  });
  const contentType = response.headers.get('content-type') ?? 'text/plain';
  return { status: response.status, contentType, body: await response.text() };
}
