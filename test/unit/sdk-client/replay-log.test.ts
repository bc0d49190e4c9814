import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { ReplayLog } from '../../../src/sdk/client/replay-log.js';

describe('ReplayLog', () => {
  it('keeps exactly what is not acknowledged, as a plain list does', () => {
    const step = fc.oneof(fc.record({ bytes: fc.nat(9) }), fc.record({ ack: fc.nat(1_000) }));
    fc.assert(
      fc.property(fc.array(step, { maxLength: 1_000, size: 'max' }), (steps) => {
        const log = new ReplayLog();
        const all: Uint8Array[] = [];
        let acknowledged = 0;
        for (const step of steps) {
          if ('bytes' in step) {
            const envelope = new Uint8Array(step.bytes).fill(all.length);
            all.push(envelope);
            log.append(envelope);
          } else {
            const allowed = step.ack >= acknowledged && step.ack <= all.length;
            assert.equal(log.acknowledge(step.ack), allowed);
            if (allowed) acknowledged = step.ack;
          }
          assert.equal(log.sent, all.length);
        }
        const kept = all.slice(acknowledged);
        assert.deepEqual(log.kept(), kept);
        assert.equal(
          log.bytes,
          kept.reduce((sum, { length }) => sum + length, 0),
        );
      }),
    );
  });

  it('lets memory go over a long session', () => {
    const log = new ReplayLog();
    for (let count = 1; count <= 10_000; count++) {
      log.append(new Uint8Array(8));
      assert.equal(log.acknowledge(count), true);
    }
    assert.equal(log.bytes, 0);
    assert.deepEqual(log.kept(), []);
    assert.equal(log.sent, 10_000);
  });
});
