import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  isDisturbed,
  isLoadLimited,
  isRateMissed,
  isWindowShort,
  measurementOf,
  median,
  summary,
  type Measurement,
} from '../../../../tools/bench/measurement.js';
import { unfit } from '../../../../tools/bench/measure-rows.js';
import { programPeers } from '../../../../tools/bench/peers/programs.js';
import { ROWS, rowsNamed, type Row } from '../../../../tools/bench/rows.js';

const measurement: Measurement = {
  ...{ cpuUs: 10, messagesPerSecond: 100_000, p50Ms: 1, p99Ms: 2, p999Ms: 3 },
  ...{ peerShare: 1, loadShare: 0.5, residentMib: 100, bytesPerSession: 5_000 },
};

function rowNamed(name: string): Row {
  const [row] = rowsNamed([name]);
  assert.ok(row !== undefined);
  return row;
}

test('medians, each figure by itself', () => {
  assert.equal(median([3, 1, 2]), 2);
  assert.equal(median([4, 1, 2, 3]), 2.5);
  assert.equal(median([]), 0);
  const all = [9, 12, 10].map((cpuUs, at) => ({ ...measurement, cpuUs, p99Ms: at }));
  const found = summary(all);
  assert.deepEqual(
    [found?.median.cpuUs, found?.median.p99Ms, found?.cpuUsMin, found?.cpuUsMax],
    [10, 1, 9, 12],
  );
  assert.equal(found?.repeats, 3);
  assert.equal(summary([]), undefined);
  const few = summary([measurement, { ...measurement, p99Ms: undefined }]);
  assert.deepEqual([few?.median.p99Ms, few?.median.p50Ms], [undefined, 1]);
});

test('a measurement counts the window only, and memory from before the first session', () => {
  const usage = (cpuUs: number, residentKib: number): Parameters<typeof measurementOf>[2] => ({
    ...{ cpuUs, residentKib, userTicks: 0, systemTicks: 0 },
  });
  const result = {
    ...{
      sessions: 1_000,
      messages: 200_000,
      seconds: 2,
      p50Ms: 1,
      p99Ms: 2,
      p999Ms: 3,
      maxMs: 4,
      cpuShare: 0.3,
      samples: 200_000,
      rate: undefined,
    },
    ...{
      requestsTotal: 300_000,
      answersTotal: 300_000,
      pushesTotal: 0,
      faults: {},
      faultCount: 0,
      unanswered: 0,
    },
  };
  const found = measurementOf(
    result,
    400_000,
    usage(0, 50_000),
    usage(500_000, 55_000),
    usage(2_100_000, 60_000),
  );
  assert.equal(found.cpuUs, 8);
  assert.equal(found.messagesPerSecond, 100_000);
  assert.equal(found.peerShare, 0.8);
  assert.equal(found.loadShare, 0.5);
  assert.equal(found.bytesPerSession, 10_240);
});

test('the load was the limit when its core was full and the peer’s was not', () => {
  const busy = { ...measurement, loadShare: 0.98, peerShare: 0.6 };
  assert.ok(isLoadLimited(rowNamed('ws-100-1'), busy));
  assert.ok(!isLoadLimited(rowNamed('ws-100-1'), { ...busy, peerShare: 0.95 }));
});

test('at a fixed rate the load was the limit when it sent late, whatever came of the rate', () => {
  const row = rowNamed('ws-rate-20000');
  const stalled = { ...measurement, peerShare: 0.6, loadShare: 0.98, messagesPerSecond: 15_000, p99Ms: 300 };
  assert.ok(!isLoadLimited(row, { ...stalled, lateP99Ms: 2 }));
  assert.ok(isRateMissed(row, stalled));
  assert.ok(isLoadLimited(row, { ...stalled, lateP99Ms: 200 }));
  assert.ok(!isRateMissed(row, { ...stalled, messagesPerSecond: 19_900 }));
  assert.ok(!isRateMissed(rowNamed('ws-100-1'), stalled));
});

test('a window of few latencies is short for a closed loop only', () => {
  const slow = { ...measurement, p50Ms: 300 };
  assert.ok(isWindowShort(rowNamed('ws-5000-16'), slow, 1_000));
  assert.ok(!isWindowShort(rowNamed('ws-5000-16'), slow, 2_000));
  assert.ok(!isWindowShort(rowNamed('ws-rate-20000'), slow, 1_000));
});

test('a peer is left out of rows with more sessions than it lets in', () => {
  const haproxy = programPeers(undefined).find(({ name }) => name === 'haproxy');
  assert.ok(haproxy !== undefined);
  assert.match(unfit(haproxy, rowNamed('ws-idle-19000')) ?? '', /lets in 9900 sessions/);
  assert.equal(unfit(haproxy, rowNamed('ws-100-1')), undefined);
});

test('plain takes both rows of groups', () => {
  const plain = programPeers(undefined).find(({ name }) => name === 'plain');
  for (const name of ['ws-group-10000', 'tcp-group-10000']) assert.ok(plain?.takes(rowNamed(name)));
});

test('a closed loop in which nobody was busy was disturbed', () => {
  const lazy = { ...measurement, loadShare: 0.3, peerShare: 0.4 };
  assert.ok(isDisturbed(rowNamed('ws-100-1'), lazy));
  assert.ok(!isDisturbed(rowNamed('ws-100-1'), { ...lazy, peerShare: 0.95 }));
  assert.ok(!isDisturbed(rowNamed('ws-rate-20000'), lazy));
});

test('rows: every name once, an unknown one is refused with those there are', () => {
  assert.equal(new Set(ROWS.map(({ name }) => name)).size, ROWS.length);
  for (const name of ['ws-100-1', 'tcp-5000-16-1k', 'ws-idle-19000', 'ws-routes-10000'])
    assert.equal(rowNamed(name).name, name);
  assert.throws(() => rowsNamed(['ws-1']), /no row "ws-1"; there are ws-100-1, /);
});
