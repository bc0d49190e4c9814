// What each fault does, and undoes.
import { setTimeout as sleep } from 'node:timers/promises';
import type { TestConsul } from '../../test/support/consul.js';
import type { TestRedis } from '../../test/support/redis.js';
import { PROMPT, type Slowness } from '../../test/support/slow-proxy.js';
import type { FaultKind, FaultSpan } from './history.js';
import { slowness, type PlannedFault } from './plan.js';

/** What faults strike. */
export interface Struck {
  readonly consul: TestConsul;
  readonly redis: TestRedis;
  /** The gateways' way to it. */
  readonly slowRedis: { slow(slowness: Slowness): void };
  readonly instances: readonly {
    readonly serverId: string;
    kill(): Promise<void>;
    start(): Promise<void>;
  }[];
  /** Their ids. */
  readonly gateways: readonly string[];
  killGateway(at: number): Promise<void>;
  startGateway(at: number): Promise<void>;
  writeRoutes(move: boolean): Promise<void>;
}

/** Does it, waits as long as it is to last, and undoes it. @returns whom it struck */
type Fault = (stage: Struck, planned: PlannedFault) => Promise<string>;

const FAULTS: Readonly<Record<FaultKind, Fault>> = {
  'table-changed': async (stage, { lastsMs }) => {
    await stage.writeRoutes(true);
    await sleep(lastsMs);
    await stage.writeRoutes(true);
    return '';
  },
  'consul-killed': async (stage, { lastsMs }) => {
    await stage.consul.kill();
    await sleep(lastsMs);
    await stage.consul.restartEmpty();
    await stage.writeRoutes(false);
    return '';
  },
  'consul-hung': async ({ consul }, { lastsMs }) => {
    consul.pause();
    await sleep(lastsMs);
    consul.resume();
    return '';
  },
  'consul-emptied': async (stage, { lastsMs }) => {
    await stage.consul.restartEmpty();
    await sleep(lastsMs);
    await stage.writeRoutes(false);
    return '';
  },
  'redis-killed': async ({ redis }, { lastsMs }) => {
    await redis.kill();
    await sleep(lastsMs);
    await redis.restartEmpty();
    return '';
  },
  'redis-hung': async ({ redis }, { lastsMs }) => {
    redis.pause();
    await sleep(lastsMs);
    redis.resume();
    return '';
  },
  'redis-emptied': async ({ redis }) => {
    await redis.restartEmpty();
    return '';
  },
  // Below the time-out of a command, 500 ms, with room for a busy machine.
  'redis-slow': (stage, planned) => slowRedis(stage, planned, 80, 200),
  'redis-slower-than-commands-wait': (stage, planned) => slowRedis(stage, planned, 300, 1_500),
  'instance-killed': killInstance,
  'instance-killed-without-consul': async (stage, planned) => {
    stage.consul.pause();
    const victim = await killInstance(stage, planned);
    stage.consul.resume();
    return victim;
  },
  'gateway-killed': killGateway,
  // What it had taken for others is on its way to a Redis that does not take it.
  'gateway-killed-without-redis': async (stage, { victim, lastsMs }) => {
    const at = victim % stage.gateways.length;
    stage.redis.pause();
    await sleep(lastsMs / 2);
    await stage.killGateway(at);
    await sleep(lastsMs / 2);
    stage.redis.resume();
    await stage.startGateway(at);
    return stage.gateways[at] ?? '';
  },
};

async function slowRedis(
  stage: Struck,
  planned: PlannedFault,
  lateMsMin: number,
  lateMsMax: number,
): Promise<string> {
  const late = slowness(planned, lateMsMin, lateMsMax);
  stage.slowRedis.slow(late);
  await sleep(planned.lastsMs);
  stage.slowRedis.slow(PROMPT);
  return `${late.toServerMs} + ${late.toClientMs} ms`;
}

async function killInstance({ instances }: Struck, { victim, lastsMs }: PlannedFault): Promise<string> {
  const instance = instances[victim % instances.length];
  await instance?.kill();
  await sleep(lastsMs);
  await instance?.start();
  return instance?.serverId ?? '';
}

async function killGateway(stage: Struck, { victim, lastsMs }: PlannedFault): Promise<string> {
  const at = victim % stage.gateways.length;
  await stage.killGateway(at);
  await sleep(lastsMs);
  await stage.startGateway(at);
  return stage.gateways[at] ?? '';
}

export async function strike(stage: Struck, planned: PlannedFault): Promise<FaultSpan> {
  const fromMs = Date.now();
  const victim = await FAULTS[planned.kind](stage, planned);
  return { kind: planned.kind, victim, fromMs, untilMs: Date.now() };
}
