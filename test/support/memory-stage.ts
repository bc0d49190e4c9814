// One abuse at a time against a gateway in this process, from clients in another one: what this process holds
// before and after is the gateway's.
import { Session } from '../../src/session/session.js';
import { Connection } from '../../src/session/connection.js';
import { Outbox } from '../../src/session/outbox.js';
import { FramedTransport } from '../../src/transport/framed-transport.js';
import { HttpStream } from '../../src/transport/http-stream.js';
import { Opening } from '../../src/transport/opening.js';
import { TlsByteSocket } from '../../src/transport/tls-byte-socket.js';
import type { Abuse } from './abuses.js';
import { startAbuseGateway, type AbuseGateway } from './abuse-gateway.js';
import { heldBytes, liveObjects } from './heap.js';
import type { RepeatOrder, RepeatReport } from './hostile-stage.js';
import { eventually } from './journal.js';
import { Program, type Programs } from './program.js';

/** Enough to fill the ring of closed sessions and every pool. */
export const WARM_UP_VISITS = 600;

/** What a connection consists of: whatever is kept of one keeps one of these. */
const PARTS = [
  ...[Session, Connection, Outbox],
  ...[FramedTransport, Opening, HttpStream, TlsByteSocket],
] as const;

export interface Growth {
  /** Of each round, in bytes a connection. */
  readonly bytesEach: readonly number[];
  /** What ended otherwise than it should. */
  readonly unexpected: readonly string[];
}

export class MemoryStage {
  readonly #stage: AbuseGateway;
  readonly #abusers: Program;

  private constructor(stage: AbuseGateway, abusers: Program) {
    this.#stage = stage;
    this.#abusers = abusers;
  }

  /** @param secure under TLS too, for abuses of its handshake; they are never sent where there is none */
  static async start(programs: Programs, secure: boolean): Promise<MemoryStage> {
    const stage = await startAbuseGateway({ secure });
    return new MemoryStage(stage, new Program(process.execPath, [programs.file('abusers')]));
  }

  /**
   * A first round that is not counted, because it grows what is kept for all; then `rounds` counted ones.
   * @param connections of each of them
   */
  async measure(abuses: readonly Abuse[], connections: number, rounds: number): Promise<Growth> {
    const unexpected = [...(await this.#repeat(abuses, connections))];
    const bytesEach: number[] = [];
    let before = await this.#held();
    for (let round = 0; round < rounds; round++) {
      unexpected.push(...(await this.#repeat(abuses, connections)));
      const after = await this.#held();
      bytesEach.push((after - before) / (connections * abuses.length));
      before = after;
    }
    return { bytesEach, unexpected };
  }

  /**
   * What is left of all connections there ever were, by class: exact, where bytes only tell much from little.
   * Takes seconds.
   */
  async partsLeft(): Promise<Readonly<Record<string, number>>> {
    await this.#held();
    return liveObjects(PARTS);
  }

  async dispose(): Promise<void> {
    await this.#abusers.end('SIGKILL');
    await this.#stage.stop();
  }

  async #repeat(abuses: readonly Abuse[], connections: number): Promise<readonly string[]> {
    const from = this.#abusers.messages.entries.length;
    const names = abuses.map(({ name }) => name);
    const order: RepeatOrder = { names, connections, target: this.#stage.bareTarget };
    this.#abusers.send({ repeat: order });
    const found = await this.#abusers.messages.find(
      `${connections} × ${names.join(', ')}`,
      (said) => 'repeated' in (said as object),
      from,
      60_000,
    );
    return (found as { readonly repeated: RepeatReport }).repeated.unexpected;
  }

  /** Once every connection is gone. */
  async #held(): Promise<number> {
    const { listener, sessions, handshakes } = this.#stage.gateway;
    await eventually(
      'the connections to be gone',
      () => [listener.counters.open, listener.counters.opening, handshakes.size, [...sessions.all()].length],
      (left) => left.every((count) => count === 0),
    );
    return heldBytes();
  }
}
