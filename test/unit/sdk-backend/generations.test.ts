import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { GenerationGate, type HoldLimits, type Passage } from '../../../src/sdk/backend/generations.js';

const LIMITS: HoldLimits = { timeoutMs: 3000, bytesMax: 1_000_000, framesMax: 1000 };

/** A driver as the SDK's: what it delivers, in order. The frame -1 ends its passage. */
class Driver {
  readonly gate: GenerationGate<number>;
  readonly delivered: { generation: number; frame: number }[] = [];

  constructor(limits = LIMITS) {
    this.gate = new GenerationGate(limits);
  }

  arrive(passage: Passage<number>, frame: number, bytes = 1): void {
    if (passage.state === 'held') {
      if (this.gate.hold(passage, frame, bytes)) return;
      this.release(passage);
    }
    this.#deliver(passage, frame);
  }

  release(passage: Passage<number>): void {
    for (const frame of this.gate.release(passage)) this.#deliver(passage, frame);
  }

  expire(nowMs: number): void {
    for (const passage of this.gate.expired(nowMs)) this.release(passage);
  }

  #deliver(passage: Passage<number>, frame: number): void {
    this.delivered.push({ generation: passage.generation, frame });
    if (frame !== -1) return;
    const next = this.gate.end(passage);
    if (next !== undefined) this.release(next);
  }
}

describe('GenerationGate', () => {
  test('a session that is new is not held', () => {
    const gate = new GenerationGate<number>(LIMITS);
    assert.equal(gate.begin('s', 5, 0).state, 'open');
    assert.equal(gate.begin('other', 6, 0).state, 'open');
    assert.equal(gate.waiting, 0);
  });

  test('g + 1 waits for the end of g, then comes whole and in order', () => {
    const driver = new Driver();
    const old = driver.gate.begin('s', 1, 0);
    const next = driver.gate.begin('s', 2, 0);
    for (const frame of [10, 11]) driver.arrive(next, frame);
    driver.arrive(old, 1);
    driver.arrive(old, -1);
    driver.arrive(next, 12);
    assert.deepEqual(
      driver.delivered.map(({ frame }) => frame),
      [1, -1, 10, 11, 12],
    );
    assert.equal(driver.gate.heldBytes, 0);
  });

  test('an old generation that is announced late is delivered: its requests want answers', () => {
    const gate = new GenerationGate<number>(LIMITS);
    gate.begin('s', 2, 0);
    assert.equal(gate.begin('s', 1, 0).state, 'open');
  });

  test('a resume on the same link counts as the newer generation', () => {
    const gate = new GenerationGate<number>(LIMITS);
    gate.begin('s', 1, 0).generation = 3;
    assert.equal(gate.begin('s', 2, 0).state, 'open');
    assert.equal(gate.begin('s', 4, 0).state, 'held');
  });

  test('after the deadline the wait is over, not before', () => {
    const driver = new Driver();
    driver.gate.begin('s', 1, 0);
    driver.arrive(driver.gate.begin('s', 2, 100), 20);
    driver.expire(3099);
    assert.equal(driver.delivered.length, 0);
    driver.expire(3100);
    assert.deepEqual(driver.delivered, [{ generation: 2, frame: 20 }]);
    assert.equal(driver.gate.waiting, 0);
  });

  test('at a limit the wait ends early and nothing is lost', () => {
    for (const limits of [
      { ...LIMITS, framesMax: 3 },
      { ...LIMITS, bytesMax: 30 },
    ]) {
      const driver = new Driver(limits);
      driver.gate.begin('s', 1, 0);
      const next = driver.gate.begin('s', 2, 0);
      for (let frame = 0; frame < 6; frame++) driver.arrive(next, frame, 10);
      assert.deepEqual(
        driver.delivered.map(({ frame }) => frame),
        [0, 1, 2, 3, 4, 5],
      );
      assert.equal(driver.gate.heldBytes, 0);
    }
  });

  test('any interleaving of links: generations in order, frames in order, none lost, none twice', () => {
    // Each number of the schedule lets one link go one step on: its opening, a frame, or its end.
    const cases = fc.record({
      frames: fc.array(fc.nat(5), { minLength: 1, maxLength: 5 }),
      schedule: fc.array(fc.nat(4), { maxLength: 60 }),
    });
    fc.assert(
      fc.property(cases, ({ frames, schedule }) => {
        const driver = new Driver();
        const links = frames.map((count, index) => ({
          generation: index + 1,
          left: [...Array.from({ length: count }, (_, frame) => frame), -1],
          passage: undefined as Passage<number> | undefined,
        }));
        const step = (index: number): void => {
          const link = links[index % links.length];
          // A generation begins only after the one before it was announced: the gateways' compare-and-set.
          const before = links[(index % links.length) - 1];
          if (link === undefined || (before !== undefined && before.passage === undefined)) return;
          if (link.passage === undefined) link.passage = driver.gate.begin('s', link.generation, 0);
          else if (link.left.length > 0) driver.arrive(link.passage, link.left.shift() ?? 0);
        };
        schedule.forEach(step);
        for (let round = 0; round < 8; round++)
          for (let index = 0; index < links.length; index++) step(index);
        const expected = frames.flatMap((count, index) => [
          ...Array.from({ length: count }, (_, frame) => ({ generation: index + 1, frame })),
          { generation: index + 1, frame: -1 },
        ]);
        assert.deepEqual(driver.delivered, expected);
        assert.equal(driver.gate.heldBytes + driver.gate.waiting, 0);
      }),
      { numRuns: 500 },
    );
  });
});
