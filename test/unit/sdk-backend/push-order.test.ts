import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { DEFAULT_LANE_LIMITS, LINK_LANE, Lanes } from '../../../src/link/lanes.js';
import { PathOrder, PushOrder, type OrderedPath } from '../../../src/sdk/backend/push-order.js';

interface Path extends OrderedPath {
  readonly name: string;
}

const path = (name: string): Path => ({ name, order: new PathOrder() });

/** An order that writes down its fences as "behind < before @ direct". */
function recorded(): { order: PushOrder<Path>; fences: string[] } {
  const fences: string[] = [];
  const order = new PushOrder<Path>((behind, before, direct) =>
    fences.push(`${behind.name} < ${before.name} @ ${direct.name}`),
  );
  return { order, fences };
}

describe('a fence', () => {
  test('is not set on one link, nor without spreads', () => {
    const { order, fences } = recorded();
    const [a, b] = [path('a'), path('b')];
    for (let count = 0; count < 3; count++) {
      order.beforeDirect(a);
      order.beforeSpread(a);
    }
    assert.deepEqual(fences, []);
    const quiet = recorded();
    for (const of of [a, b, a]) quiet.order.beforeDirect(of);
    assert.deepEqual(quiet.fences, []);
  });

  test('is set once before direct pushes that follow spreads, and once before spreads that follow those', () => {
    const { order, fences } = recorded();
    const [a, b] = [path('a'), path('b')];
    order.beforeSpread(a);
    order.beforeSpread(a);
    order.beforeDirect(b);
    order.beforeDirect(b);
    assert.deepEqual(fences.splice(0), ['a < b @ b']);
    order.beforeSpread(a);
    order.beforeSpread(a);
    assert.deepEqual(fences.splice(0), ['b < a @ b']);
    order.beforeDirect(b);
    assert.deepEqual(fences, ['a < b @ b']);
  });

  test('is set for another spreading link on all that went directly before', () => {
    const { order, fences } = recorded();
    const [a, b, c] = [path('a'), path('b'), path('c')];
    order.beforeDirect(b);
    order.beforeDirect(c);
    order.beforeSpread(a);
    fences.length = 0;
    order.gone(a);
    order.beforeSpread(b);
    assert.deepEqual(fences, ['c < b @ c']);
    order.beforeDirect(c);
    assert.deepEqual(fences, ['c < b @ c', 'b < c @ c'], 'and none for the one that is gone');
  });
});

// ---- the whole of it: one instance, its links, the bus, the lanes of each gateway -----------------

type Frame =
  | { readonly kind: 'direct' | 'spread'; readonly number: number }
  | { readonly kind: 'fence' | 'await'; readonly id: number; readonly at: number; readonly via: number };

/** One instance with a link to each of some gateways; each gateway has one session. Channels move by hand. */
class Model {
  /** What each gateway's session got. */
  readonly got: number[][];
  readonly wanted: number[][];
  readonly fencesSet = { count: 0 };
  readonly #links: Frame[][];
  readonly #bus: Frame[][][];
  readonly #paths: Path[];
  readonly #lanes: Lanes<() => void>[];
  readonly #order: PushOrder<Path>;
  #spreader = 0;
  #number = 0;

  constructor(gateways: number) {
    const each = <T>(make: (at: number) => T): T[] => Array.from({ length: gateways }, (_, at) => make(at));
    this.got = each(() => []);
    this.wanted = each(() => []);
    this.#links = each(() => []);
    this.#bus = each(() => each(() => []));
    this.#paths = each((at) => path(String(at)));
    this.#lanes = each(
      () =>
        new Lanes<() => void>(DEFAULT_LANE_LIMITS, { held: 0, broken: 0 }, (turn) => {
          turn();
        }),
    );
    this.#order = new PushOrder<Path>((behind, before, direct) => {
      const id = ++this.fencesSet.count;
      const [at, via] = [Number(direct.name), Number(behind.name)];
      this.#links[via]?.push({ kind: 'fence', id, at, via });
      this.#links[Number(before.name)]?.push({ kind: 'await', id, at, via });
    });
  }

  direct(gateway: number): void {
    this.#order.beforeDirect(this.#path(gateway));
    this.wanted[gateway]?.push(++this.#number);
    this.#links[gateway]?.push({ kind: 'direct', number: this.#number });
  }

  spread(): void {
    this.#order.beforeSpread(this.#path(this.#spreader));
    this.#number++;
    for (const wanted of this.wanted) wanted.push(this.#number);
    this.#links[this.#spreader]?.push({ kind: 'spread', number: this.#number });
  }

  /** Another link spreads: when nothing is under way, as after a link was given up. */
  changeSpreader(to: number): void {
    this.drain();
    this.#spreader = to;
  }

  /** Moves one frame of the channel that `choice` falls on. @returns false when all are empty */
  step(choice: number): boolean {
    const moves = [
      ...this.#links.map((frames, at) => ({ frames, move: (frame: Frame) => this.#overLink(at, frame) })),
      ...this.#bus.flatMap((row, from) =>
        row.map((frames, to) => ({ frames, move: (frame: Frame) => this.#overBus(from, to, frame) })),
      ),
    ].filter(({ frames }) => frames.length > 0);
    const chosen = moves[choice % Math.max(1, moves.length)];
    const frame = chosen?.frames.shift();
    if (chosen === undefined || frame === undefined) return false;
    chosen.move(frame);
    return true;
  }

  drain(): void {
    while (this.step(this.#number));
  }

  #overLink(at: number, frame: Frame): void {
    const lanes = this.#lane(at);
    const local = (frame.kind === 'fence' || frame.kind === 'await') && frame.at === at;
    if (local && frame.kind === 'fence') lanes.fence(LINK_LANE, frame.id);
    else if (local) lanes.wait(LINK_LANE, `g${frame.via}`, frame.id, 0);
    else this.#inTurn(lanes, LINK_LANE, () => this.#act(at, frame));
  }

  #act(at: number, frame: Frame): void {
    if ('id' in frame) this.#bus[at]?.[frame.at]?.push(frame);
    else this.got[at]?.push(frame.number);
    if (frame.kind === 'spread')
      this.#bus[at]?.forEach((frames, to) => {
        if (to !== at) frames.push(frame);
      });
  }

  #overBus(from: number, to: number, frame: Frame): void {
    const lanes = this.#lane(to);
    if ('number' in frame) this.#inTurn(lanes, `g${from}`, () => this.got[to]?.push(frame.number));
    else if (frame.kind === 'fence') lanes.fence(`g${from}`, frame.id);
    else lanes.wait(`g${from}`, LINK_LANE, frame.id, 0);
  }

  #inTurn(lanes: Lanes<() => void>, lane: string, turn: () => void): void {
    if (!lanes.isHeld(lane) || !lanes.hold(lane, turn, 1)) turn();
  }

  #lane(at: number): Lanes<() => void> {
    return this.#lanes[at] ?? assert.fail();
  }

  #path(at: number): Path {
    return this.#paths[at] ?? assert.fail();
  }
}

const GATEWAYS = 4;
const gateway = fc.nat({ max: GATEWAYS - 1 });
const action = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('direct' as const), at: gateway }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('spread' as const), at: gateway }) },
  { weight: 8, arbitrary: fc.record({ do: fc.constant('step' as const), at: fc.nat() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('change' as const), at: gateway }) },
);

test('in any schedule of links and bus each session gets all of its pushes in the order they were sent', () => {
  fc.assert(
    fc.property(fc.array(action, { maxLength: 120 }), (actions) => {
      const model = new Model(GATEWAYS);
      for (const { do: name, at } of actions)
        if (name === 'direct') model.direct(at);
        else if (name === 'spread') model.spread();
        else if (name === 'step') model.step(at);
        else model.changeSpreader(at);
      model.drain();
      assert.deepEqual(model.got, model.wanted);
    }),
    { numRuns: 500 },
  );
});
