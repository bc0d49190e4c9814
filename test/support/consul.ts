// A real Consul agent for one suite, in memory, on loopback. `connectConsul` speaks to any agent over plain
// HTTP, without the adapter that is under test.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findConsul } from '../../tools/testenv/tools.js';
import { mustHave } from './require.js';
import { freePorts, startServer, type ServerProcess } from './server-process.js';

/** Enough of Consul's HTTP API for tests. Every method throws on an answer that is not 2xx. */
export interface ConsulHttp {
  /** host:port */
  readonly address: string;
  put(key: string, value: string | Uint8Array): Promise<void>;
  /** undefined when there is no such key. */
  get(key: string): Promise<string | undefined>;
  /** All keys below a prefix, ascending. */
  keys(prefix: string): Promise<string[]>;
  delete(key: string): Promise<void>;
  deleteBelow(prefix: string): Promise<void>;
  /** The body of PUT /v1/agent/service/register, as Consul documents it. */
  register(service: ConsulService): Promise<void>;
  deregister(id: string): Promise<void>;
  /** Sets a TTL check. */
  setCheck(checkId: string, status: 'passing' | 'warning' | 'critical'): Promise<void>;
  /** Ids that the agent knows. */
  serviceIds(): Promise<string[]>;
  request(method: string, path: string, body?: string | Uint8Array): Promise<Response>;
}

export interface ConsulService {
  readonly ID: string;
  readonly Name: string;
  readonly Tags?: readonly string[];
  readonly Address?: string;
  readonly Port?: number;
  readonly Meta?: Readonly<Record<string, string>>;
  readonly Check?: Readonly<Record<string, unknown>>;
}

export interface TestConsul extends ConsulHttp {
  readonly host: string;
  readonly port: number;
  /** SIGKILL; the agent can be started again. */
  kill(): Promise<void>;
  /** SIGSTOP: it keeps its connections and answers nothing, until `resume`. */
  pause(): void;
  /** As `pause`; resolves when it has stopped answering, which takes a while on a busy machine. */
  hang(): Promise<void>;
  resume(): void;
  /** Kills it if it runs, and starts a new one that knows nothing, on the same ports. */
  restartEmpty(): Promise<void>;
  /** Kills it and removes its folder. */
  stop(): Promise<void>;
}

/** Starts an agent of its own and resolves when it accepts writes. Throws where Consul is missing. */
export async function startConsul(): Promise<TestConsul> {
  const tool = mustHave(findConsul());
  const [http = 0, serf = 0, server = 0] = await freePorts(3);
  const folder = await mkdtemp(path.join(tmpdir(), 'causeway-consul-'));
  const configFile = path.join(folder, 'agent.json');
  await writeFile(configFile, JSON.stringify(agentConfig(http, serf, server)));
  const consul = connectConsul(`127.0.0.1:${http}`);
  const start = (): Promise<ServerProcess> =>
    startServer(tool, ['agent', '-dev', '-config-file', configFile], () => acceptsWrites(consul));
  let agent = await start();
  return {
    ...consul,
    host: '127.0.0.1',
    port: http,
    kill: () => agent.kill(),
    pause: () => {
      agent.pause();
    },
    hang: async () => {
      agent.pause();
      while (await isAnswering(http));
    },
    resume: () => {
      agent.resume();
    },
    restartEmpty: async () => {
      await agent.kill();
      agent = await start();
    },
    stop: async () => {
      await agent.kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function agentConfig(http: number, serf: number, server: number): object {
  return {
    node_name: 'test',
    bind_addr: '127.0.0.1',
    client_addr: '127.0.0.1',
    ports: { http, serf_lan: serf, server, serf_wan: -1, dns: -1, grpc: -1 },
    disable_update_check: true,
    connect: { enabled: false },
    // Each blocking query holds a connection, and here all clients come from one address.
    limits: { http_max_conns_per_client: 4096 },
    log_level: 'err',
  };
}

async function acceptsWrites(consul: ConsulHttp): Promise<boolean> {
  try {
    await consul.put('test/ready', '');
    await consul.delete('test/ready');
    return true;
  } catch {
    return false;
  }
}

/** Speaks to the agent at `address` (host:port). */
export function connectConsul(address: string): ConsulHttp {
  const request = async (
    method: string,
    requestPath: string,
    body?: string | Uint8Array,
  ): Promise<Response> => {
    const init = body === undefined ? { method } : { method, body: Buffer.from(body) };
    return fetch(`http://${address}/v1/${requestPath}`, init);
  };
  const read = async (method: string, requestPath: string, body?: string | Uint8Array): Promise<string> => {
    const response = await request(method, requestPath, body);
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${requestPath}: ${response.status} ${text}`);
    return text;
  };
  const call = async (...args: Parameters<typeof read>): Promise<void> => {
    await read(...args);
  };
  return {
    address,
    request,
    put: (key, value) => call('PUT', kvPath(key), value),
    get: async (key) => {
      const response = await request('GET', `${kvPath(key)}?raw`);
      const text = await response.text();
      if (response.status === 404) return undefined;
      if (!response.ok) throw new Error(`GET ${key}: ${response.status} ${text}`);
      return text;
    },
    keys: async (prefix) => {
      const response = await request('GET', `${kvPath(prefix)}?keys`);
      return response.ok ? ((await response.json()) as string[]) : [];
    },
    delete: (key) => call('DELETE', kvPath(key)),
    deleteBelow: (prefix) => call('DELETE', `${kvPath(prefix)}?recurse`),
    register: (service) => call('PUT', 'agent/service/register', JSON.stringify(service)),
    deregister: (id) => call('PUT', `agent/service/deregister/${encodeURIComponent(id)}`),
    setCheck: async (checkId, status) => {
      const body = JSON.stringify({ Status: status });
      await call('PUT', `agent/check/update/${encodeURIComponent(checkId)}`, body);
    },
    serviceIds: async () => Object.keys(JSON.parse(await read('GET', 'agent/services')) as object),
  };
}

function kvPath(key: string): string {
  return `kv/${key.split('/').map(encodeURIComponent).join('/')}`;
}

const isAnswering = (port: number): Promise<boolean> =>
  fetch(`http://127.0.0.1:${port}/v1/status/leader`, { signal: AbortSignal.timeout(300) }).then(
    () => true,
    () => false,
  );
