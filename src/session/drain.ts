// Drives a drain: asks drain-plan.ts what is next and does it. Sessions are told by GoAway, each with its
// own time; the sooner ones of them leave the less is left to do.

import type { Clock, Random } from '../clock.js';
import type { Log } from '../log.js';
import { Advice, DISCONNECTS } from '../protocol/codes.js';
import { goAway } from '../protocol/control-messages.js';
import { GO_AWAY } from '../protocol/control-types.js';
import { encodeEnvelope } from '../protocol/envelope.js';
import type { ClientConnection, ClientSession, Sessions } from './contracts.js';
import {
  moveDelaysMs,
  nextDrainPhase,
  type DrainFacts,
  type DrainLimits,
  type DrainPhase,
} from './drain-plan.js';
import type { SessionGate } from './gate.js';

export interface DrainParts {
  readonly sessions: Sessions;
  readonly handshakes: Iterable<ClientConnection> & { readonly size: number };
  readonly gate: SessionGate;
  readonly pending: { readonly count: number };
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** Stops taking connections; those that are open go on. */
  readonly closePort: () => void;
}

/** How the drain went, for the log. */
export interface DrainOutcome {
  readonly elapsedMs: number;
  /** Sessions that were still here when time was up. */
  readonly left: number;
}

const TICK_MS = 50;

export class Drain {
  readonly #limits: DrainLimits;
  readonly #parts: DrainParts;
  readonly #startedMs: number;
  /** Who has its GoAway. A transport that resumes meanwhile gets one of its own. */
  readonly #told = new WeakSet<ClientConnection>();
  #phase: DrainPhase = 'announcing';
  #phaseStartedMs: number;

  constructor(limits: DrainLimits, parts: DrainParts) {
    this.#limits = limits;
    this.#parts = parts;
    this.#startedMs = this.#phaseStartedMs = parts.clock.nowMs();
  }

  get phase(): DrainPhase {
    return this.#phase;
  }

  /** Resolves when nobody is left, or time is up. Called once. */
  run(): Promise<DrainOutcome> {
    const { clock, gate } = this.#parts;
    gate.drain();
    this.#tick();
    return new Promise((resolve) => {
      const isOver = (): boolean => {
        if (this.#phase === 'over') resolve(this.#outcome());
        return this.#phase === 'over';
      };
      if (isOver()) return;
      const timer = clock.every(TICK_MS, () => {
        this.#tick();
        if (isOver()) timer.cancel();
      });
    });
  }

  #outcome(): DrainOutcome {
    const { clock, sessions } = this.#parts;
    return { elapsedMs: Math.round(clock.nowMs() - this.#startedMs), left: sessions.size };
  }

  #tick(): void {
    this.#tellClients();
    if (this.#phase !== 'announcing') this.#letGo();
    // Several phases may have nothing to wait for.
    while (this.#advance());
  }

  #advance(): boolean {
    const next = nextDrainPhase(this.#phase, this.#facts(), this.#limits);
    if (next === this.#phase) return false;
    this.#parts.log.info({ phase: next, ...this.#facts() }, 'drain');
    if (this.#phase === 'announcing') this.#parts.closePort();
    this.#phase = next;
    this.#phaseStartedMs = this.#parts.clock.nowMs();
    return true;
  }

  #facts(): DrainFacts {
    const { clock, sessions, handshakes, pending } = this.#parts;
    const nowMs = clock.nowMs();
    return {
      elapsedMs: nowMs - this.#startedMs,
      phaseMs: nowMs - this.#phaseStartedMs,
      clients: sessions.size + handshakes.size,
      pending: pending.count,
    };
  }

  /** A GoAway to each transport that has none yet, with what is left of grace and spread. */
  #tellClients(): void {
    const untold: ClientConnection[] = [];
    for (const { connection } of this.#parts.sessions.all())
      if (connection !== undefined && !this.#told.has(connection)) untold.push(connection);
    if (untold.length === 0) return;
    const delays = moveDelaysMs(untold.length, this.#timeLeft(), this.#parts.random);
    for (const [at, connection] of untold.entries()) {
      this.#told.add(connection);
      const reconnectAfterMs = delays[at] ?? 0;
      const payload = goAway.encode({ code: DISCONNECTS.DRAINING.code, reconnectAfterMs, address: '' });
      connection.sendControl(encodeEnvelope({ type: GO_AWAY, payload }));
    }
  }

  #timeLeft(): Pick<DrainLimits, 'graceMs' | 'spreadMs'> {
    const { graceMs, spreadMs } = this.#limits;
    const elapsedMs = this.#parts.clock.nowMs() - this.#startedMs;
    const graceLeftMs = Math.max(0, graceMs - elapsedMs);
    return { graceMs: graceLeftMs, spreadMs: Math.max(0, graceMs + spreadMs - elapsedMs - graceLeftMs) };
  }

  /** The port is closed: a session without a transport cannot be resumed here, and so is over. */
  #letGo(): void {
    const { sessions, handshakes, gate } = this.#parts;
    for (const session of [...sessions.all()])
      if (session.connection === undefined || (this.#phase === 'finishing' && isIdle(session)))
        endDrained(session, gate);
    for (const connection of [...handshakes])
      connection.end('DRAINING', DISCONNECTS.DRAINING.reason, gate.drainingRetryMs());
  }
}

/** Ends a session that this gateway keeps no longer: the client begins a new one, elsewhere, at its own time. */
export function endDrained(session: ClientSession, gate: SessionGate): void {
  session.end('DRAINING', DISCONNECTS.DRAINING.reason, Advice.CONNECT, gate.drainingRetryMs());
}

const isIdle = (session: ClientSession): boolean => session.pendingCount === 0 && session.refreshSeq === 0;
