// A client's connection core and the model gateway joined by two byte streams that may be cut at any
// byte. Time moves only when told. No sockets, no timers: one run is one function of its inputs.

import type { Welcome } from '../../src/protocol/control-messages.js';
import { ClientConnection } from '../../src/sdk/client/connection.js';
import type { ConnectionOptions } from '../../src/sdk/client/connection-options.js';
import type { Action, ClientEvents, Outcome } from '../../src/sdk/client/actions.js';
import { DEFAULT_LIMITS } from '../../src/sdk/client/session.js';
import { frameEnvelope } from '../../src/protocol/frames.js';
import { TcpFrameReader, tcpFraming } from '../../src/protocol/tcp-frames.js';
import { ModelGateway, text } from './model-gateway.js';

/** One direction of a transport: framed bytes, delivered in any portions. */
class Stream {
  readonly #reader = new TcpFrameReader({ bytesMax: 1 << 20 });
  readonly #onEnvelope: (envelope: Uint8Array) => void;
  readonly #bytes: number[] = [];

  constructor(onEnvelope: (envelope: Uint8Array) => void) {
    this.#onEnvelope = onEnvelope;
  }

  get length(): number {
    return this.#bytes.length;
  }

  send(envelope: Uint8Array): void {
    this.#bytes.push(...frameEnvelope(tcpFraming, envelope));
  }

  deliver(count: number): void {
    const portion = Uint8Array.from(this.#bytes.splice(0, count));
    this.#reader.push(portion, 0, portion.length, {
      onEnvelope: (bytes, start, end) => {
        this.#onEnvelope(bytes.slice(start, end));
        return true;
      },
      onPing: () => undefined,
      onClose: () => undefined,
    });
  }
}

interface Transport {
  readonly up: Stream;
  readonly down: Stream;
}

const OPTIONS: ConnectionOptions = {
  url: 'tcp://gateway:7000',
  token: 'token',
  resumable: true,
  client: 'simulation/1',
  heartbeatMs: 0,
  handshakeTimeoutMs: 10_000,
  limits: DEFAULT_LIMITS,
  random: () => 0.5,
};

type Event = { [Name in keyof ClientEvents]: [Name, ClientEvents[Name]] }[keyof ClientEvents];

export class ClientSimulation {
  readonly gateway = new ModelGateway();
  readonly core: ClientConnection;
  /** Payloads of pushes, in order. */
  readonly pushes: string[] = [];
  /** Every answer of every ticket. */
  readonly answers = new Map<number, Outcome[]>();
  readonly events: Event[] = [];
  readonly urls: string[] = [];
  nowMs = 1_000;
  tokenRequests = 0;
  /** Where new transports go; false: they fail at once. */
  reachable = true;
  #transport: Transport | undefined;
  #tickets = 0;

  constructor(options: Partial<ConnectionOptions> = {}) {
    this.core = new ClientConnection({ ...OPTIONS, ...options });
  }

  start(): void {
    this.run(this.core.start(this.nowMs));
  }

  request(payload: string, timeoutMs = 1e9, type = 1000): number {
    const ticket = ++this.#tickets;
    const outgoing = { type, key: new Uint8Array(0), payload: text(payload) };
    this.run(this.core.request(ticket, outgoing, timeoutMs, 0, this.nowMs));
    return ticket;
  }

  notify(payload: string): boolean {
    const outgoing = { type: 1001, key: new Uint8Array(0), payload: text(payload) };
    const [actions, failure] = this.core.notify(outgoing, 0, this.nowMs);
    this.run(actions);
    return failure === undefined;
  }

  refresh(token: string, timeoutMs = 1e9): number {
    const ticket = ++this.#tickets;
    this.run(this.core.refresh(ticket, token, timeoutMs, this.nowMs));
    return ticket;
  }

  /** The gateway pushes; while no transport is greeted, it only keeps what it will repeat. */
  push(payload: string): void {
    const greeted = this.gateway.greeted && this.#transport !== undefined;
    for (const envelope of this.gateway.push(2000, payload)) if (greeted) this.fromGateway(envelope);
  }

  fromGateway(envelope: Uint8Array): void {
    this.#transport?.down.send(envelope);
  }

  /** One envelope to the client; what the client says meanwhile stays under way. */
  sayToClient(envelope: Uint8Array): void {
    this.fromGateway(envelope);
    this.deliverDown();
  }

  deliverUp(count = Infinity): void {
    this.#transport?.up.deliver(Math.min(count, this.#transport.up.length));
  }

  deliverDown(count = Infinity): void {
    this.#transport?.down.deliver(Math.min(count, this.#transport.down.length));
  }

  /** Delivers everything, until nothing moves. */
  settle(): void {
    while (this.#transport !== undefined && this.#transport.up.length + this.#transport.down.length > 0) {
      this.deliverUp();
      this.deliverDown();
    }
  }

  /** The transport breaks; bytes under way are lost. */
  cut(): void {
    if (this.#transport === undefined) return;
    this.#transport = undefined;
    this.run(this.core.pipeLost('cut', this.nowMs));
  }

  /** Lets time pass, waking the core whenever it asked for it. */
  advance(forMs: number): void {
    const untilMs = this.nowMs + forMs;
    while (this.core.wakeAtMs <= untilMs) {
      this.nowMs = Math.max(this.nowMs, this.core.wakeAtMs);
      this.run(this.core.tick(this.nowMs));
    }
    this.nowMs = untilMs;
  }

  /** Until the session is open, everything is delivered and nothing moves. */
  heal(): void {
    for (let round = 0; round < 100 && this.core.phase !== 'open' && this.core.phase !== 'closed'; round++) {
      if (this.core.phase === 'waiting') this.advance(this.core.wakeAtMs - this.nowMs);
      this.settle();
    }
    this.settle();
  }

  outcome(ticket: number): Outcome | undefined {
    return this.answers.get(ticket)?.[0];
  }

  /** The code a ticket failed with; 0 when it succeeded; undefined while it is open. */
  code(ticket: number): number | undefined {
    const outcome = this.outcome(ticket);
    return outcome && (outcome.ok ? 0 : outcome.failure.code);
  }

  eventsOf<Name extends keyof ClientEvents>(name: Name): ClientEvents[Name][] {
    return this.events.filter((event) => event[0] === name).map((event) => event[1] as ClientEvents[Name]);
  }

  run(actions: Action[]): void {
    for (const action of actions) this.#perform(action);
  }

  #perform(action: Action): void {
    switch (action.do) {
      case 'fetch-token':
        this.tokenRequests++;
        return;
      case 'open':
        this.urls.push(action.url);
        this.#open();
        return;
      case 'write':
        this.#transport?.up.send(action.envelope);
        return;
      case 'close':
        // In order: what was written still arrives.
        this.deliverUp();
        this.#transport = undefined;
        return;
      case 'answer':
        this.answers.set(action.ticket, [...(this.answers.get(action.ticket) ?? []), action.outcome]);
        return;
      case 'emit':
        this.events.push([action.name, action.event] as Event);
        if (action.name === 'push') this.pushes.push(new TextDecoder().decode(action.event.payload));
        return;
      case 'limit':
        return;
    }
  }

  #open(): void {
    if (!this.reachable) return this.run(this.core.pipeLost('refused', this.nowMs));
    const transport: Transport = {
      up: new Stream((envelope) => {
        for (const answer of this.gateway.take(envelope)) transport.down.send(answer);
      }),
      down: new Stream((envelope) => {
        if (this.#transport === transport) this.run(this.core.received(envelope, this.nowMs));
      }),
    };
    this.#transport = transport;
    this.gateway.attach();
    this.run(this.core.pipeOpened());
  }
}

/** A client that has had its Welcome. @param welcome fields that the Welcome says otherwise */
export function openedSimulation(
  options: Partial<ConnectionOptions> = {},
  welcome: Partial<Welcome> = {},
): ClientSimulation {
  const simulation = new ClientSimulation(options);
  simulation.gateway.welcome = { ...simulation.gateway.welcome, ...welcome };
  simulation.start();
  simulation.settle();
  return simulation;
}
