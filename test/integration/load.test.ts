// The load against servers in this process that stall, are slow, or say nothing.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import net, { type AddressInfo, type Socket } from 'node:net';
import { describe, test, type TestContext } from 'node:test';
import { systemLoadParts } from '../../src/cli/bench/load-parts.js';
import { runLoad, type LoadOptions, type LoadParts, type LoadResult } from '../../src/cli/bench/load.js';
import type { TrafficPlan } from '../../src/cli/bench/traffic.js';
import { systemClock } from '../../src/clock.js';

/** An echo, number `index` of its connections in the order they came. */
type Serve = (socket: Socket, bytes: Buffer, index: number) => void;

async function serverOf(context: TestContext, serve: Serve): Promise<number> {
  const sockets: Socket[] = [];
  const server = net.createServer({ noDelay: true }, (socket) => {
    const index = sockets.push(socket) - 1;
    socket.on('data', (bytes) => {
      serve(socket, bytes, index);
    });
    socket.on('error', () => undefined);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  context.after(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

function optionsOf(port: number, traffic: TrafficPlan, sessions: number): LoadOptions {
  return {
    target: { host: '127.0.0.1', port, secure: false },
    ...{ pipe: 'tcp', path: '/', speech: { kind: 'bare' }, type: 1000, payloadBytes: 16, isEcho: true },
    ...{ sessions, opensPerSecond: 1_000, traffic, warmUpMs: 0, measureMs: 1_000 },
  };
}

async function resultOf(options: LoadOptions, onBegin: () => void): Promise<LoadResult> {
  const outcome = await runLoad(options, systemLoadParts(), {
    onOpened: () => undefined,
    onWindow: (edge) => {
      if (edge === 'begin') onBegin();
    },
  });
  assert.ok(outcome.ok, outcome.ok ? '' : outcome.reason);
  return outcome.result;
}

/** A request more or less may fall on the window's edges. */
function assertAllRecorded({ samples, seconds }: LoadResult, perSecond: number): void {
  assert.ok(Math.abs(samples - seconds * perSecond) <= 2, `${samples} in ${seconds} s`);
}

describe('at a fixed rate', () => {
  test('a stall at the end of the window is charged to every request that it delayed', async (context) => {
    let isStalled = false;
    const held: (() => void)[] = [];
    const port = await serverOf(context, (socket, bytes) => {
      const answer = (): void => void socket.write(bytes);
      if (isStalled) held.push(answer);
      else answer();
    });
    const result = await resultOf(optionsOf(port, { kind: 'rate', perSecond: 500 }, 5), () => {
      setTimeout(() => (isStalled = true), 600);
      setTimeout(() => {
        isStalled = false;
        for (const answer of held) answer();
      }, 1_400);
    });
    assertAllRecorded(result, 500);
    assert.equal(result.unanswered, 0);
    assert.ok((result.p99Ms ?? 0) > 300, `p99 ${result.p99Ms} ms`);
    assert.ok(result.rate?.isMissed);
    assert.ok((result.rate.lateP50Ms ?? 100) < 100, `late by ${result.rate.lateP50Ms} ms`);
  });

  test('what found no slot is unanswered, and has its age at least', async (context) => {
    const waiting: (() => void)[] = [];
    const timer = setInterval(() => waiting.shift()?.(), 10);
    context.after(() => {
      clearInterval(timer);
    });
    const port = await serverOf(context, (socket, bytes) => {
      // One frame each: a payload of 16 bytes.
      const frameBytes = 4 + bytes.readUInt32BE(0);
      for (let at = 0; at < bytes.length; at += frameBytes) {
        const frame = bytes.subarray(at, at + frameBytes);
        waiting.push(() => void socket.write(frame));
      }
    });
    const result = await resultOf(optionsOf(port, { kind: 'rate', perSecond: 1_000 }, 1), () => undefined);
    assertAllRecorded(result, 1_000);
    assert.ok(result.unanswered > 500, `${result.unanswered} unanswered`);
    assert.ok(result.maxMs > 500, `longest ${result.maxMs} ms`);
    assert.deepEqual([result.rate?.plannedPerSecond, result.rate?.isMissed], [1_000, true]);
  });
});

test('nothing is measured before each session has its first answer', async (context) => {
  let isSlowServed = false;
  const port = await serverOf(context, (socket, bytes, index) => {
    const answer = (): void => void socket.write(bytes);
    if (index === 0 || isSlowServed) return answer();
    setTimeout(() => {
      isSlowServed = true;
      answer();
    }, 300);
  });
  let wasServed = false;
  const options = optionsOf(port, { kind: 'closed', outstanding: 1 }, 2);
  await resultOf({ ...options, measureMs: 50 }, () => (wasServed = isSlowServed));
  assert.ok(wasServed);
});

test('a peer that keeps its connections and says nothing is given up', async (context) => {
  const port = await serverOf(context, () => undefined);
  const options: LoadOptions = { ...optionsOf(port, { kind: 'idle' }, 2), pipe: 'ws' };
  // Deadlines come ten times as soon.
  const clock = {
    ...systemClock,
    nowMs: () => systemClock.nowMs(),
    after: (ms: number, run: () => void) => systemClock.after(ms / 10, run),
  };
  const parts: LoadParts = { ...systemLoadParts(), clock };
  const outcome = await runLoad(options, parts, { onOpened: () => undefined, onWindow: () => undefined });
  assert.match(outcome.ok ? 'it was opened' : outcome.reason, /no answer to the upgrade within 15 s/);
});
