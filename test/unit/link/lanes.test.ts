import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { DEFAULT_LANE_LIMITS, LINK_LANE, Lanes, type LaneCounters } from '../../../src/link/lanes.js';

interface Bed {
  readonly lanes: Lanes<string>;
  readonly out: string[];
  readonly counters: LaneCounters;
  /** As a driver does it. */
  readonly come: (lane: string, item: string, bytes?: number) => void;
}

function bed(limits = DEFAULT_LANE_LIMITS): Bed {
  const out: string[] = [];
  const counters = { held: 0, broken: 0 };
  const lanes = new Lanes<string>(limits, counters, (item) => out.push(item));
  const come = (lane: string, item: string, bytes = 1): void => {
    if (!lanes.isHeld(lane) || !lanes.hold(lane, item, bytes)) out.push(item);
  };
  return { lanes, out, counters, come };
}

describe('a lane', () => {
  test('that waits for nothing holds nothing', () => {
    const { lanes, out, counters, come } = bed();
    come(LINK_LANE, 'a');
    lanes.fence(LINK_LANE, 1);
    come('g2', 'b');
    assert.deepEqual([out, counters, lanes.heldBytes], [['a', 'b'], { held: 0, broken: 0 }, 0]);
  });

  test('waits for a fence in another, then lets go everything in its order', () => {
    const { lanes, out, come } = bed();
    lanes.wait(LINK_LANE, 'g2', 7, 0);
    come(LINK_LANE, 'direct 1');
    come(LINK_LANE, 'direct 2');
    come('g2', 'spread');
    assert.deepEqual([out, lanes.heldBytes], [['spread'], 2]);
    lanes.fence('g2', 7);
    come(LINK_LANE, 'direct 3');
    assert.deepEqual([out, lanes.heldBytes], [['spread', 'direct 1', 'direct 2', 'direct 3'], 0]);
  });

  test('waits for no fence that has passed, nor for an older one', () => {
    const { lanes, out, come } = bed();
    lanes.fence('g2', 7);
    lanes.wait(LINK_LANE, 'g2', 7, 0);
    lanes.wait(LINK_LANE, 'g2', 6, 0);
    come(LINK_LANE, 'a');
    assert.deepEqual(out, ['a']);
    lanes.wait(LINK_LANE, 'g3', 7, 0);
    come(LINK_LANE, 'b');
    assert.deepEqual(out, ['a'], 'the fence of another way is another fence');
  });

  test('passes on a fence only when what stands before it is out', () => {
    const { lanes, out, come } = bed();
    lanes.wait('g2', LINK_LANE, 2, 0);
    come('g2', 'spread');
    lanes.wait(LINK_LANE, 'g3', 1, 0);
    come(LINK_LANE, 'direct');
    lanes.fence(LINK_LANE, 2);
    assert.deepEqual(out, []);
    lanes.fence('g3', 1);
    assert.deepEqual(out, ['direct', 'spread']);
  });
});

describe('a wait ends early', () => {
  test('after its time, and the order behind it is kept', () => {
    const { lanes, out, counters, come } = bed();
    lanes.wait(LINK_LANE, 'g2', 1, 1000);
    come(LINK_LANE, 'a');
    lanes.wait(LINK_LANE, 'g2', 2, 1400);
    come(LINK_LANE, 'b');
    lanes.sweep(1499);
    assert.deepEqual(out, []);
    lanes.sweep(1500);
    assert.deepEqual([out, counters.broken], [['a'], 1]);
    lanes.sweep(1900);
    assert.deepEqual([out, counters.broken], [['a', 'b'], 2]);
  });

  test('when more is held than there is room for: what was held goes first', () => {
    const { lanes, out, counters, come } = bed({ ...DEFAULT_LANE_LIMITS, bytesMax: 10 });
    lanes.wait(LINK_LANE, 'g2', 1, 0);
    come(LINK_LANE, 'a', 6);
    come(LINK_LANE, 'b', 4);
    come(LINK_LANE, 'c', 1);
    assert.deepEqual([out, counters.broken, lanes.heldBytes], [['a', 'b', 'c'], 1, 0]);
  });

  test('when the way is over by which the fence would have come', () => {
    const { lanes, out, come } = bed();
    lanes.wait(LINK_LANE, 'g2', 1, 0);
    come(LINK_LANE, 'a');
    lanes.end('g3');
    assert.deepEqual(out, []);
    lanes.end('g2');
    assert.deepEqual(out, ['a']);
  });

  test('when no order is left to keep', () => {
    const { lanes, out, come } = bed();
    lanes.wait('g2', LINK_LANE, 1, 0);
    come('g2', 'a');
    lanes.release();
    assert.deepEqual(out, ['a']);
  });
});

describe('a way that is over', () => {
  test('is forgotten, at once or when what came by it is out', () => {
    const { lanes, out, come } = bed();
    for (let gateway = 0; gateway < 100; gateway++) {
      lanes.fence(`g${gateway}`, 1);
      lanes.end(`g${gateway}`);
    }
    assert.equal(lanes.size, 0);
    lanes.wait('g2', LINK_LANE, 1, 0);
    come('g2', 'a');
    lanes.end('g2');
    assert.deepEqual([out, lanes.size], [[], 1]);
    lanes.fence(LINK_LANE, 1);
    assert.deepEqual([out, lanes.size], [['a'], 1], 'the lane of the link is left');
  });

  test('is one again when its gateway lives again', () => {
    const { lanes, out, come } = bed();
    lanes.fence('g2', 1);
    lanes.end('g2');
    lanes.fence('g2', 2);
    lanes.wait(LINK_LANE, 'g2', 2, 0);
    come(LINK_LANE, 'a');
    assert.deepEqual([out, lanes.size], [['a'], 2]);
  });
});

test('what comes while something held is delivered stands behind it', () => {
  const out: string[] = [];
  const lanes = new Lanes<string>(DEFAULT_LANE_LIMITS, { held: 0, broken: 0 }, (item) => {
    if (item === 'a' && lanes.isHeld(LINK_LANE)) lanes.hold(LINK_LANE, 'c', 1);
    out.push(item);
  });
  lanes.wait(LINK_LANE, 'g2', 1, 0);
  lanes.hold(LINK_LANE, 'a', 1);
  lanes.hold(LINK_LANE, 'b', 1);
  lanes.fence('g2', 1);
  assert.deepEqual([out, lanes.isHeld(LINK_LANE), lanes.heldBytes], [['a', 'b', 'c'], false, 0]);
});
