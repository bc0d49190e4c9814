import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SkipLog } from '../../../src/discovery/skip-log.js';
import { recordingLog } from '../../support/recording-log.js';

test('one line for an instance and a reason, a count for all of them', () => {
  const log = recordingLog();
  const skipLog = new SkipLog(log);
  for (let at = 0; at < 5; at += 1) skipLog.skip('a', 'no port');
  skipLog.skip('a', 'no host');
  skipLog.warn('b', 'weight');
  skipLog.warn('b', 'weight');
  assert.equal(log.lines.length, 3);
  assert.equal(skipLog.skipped, 6);
});

test('a huge id is shortened in the log', () => {
  const log = recordingLog();
  new SkipLog(log).skip('x'.repeat(100_000), 'too long');
  assert.ok(JSON.stringify(log.lines).length < 1_000);
});
