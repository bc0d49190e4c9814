// Backends as processes of their own, found by the gateway in Consul only.
import { LINK_SECRET } from './gateway-process.js';
import { Program, type Exit, type Programs } from './program.js';
import { scrape, type Scrape } from './scrape.js';

export interface BackendProcess {
  readonly serverId: string;
  readonly program: Program;
  metrics(): Promise<Scrape>;
  /** SIGTERM: it drains. */
  stop(): Promise<Exit>;
  /** SIGSTOP: it lives, and does nothing any more. */
  freeze(): void;
  /** SIGCONT: after `freeze`. */
  thaw(): void;
  /** SIGKILL. */
  kill(): Promise<Exit>;
}

export interface BackendPlace {
  /** A file of test/e2e/programs. */
  readonly program: string;
  readonly service: string;
  readonly serverId: string;
  /** host:port of the Consul agent. */
  readonly consul: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Resolves when it takes links; registering follows. */
export async function startBackendProcess(programs: Programs, place: BackendPlace): Promise<BackendProcess> {
  const { service, serverId, consul, env = {} } = place;
  const program = new Program(process.execPath, [programs.file(place.program)], {
    env: { SERVICE: service, SERVER_ID: serverId, CONSUL: consul, LINK_SECRET, ...env },
  });
  const message = await program.started(program.messages.find(`${serverId} to start`, isReady));
  const metricsPort = isReady(message) ? message.ready.metricsPort : 0;
  return {
    serverId,
    program,
    metrics: () => scrape(`http://127.0.0.1:${metricsPort}/metrics`),
    stop: () => program.end('SIGTERM'),
    freeze: () => void process.kill(program.pid, 'SIGSTOP'),
    thaw: () => void process.kill(program.pid, 'SIGCONT'),
    kill: () => program.end('SIGKILL'),
  };
}

function isReady(message: unknown): message is { ready: { metricsPort: number } } {
  return typeof message === 'object' && message !== null && 'ready' in message;
}
