// The driver over a fake pipe and a fake clock: order of actions, one timer, stale pipes, listeners that
// call back in.

import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { describe, it } from 'node:test';
import { Client } from '../../../src/sdk/client/client.js';
import { connectThrough } from '../../../src/sdk/client/connect.js';
import type { ConnectOptions } from '../../../src/sdk/client/options.js';
import type { Pipe, PipeSink } from '../../../src/sdk/client/pipe.js';
import { FakeClock, settled } from '../../support/fake-clock.js';
import { ModelGateway, disconnectEnvelope, text } from '../../support/model-gateway.js';
import { recordingLog } from '../../support/recording-log.js';

interface FakePipe extends Pipe {
  readonly sink: PipeSink;
  readonly written: Uint8Array[];
  closedWith: number | undefined;
}

interface Stage {
  readonly clock: FakeClock;
  readonly gateway: ModelGateway;
  readonly pipes: FakePipe[];
  readonly client: Client;
  /** Gives what the client wrote on its newest pipe to the model, and the model's answers back. */
  readonly exchange: () => void;
}

async function stage(options: Partial<ConnectOptions> = {}): Promise<Stage> {
  const clock = new FakeClock();
  const gateway = new ModelGateway();
  const pipes: FakePipe[] = [];
  const exchange = (): void => {
    const pipe = pipes.at(-1);
    for (let sent = pipe?.written.shift(); sent !== undefined; sent = pipe?.written.shift())
      for (const answer of gateway.take(sent)) pipe?.sink.onEnvelope(answer);
  };
  const openPipe = (_url: string, sink: PipeSink, limit: Pipe['limit']): Pipe => {
    const written: Uint8Array[] = [];
    const pipe: FakePipe = {
      sink,
      limit,
      written,
      queuedBytes: 0,
      closedWith: undefined,
      write: (envelope) => written.push(envelope),
      close: (code) => (pipe.closedWith = code),
    };
    pipes.push(pipe);
    gateway.attach();
    return pipe;
  };
  const url = 'tcp://gateway:7000';
  const connecting = connectThrough(() => openPipe, { url, token: 'x', clock, random: () => 0, ...options });
  await settled();
  pipes[0]?.sink.onOpen();
  exchange();
  const client = await connecting;
  clock.advance(0);
  return { clock, gateway, pipes, client, exchange };
}

describe('Client', () => {
  it('keeps the order of what a listener sends while actions are being done', async () => {
    const { client, gateway, pipes, exchange, clock } = await stage();
    client.notify(1000, text('a'));
    client.on('connected', () => client.notify(1000, text('from listener')));
    pipes[0]?.sink.onLost('gone');
    client.notify(1000, text('b'));
    clock.advance(0);
    pipes[1]?.sink.onOpen();
    exchange();
    exchange();
    assert.deepEqual(gateway.taken, ['a', 'b', 'from listener']);
  });

  it('does not hear a pipe that it has given up', async () => {
    const { client, pipes } = await stage();
    const pushes: unknown[] = [];
    client.on('push', (push) => pushes.push(push));
    pipes[0]?.sink.onEnvelope(disconnectEnvelope({ code: 16, advice: 2, retryAfterMs: 50 }));
    assert.equal(pipes[0]?.closedWith, 16);
    pipes[0].sink.onEnvelope(Uint8Array.of(0x08, 0xe8, 0x07));
    pipes[0].sink.onViolation('MALFORMED');
    pipes[0].sink.onLost('late');
    assert.equal(client.phase, 'waiting');
    assert.deepEqual(pushes, []);
  });

  it('keeps one timer, and none after its end', async () => {
    const { client, clock, pipes } = await stage();
    for (let count = 0; count < 20; count++) client.request(1000, text('x')).catch(() => undefined);
    assert.equal(clock.pending, 1);
    const closing = client.close();
    assert.equal(clock.pending, 0);
    pipes[0]?.sink.onLost('closed');
    await closing;
  });

  it('logs a push that cannot be decoded, and goes on', async () => {
    const log = recordingLog();
    const { client, gateway, pipes } = await stage({ log });
    const heard: string[] = [];
    client.onPush(
      {
        type: 2000,
        name: 'game.Odd',
        push: true,
        encode: () => text(''),
        decode: (bytes) => {
          if (bytes.length === 3) throw new Error('odd');
          return new TextDecoder().decode(bytes);
        },
      },
      (message) => heard.push(message),
    );
    for (const payload of ['bad', 'good'])
      for (const envelope of gateway.push(2000, payload)) pipes[0]?.sink.onEnvelope(envelope);
    assert.deepEqual(heard, ['good']);
    assert.equal(log.messages('error').length, 1);
  });

  it('raises the limit of its pipe at Welcome', async () => {
    const { pipes } = await stage();
    assert.equal(pipes[0]?.limit.bytesMax, 65_536);
  });
});

describe('connectThrough', () => {
  const options = { url: 'ws://gateway/#x', token: () => Promise.resolve('x'), random: () => 0.5 };

  it('takes a transport that throws when it is opened for one that was lost: tries on, and says why', async () => {
    const clock = new FakeClock();
    let tries = 0;
    const openPipe = (): Pipe => {
      tries++;
      throw new Error('a URL with a fragment');
    };
    const connecting = connectThrough(() => openPipe, { ...options, clock, connectTimeoutMs: 1_000 });
    const refused = assert.rejects(connecting, /gave up after 1000 ms: .*a URL with a fragment/);
    await clock.run(1_000);
    await refused;
    assert.ok(tries > 1);
    assert.equal(clock.pending, 0);
  });

  it('listens to its signal until the client has ended', async () => {
    const { signal } = new AbortController();
    const { client, pipes } = await stage({ signal });
    assert.equal(getEventListeners(signal, 'abort').length, 1);
    const closing = client.close();
    pipes[0]?.sink.onLost('closed');
    await closing;
    assert.equal(getEventListeners(signal, 'abort').length, 0);
  });
});
