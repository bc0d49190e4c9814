// A real Consul as an operator secures it: HTTPS with a certificate, ACLs that deny by default. Tests manage it over
// plain HTTP on loopback with the management token; what is under test uses HTTPS and tokens of its own.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Tool } from '../../tools/testenv/tool.js';
import type { CertificatePaths } from './certificates.js';
import { freePorts, startServer, type ServerProcess } from './server-process.js';

interface CreatedToken {
  readonly SecretID: string;
}

export class SecureConsul {
  /** host:port of HTTPS. */
  readonly https: string;
  readonly #http: string;
  readonly #folder: string;
  readonly #agent: ServerProcess;
  readonly #management: string;
  #policies = 0;

  private constructor(
    [http, https]: readonly [number, number],
    folder: string,
    agent: ServerProcess,
    management: string,
  ) {
    this.#http = `http://127.0.0.1:${http}/v1/`;
    this.https = `127.0.0.1:${https}`;
    this.#folder = folder;
    this.#agent = agent;
    this.#management = management;
  }

  /** Resolves when it has a leader and its agent may register itself. */
  static async start(tool: Tool, tls: CertificatePaths & { readonly caFile: string }): Promise<SecureConsul> {
    const [http = 0, https = 0, serf = 0, server = 0] = await freePorts(4);
    const folder = await mkdtemp(path.join(tmpdir(), 'causeway-consul-'));
    const configFile = path.join(folder, 'agent.json');
    const settings = {
      node_name: 'test',
      bind_addr: '127.0.0.1',
      client_addr: '127.0.0.1',
      ports: { http, https, serf_lan: serf, server, serf_wan: -1, dns: -1, grpc: -1 },
      acl: { enabled: true, default_policy: 'deny' },
      ...{ ca_file: tls.caFile, cert_file: tls.certFile, key_file: tls.keyFile },
      disable_update_check: true,
      connect: { enabled: false },
      limits: { http_max_conns_per_client: 4096 },
      log_level: 'err',
    };
    await writeFile(configFile, JSON.stringify(settings));
    let management = '';
    const bootstrapped = async (): Promise<boolean> => {
      const response = await fetch(`http://127.0.0.1:${http}/v1/acl/bootstrap`, { method: 'PUT' }).catch(
        () => undefined,
      );
      // Without a leader it is an error, and tried again.
      if (response?.ok !== true) return false;
      management = ((await response.json()) as CreatedToken).SecretID;
      return true;
    };
    const args = ['agent', '-dev', '-config-file', configFile];
    const agent = await startServer(tool, args, bootstrapped);
    const consul = new SecureConsul([http, https], folder, agent, management);
    // Else the agent may not write its own node, and no service on it.
    await consul.#call('PUT', 'agent/token/agent', { Token: management });
    return consul;
  }

  /** A token with exactly these rules. */
  async token(rules: string): Promise<string> {
    const name = `policy-${++this.#policies}`;
    await this.#call('PUT', 'acl/policy', { Name: name, Rules: rules });
    const created = await this.#call('PUT', 'acl/token', { Policies: [{ Name: name }] });
    return (created as CreatedToken).SecretID;
  }

  async putKey(key: string, value: string): Promise<void> {
    await this.#call('PUT', `kv/${key}`, value);
  }

  /** Names below a prefix; none when there are none. */
  async keyNames(prefix: string): Promise<readonly string[]> {
    return ((await this.#call('GET', `kv/${prefix}?keys`)) ?? []) as string[];
  }

  async services(): Promise<readonly string[]> {
    return Object.keys((await this.#call('GET', 'catalog/services')) as object);
  }

  async stop(): Promise<void> {
    await this.#agent.kill();
    await rm(this.#folder, { recursive: true, force: true });
  }

  /** @returns the answer's JSON, undefined for 404 */
  async #call(method: string, at: string, body?: object | string): Promise<unknown> {
    const response = await fetch(this.#http + at, {
      method,
      headers: { 'x-consul-token': this.#management },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    if (response.status === 404) return undefined;
    if (!response.ok) throw new Error(`${method} ${at}: ${response.status} ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  }
}
