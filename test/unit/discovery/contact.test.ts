import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Contact } from '../../../src/discovery/contact.js';
import { FakeClock } from '../../support/fake-clock.js';
import { recordingLog } from '../../support/recording-log.js';

function start() {
  const clock = new FakeClock();
  const log = recordingLog();
  return { clock, log, contact: new Contact('consul', clock, log) };
}

describe('contact', () => {
  test('is not there before the first success', () => {
    const { contact } = start();
    assert.equal(contact.current().ok, false);
    assert.equal(contact.current().detail, 'not reached yet');
  });

  test('is lost with the first failing query and regained with the last, each logged once', () => {
    const { clock, log, contact } = start();
    contact.report('a', undefined);
    clock.advance(500);
    contact.report('a', 'refused');
    contact.report('b', 'refused too');
    contact.report('a', 'refused');
    assert.deepEqual(contact.current(), { ok: false, detail: 'refused', sinceEpochMs: clock.epochMs() });
    clock.advance(500);
    contact.report('a', undefined);
    assert.equal(contact.current().ok, false);
    contact.report('b', undefined);
    assert.deepEqual(contact.current(), { ok: true, detail: 'ok', sinceEpochMs: clock.epochMs() });
    assert.deepEqual([log.messages('warn').length, log.messages('info').length], [1, 2]);
  });

  test('a query that ends takes its failure with it', () => {
    const { contact } = start();
    contact.report('a', undefined);
    contact.report('b', 'refused');
    contact.forget('b');
    assert.equal(contact.current().ok, true);
  });

  test('failing from the start is logged once', () => {
    const { log, contact } = start();
    contact.report('a', 'refused');
    contact.report('a', 'reset');
    assert.equal(log.messages('warn').length, 1);
    assert.equal(contact.current().detail, 'reset');
  });
});
