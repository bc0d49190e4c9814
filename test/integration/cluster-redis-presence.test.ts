// Watches of who is online over three gateways on a real Redis: news, a gateway that dies, a Redis that is
// killed and comes back empty.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { systemClock, type Timer } from '../../src/clock.js';
import type { GatewayLink } from '../../src/link/gateway-link.js';
import { presenceEvents, presenceWatch } from '../../src/protocol/link-messages.js';
import {
  encodeLinkFrame,
  LinkKind,
  newLinkHead,
  PresenceState,
  scanLinkFrame,
} from '../../src/protocol/link-frames.js';
import { PRESENCE_TICK_MS, Presences } from '../../src/routing/presence.js';
import type { ClientSession } from '../../src/session/contracts.js';
import { eventually } from '../support/journal.js';
import { redisSite, type RedisSite, type TestCluster } from '../support/redis-gateways.js';
import { startRedis, type TestRedis } from '../support/redis.js';

/** A gateway as far as presence goes: sessions that come and go, and one backend's link. */
class Gateway {
  readonly id: string;
  readonly cluster: TestCluster;
  readonly presences: Presences;
  readonly timer: Timer;
  readonly sessions = new Map<string, ClientSession>();
  /** What the backend knows from its watch. */
  readonly known = new Set<string>();
  isWhole = false;
  /** Events that were no difference. */
  readonly wrong: string[] = [];

  constructor(site: RedisSite, id: string) {
    this.id = id;
    this.cluster = site.join(id);
    this.presences = new Presences({
      gatewayId: id,
      sessions: {
        byUser: (user) => [...this.sessions.values()].filter((session) => session.user === user),
        all: () => this.sessions.values(),
      },
      cluster: this.cluster,
      clock: systemClock,
      scheduleFlush: setImmediate,
    });
    this.cluster.start({
      receive: (message, from) => {
        if (message.kind === 'news') this.presences.receiveNews(message.news, from);
        return 0;
      },
      lost: () => undefined,
      missed: (from) => {
        this.presences.missed(from);
      },
      gatewayLost: (gatewayId) => {
        this.presences.gatewayGone(gatewayId);
      },
    });
    this.timer = systemClock.every(PRESENCE_TICK_MS, () => {
      this.presences.tick();
    });
  }

  login(sessionId: string, user: string): void {
    const session = {
      ...{ sessionId, user, gatewayId: this.id, sinceEpochMs: 1, device: '', client: '', address: '' },
      attributes: new Map(),
    } as unknown as ClientSession;
    this.sessions.set(sessionId, session);
    this.cluster.enter(session);
    this.presences.present(session);
  }

  logout(sessionId: string): void {
    const session = this.sessions.get(sessionId);
    if (session === undefined) return;
    this.sessions.delete(sessionId);
    this.cluster.leave(sessionId);
    this.presences.absent(session);
  }

  watchAll(): void {
    const link = {
      fits: () => true,
      tell: (frame: Uint8Array) => {
        this.#hear(frame);
      },
    } as unknown as GatewayLink;
    const frame = encodeLinkFrame(
      { kind: LinkKind.PRESENCE_WATCH },
      undefined,
      presenceWatch.encode({ watch: 1, all: true }),
    );
    const head = newLinkHead();
    scanLinkFrame(frame, 4, frame.length, head);
    this.presences.receive(link, head, frame);
  }

  #hear(frame: Uint8Array): void {
    const head = newLinkHead();
    scanLinkFrame(frame, 4, frame.length, head);
    const { events, state } =
      presenceEvents.decode(frame.subarray(head.bodyStart, head.bodyEnd)) ?? assert.fail();
    for (const { change, presence } of events) {
      const id = presence?.session ?? '';
      if (this.known.has(id) === (change === 1)) this.wrong.push(`${change ?? 0} ${id}`);
      if (change === 2) this.known.delete(id);
      else this.known.add(id);
    }
    if (state !== PresenceState.AS_BEFORE) this.isWhole = state === PresenceState.WHOLE;
  }

  /** Ends as a process does that is killed. */
  crash(): void {
    this.timer.cancel();
    this.cluster.parts.redis.close();
    this.cluster.parts.blocking.close();
  }
}

let redis: TestRedis;
let site: RedisSite;
let gateways: Gateway[];

before(async () => {
  redis = await startRedis();
  site = redisSite(redis.port);
  gateways = ['a', 'b', 'c'].map((id) => new Gateway(site, id));
  await site.allSeen();
});

after(async () => {
  for (const { timer } of gateways) timer.cancel();
  await site.close();
  await redis.stop();
});

const knows = (gateway: Gateway, ...ids: string[]): Promise<boolean> =>
  eventually(
    `${gateway.id} knows ${ids.join(' ')}`,
    () => gateway.isWhole && [...gateway.known].sort().join() === ids.sort().join(),
    (met) => met,
  );

describe('a watch over Redis', () => {
  test('hears of sessions at every gateway, from the first and as they come and go', async () => {
    const [a, b, c] = gateways;
    assert.ok(a && b && c);
    b.login('b1', 'alice');
    c.login('c1', 'bob');
    a.watchAll();
    await knows(a, 'b1', 'c1');
    a.login('a1', 'alice');
    b.login('b2', 'carol');
    c.logout('c1');
    await knows(a, 'a1', 'b1', 'b2');
  });

  test('what happened while Redis was away is made up for', async () => {
    const [a, b, c] = gateways;
    assert.ok(a && b && c);
    await redis.kill();
    b.logout('b1');
    b.login('b3', 'dave');
    c.login('c2', 'eve');
    a.login('a2', 'alice');
    await redis.restartEmpty();
    await knows(a, 'a1', 'a2', 'b2', 'b3', 'c2');
  });

  test('a gateway that dies takes its sessions along', async () => {
    const [a, , c] = gateways;
    assert.ok(a && c);
    c.crash();
    await knows(a, 'a1', 'a2', 'b2', 'b3');
    assert.deepEqual(a.wrong, [], 'every event was a difference');
  });
});
