// Three gateways, four instances of two services, some hundred clients, a Consul and a Redis of their own, all
// real processes but the clients, who live in this one. A round strikes them with the faults of its seed
// while everybody sends, then waits until all is quiet and has the judge look at what was written down.
import { setTimeout as sleep } from 'node:timers/promises';
import { Cleanup } from '../../test/support/cleanup.js';
import { startConsul, type TestConsul } from '../../test/support/consul.js';
import { linkedTo, startGatewayProcess, type GatewayProcess } from '../../test/support/gateway-process.js';
import { eventually } from '../../test/support/journal.js';
import { buildPrograms, type Programs } from '../../test/support/program.js';
import { startRedis, type TestRedis } from '../../test/support/redis.js';
import { seededRandom } from '../../test/support/seeded-random.js';
import { freePorts } from '../../test/support/server-process.js';
import { ASK, MOVED } from './backend-messages.js';
import { strike, type Struck } from './faults.js';
import { FAULT_KINDS, type FaultKind, type FaultSpan, type History } from './history.js';
import { GatewayNotes, type GatewayNote } from './gateway-notes.js';
import { SoakInstance } from './instances.js';
import { judge, type Broken } from './judge.js';
import { OrderBreaks } from './order-breaks.js';
import { planRound, type Pace } from './plan.js';
import { judgePresence } from './judge-presence.js';
import { SlowRedis } from './slow-redis.js';
import { SoakClient } from './soak-client.js';

export interface StageOptions {
  readonly seed: number;
  readonly clients: number;
  readonly pushesPerSecond: number;
  /** Called as things happen, with a line for people. */
  readonly say?: (line: string) => void;
}

export interface RoundOutcome {
  /** What was judged; who is online at the end is not in it. */
  readonly history: History;
  readonly faults: readonly FaultSpan[];
  readonly broken: readonly Broken[];
  readonly requests: number;
  /** How many failed, by code. */
  readonly failed: Readonly<Record<string, number>>;
  readonly pushes: number;
  readonly deliveries: number;
  /** Sockets cut under sessions that went on. */
  readonly resumes: number;
  /** Sessions whose clients were told that they are kicked. */
  readonly kicked: number;
  /** Told to clients; a Lost without a count is one here. */
  readonly lostTold: number;
  /** How often waits for a fence were seen to have ended without it. */
  readonly orderBreaks: number;
  /** What the gateways said meanwhile. */
  readonly notes: readonly GatewayNote[];
}

const GATEWAYS = 3;
const GROUPS = 4;
const INSTANCES = [
  ['game', 'game-1'],
  ['game', 'game-2'],
  ['lobby', 'lobby-1'],
  ['lobby', 'lobby-2'],
] as const;
const TICK_MS = 50;
const REQUESTS_PER_SECOND = 1;
const JOIN_EVERY_MS = 1_000;
/** Of all clients in a second: as many resumes as a second of a bad network brings. */
const CUT_SHARE_PER_SECOND = 0.005;
const WATCH_EVERY_MS = 1_000;
/** Behind the last fault and before the judge: what is not there then does not come. */
const SETTLE_MS = 6_000;
const DIRECTORY_TIMEOUT_MS = 20_000;
const POLL_MS = 100;

interface StageParts {
  readonly consul: TestConsul;
  readonly redis: TestRedis;
  readonly slowRedis: SlowRedis;
  readonly programs: Programs;
  readonly ports: readonly number[];
}

interface Place {
  readonly id: string;
  readonly port: number;
  process: GatewayProcess | undefined;
}

export class SoakStage implements Struck {
  readonly consul: TestConsul;
  readonly redis: TestRedis;
  readonly slowRedis: SlowRedis;
  readonly instances: readonly SoakInstance[];
  readonly #programs: Programs;
  readonly #places: readonly Place[];
  readonly #clients: readonly SoakClient[];
  readonly #users: readonly string[];
  readonly #cleanup: Cleanup;
  readonly #say: (line: string) => void;
  readonly #breaks = new OrderBreaks();
  readonly #notes = new GatewayNotes();
  #movedTo: 'game' | 'lobby' = 'game';

  private constructor(parts: StageParts, cleanup: Cleanup, options: StageOptions) {
    const { consul, redis, slowRedis, programs, ports } = parts;
    const { seed, clients, pushesPerSecond } = options;
    this.consul = consul;
    this.redis = redis;
    this.slowRedis = slowRedis;
    this.#programs = programs;
    this.#cleanup = cleanup;
    this.#say = options.say ?? (() => undefined);
    this.#places = ports.map((port, at) => ({ id: `gateway-${at + 1}`, port, process: undefined }));
    // Five of six users have one session, the others two, at different gateways.
    const users = Math.floor((clients * 5) / 6) - (Math.floor((clients * 5) / 6) % GATEWAYS === 0 ? 1 : 0);
    this.#users = Array.from({ length: users }, (_, at) => `u${at}`);
    this.instances = INSTANCES.map(
      ([service, serverId], at) =>
        new SoakInstance({
          ...{ programs, service, serverId, consul: consul.address, seed: seed * 1_000 + at * 100 },
          ...{ users, groups: GROUPS, pushesPerSecond: pushesPerSecond / INSTANCES.length },
          watches: at === seed % INSTANCES.length,
        }),
    );
    this.#clients = Array.from(
      { length: clients },
      (_, index) =>
        new SoakClient({
          ...{ index, user: `u${index % users}`, group: `room-${index % GROUPS}` },
          urls: ports.map((port) => `${index % 5 === 0 ? 'ws' : 'tcp'}://127.0.0.1:${port}`),
          moves: index % 2 === 1,
        }),
    );
  }

  /** Resolves when everybody is there and in their groups. */
  static async start(options: StageOptions): Promise<SoakStage> {
    const cleanup = new Cleanup();
    try {
      const [programs, consul, redis, ports] = await Promise.all([
        buildPrograms(),
        startConsul(),
        startRedis(),
        freePorts(GATEWAYS),
      ]);
      cleanup.add(() => {
        programs.close();
      });
      cleanup.add(() => consul.stop());
      cleanup.add(() => redis.stop());
      const slowRedis = await SlowRedis.start(programs, redis.address);
      cleanup.add(() => slowRedis.stop());
      const stage = new SoakStage({ consul, redis, slowRedis, programs, ports }, cleanup, options);
      await stage.#open();
      return stage;
    } catch (error) {
      await cleanup.run();
      throw error;
    }
  }

  /** Strikes with every fault of the seed, or with those of these kinds, while everybody sends. */
  async round(seed: number, pace: Pace, kinds: readonly FaultKind[] = FAULT_KINDS): Promise<RoundOutcome> {
    this.#take();
    const stopSending = this.#send(seededRandom(seed + 1));
    for (const instance of this.instances) instance.run();
    await sleep(pace.restMs);
    const faults: FaultSpan[] = [];
    for (const planned of planRound(seed, pace).filter(({ kind }) => kinds.includes(kind))) {
      const span = await strike(this, planned);
      faults.push(span);
      this.#say(`${planned.kind} ${span.victim}: ${span.untilMs - span.fromMs} ms`);
      await sleep(planned.restMs);
    }
    stopSending();
    await this.#quiet();
    const history = { ...this.#take(), faults };
    const notes = await this.#notes.take();
    return outcomeOf(history, [...judge(history), ...(await this.#judgePresence())], notes);
  }

  dispose(): Promise<void> {
    return this.#cleanup.run();
  }

  // ---- what faults do -----------------------------------------------------------------------------

  get gateways(): readonly string[] {
    return this.#places.map(({ id }) => id);
  }

  async killGateway(at: number): Promise<void> {
    const place = this.#place(at);
    const { process } = place;
    place.process = undefined;
    await process?.dispose();
  }

  async startGateway(at: number): Promise<void> {
    const place = this.#place(at);
    const gateway = await startGatewayProcess(this.#programs, this.consul.address, {
      CAUSEWAY_LISTEN: `127.0.0.1:${place.port}`,
      CAUSEWAY_GATEWAY_ID: place.id,
      CAUSEWAY_CLUSTER_KIND: 'redis',
      CAUSEWAY_REDIS_ADDRESSES: this.slowRedis.address,
    });
    place.process = gateway;
    this.#notes.add(place.id, gateway);
    void gateway.program.exited.then(({ code, signal }) => {
      if (place.process === gateway) this.#say(`${place.id} ended by itself: ${signal ?? String(code)}`);
    });
    await linkedTo(gateway, ...this.instances.map(({ serverId }) => serverId));
  }

  /** Writes the table, as an operator does. @param move whether the route of MOVED changes */
  async writeRoutes(move: boolean): Promise<void> {
    if (move) this.#movedTo = this.#movedTo === 'game' ? 'lobby' : 'game';
    const routes = [
      { types: '1000-1001', service: 'game' },
      { types: MOVED, service: this.#movedTo },
    ];
    await this.consul.put('causeway/routes/soak', JSON.stringify(routes));
  }

  // ---- the round ----------------------------------------------------------------------------------

  async #open(): Promise<void> {
    await this.writeRoutes(false);
    for (const instance of this.instances) {
      this.#cleanup.add(() => instance.kill());
      await instance.start();
    }
    for (const [at, place] of this.#places.entries()) {
      this.#cleanup.add(() => {
        const { process } = place;
        place.process = undefined;
        return process?.dispose();
      });
      await this.startGateway(at);
    }
    this.#cleanup.add(() => Promise.all(this.#clients.map((client) => client.close())));
    await Promise.all(this.#clients.map((client) => client.start()));
    await eventually(
      'all clients in their groups',
      async () => {
        await Promise.all(this.#clients.map((client) => client.join()));
        return this.#clients.every(({ isInGroup }) => isInGroup);
      },
      Boolean,
    );
  }

  #place(at: number): Place {
    const place = this.#places[at % this.#places.length];
    if (place === undefined) throw new RangeError('there are no gateways');
    return place;
  }

  /** Everybody sends a request a second, at times and of types by chance. @returns what ends it */
  #send(random: () => number): () => void {
    const share = (REQUESTS_PER_SECOND * TICK_MS) / 1_000;
    const cutShare = (CUT_SHARE_PER_SECOND * TICK_MS) / 1_000;
    const asking = setInterval(() => {
      for (const client of this.#clients) {
        if (random() < share) void client.ask(random() < 0.5 ? ASK : MOVED);
        if (random() < cutShare) client.cut();
      }
    }, TICK_MS);
    const watching = setInterval(() => {
      for (const { process } of this.#places) if (process !== undefined) void this.#breaks.look(process);
    }, WATCH_EVERY_MS);
    const joining = setInterval(() => {
      for (const client of this.#clients) void client.join();
    }, JOIN_EVERY_MS);
    return () => {
      clearInterval(asking);
      clearInterval(joining);
      clearInterval(watching);
    };
  }

  /** Waits for the last answers and pushes. */
  async #quiet(): Promise<void> {
    await Promise.all(this.instances.map((instance) => instance.quiet()));
    await sleep(SETTLE_MS);
    const open = (): number => this.#clients.reduce((sum, client) => sum + client.open, 0);
    const deadlineMs = performance.now() + DIRECTORY_TIMEOUT_MS;
    while (open() > 0 && performance.now() < deadlineMs) await sleep(POLL_MS);
    await Promise.all(this.instances.map((instance) => instance.quiet()));
  }

  #take(): Omit<History, 'faults'> {
    const taken = this.#clients.map((client) => client.take());
    return {
      lives: this.instances.flatMap((instance) => instance.take()),
      sessions: taken.flatMap(({ sessions }) => sessions),
      requests: taken.flatMap(({ requests }) => requests),
      orderBreaksMs: this.#breaks.take(),
    };
  }

  async #judgePresence(): Promise<Broken[]> {
    const watching = this.instances.find(({ watches }) => watches);
    const [asked = watching] = this.instances;
    if (asked === undefined || watching === undefined) throw new RangeError('there are no instances');
    return judgePresence({
      ...{ asked, watching, users: this.#users },
      there: () => this.#clients.map(({ session }) => session?.id ?? 'a client without a session'),
    });
  }
}

function outcomeOf(history: History, broken: readonly Broken[], notes: readonly GatewayNote[]): RoundOutcome {
  const { faults, requests, lives, sessions, orderBreaksMs } = history;
  return {
    ...{ history, faults, broken, notes, orderBreaks: orderBreaksMs.length },
    requests: requests.length,
    failed: countBy(requests.map(({ end }) => end?.code ?? 'no answer').filter((code) => code !== '')),
    pushes: lives.reduce((sum, { pushes }) => sum + pushes.length, 0),
    deliveries: sessions.reduce((sum, { received }) => sum + received.length, 0),
    resumes: sessions.reduce(
      (sum, { cuts }) => sum + cuts.filter((cut) => cut.resumedAtMs !== undefined).length,
      0,
    ),
    kicked: sessions.filter(({ end }) => end?.code === 'KICKED').length,
    lostTold: sessions.reduce(
      (sum, { lost }) => sum + lost.reduce((told, { count }) => told + Math.max(1, count), 0),
      0,
    ),
  };
}

/** How often each name is there. */
export function countBy(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}
