import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { InstancePublisher } from '../../../src/discovery/instance-publisher.js';
import type { Instance, InstanceSnapshot } from '../../../src/discovery/registry.js';
import { FakeClock } from '../../support/fake-clock.js';
import { recordingLog } from '../../support/recording-log.js';

const trustPeriodMs = 1_000;

function start() {
  const clock = new FakeClock();
  const log = recordingLog();
  const told: string[] = [];
  const onSnapshot = ({ instances, missed }: InstanceSnapshot): void => {
    told.push(
      instances.map((one) => one.serverId).join('') + (missed.length > 0 ? `?${missed.join('')}` : ''),
    );
  };
  const publisher = new InstancePublisher({ clock, log, trustPeriodMs, onSnapshot });
  const update = (ids: string, doubt = false): void => {
    publisher.update(Array.from(ids, instance), doubt);
  };
  return { clock, log, told, publisher, update };
}

function instance(serverId: string): Instance {
  return { serverId, service: 's', host: 'h', port: 1, healthy: true, weight: 1, meta: new Map() };
}

describe('instance publisher', () => {
  test('tells changes only, the first empty list included', () => {
    const { told, update } = start();
    update('');
    update('');
    update('a');
    update('a', true);
    assert.deepEqual(told, ['', 'a']);
  });

  test('trust that comes back by time alone is told and logged', () => {
    const { clock, told, log, update } = start();
    update('ab');
    update('a', true);
    clock.advance(trustPeriodMs - 1);
    assert.deepEqual(told, ['ab', 'a?b']);
    clock.advance(1);
    assert.deepEqual(told, ['ab', 'a?b', 'a']);
    assert.deepEqual([log.messages('warn').length, log.messages('info').length], [1, 1]);
    assert.deepEqual(log.lines[0]?.fields, { missing: ['b'], count: 1 });
  });

  test('no timer runs while it trusts, while the list is empty, or after close', () => {
    const { clock, publisher, update } = start();
    update('ab');
    assert.equal(clock.pending, 0);
    update('');
    assert.equal(clock.pending, 0);
    update('a');
    assert.equal(clock.pending, 1);
    publisher.close();
    assert.equal(clock.pending, 0);
  });
});
