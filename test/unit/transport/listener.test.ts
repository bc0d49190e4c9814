import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { test } from 'node:test';
import { systemClock } from '../../../src/clock.js';
import type { AdmissionLine, AdmissionStep } from '../../../src/admission.js';
import { silentLog } from '../../../src/log.js';
import type { ConnectionGate, ConnectionRefusal } from '../../../src/transport/connection-gate.js';
import { listen, type ListenOptions } from '../../../src/transport/listener.js';
import { recordingLog } from '../../support/recording-log.js';
import { EchoSink, eventually, FakeClock } from './fakes.js';

const options = (changes: Partial<ListenOptions> = {}): ListenOptions => ({
  host: '127.0.0.1',
  port: 0,
  clock: systemClock,
  log: silentLog,
  newSink: (transport) => new EchoSink(transport),
  ...changes,
});

const dial = (port: number): Socket => {
  const socket = connect({ port, host: '127.0.0.1' });
  socket.on('error', () => undefined);
  return socket;
};

test('a port that is taken is refused with what to do', async () => {
  const first = await listen(options());
  const { port, host } = first.address();
  assert.equal(host, '127.0.0.1');
  await assert.rejects(
    listen(options({ port })),
    /^Error: cannot listen for clients on 127\.0\.0\.1:\d+: the port is taken; stop /,
  );
  first.close();
});

test('an address this machine does not have is refused with what to do', async () => {
  // TEST-NET-1 (RFC 5737) is nobody's.
  await assert.rejects(
    listen(options({ host: '192.0.2.1' })),
    /192\.0\.2\.1:0: this machine has no such address/,
  );
});

test('beyond so many openings at once the oldest is dropped and counted', async () => {
  const clock = new FakeClock();
  const listener = await listen(options({ openingsMax: 2, clock }));
  const { port } = listener.address();
  const silent = [dial(port), dial(port)];
  for (const socket of silent) await once(socket, 'connect');
  silent.push(dial(port));
  const [oldest] = silent;
  if (oldest?.closed === false) await once(oldest, 'close');
  assert.equal(listener.counters.refused['openings-full'], 1);
  assert.equal(listener.counters.opening, 2);
  clock.advance(5000);
  assert.equal(listener.counters.refused['opening-timeout'], 2);
  for (const socket of silent) if (!socket.closed) await once(socket, 'close');
  await eventually(
    () => listener.counters.opening === 0,
    () => 'no opening left',
  );
  assert.equal(clock.timers, 0);
  listener.close();
});

test('closed, it drops what is no transport yet; transports go on', async () => {
  const listener = await listen(options());
  const { port } = listener.address();
  const silent = dial(port);
  const speaking = dial(port);
  speaking.write(Buffer.from([0, 0, 0, 1, 7]));
  const [echo] = (await once(speaking, 'data')) as [Buffer];
  assert.deepEqual([...echo], [0, 0, 0, 1, 7]);
  listener.close();
  listener.close();
  if (!silent.closed) await once(silent, 'close');
  speaking.write(Buffer.from([0, 0, 0, 1, 8]));
  const [again] = (await once(speaking, 'data')) as [Buffer];
  assert.deepEqual([...again], [0, 0, 0, 1, 8]);
  const late = dial(port);
  const [error] = (await once(late, 'error')) as [NodeJS.ErrnoException];
  assert.equal(error.code, 'ECONNREFUSED');
  speaking.destroy();
  await once(speaking, 'close');
});

test('who may not connect is closed before it is read, and counted; every connection is released once', async () => {
  const released: string[] = [];
  const answer: { refusal: ConnectionRefusal | undefined } = { refusal: undefined };
  const gate: ConnectionGate = {
    admit: () => answer.refusal,
    admitAddress: () => undefined,
    release: (remote) => void released.push(remote),
  };
  const listener = await listen(options({ gate }));
  const { port } = listener.address();
  const opened = dial(port);
  opened.write(Buffer.from([0, 0, 0, 1, 7]));
  await once(opened, 'data');
  const stranger = dial(port);
  stranger.write('nonsense');
  await once(stranger, 'close');
  answer.refusal = 'address-full';
  const third = dial(port);
  await once(third, 'close');
  assert.equal(listener.counters.refused['address-full'], 1);
  opened.destroy();
  await eventually(
    () => released.length === 2 && listener.counters.open === 0,
    () => `two are released: ${released.length}`,
  );
  listener.close();
});

test('openings that wait for their turn are not crowded out: the newest is refused and released', async () => {
  const waiting = new Set<AdmissionStep>();
  const admission: AdmissionLine = {
    add: (step) => void waiting.add(step),
    forget: (step) => void waiting.delete(step),
  };
  const released: string[] = [];
  const gate: ConnectionGate = {
    admit: () => undefined,
    admitAddress: () => undefined,
    release: (remote) => void released.push(remote),
  };
  const listener = await listen(options({ openingsMax: 2, admission, gate }));
  const { port } = listener.address();
  const early = [dial(port), dial(port)];
  for (const socket of early) socket.write(Buffer.from([0, 0, 0, 1, 7]));
  await eventually(
    () => waiting.size === 2,
    () => `two are in line: ${waiting.size}`,
  );
  const newest = dial(port);
  await once(newest, 'close');
  assert.equal(listener.counters.refused['openings-full'], 1);
  assert.equal(released.length, 1);
  // The first turn reads, the second takes what was read.
  await eventually(
    () => {
      for (const step of waiting) {
        waiting.delete(step);
        step.admit();
      }
      return listener.counters.opened.tcp === 2;
    },
    () => `both become transports: ${listener.counters.opened.tcp}`,
  );
  for (const socket of early) socket.destroy();
  listener.close();
});

test('behind a proxy the client that its header names may be refused', async () => {
  const asked: string[] = [];
  const released: string[] = [];
  const gate: ConnectionGate = {
    admit: () => undefined,
    admitAddress: (remote) => (asked.push(remote) > 1 ? 'address-rate' : undefined),
    release: (remote) => void released.push(remote),
  };
  const listener = await listen(options({ gate, proxyFrom: ['127.0.0.1'] }));
  const { port } = listener.address();
  const header = 'PROXY TCP4 192.0.2.7 192.0.2.1 4711 7000\r\n';
  const first = dial(port);
  first.write(Buffer.concat([Buffer.from(header), Buffer.from([0, 0, 0, 1, 7])]));
  await once(first, 'data');
  const second = dial(port);
  second.write(header);
  await once(second, 'close');
  assert.equal(listener.counters.refused['address-rate'], 1);
  first.destroy();
  await eventually(
    () => released.length === 2,
    () => `two are released: ${released.length}`,
  );
  assert.deepEqual(asked, ['192.0.2.7:4711', '192.0.2.7:4711']);
  // The second was never counted for its client, so it is released as the proxy's own.
  assert.match(released[0] ?? '', /^127\.0\.0\.1:/);
  assert.equal(released[1], '192.0.2.7:4711');
  listener.close();
});

test('which sockets carry the clients can be seen', async () => {
  const byDefault = await listen(options());
  assert.equal(byDefault.counters.handleSockets, 0);
  byDefault.close();
  const log = recordingLog();
  const fast = await listen(options({ sockets: 'handle', log }));
  // Node may fail the self-test; then the log says so.
  assert.equal(fast.counters.handleSockets, log.lines.length === 0 ? 1 : 0);
  fast.close();
});
