// A gateway with workers, and what tests read of its operators' port.
import type { Cleanup } from './cleanup.js';
import { startGatewayProcess, type GatewayProcess } from './gateway-process.js';
import { eventually } from './journal.js';
import { startConsul, type TestConsul } from './consul.js';
import { DrivenBackend } from './driven-backend.js';
import { buildPrograms, type Programs } from './program.js';
import { Scrape } from './scrape.js';

export interface WorkerStatus {
  readonly worker: string;
  readonly gateway: string;
  readonly pid: number;
  readonly state: string;
  readonly restarts: number;
  readonly status?: {
    readonly sessions: number;
    readonly instances: readonly { readonly server: string; readonly link: string }[];
  };
}

export const adminOf = (gateway: GatewayProcess): string =>
  `http://${String(gateway.log.entries.find(({ msg }) => msg === 'listening')?.['admin'])}`;

export async function workersOf(gateway: GatewayProcess): Promise<readonly WorkerStatus[]> {
  const status = (await (await fetch(`${adminOf(gateway)}/status`)).json()) as { workers: WorkerStatus[] };
  return status.workers;
}

export async function perWorker(gateway: GatewayProcess): Promise<Scrape> {
  return new Scrape(await (await fetch(`${adminOf(gateway)}/metrics?by=worker`)).text());
}

/** To the backend that these tests have. */
export const isLinked = ({ status }: WorkerStatus): boolean =>
  status?.instances.some(({ server, link }) => server === 'chat-1' && link === 'open') === true;

export interface WorkersScene {
  readonly programs: Programs;
  readonly consul: TestConsul;
  readonly backend: DrivenBackend;
}

/** A Consul of its own with a route to the backend `chat-1`, which runs. All of it ends with `cleanup`. */
export async function startWorkersScene(cleanup: Cleanup): Promise<WorkersScene> {
  const [programs, consul] = await Promise.all([
    cleanup.started(buildPrograms(), (built) => {
      built.close();
    }),
    cleanup.started(startConsul(), (started) => started.stop()),
  ]);
  await consul.put('causeway/routes/all', JSON.stringify([{ types: 1000, service: 'chat' }]));
  const backend = await DrivenBackend.start(programs, consul.address, 'chat', 'chat-1');
  cleanup.add(() => backend.process.kill());
  return { programs, consul, backend };
}

/** Resolves when each worker has a link to each backend. The gateway ends with `context`. */
export async function startWorkers(
  context: Cleanup,
  programs: Programs,
  consulAddress: string,
  env: Readonly<Record<string, string>>,
): Promise<GatewayProcess> {
  const gateway = await startGatewayProcess(programs, consulAddress, {
    CAUSEWAY_DRAIN_GRACE_MS: '200',
    CAUSEWAY_DRAIN_SPREAD_MS: '200',
    ...env,
  });
  context.add(() => gateway.dispose());
  await eventually(
    'links of all workers',
    () => workersOf(gateway),
    (workers) => workers.length === Number(env['CAUSEWAY_WORKERS']) && workers.every(isLinked),
  );
  return gateway;
}
