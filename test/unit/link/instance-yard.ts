// The gateway's links to instances with dials that a test answers, a clock and an event loop turned by hand.

import type { Instance } from '../../../src/discovery/registry.js';
import { InstanceLinks } from '../../../src/link/instance-links.js';
import { DEFAULT_LINK_LIMITS } from '../../../src/link/link-connection.js';
import { DEFAULT_LINK_SPREAD, type LinkSpread } from '../../../src/link/link-plan.js';
import { NOBODY, PendingRequests, type Requester } from '../../../src/link/pending-requests.js';
import { RouteStats } from '../../../src/routing/stats.js';
import type { ConnectOutcome } from '../../../src/transport/connect-attempt.js';
import { FakeClock } from '../../support/fake-clock.js';
import { recordingLog } from '../../support/recording-log.js';
import { fakeEnd, FakeSocket, FakeTurns, SECRET, type FakeEnd } from './link-fakes.js';

export interface Dial {
  readonly address: string;
  readonly atMs: number;
  aborted: boolean;
  readonly done: (outcome: ConnectOutcome) => void;
}

/** InstanceLinks with dials that a test answers. */
export class Yard {
  readonly clock = new FakeClock();
  readonly turns = new FakeTurns();
  readonly log = recordingLog();
  readonly pending = new PendingRequests(1000);
  readonly dials: Dial[] = [];
  readonly links: InstanceLinks;
  readonly #pipes: { readonly gateway: FakeSocket; readonly end: FakeEnd }[] = [];

  constructor(spread: LinkSpread = DEFAULT_LINK_SPREAD) {
    const { clock, pending } = this;
    const receiver = { received: (): 0 => 0, linkClosed: (): void => undefined };
    this.links = new InstanceLinks({
      gatewayId: 'gateway-1',
      secrets: () => [SECRET],
      limits: DEFAULT_LINK_LIMITS,
      spread,
      clock,
      random: () => 0.5,
      log: this.log,
      shared: { clock, pending, receiver, pendingMax: 100 },
      scheduleFlush: this.turns.schedule,
      connect: (host, port, _timeoutMs, done) => {
        const dial: Dial = { address: `${host}:${port}`, atMs: clock.nowMs(), aborted: false, done };
        this.dials.push(dial);
        return { abort: () => (dial.aborted = true) };
      },
    });
  }

  update(instances: readonly Instance[], missed: readonly string[] = []): void {
    this.links.update({ instances, missed });
    this.pump();
  }

  /** Answers the last dial with a backend that greets as `id`. */
  accept(
    id: string,
    draining = false,
    limits = DEFAULT_LINK_LIMITS,
  ): { readonly gateway: FakeSocket; readonly end: FakeEnd } {
    const gateway = new FakeSocket();
    const end = fakeEnd('listener', this.clock, this.turns, { id, draining, limits });
    const pipe = { gateway, end };
    this.#pipes.push(pipe);
    this.dials.at(-1)?.done({ ok: true, socket: gateway });
    this.pump();
    return pipe;
  }

  refuse(cause = 'ECONNREFUSED'): void {
    this.dials.at(-1)?.done({ ok: false, cause });
    this.pump();
  }

  /** An instance that is listed and linked. */
  open(...instances: readonly Instance[]): FakeEnd[] {
    const known = this.links.views().map(({ instance: of }) => of);
    return instances.map((of, at) => {
      this.update([...known, ...instances.slice(0, at + 1)]);
      return this.accept(of.serverId).end;
    });
  }

  pump(): void {
    for (let moved = true; moved;) {
      this.turns.runAll();
      moved = false;
      for (const { gateway, end } of this.#pipes) {
        const there = gateway.takeWritten();
        const back = end.socket.takeWritten();
        end.socket.deliver(there);
        gateway.deliver(back);
        moved ||= there.length + back.length > 0;
      }
    }
    this.turns.runAll();
  }

  advance(ms: number): void {
    for (let left = ms; left > 0; left -= 50) {
      this.clock.advance(Math.min(50, left));
      this.pump();
    }
  }

  picked(service = 'echo'): string[] {
    return this.links.picker(service).candidates.map(({ serverId }) => serverId);
  }

  /** `server: state`, with `leaving` where it is. */
  states(): string[] {
    return this.links
      .views()
      .map(({ instance: of, state, leaving }) => `${of.serverId}: ${state}${leaving ? ' leaving' : ''}`);
  }

  /** Enters a call and sends it. */
  ask(serverId: string, requester: Requester = NOBODY, timeoutMs = 60_000): number {
    return this.links.find(serverId)?.addCall(requester, new RouteStats('', ''), 3000, 4, 0, timeoutMs) ?? 0;
  }
}
