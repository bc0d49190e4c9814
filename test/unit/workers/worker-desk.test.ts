import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { AdminReply, AdminRequest, ToPrimary, ToWorker } from '../../../src/workers/channel.js';
import { WorkerDesk } from '../../../src/workers/worker-desk.js';
import { FakeClock } from '../../support/fake-clock.js';

function stage(answer: (request: AdminRequest) => Promise<AdminReply>) {
  const said: ToPrimary[] = [];
  let tell: (message: ToWorker) => void = () => undefined;
  const desk = new WorkerDesk(
    {
      send: (message) => said.push(message),
      onMessage: (listener) => {
        tell = (message) => {
          listener(message, undefined);
        };
      },
      onGone: () => undefined,
    },
    {
      ...{ slot: 0, incarnation: 1, gatewayId: 'g-1', config: undefined, flags: {} },
      ...{ clients: { host: '127.0.0.1', port: 1 }, admin: { host: '127.0.0.1', port: 2 } },
    },
    new FakeClock(),
  );
  desk.serve({ load: () => ({ taken: 0, gone: 0 }), answer, endAbandoned: () => undefined });
  return { said, tell };
}

describe('desk of a worker', () => {
  test('a question that the pages cannot take is answered, and ends nothing', async () => {
    const { said, tell } = stage(({ method }) => Promise.reject(new TypeError(`'${method}' is unsupported`)));
    tell({ kind: 'admin', id: 3, method: 'TRACE', path: '/', body: '' });
    await new Promise(setImmediate);
    const reply = said.at(-1);
    assert.ok(reply?.kind === 'admin-reply');
    assert.deepEqual([reply.id, reply.status], [3, 500]);
    assert.match(reply.body, /TRACE/);
  });
});
