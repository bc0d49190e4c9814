// The plane of the demo's world: everyone moves, nobody leaves it.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { seededRandom } from '../../support/seeded-random.js';

interface Position {
  readonly id: number;
  readonly x: number;
  readonly y: number;
}

/** tools/demo is plain JavaScript, as those who copy it write it. */
interface Plane {
  beings(): readonly { readonly id: number; readonly name: string; readonly wanderer: boolean }[];
  arrive(name: string): number;
  depart(id: number): void;
  steer(id: number, x: number, y: number): void;
  step(elapsedMs: number): Position[];
}

interface PlaneModule {
  readonly Plane: new (random: () => number) => Plane;
  readonly WIDTH: number;
  readonly HEIGHT: number;
}

const source = new URL('../../../tools/demo/plane.mjs', import.meta.url).href;
const { Plane, WIDTH, HEIGHT } = (await import(source)) as PlaneModule;

const newPlane = (): Plane => new Plane(seededRandom(1));
const placeOf = (positions: readonly Position[], id: number): Position | undefined =>
  positions.find((position) => position.id === id);

test('a person walks to where it steers at 320 units a second, and stops there', () => {
  const plane = newPlane();
  const id = plane.arrive('Ada');
  const start = placeOf(plane.step(0), id);
  assert.ok(start !== undefined);
  plane.steer(id, start.x + 160, start.y);
  assert.equal(placeOf(plane.step(250), id)?.x, start.x + 80);
  assert.deepEqual(placeOf(plane.step(1000), id), { id, x: start.x + 160, y: start.y });
  assert.deepEqual(placeOf(plane.step(1000), id), { id, x: start.x + 160, y: start.y });
});

test('who departs is gone, and steering it does nothing', () => {
  const plane = newPlane();
  const id = plane.arrive('Ada');
  plane.depart(id);
  plane.steer(id, 1, 1);
  assert.equal(placeOf(plane.step(50), id), undefined);
  assert.ok(plane.beings().every(({ name, wanderer }) => wanderer && name !== 'Ada'));
  assert.notEqual(plane.arrive('Ada'), id, 'ids are not used again');
});

test('wanderers move, and nobody ever leaves the plane', () => {
  const goal = fc.record({ x: fc.nat(2 ** 31), y: fc.nat(2 ** 31) });
  fc.assert(
    fc.property(fc.array(goal, { maxLength: 20 }), fc.integer(), (goals, seed) => {
      const plane = new Plane(seededRandom(seed));
      const id = plane.arrive('Ada');
      const before = plane.step(0);
      for (const { x, y } of goals) {
        plane.steer(id, x, y);
        for (const place of plane.step(700))
          assert.ok(place.x >= 0 && place.x <= WIDTH && place.y >= 0 && place.y <= HEIGHT);
      }
      if (goals.length > 0) assert.notDeepEqual(plane.step(50), before);
    }),
    { numRuns: 50 },
  );
});
