import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { SampledLog } from '../../src/sampled-log.js';
import { FakeClock } from '../support/fake-clock.js';
import { recordingLog } from '../support/recording-log.js';

function stage(): { clock: FakeClock; log: ReturnType<typeof recordingLog>; sampled: SampledLog } {
  const clock = new FakeClock();
  const log = recordingLog();
  return { clock, log, sampled: new SampledLog(log, clock) };
}

describe('a sampled log', () => {
  test('writes what is rare as it is, at its level', () => {
    const { log, sampled } = stage();
    for (const level of ['debug', 'info', 'warn', 'error'] as const) sampled[level]({ level }, `a ${level}`);
    assert.deepEqual(
      log.lines.map(({ level, fields, message }) => [level, fields, message]),
      (['debug', 'info', 'warn', 'error'] as const).map((level) => [level, { level }, `a ${level}`]),
    );
    assert.equal(sampled.leftOut, 0);
  });

  test('of a flood writes ten lines a second and one with the number of the rest', () => {
    const { clock, log, sampled } = stage();
    for (let at = 0; at < 1_000; at++) sampled.info({ at }, 'token refused');
    assert.equal(log.lines.length, 10);
    clock.advance(1_000);
    sampled.sweep();
    assert.deepEqual(log.lines.at(-1), {
      level: 'info',
      fields: { event: 'token refused', leftOut: 990 },
      message: 'lines left out',
    });
    assert.equal(sampled.leftOut, 990);
    sampled.info({}, 'token refused');
    assert.equal(log.lines.length, 12);
  });

  test('tells the number without a sweep too, before the next line of its kind', () => {
    const { clock, log, sampled } = stage();
    for (let at = 0; at < 12; at++) sampled.warn({ at }, 'x');
    clock.advance(1_500);
    sampled.warn({ at: 12 }, 'x');
    assert.deepEqual(log.messages('warn').slice(-2), ['lines left out', 'x']);
  });

  test('one flood hides nothing else', () => {
    const { log, sampled } = stage();
    for (let at = 0; at < 100; at++) sampled.info({}, 'flood');
    sampled.info({}, 'rare');
    assert.equal(log.lines.at(-1)?.message, 'rare');
  });

  test('a quiet second is told nothing of', () => {
    const { clock, log, sampled } = stage();
    sampled.info({}, 'once');
    clock.advance(1_000);
    sampled.sweep();
    assert.equal(log.lines.length, 1);
  });

  test('remembers a bounded number of messages; all others share one limit', () => {
    const { clock, log, sampled } = stage();
    for (let at = 0; at < 1_000; at++) sampled.info({}, `message ${at}`);
    assert.equal(log.lines.length, 210);
    clock.advance(1_000);
    sampled.sweep();
    assert.deepEqual(log.lines.at(-1)?.fields, { event: '(others)', leftOut: 790 });
  });
});
