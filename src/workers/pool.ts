// The primary's workers: starts them, replaces those that end, gives each connection to one of them, and
// carries what they say to each other.
//
// A worker is `starting` until it says that it serves; `leaving` when it drains by itself; `waiting` between
// its end and its next start; once the pool drains, it is `draining` until it is `ended`.

import type { Clock, Random, Timer } from '../clock.js';
import type { Log } from '../log.js';
import type { AdminReply, AdminRequest, ToPrimary, ToWorker, WorkerStart } from './channel.js';
import type { ClusterHub, HubMember } from './cluster-hub.js';
import { markOf } from './marks.js';
import { restartAfter, type QuickEnds } from './restarts.js';
import type { WorkerRow } from './replies.js';
import { newLoad, Spread, type WorkerLoad } from './spread.js';
import { drop, type Connection, type WorkerExit, type WorkerProcess } from './worker-process.js';

/** Connections that wait for a first worker: as the kernel would keep them. */
export const WAITING_MAX = 1_024;

/** An operator waits no longer for one worker. */
const ADMIN_TIMEOUT_MS = 3_000;

export interface PoolOptions {
  readonly count: number;
  readonly fork: () => WorkerProcess;
  readonly startOf: (slot: number, incarnation: number) => WorkerStart;
  readonly hub: ClusterHub;
  /** A worker has drained and hands its metrics over. @param restarts of the one that wrote them */
  readonly onLastPage: (worker: string, restarts: number, page: string) => void;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}

type WorkerState = 'starting' | 'serving' | 'leaving' | 'waiting' | 'draining' | 'ended';

interface Worker {
  readonly slot: number;
  state: WorkerState;
  incarnation: number;
  gatewayId: string;
  process: WorkerProcess | undefined;
  member: HubMember | undefined;
  load: WorkerLoad;
  startedMs: number;
  quickEnds: QuickEnds;
  restart: Timer | undefined;
}

export interface PoolCounters {
  /** Connections that found no worker. */
  refused: number;
  /** Transports that went to the worker whose session they resume. */
  moved: number;
  /** Connections closed, because the worker that they were for ended before it had them. */
  lost: number;
}

interface AdminQuestion {
  readonly worker: Worker;
  readonly answer: (reply: AdminReply | undefined) => void;
  readonly deadline: Timer;
}

export class WorkerPool {
  readonly counters: PoolCounters = { refused: 0, moved: 0, lost: 0 };
  readonly #options: PoolOptions;
  readonly #workers: readonly Worker[];
  readonly #spread = new Spread();
  readonly #waiting: Connection[] = [];
  readonly #questions = new Map<number, AdminQuestion>();
  readonly #changed = new Set<() => void>();
  #lastQuestion = 0;
  #draining = false;
  /** Some worker has served. */
  #hasServed = false;
  /** The worst of how workers ended while the pool drained. */
  #exitCode = 0;

  constructor(options: PoolOptions) {
    this.#options = options;
    this.#workers = Array.from({ length: options.count }, (_, slot): Worker => newWorker(slot));
  }

  /**
   * Starts one worker, and when it serves the others: what is wrong with the configuration is said once.
   * @returns undefined when all have started, else the exit code of the one that could not
   */
  async start(): Promise<number | undefined> {
    const [first, ...others] = this.#workers;
    if (first !== undefined) this.#start(first);
    await this.#until(() => first?.state !== 'starting');
    if (this.#draining) return undefined;
    if (first?.state === 'ended') return Math.max(1, this.#exitCode);
    for (const worker of others) this.#start(worker);
    await this.#until(() => others.every(({ state }) => state !== 'starting'));
    return undefined;
  }

  /** Gives a connection to a worker. */
  take(connection: Connection): void {
    const slot = this.#spread.next(
      this.#workers.map(({ state, load }) => (takesNew(state) ? load : undefined)),
    );
    const worker = slot === undefined ? undefined : this.#workers[slot];
    if (worker !== undefined) return this.#hand(worker, { kind: 'connection' }, connection);
    if (!this.#draining && this.#waiting.length < WAITING_MAX) return void this.#waiting.push(connection);
    this.counters.refused++;
    drop(connection);
  }

  get isServing(): boolean {
    return this.#workers.some(({ state }) => state === 'serving');
  }

  rows(): readonly WorkerRow[] {
    return this.#workers.map((worker) => ({
      worker: nameOf(worker.slot),
      gateway: worker.gatewayId,
      pid: worker.process?.pid,
      state: worker.state,
      restarts: restartsOf(worker),
      connections: worker.load.sent - worker.load.gone,
    }));
  }

  /** Asks one worker; undefined when it does not run or answer in time. */
  ask(name: string, request: AdminRequest): Promise<AdminReply | undefined> {
    const worker = this.#workers.find(({ slot }) => nameOf(slot) === name);
    if (worker?.process === undefined || !canServe(worker.state)) return Promise.resolve(undefined);
    const id = ++this.#lastQuestion;
    return new Promise((answer) => {
      const deadline = this.#options.clock.after(ADMIN_TIMEOUT_MS, () => {
        this.#answered(id, undefined);
      });
      this.#questions.set(id, { worker, answer, deadline });
      worker.process?.send({ kind: 'admin', id, ...request });
    });
  }

  /**
   * Tells all workers to drain and waits until they have ended; those that are left after `timeoutMs` are
   * killed. @returns the worst exit code
   */
  async drain(timeoutMs: number): Promise<number> {
    this.#draining = true;
    for (const worker of this.#workers) this.#drainOne(worker);
    for (const connection of this.#waiting.splice(0)) drop(connection);
    const deadline = this.#options.clock.after(timeoutMs, () => {
      this.#options.log.error({}, 'workers did not end in time and are killed');
      this.kill();
    });
    await this.#until(() => this.#workers.every(({ state }) => state === 'ended'));
    deadline.cancel();
    return this.#exitCode;
  }

  /** Ends all of them at once. */
  kill(): void {
    for (const { process } of this.#workers) process?.kill();
  }

  // ---- life of a worker -------------------------------------------------------------------------

  #start(worker: Worker): void {
    const { hub, clock, startOf } = this.#options;
    worker.incarnation++;
    const start = startOf(worker.slot, worker.incarnation);
    worker.state = 'starting';
    worker.gatewayId = start.gatewayId;
    worker.load = newLoad();
    worker.startedMs = clock.nowMs();
    const process = this.#fork(worker);
    if (process === undefined) return;
    worker.process = process;
    worker.member = hub.newMember(start.gatewayId, {
      send: (news, sent) => {
        process.send({ kind: 'news', news }, undefined, sent);
      },
    });
    process.onMessage((message, connection) => {
      // A channel may be read after its process's exit: by then the slot is its successor's. Who is on the way
      // to a third one still gets there.
      if (worker.process === process || 'home' in message) this.#receive(worker, message, connection);
    });
    process.onExit((exit) => {
      this.#ended(worker, exit);
    });
    process.send({ kind: 'start', start });
  }

  /** @returns undefined when there can be no process now: the worker has ended, as one does that crashes soon */
  #fork(worker: Worker): WorkerProcess | undefined {
    try {
      return this.#options.fork();
    } catch (error) {
      this.#ended(worker, { code: null, signal: null, error: String(error) });
      return undefined;
    }
  }

  #serving(worker: Worker): void {
    if (worker.state !== 'starting') return;
    worker.state = 'serving';
    this.#hasServed = true;
    this.#options.log.info({ worker: nameOf(worker.slot), pid: worker.process?.pid }, 'worker serves');
    this.#tellHomes();
    for (const connection of this.#waiting.splice(0)) this.take(connection);
    this.#tellChanged();
  }

  #ended(worker: Worker, { code, signal, error }: WorkerExit): void {
    worker.process = undefined;
    worker.member?.crashed();
    worker.member = undefined;
    this.#giveUpQuestions(worker);
    const fields = { worker: nameOf(worker.slot), code, signal, ...(error !== undefined && { error }) };
    // What keeps the first worker from starting would keep all others.
    if (this.#draining || !this.#hasServed) {
      worker.state = 'ended';
      this.#exitCode = Math.max(this.#exitCode, code ?? 1);
      this.#options.log.info(fields, 'worker ended');
    } else this.#restartLater(worker, fields);
    this.#tellHomes();
    this.#tellChanged();
  }

  #restartLater(worker: Worker, fields: object): void {
    const { clock, random, log } = this.#options;
    const meantIt = worker.state === 'leaving';
    const lifeMs = meantIt ? Infinity : clock.nowMs() - worker.startedMs;
    const { quickEnds, delayMs } = restartAfter(worker.quickEnds, lifeMs, random);
    worker.quickEnds = quickEnds;
    worker.state = 'waiting';
    worker.restart = clock.after(delayMs, () => {
      this.#start(worker);
    });
    if (meantIt) log.info(fields, 'a worker drained and is replaced');
    else
      log.error({ ...fields, restartInMs: delayMs }, 'a worker ended and is replaced; its sessions are lost');
  }

  #drainOne(worker: Worker): void {
    worker.restart?.cancel();
    worker.state = worker.process === undefined ? 'ended' : 'draining';
    worker.process?.send({ kind: 'drain' });
  }

  #until(isSo: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const look = (): void => {
        if (!isSo()) return;
        this.#changed.delete(look);
        resolve();
      };
      this.#changed.add(look);
      look();
    });
  }

  #tellChanged(): void {
    for (const look of [...this.#changed]) look();
  }

  // ---- what workers say -------------------------------------------------------------------------

  #receive(worker: Worker, message: ToPrimary, connection: Connection | undefined): void {
    switch (message.kind) {
      case 'serving':
        return this.#serving(worker);
      case 'leaving':
        if (worker.state === 'serving') worker.state = 'leaving';
        return;
      case 'load':
        worker.load.taken = message.taken;
        worker.load.gone = message.gone;
        return;
      case 'orders':
        return worker.member?.ordered(message.orders);
      case 'admin-reply':
        return this.#answered(message.id, message);
      case 'last-page':
        return this.#takeLastPage(worker, message.page);
      case 'move':
        return this.#move(message, connection);
      case 'abandon': {
        const { resume, user, attempt } = message;
        this.#home(message.home)?.process?.send({ kind: 'abandoned', resume, user, attempt });
      }
    }
  }

  #takeLastPage(worker: Worker, page: string): void {
    this.#options.onLastPage(nameOf(worker.slot), restartsOf(worker), page);
    worker.process?.send({ kind: 'last-page-taken' });
  }

  #move(
    { home, framing, address, hello }: ToPrimary & { kind: 'move' },
    connection: Connection | undefined,
  ): void {
    if (connection === undefined) return;
    const worker = this.#home(home);
    if (worker?.process === undefined) return drop(connection);
    this.counters.moved++;
    this.#hand(worker, { kind: 'moved', framing, address, hello }, connection);
  }

  #hand(worker: Worker, message: ToWorker, connection: Connection): void {
    worker.load.sent++;
    worker.process?.send(message, connection, (went) => {
      if (!went) this.counters.lost++;
    });
  }

  #home(mark: string): Worker | undefined {
    return this.#workers.find(
      ({ slot, incarnation, state }) => markOf(slot, incarnation) === mark && canServe(state),
    );
  }

  #tellHomes(): void {
    const homes = this.#workers
      .filter(({ state }) => canServe(state))
      .map(({ slot, incarnation }) => markOf(slot, incarnation));
    for (const { process } of this.#workers) process?.send({ kind: 'homes', homes });
  }

  #answered(id: number, reply: AdminReply | undefined): void {
    const question = this.#questions.get(id);
    this.#questions.delete(id);
    question?.deadline.cancel();
    question?.answer(reply);
  }

  #giveUpQuestions(worker: Worker): void {
    for (const [id, question] of this.#questions)
      if (question.worker === worker) this.#answered(id, undefined);
  }
}

/** When all drain, they refuse by themselves, with an answer. */
const takesNew = (state: string): boolean => state === 'serving' || state === 'draining';

/** Its sessions are there. */
export const canServe = (state: string): boolean => takesNew(state) || state === 'leaving';

/** Between its start and its end. */
export const isThere = (state: string): boolean => state !== 'waiting' && state !== 'ended';

/** As operators see it. */
export const nameOf = (slot: number): string => String(slot + 1);

const restartsOf = ({ incarnation }: Pick<Worker, 'incarnation'>): number => Math.max(0, incarnation - 1);

const newWorker = (slot: number): Worker => ({
  slot,
  state: 'waiting',
  incarnation: 0,
  gatewayId: '',
  process: undefined,
  member: undefined,
  load: newLoad(),
  startedMs: 0,
  quickEnds: 0,
  restart: undefined,
});
