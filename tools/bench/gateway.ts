// Causeway as it is measured: `causeway serve` of a build, with everything on that it has by default, and tokens
// that are checked. One echo backend on the bare link; a second route to it that is never answered.
import { SignJWT } from 'jose';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { scrape, type Scrape } from '../../test/support/scrape.js';
import { MessageType } from './message-types.mjs';
import { freePorts } from './ports.js';
import { readiness, startProgram, type Program } from './program.js';

const ECHO_LINK = fileURLToPath(new URL('echo-link.mjs', import.meta.url));
const AUTH_SECRET = 'a secret of benchmarks, of thirty-two bytes or more';
const LINK_SECRET = 'a link secret of benchmarks';

/** Short, so that a row does not wait long for it. */
export const SILENT_TIMEOUT_MS = 300;
/** Routes of one entry of the registry file. */
const ROUTES_OF_ENTRY = 1_000;

export interface GatewayOptions {
  /** Folder of the build. */
  readonly dist: string;
  /** Routes that are never used, beside those that are. */
  readonly fillerRoutes: number;
  readonly env: Readonly<Record<string, string>>;
  readonly nodeFlags: readonly string[];
}

export interface BenchGateway {
  readonly program: Program;
  readonly port: number;
  readonly token: string;
  /** The echo. */
  readonly backend: Program;
  readonly metrics: () => Promise<Scrape>;
  readonly stop: () => Promise<void>;
}

/** Starts backend and gateway, and waits for the link between them. @throws Error that says what did not start */
export async function startGateway(options: GatewayOptions): Promise<BenchGateway> {
  const main = path.join(options.dist, 'main.js');
  if (!existsSync(main)) throw new Error(`${main} is missing: run npm run build`);
  const [port = 0, adminPort = 0, backendPort = 0] = await freePorts(3);
  const folder = await mkdtemp(path.join(tmpdir(), 'causeway-bench-'));
  await writeFile(path.join(folder, 'causeway.yaml'), registryFile(backendPort, options.fillerRoutes));
  const backend = startProgram({
    command: [process.execPath, ECHO_LINK, String(backendPort), LINK_SECRET, options.dist],
    core: 'load',
  });
  const program = startProgram({
    command: [process.execPath, ...options.nodeFlags, main, 'serve'],
    core: 'measured',
    cwd: folder,
    env: { ...environment(port, adminPort), ...options.env },
  });
  const admin = `http://127.0.0.1:${adminPort}`;
  const stop = async (): Promise<void> => {
    await program.stop();
    await backend.stop();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await readiness('the gateway', program, () => isLinked(admin));
  } catch (error) {
    await stop();
    throw error;
  }
  const metrics = (): Promise<Scrape> => scrape(`${admin}/metrics`);
  return { program, backend, port, token: await signToken(), metrics, stop };
}

/** YAML, of which JSON is a part. */
function registryFile(backendPort: number, fillerRoutes: number): string {
  const { ECHO, SILENT, BROADCAST, GROUP_PUSH, JOIN, FILLER } = MessageType;
  const service = 'echo';
  const own = [
    ...[ECHO, BROADCAST, GROUP_PUSH, JOIN].map((types) => ({ types, service })),
    { types: SILENT, service, timeoutMs: SILENT_TIMEOUT_MS },
  ];
  const routes: Record<string, object[]> = { own };
  for (let n = 0; n < fillerRoutes; n++)
    (routes[`filler-${Math.floor(n / ROUTES_OF_ENTRY)}`] ??= []).push({ types: FILLER + n, service });
  const services = { [service]: [{ id: 'echo-1', address: `127.0.0.1:${backendPort}` }] };
  return JSON.stringify({ routes, services });
}

function environment(port: number, adminPort: number): Record<string, string> {
  return {
    CAUSEWAY_LISTEN: `127.0.0.1:${port}`,
    CAUSEWAY_ADMIN_LISTEN: `127.0.0.1:${adminPort}`,
    CAUSEWAY_AUTH_KIND: 'jwt',
    CAUSEWAY_AUTH_SECRET: AUTH_SECRET,
    CAUSEWAY_LINK_SECRET: LINK_SECRET,
    CAUSEWAY_LOG_LEVEL: 'warn',
    // Nobody is left when it is stopped: it need not wait for load balancers.
    CAUSEWAY_DRAIN_GRACE_MS: '0',
    CAUSEWAY_DRAIN_SPREAD_MS: '0',
  };
}

async function isLinked(admin: string): Promise<boolean> {
  const metrics = await scrape(`${admin}/metrics`);
  return metrics.sum('causeway_instances', { state: 'open' }) === 1 && metrics.sum('causeway_ready') === 1;
}

function signToken(): Promise<string> {
  return new SignJWT({ sub: 'bench' })
    .setProtectedHeader({ alg: 'HS256' })
    .setIssuedAt()
    .setExpirationTime('1h')
    .sign(Buffer.from(AUTH_SECRET));
}
