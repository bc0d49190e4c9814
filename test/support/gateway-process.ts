// A gateway as a process of its own, as an operator runs it: configured by the environment, found ready by
// what it logs, stopped by SIGTERM.
import { SignJWT } from 'jose';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { eventually, Journal } from './journal.js';
import { Program, type Exit, type Programs } from './program.js';
import { scrape, type Scrape } from './scrape.js';

/** Signs tokens, HS256. */
export const AUTH_SECRET = 'a secret of end-to-end tests, thirty-two bytes or more';
export const LINK_SECRET = 'a link secret of end-to-end tests';

/** One line of the gateway's log. */
export type LogLine = Readonly<Record<string, unknown>> & { readonly msg: string; readonly time: number };

/** What tests read of /status. */
export interface GatewayStatus {
  readonly sessions: number;
  readonly table: {
    readonly hash: string;
    readonly seenHash: string;
    readonly from: string;
    readonly held?: string;
    readonly problems: readonly unknown[];
  };
  readonly registry: { readonly ok: boolean };
  readonly instances: readonly {
    readonly server: string;
    readonly service: string;
    readonly link: string;
    readonly healthy: boolean;
    readonly draining: boolean;
    readonly pending: number;
  }[];
}

export interface GatewayProcess {
  readonly tcpUrl: string;
  readonly wsUrl: string;
  /** host:port of the clients' listener. */
  readonly clients: string;
  readonly log: Journal<LogLine>;
  readonly program: Program;
  status(): Promise<GatewayStatus>;
  metrics(): Promise<Scrape>;
  /** SIGTERM, and the wait for the end. */
  stop(): Promise<Exit>;
  /** SIGKILL if it still runs, and its folder is removed. */
  dispose(): Promise<void>;
}

/** Resolves when it listens. `env` are further CAUSEWAY_… variables. */
export async function startGatewayProcess(
  programs: Programs,
  consulAddress: string,
  env: Readonly<Record<string, string>> = {},
): Promise<GatewayProcess> {
  const folder = await mkdtemp(path.join(tmpdir(), 'causeway-gateway-'));
  const log = new Journal<LogLine>();
  const program = new Program(process.execPath, [programs.file('gateway'), 'serve'], {
    // Its own folder, so that no causeway.yaml of the repository is read.
    cwd: folder,
    onLine: (line) => {
      log.add(logLine(line));
    },
    env: {
      CAUSEWAY_LISTEN: '127.0.0.1:0',
      CAUSEWAY_ADMIN_LISTEN: '127.0.0.1:0',
      CAUSEWAY_STATE_DIR: path.join(folder, 'state'),
      CAUSEWAY_REGISTRY_KIND: 'consul',
      CAUSEWAY_CONSUL_ADDRESS: consulAddress,
      CAUSEWAY_AUTH_KIND: 'jwt',
      CAUSEWAY_AUTH_SECRET: AUTH_SECRET,
      CAUSEWAY_LINK_SECRET: LINK_SECRET,
      ...env,
    },
  });
  void program.exited.then(({ code, signal }) => {
    log.close(`the gateway ended (${signal ?? `exit ${code ?? 0}`})`);
  });
  const listening = await program.started(
    log.find('the gateway to listen', ({ msg }) => msg === 'listening'),
  );
  const clients = String(listening['clients']);
  const admin = `http://${String(listening['admin'])}`;
  return {
    tcpUrl: `tcp://${clients}`,
    wsUrl: `ws://${clients}`,
    clients,
    log,
    program,
    status: async () => (await (await fetch(`${admin}/status`)).json()) as GatewayStatus,
    metrics: () => scrape(`${admin}/metrics`),
    stop: () => program.end('SIGTERM'),
    dispose: async () => {
      await program.end('SIGKILL');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Lines that are no JSON are what it says on stderr: a refusal to start, or a crash. */
function logLine(line: string): LogLine {
  return line.startsWith('{') ? (JSON.parse(line) as LogLine) : { msg: line, time: Date.now() };
}

/** A token that gateways started here take. */
export function signToken(user: string, roles: readonly string[] = []): Promise<string> {
  return new SignJWT({ sub: user, roles })
    .setProtectedHeader({ alg: 'HS256' })
    .setIssuedAt()
    .setExpirationTime('1h')
    .sign(Buffer.from(AUTH_SECRET));
}

/** Resolves when the gateway has an open link to each of these instances. */
export async function linkedTo(gateway: GatewayProcess, ...servers: readonly string[]): Promise<void> {
  await eventually(
    `links to ${servers.join(', ')}`,
    () => gateway.status(),
    ({ instances }) =>
      servers.every((server) =>
        instances.some((row) => row.server === server && row.link === 'open' && row.healthy),
      ),
  );
}
