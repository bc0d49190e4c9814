// What tests read of the operators' port of a gateway with workers.
import type { GatewayProcess } from './gateway-process.js';
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
