// A gateway with well-behaved clients, and hostile ones when told; all processes of their own.
import { execFileSync } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { constants, setPriority } from 'node:os';
import { startBackendProcess, type BackendProcess } from './backend-process.js';
import { ABUSE_LIMITS, type AbuseTarget } from './abuses.js';
import { Cleanup } from './cleanup.js';
import type { TestConsul } from './consul.js';
import { linkedTo, signToken, startGatewayProcess, type GatewayProcess } from './gateway-process.js';
import { Program, type Programs } from './program.js';

export interface AbuseOrder {
  /** Ordinary: as many connections at once, of clients that do nothing wrong. */
  readonly visitors: 'hostile' | 'ordinary';
  readonly target: AbuseTarget;
  /** Connections at once of each abuse. */
  readonly workers: number;
  readonly forMs: number;
  /** Mean pause of a worker after each connection. */
  readonly pauseMs: number;
}

export interface AbuseReport {
  readonly connections: number;
  /** What ended otherwise than it should, with how often. */
  readonly unexpected: Readonly<Record<string, number>>;
}

/** Some abuses at once, each so many times. */
export interface RepeatOrder {
  readonly names: readonly string[];
  readonly target: AbuseTarget;
  readonly connections: number;
}

export interface RepeatReport {
  readonly unexpected: readonly string[];
}

export interface PacedStart {
  readonly urls: readonly string[];
  readonly tokens: readonly string[];
  readonly requestsPerSecond: number;
}

export type PacedCommand =
  { readonly start: PacedStart } | { readonly measure: number } | { readonly close: true };

export interface Measured {
  readonly answers: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** By the error's name. */
  readonly failed: Readonly<Record<string, number>>;
  /** Since the beginning. */
  readonly disconnects: number;
}

/** What a message may find ahead of it, in the gateway's CPU time. */
export interface Turns {
  readonly p95Ms: number;
  readonly p99Ms: number;
  readonly longestMs: number;
}

export interface GatewayNumbers {
  readonly cpuMs: number;
  readonly residentMib: number;
  /** Steps of letting clients in, and how long all of them waited. */
  readonly steps: number;
  readonly waitedMs: number;
}

interface StageParts {
  readonly gateway: GatewayProcess;
  readonly backends: readonly BackendProcess[];
  readonly paced: Program;
  readonly abusers: Program;
}

/** What the clients and the visitors may take for their report, after their time is over. */
const REPORT_MS = 20_000;
const MIB = 1024 * 1024;

const GATEWAY_CORE = 0;
const OTHERS_CORE = 1;

/** All threads of the process. Linux only. */
function pin(pid: number, core: number): void {
  execFileSync('taskset', ['-a', '-p', '-c', String(core), String(pid)], { stdio: 'ignore' });
}

export class HostileStage {
  readonly gateway: GatewayProcess;
  readonly backends: readonly BackendProcess[];
  readonly #paced: Program;
  readonly #abusers: Program;
  readonly #cleanup: Cleanup;

  private constructor({ gateway, backends, paced, abusers }: StageParts, cleanup: Cleanup) {
    this.gateway = gateway;
    this.backends = backends;
    this.#paced = paced;
    this.#abusers = abusers;
    this.#cleanup = cleanup;
  }

  /** Resolves when the clients are connected and send. "other" is a second service, of types 3000 to 3099. */
  static async start(
    programs: Programs,
    consul: TestConsul,
    clients: number,
    requestsPerSecond: number,
    env: Readonly<Record<string, string>> = {},
  ): Promise<HostileStage> {
    const routes = [
      { types: '1000-1002', service: 'echo' },
      { types: '3000-3099', service: 'other' },
    ];
    await consul.put('causeway/routes/game', JSON.stringify(routes));
    const cleanup = new Cleanup();
    try {
      const parts = await startParts(programs, consul, env, cleanup);
      const { gateway, paced } = parts;
      const users = Array.from({ length: clients }, (_, index) => `good-${index}`);
      const tokens = await Promise.all(users.map((user) => signToken(user)));
      const urls = [gateway.tcpUrl, gateway.wsUrl];
      paced.send({ start: { urls, tokens, requestsPerSecond } } satisfies PacedCommand);
      await paced.messages.find('the clients to connect', (message) => 'ready' in (message as object));
      return new HostileStage(parts, cleanup);
    } catch (error) {
      await cleanup.run();
      throw error;
    }
  }

  /**
   * Gives the gateway a core of its own and everybody else another, the visitors at the lowest priority
   * there: they would delay the clients that measure, and what is to be measured is the gateway.
   */
  separate(): void {
    const others = [this.#paced, this.#abusers, ...this.backends.map(({ program }) => program)];
    pin(this.gateway.program.pid, GATEWAY_CORE);
    for (const pid of [process.pid, ...others.map((program) => program.pid)]) pin(pid, OTHERS_CORE);
    setPriority(this.#abusers.pid, constants.priority.PRIORITY_LOW);
  }

  /** The gateway's turns since this was asked last, in its own CPU time. See programs/turn-probe.ts. */
  async turns(): Promise<Turns> {
    const { log, program } = this.gateway;
    const from = log.entries.length;
    process.kill(program.pid, 'SIGUSR2');
    const line = await log.find('the turns', ({ msg }) => msg === 'turns', from);
    return {
      p95Ms: Number(line['p95Ms']),
      p99Ms: Number(line['p99Ms']),
      longestMs: Number(line['longestMs']),
    };
  }

  /** What the gateway says of itself. */
  async gatewayNumbers(): Promise<GatewayNumbers> {
    const metrics = await this.gateway.metrics();
    return {
      cpuMs: metrics.sum('process_cpu_seconds_total') * 1000,
      residentMib: metrics.sum('process_resident_memory_bytes') / MIB,
      steps: metrics.sum('causeway_admission_steps_total'),
      waitedMs: metrics.sum('causeway_admission_waited_seconds_total') * 1000,
    };
  }

  /** A login that the gateway takes, and where. */
  async target(): Promise<AbuseTarget> {
    const [host = '', port = ''] = this.gateway.clients.split(':');
    return { host, port: Number(port), token: await signToken('mallory') };
  }

  /** What the well-behaved clients see for so long. */
  async measure(ms: number): Promise<Measured> {
    const from = this.#paced.messages.entries.length;
    this.#paced.send({ measure: ms } satisfies PacedCommand);
    const found = await this.#paced.messages.find(
      'a measurement',
      (said) => 'measured' in (said as object),
      from,
      ms + REPORT_MS,
    );
    return (found as { readonly measured: Measured }).measured;
  }

  /** Every abuse at once, or ordinary visits. */
  async abuse(order: Omit<AbuseOrder, 'target'>): Promise<AbuseReport> {
    const from = this.#abusers.messages.entries.length;
    this.#abusers.send({ abuse: { ...order, target: await this.target() } });
    const found = await this.#abusers.messages.find(
      'the abuse to end',
      (said) => 'abused' in (said as object),
      from,
      order.forMs + REPORT_MS,
    );
    return (found as { readonly abused: AbuseReport }).abused;
  }

  async residentMib(): Promise<number> {
    return (await this.gateway.metrics()).sum('process_resident_memory_bytes') / MIB;
  }

  async heapMib(): Promise<number> {
    return (await this.gateway.metrics()).sum('nodejs_heap_size_used_bytes') / MIB;
  }

  /** What V8 has set aside for young objects. */
  async youngMib(): Promise<number> {
    return (await this.gateway.metrics()).sum('nodejs_heap_space_size_total_bytes', { space: 'new' }) / MIB;
  }

  dispose(): Promise<void> {
    return this.#cleanup.run();
  }
}

async function startParts(
  programs: Programs,
  consul: TestConsul,
  env: Readonly<Record<string, string>>,
  cleanup: Cleanup,
): Promise<StageParts> {
  const backend = (service: string): Promise<BackendProcess> => {
    const place = { program: 'counting-backend', consul: consul.address, env: { SLOW_MS: '2000' } };
    const starting = startBackendProcess(programs, { ...place, service, serverId: `${service}-1` });
    return cleanup.started(starting, (started) => started.kill());
  };
  const starting = startGatewayProcess(programs, consul.address, {
    ...ABUSE_LIMITS,
    CAUSEWAY_LOG_LEVEL: 'info',
    NODE_OPTIONS: `--import ${pathToFileURL(programs.file('turn-probe')).href}`,
    ...env,
  });
  const [gateway, ...backends] = await Promise.all([
    cleanup.started(starting, (started) => started.dispose()),
    backend('echo'),
    backend('other'),
  ]);
  await linkedTo(gateway, 'echo-1', 'other-1');
  const crowd = (name: string): Program => {
    const program = new Program(process.execPath, [programs.file(name)]);
    cleanup.add(() => program.end('SIGKILL'));
    return program;
  };
  return { gateway, backends, paced: crowd('paced-clients'), abusers: crowd('abusers') };
}
