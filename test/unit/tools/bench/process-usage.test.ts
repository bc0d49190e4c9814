import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  parseResidentKib,
  parseSchedstat,
  parseStat,
  readUsage,
} from '../../../../tools/bench/process-usage.js';

test('/proc texts, also of a command with spaces and parentheses', () => {
  assert.equal(parseSchedstat('1234567 89 10\n'), 1_234_567);
  assert.deepEqual(parseStat('42 (a) b) c) S 1 42 42 0 -1 4194304 100 0 0 0 77 33 0 0 20 0'), {
    userTicks: 77,
    systemTicks: 33,
  });
  assert.equal(parseResidentKib('Name:\tnode\nVmHWM:\t  200 kB\nVmRSS:\t  123 kB\n'), 123);
  assert.equal(parseResidentKib('Name:\tzombie\n'), 0);
});

test(
  'this very process: its CPU time rises with what it does',
  { skip: process.platform !== 'linux' },
  () => {
    const before = readUsage(process.pid);
    const beganMs = performance.now();
    while (performance.now() - beganMs < 50) process.cpuUsage();
    const spentUs = readUsage(process.pid).cpuUs - before.cpuUs;
    assert.ok(spentUs > 0, `${spentUs} µs`);
    assert.ok(before.residentKib > 10_000);
  },
);
