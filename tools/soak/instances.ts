// The instances of a soak, one process for each life; what they report becomes the lives of the history.
import { startBackendProcess, type BackendProcess } from '../../test/support/backend-process.js';
import type { Programs } from '../../test/support/program.js';
import type { BackendCommand, BackendSaid, Report, Watched } from './backend-messages.js';
import type { Life } from './history.js';

export interface InstanceOptions {
  readonly programs: Programs;
  readonly service: string;
  readonly serverId: string;
  readonly consul: string;
  readonly seed: number;
  readonly users: number;
  readonly groups: number;
  readonly pushesPerSecond: number;
  /** Watches everyone. */
  readonly watches: boolean;
}

export class SoakInstance {
  readonly #options: InstanceOptions;
  #lifeCount = 0;
  /** Lives since the last `take`; the last one is the present one. */
  #lives: { readonly name: string; readonly backend: BackendProcess; killedAtMs?: number }[] = [];
  #running = false;

  constructor(options: InstanceOptions) {
    this.#options = options;
  }

  get serverId(): string {
    return this.#options.serverId;
  }

  /** Whether it watches everyone. */
  get watches(): boolean {
    return this.#options.watches;
  }

  /** A new life. It pushes if the one before it did. */
  async start(): Promise<void> {
    const { programs, service, serverId, consul, seed, users, groups, pushesPerSecond, watches } =
      this.#options;
    const name = `${serverId}#${(this.#lifeCount += 1)}`;
    const backend = await startBackendProcess(programs, {
      ...{ program: 'soak-backend', service, serverId, consul },
      env: {
        LIFE: name,
        SEED: String(seed + this.#lifeCount),
        USERS: String(users),
        GROUPS: String(groups),
        PUSHES_PER_SECOND: String(pushesPerSecond),
        WATCHES: String(watches),
      },
    });
    this.#lives.push({ name, backend });
    if (this.#running) this.#say({ run: true });
  }

  /** SIGKILL. */
  async kill(): Promise<void> {
    const life = this.#lives.at(-1);
    if (life === undefined) return;
    life.killedAtMs = Date.now();
    await life.backend.kill();
  }

  run(): void {
    this.#running = true;
    this.#say({ run: true });
  }

  /** Resolves when it pushes no more and has reported everything. */
  async quiet(): Promise<void> {
    this.#running = false;
    await this.#ask(`${this.serverId} to be quiet`, { run: false }, (said) => 'quiet' in said);
  }

  /** Ids of all sessions of these users; undefined: the directory does not answer now. */
  async whoIsOnline(users: readonly string[]): Promise<readonly string[] | undefined> {
    const said = await this.#ask('who is online', { whoIsOnline: users }, (one) => 'online' in one);
    return 'online' in said ? said.online : undefined;
  }

  /** What its present life's watch of everyone told. */
  async watched(): Promise<Watched> {
    const said = await this.#ask('what was watched', { watched: true }, (one) => 'watched' in one);
    return 'watched' in said ? said.watched : { sessions: undefined, oddities: [] };
  }

  /** What was reported since the last time; the present life goes on under a new record. */
  take(): readonly Life[] {
    const taken = this.#lives.map(({ name, backend, killedAtMs }) => {
      const said = backend.program.messages.entries.splice(0) as BackendSaid[];
      return { ...lifeOf(name, said), ...(killedAtMs !== undefined && { killedAtMs }) };
    });
    this.#lives = this.#lives.slice(-1);
    return taken;
  }

  #say(command: BackendCommand): void {
    this.#lives.at(-1)?.backend.program.send(command);
  }

  async #ask(
    what: string,
    command: BackendCommand,
    fits: (said: BackendSaid) => boolean,
  ): Promise<BackendSaid> {
    const messages = this.#lives.at(-1)?.backend.program.messages;
    if (messages === undefined) throw new Error(`${this.serverId} was not started`);
    const from = messages.entries.length;
    this.#say(command);
    return (await messages.find(what, (said) => fits(said as BackendSaid), from)) as BackendSaid;
  }
}

function lifeOf(name: string, said: readonly BackendSaid[]): Life {
  const reports: readonly Report[] = said.flatMap((message) => ('report' in message ? [message.report] : []));
  return {
    name,
    pushes: reports.flatMap(({ pushes }) => pushes),
    handled: reports.flatMap(({ handled }) => handled),
    told: reports.flatMap(({ told }) => told),
    kicks: reports.flatMap(({ kicks }) => kicks),
  };
}
