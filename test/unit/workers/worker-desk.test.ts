import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { AdminReply, AdminRequest, ToPrimary, ToWorker } from '../../../src/workers/channel.js';
import { WorkerDesk } from '../../../src/workers/worker-desk.js';
import type { Sent } from '../../../src/workers/worker-process.js';
import { FakeClock } from '../../support/fake-clock.js';

function stage(answer: (request: AdminRequest) => Promise<AdminReply>) {
  const said: ToPrimary[] = [];
  const went: { done?: Sent | undefined } = {};
  const clock = new FakeClock();
  let tell: (message: ToWorker) => void = () => undefined;
  const desk = new WorkerDesk(
    {
      send: (message, _connection, sent) => {
        said.push(message);
        went.done = sent;
      },
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
    clock,
  );
  desk.serve({ load: () => ({ taken: 0, gone: 0 }), answer, endAbandoned: () => undefined });
  return {
    said,
    desk,
    clock,
    went,
    tell: (message: ToWorker) => {
      tell(message);
    },
  };
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

  test('its last page is handed over when the primary says so, or cannot', async () => {
    const nobody = (): Promise<AdminReply> => Promise.reject(new Error('nobody asks'));
    const ends: Readonly<Record<string, (made: ReturnType<typeof stage>) => void>> = {
      taken: ({ tell }) => {
        tell({ kind: 'last-page-taken' });
      },
      'the channel broke': ({ went }) => {
        went.done?.(false);
      },
      'the primary hangs': ({ clock }) => {
        clock.advance(2_000);
      },
    };
    for (const [why, end] of Object.entries(ends)) {
      const made = stage(nobody);
      let isOver = false;
      const over = made.desk.handOver('c_total 1\n').then(() => {
        isOver = true;
      });
      made.went.done?.(true);
      assert.deepEqual(made.said.at(-1), { kind: 'last-page', page: 'c_total 1\n' });
      await new Promise(setImmediate);
      assert.equal(isOver, false, why);
      end(made);
      await over;
    }
  });
});
