import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  frameTree,
  selfTimes,
  type CallFrame,
  type CpuProfile,
} from '../../../../tools/bench/profile/cpu-profile.js';
import { flameGraph } from '../../../../tools/bench/profile/flame-graph.js';

const frame = (functionName: string, url = '', lineNumber = 0): CallFrame => ({
  functionName,
  url,
  lineNumber,
});

/** root ─ loop ─ work (twice, as V8 splits by call site) ─ <copy>; root ─ (idle) */
const profile: CpuProfile = {
  nodes: [
    { id: 1, callFrame: frame('(root)'), children: [2, 6] },
    { id: 2, callFrame: frame('loop', 'file:///x/dist/main.js', 9), children: [3, 4] },
    { id: 3, callFrame: frame('work', 'file:///x/dist/a/b.js', 1) },
    { id: 4, callFrame: frame('work', 'file:///x/dist/a/b.js', 1), children: [5] },
    { id: 5, callFrame: frame('<copy>') },
    { id: 6, callFrame: frame('(idle)') },
  ],
  samples: [2, 3, 4, 5, 6, 3],
  timeDeltas: [100, 200, 300, 400, 5_000, 50],
};

test('a tree without idle time, the same function of one caller once', () => {
  const root = frameTree(profile);
  assert.equal(root.totalUs, 1_050);
  const [loop] = root.children;
  assert.deepEqual([loop?.name, loop?.selfUs, loop?.totalUs], ['loop main.js:10', 100, 1_050]);
  assert.deepEqual(
    loop?.children.map(({ name, selfUs, totalUs }) => [name, selfUs, totalUs]),
    [['work a/b.js:2', 550, 950]],
  );
  assert.deepEqual(selfTimes(root), [
    { name: 'work a/b.js:2', selfUs: 550 },
    { name: '<copy>', selfUs: 400 },
    { name: 'loop main.js:10', selfUs: 100 },
  ]);
});

test('the graph: a box each, half as wide where half the time is, and escaped', () => {
  const svg = flameGraph(frameTree(profile), 'a & b');
  assert.equal(svg.match(/<g>/g)?.length, 4);
  assert.match(svg, /&lt;copy&gt;: 38\.10 % in all, 38\.10 % by itself/);
  assert.match(svg, /a &amp; b/);
  assert.ok(!svg.includes('<copy>'));
});

test('a profile of nothing is a graph of nothing', () => {
  const nothing: CpuProfile = { nodes: [{ id: 1, callFrame: frame('(root)') }], samples: [], timeDeltas: [] };
  assert.match(flameGraph(frameTree(nothing), ''), /^<svg [\s\S]+<\/svg>\n$/);
});
