// The session room with everything around it in memory: a clock and an event loop turned by hand, a
// verifier that answers when told, a router that writes down what it hears, clients at fake transports.

import type { AdmissionLine, AdmissionStep } from '../../src/admission.js';
import type { Identity, TokenVerifier, Verdict } from '../../src/auth/verifier.js';
import type { Timer } from '../../src/clock.js';
import type { AdmitOutcome, Presence } from '../../src/cluster/cluster.js';
import {
  disconnect,
  welcome,
  type Disconnect,
  type Hello,
  type Welcome,
} from '../../src/protocol/control-messages.js';
import { hello as helloCodec } from '../../src/protocol/control-messages.js';
import { DISCONNECT, HELLO, WELCOME } from '../../src/protocol/control-types.js';
import {
  encodeEnvelope,
  newEnvelopeHead,
  scanEnvelope,
  type EnvelopeFields,
  type EnvelopeHead,
} from '../../src/protocol/envelope.js';
import { ClosedSessions } from '../../src/session/closed-sessions.js';
import { Connection } from '../../src/session/connection.js';
import type {
  ClientRouter,
  ClientSession,
  SessionContext,
  SessionSettings,
} from '../../src/session/contracts.js';
import { SessionCounters } from '../../src/session/counters.js';
import { SessionGate } from '../../src/session/gate.js';
import { OpenHandshakes } from '../../src/session/handshakes.js';
import { Logins, NO_LOGIN_LIMIT } from '../../src/session/logins.js';
import { SessionRegistry } from '../../src/session/registry.js';
import { SendPages } from '../../src/session/send-pages.js';
import { startSweep } from '../../src/session/sweep.js';
import { intakeLimits } from '../../src/traffic/intake.js';
import { Turn } from '../../src/turn.js';
import { FakeClock, settled } from './fake-clock.js';
import { FakeTransport } from './fake-transport.js';
import { recordingLog } from './recording-log.js';

export const SETTINGS: SessionSettings = {
  gatewayId: 'gateway-1',
  heartbeatMs: 20_000,
  heartbeatMsMin: 5_000,
  heartbeatMsMax: 60_000,
  frameBytesMax: 65_536,
  requestsMax: 8,
  queueBytesMax: 16_384,
  resumeWindowMs: 30_000,
  replayBytesMax: 8_192,
  helloTimeoutMs: 5_000,
  authTimeoutMs: 4_000,
  tokenGraceMs: 1_000,
  sessionsMax: 100,
  handshakesMax: 50,
  messagesPerSecondMax: 0,
  bytesPerSecondMax: 0,
  controlsPerSecondMax: 0,
};

export function identity(user: string, change: Partial<Identity> = {}): Identity {
  return { user, roles: [], attributes: new Map(), expiresAtMs: Infinity, ...change };
}

/** A token is the user's name, unless it was given a verdict. */
export class FakeVerifier implements TokenVerifier {
  readonly verdicts = new Map<string, Verdict>();
  /** While set, verdicts wait for `release`. */
  holds = false;
  readonly #held: (() => void)[] = [];

  verify(token: string): Promise<Verdict> {
    const verdict: Verdict = this.verdicts.get(token) ?? { ok: true, identity: identity(token) };
    if (!this.holds) return Promise.resolve(verdict);
    return new Promise((resolve) => {
      this.#held.push(() => {
        resolve(verdict);
      });
    });
  }

  release(): void {
    for (const give of this.#held.splice(0)) give();
  }
}

export interface Routed {
  readonly session: ClientSession;
  readonly type: number;
  readonly seq: number;
  readonly bytes: Uint8Array;
}

export class FakeRouter implements ClientRouter {
  readonly routed: Routed[] = [];
  readonly pending = new Set<number>();
  /** `opened`, `suspended`, `resumed <generation>`, `closed <code> <reason>`, each behind the user's name. */
  readonly events: string[] = [];
  onRouted: (routed: Routed) => void = () => undefined;

  routeEnvelope(
    session: ClientSession,
    head: EnvelopeHead,
    bytes: Uint8Array,
    start: number,
    end: number,
  ): void {
    const routed = {
      session,
      type: head.type,
      seq: head.seq,
      bytes: Uint8Array.from(bytes.subarray(start, end)),
    };
    this.routed.push(routed);
    this.onRouted(routed);
  }

  isPending(_session: ClientSession, seq: number): boolean {
    return this.pending.has(seq);
  }

  sessionOpened(session: ClientSession): void {
    this.events.push(`${session.identity.user} opened`);
  }

  sessionSuspended(session: ClientSession): void {
    this.events.push(`${session.identity.user} suspended`);
  }

  sessionResumed(session: ClientSession): void {
    this.events.push(`${session.identity.user} resumed ${session.generation}`);
  }

  sessionChanged(session: ClientSession): void {
    this.events.push(`${session.identity.user} has roles ${session.identity.roles.join(' ')}`);
  }

  sessionClosed(session: ClientSession, code: number, reason: string): void {
    this.events.push(`${session.identity.user} closed ${code} ${reason}`);
  }
}

/** An envelope as a client reads it. */
export interface Heard {
  readonly type: number;
  readonly seq: number;
  readonly code: number;
  readonly payload: Uint8Array;
  readonly bytes: Uint8Array;
}

export function readEnvelope(bytes: Uint8Array): Heard {
  const head = newEnvelopeHead();
  if (!scanEnvelope(bytes, 0, bytes.length, head)) throw new Error('the gateway sent no canonical envelope');
  const { type, seq, code } = head;
  return {
    type,
    seq,
    code,
    payload: Uint8Array.from(bytes.subarray(head.payloadStart, head.payloadEnd)),
    bytes,
  };
}

/** A client at its own end of a fake transport. */
export class FakeClient {
  readonly transport: FakeTransport;
  readonly connection: Connection;
  readonly #room: SessionRoom;

  constructor(room: SessionRoom, transport: FakeTransport) {
    this.#room = room;
    this.transport = transport;
    this.connection = new Connection(room.context, transport);
    transport.sink = this.connection;
  }

  send(fields: EnvelopeFields): void {
    this.transport.deliver(encodeEnvelope(fields));
  }

  sendBytes(envelope: Uint8Array): void {
    this.transport.deliver(envelope);
  }

  hello(fields: Partial<Hello> = {}, seq = 1): void {
    const payload = helloCodec.encode({ protocol: 1, token: 'alice', ...fields });
    this.send({ type: HELLO, seq, payload });
  }

  /** Everything that came since the last look, after the turn's flush. */
  heard(): Heard[] {
    this.#room.flush();
    return this.transport.takeEnvelopes().map(readEnvelope);
  }

  /** The Disconnect that ended it; fails when something else was the last envelope. */
  disconnected(): Disconnect {
    const last = this.heard().at(-1);
    const decoded = last?.type === DISCONNECT ? disconnect.decode(last.payload) : undefined;
    if (decoded === undefined)
      throw new Error(`no Disconnect, the last envelope has type ${String(last?.type)}`);
    if (this.transport.closedWith !== decoded.code) throw new Error('closed with another code than it said');
    return decoded;
  }

  /** Says Hello and reads Welcome. What came behind Welcome is in `rest`. */
  async login(fields: Partial<Hello> = {}, seq = 1): Promise<LoggedIn> {
    this.hello(fields, seq);
    await settled();
    const [first, ...rest] = this.heard();
    const decoded = first?.type === WELCOME ? welcome.decode(first.payload) : undefined;
    if (decoded === undefined || first?.seq !== seq) throw new Error('the answer to Hello is no Welcome');
    return { welcome: decoded, rest };
  }
}

/** Admits at once, unless it was given other outcomes; while `holds` it answers nobody until `release`. */
export class FakeAdmission {
  readonly asked: string[] = [];
  readonly left: string[] = [];
  readonly outcomes: AdmitOutcome[] = [];
  holds = false;
  readonly #held: (() => void)[] = [];

  admit({ sessionId }: Presence): Promise<AdmitOutcome> {
    this.asked.push(sessionId);
    const outcome = this.outcomes.shift() ?? { kind: 'admitted', displaced: 0 };
    if (!this.holds) return Promise.resolve(outcome);
    return new Promise((resolve) => {
      this.#held.push(() => {
        resolve(outcome);
      });
    });
  }

  leave(sessionId: string): void {
    this.left.push(sessionId);
  }

  release(): void {
    for (const give of this.#held.splice(0)) give();
  }
}

/** Lets everybody pass until it is told to hold. */
class HeldLine implements AdmissionLine {
  isHeld = false;
  readonly waiting = new Set<AdmissionStep>();

  add(step: AdmissionStep): void {
    if (this.isHeld) this.waiting.add(step);
    else step.admit();
  }

  forget(step: AdmissionStep): void {
    this.waiting.delete(step);
  }

  /** Those in line are let in. */
  letIn(): void {
    for (const step of this.waiting) {
      this.waiting.delete(step);
      step.admit();
    }
  }
}

export class SessionRoom {
  readonly clock = new FakeClock();
  readonly log = recordingLog();
  readonly verifier = new FakeVerifier();
  readonly admission = new HeldLine();
  readonly router = new FakeRouter();
  readonly registry = new SessionRegistry();
  /** What logins ask; answers as a test says. */
  readonly cluster = new FakeAdmission();
  readonly counters = new SessionCounters();
  readonly closed = new ClosedSessions();
  readonly overload = { isOn: false };
  readonly context: SessionContext;
  readonly sweep: Timer;
  readonly #flushes: (() => void)[] = [];
  #ids = 0;

  constructor(
    change: Partial<SessionSettings> = {},
    router?: (room: SessionRoom) => ClientRouter,
    logins = NO_LOGIN_LIMIT,
  ) {
    const settings = { ...SETTINGS, ...change };
    this.context = {
      settings,
      clock: this.clock,
      log: this.log,
      verifier: this.verifier,
      admission: this.admission,
      router: router?.(this) ?? this.router,
      registry: this.registry,
      logins: new Logins(logins, this.cluster, this.registry),
      closed: this.closed,
      gate: new SessionGate(this.registry, settings.sessionsMax, this.overload, () => 0.5),
      counters: this.counters,
      intakeLimits: intakeLimits(settings),
      turn: new Turn(this.clock, (run) => this.#flushes.push(run)),
      pages: new SendPages(),
      head: newEnvelopeHead(),
      handshakes: new OpenHandshakes(),
      sessionTag: '',
      randomId: () => `id-${(this.#ids += 1)}`,
    };
    this.sweep = startSweep(this.context, this.clock);
  }

  /** A client connects. */
  client(address?: string): FakeClient {
    return new FakeClient(this, new FakeTransport(this.clock, undefined, address));
  }

  /** A client that is logged in, and its session. */
  async open(fields: Partial<Hello> = {}): Promise<OpenClient> {
    const client = this.client();
    const { welcome: opened } = await client.login(fields);
    const session = this.registry.byId(opened.session);
    if (session === undefined) throw new Error('the session is not in the registry');
    return { client, session, welcome: opened };
  }

  /** Ends the event-loop turn. */
  flush(): void {
    for (const run of this.#flushes.splice(0)) run();
  }
}

export interface LoggedIn {
  readonly welcome: Welcome;
  /** What came behind Welcome in the same turn. */
  readonly rest: readonly Heard[];
}

export interface OpenClient {
  readonly client: FakeClient;
  readonly session: ClientSession;
  readonly welcome: Welcome;
}
