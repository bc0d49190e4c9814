import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { GatewayLink } from '../../../src/link/gateway-link.js';
import { RelayNotices } from '../../../src/routing/relay-notices.js';

/** Only its identity counts here. */
const link = (): GatewayLink => Object.create(null) as GatewayLink;

interface Told {
  readonly code: number;
  readonly count: number;
  readonly target: string;
}

function scene(fits = (): boolean => true): { notices: RelayNotices; told: Told[] } {
  const told: Told[] = [];
  const notices = new RelayNotices((_link, code, count, target) => {
    if (!fits()) return false;
    told.push({ code, count, target });
    return true;
  });
  return { notices, told };
}

describe('failed one-way messages', () => {
  test('are told at once, then once a second with their count, the last of a burst included', () => {
    const { notices, told } = scene();
    const from = link();
    for (const target of ['a', 'b', 'c']) notices.note(from, 1105, target, 1000);
    assert.deepEqual(told, [{ code: 1105, count: 1, target: 'a' }]);
    notices.sweep(1999);
    assert.equal(told.length, 1);
    notices.sweep(2000);
    assert.deepEqual(told[1], { code: 1105, count: 2, target: 'c' });
    notices.sweep(9000);
    assert.equal(told.length, 2, 'a quiet code is not told again');
  });

  test('of another code or link are told by themselves', () => {
    const { notices, told } = scene();
    const from = link();
    notices.note(from, 1105, 'a', 0);
    notices.note(from, 1100, 'a', 0);
    notices.note(link(), 1105, 'a', 0);
    assert.equal(told.length, 3);
  });

  test('that do not fit are told when they do', () => {
    let room = false;
    const { notices, told } = scene(() => room);
    const from = link();
    notices.note(from, 1105, 'a', 0);
    notices.sweep(300);
    room = true;
    notices.sweep(600);
    assert.deepEqual(told, [{ code: 1105, count: 1, target: 'a' }]);
  });

  test('of a lost link are told to nobody', () => {
    const { notices, told } = scene();
    const from = link();
    notices.note(from, 1105, 'a', 0);
    notices.note(from, 1105, 'a', 0);
    notices.forget(from);
    notices.sweep(5000);
    assert.equal(told.length, 1);
  });
});
