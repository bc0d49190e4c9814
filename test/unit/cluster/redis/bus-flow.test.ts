import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  Flow,
  QueueBudget,
  type FlowBatch,
  type Outgoing,
  type SharedBody,
} from '../../../../src/cluster/redis/bus-flow.js';

const newBody = (bytes: number): SharedBody => ({ bytes: new Uint8Array(bytes), owners: 0 });
const message = (body: SharedBody, { expiresAtMs = 100, user = 'alice' } = {}): Outgoing => ({
  ...{ kind: 1, body, ask: 0, push: true, expiresAtMs, target: Buffer.from(user) },
});

/** "first/pushes: m m l3" */
const read = ({ first, pushes, items }: FlowBatch): string => {
  const texts = items.map((item) =>
    item.is === 'message' ? 'm' : item.runs.map(({ count }) => `l${count}`).join('+'),
  );
  return `${first}/${pushes}: ${texts.join(' ')}`;
};

test('one body in many queues is counted once, and let go with the last of them', () => {
  const budget = new QueueBudget(10_000);
  const flows = [new Flow(budget, 10_000), new Flow(budget, 10_000)];
  const body = newBody(1_000);
  for (const flow of flows) assert.ok(flow.offer(message(body)));
  const both = budget.bytes;
  assert.ok(both > 1_000 && both < 2_000);
  flows[0]?.takeBatch(1);
  flows[0]?.confirm();
  assert.ok(budget.bytes > 1_000);
  flows[1]?.close();
  assert.equal(budget.bytes, 0);
});

test('what is under way stays at the head until it is confirmed, and goes again with the same numbers', () => {
  const flow = new Flow(new QueueBudget(10_000), 10_000);
  for (let at = 0; at < 3; at++) flow.offer(message(newBody(10)));
  assert.equal(read(flow.takeBatch(60)), '1/0: m m');
  flow.retry();
  assert.equal(read(flow.takeBatch(60)), '1/0: m m');
  flow.confirm();
  assert.equal(flow.lastConfirmed, 2);
  assert.equal(read(flow.takeBatch(1)), '3/2: m', 'one at least, however long');
  flow.confirm();
  assert.equal(read(flow.takeBatch(60)), '4/3: ', 'a mark');
});

test('a full queue takes a loss in the place of the message, in one run for neighbours', () => {
  const flow = new Flow(new QueueBudget(10_000), 300);
  const sizes = [200, 200, 200];
  assert.deepEqual(
    sizes.map((size) => flow.offer(message(newBody(size)))),
    [true, false, false],
  );
  assert.equal(read(flow.takeBatch(1_000)), '1/0: m l2');
  flow.confirm();
  assert.equal(read(flow.takeBatch(1_000)), '4/3: ');
});

test('what waited too long becomes a loss where it stood; what is under way does not', () => {
  const flow = new Flow(new QueueBudget(10_000), 10_000);
  for (const expiresAtMs of [10, 10, 50, 10]) flow.offer(message(newBody(10), { expiresAtMs }));
  assert.equal(read(flow.takeBatch(1)), '1/0: m');
  assert.equal(flow.expire(9), 0);
  assert.equal(flow.expire(10), 2);
  flow.confirm();
  assert.equal(read(flow.takeBatch(1_000)), '2/1: l1 m l1');
});

test('what was under way and comes back expires too; the last number stays what it was', () => {
  const flow = new Flow(new QueueBudget(10_000), 10_000);
  for (const expiresAtMs of [10, 50]) flow.offer(message(newBody(10), { expiresAtMs }));
  flow.takeBatch(1);
  assert.equal(flow.expire(20), 0);
  flow.retry();
  assert.equal(flow.expire(20), 1);
  assert.equal(flow.expire(20), 0);
  assert.equal(flow.last, 2);
  flow.lose({ count: 3, push: true, target: undefined });
  assert.equal(flow.last, 5);
  assert.equal(read(flow.takeBatch(1_000)), '1/0: l1 m l3');
  flow.confirm();
  assert.deepEqual([flow.last, flow.lastConfirmed], [5, 5]);
});

test('losses behind a batch that is under way do not grow into it', () => {
  const flow = new Flow(new QueueBudget(10_000), 10_000);
  const run = { count: 1, push: true, target: Buffer.from('alice') };
  flow.lose(run);
  assert.equal(read(flow.takeBatch(100)), '1/0: l1');
  flow.lose(run);
  flow.confirm();
  assert.equal(read(flow.takeBatch(100)), '2/1: l1');
});
