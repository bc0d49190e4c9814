import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  COOLDOWN_MS,
  FAILURE_COOLDOWN_MS,
  FRESH_MS,
  RemoteKeySet,
  RETRY_MS,
  STALE_MAX_MS,
} from '../../../src/auth/key-set-keys.js';
import { FakeClock, settled } from '../../support/fake-clock.js';
import { recordingLog, type RecordingLog } from '../../support/recording-log.js';
import { judge, keySetText, newKey, type TestKey } from './key-parts.js';

const URL = 'https://login.example/keys';

interface Login {
  readonly keys: RemoteKeySet;
  readonly clock: FakeClock;
  readonly log: RecordingLog;
  /** undefined: it cannot be reached. */
  text: string | undefined;
  fetches: number;
}

async function login(...keys: readonly (readonly [TestKey, string])[]): Promise<Login> {
  const clock = new FakeClock();
  const log = recordingLog();
  const fetchText = (): Promise<string> => {
    made.fetches++;
    return made.text === undefined ? Promise.reject(new Error('refused')) : Promise.resolve(made.text);
  };
  const made: Login = {
    keys: new RemoteKeySet({ name: 'key set', url: URL, fetchText, clock, log }),
    clock,
    log,
    text: await keySetText(...keys.map(([key, kid]) => key.jwk(kid))),
    fetches: 0,
  };
  return made;
}

test('the set is fetched once, for all who wait, and kept', async () => {
  const key = newKey('ES256');
  const service = await login([key, 'a']);
  const token = await key.sign('a');
  const verdicts = await Promise.all([1, 2, 3].map(() => judge(service.keys, token)));
  assert.deepEqual([verdicts, service.fetches], [['alice', 'alice', 'alice'], 1]);
});

test('a new kid makes a fetch, but strangers make no more than one for each cooldown', async () => {
  const [old, next] = [newKey('ES256'), newKey('ES256')];
  const service = await login([old, 'a']);
  assert.equal(await judge(service.keys, await old.sign('a')), 'alice');
  service.text = await keySetText(old.jwk('a'), next.jwk('b'));
  assert.equal(await judge(service.keys, await next.sign('b')), 'invalid', 'within the cooldown');
  service.clock.advance(COOLDOWN_MS);
  assert.equal(await judge(service.keys, await next.sign('b')), 'alice');
  for (const kid of ['x', 'y', 'z']) assert.equal(await judge(service.keys, await next.sign(kid)), 'invalid');
  assert.equal(service.fetches, 2);
});

test('while the service is away known keys count and unknown ones cannot be checked', async () => {
  const key = newKey('ES256');
  const service = await login([key, 'a']);
  service.keys.keepFresh();
  await settled();
  service.text = undefined;
  service.clock.advance(FRESH_MS);
  assert.equal(await judge(service.keys, await key.sign('a')), 'alice');
  await settled();
  assert.equal(await judge(service.keys, await key.sign('b')), 'unavailable');
  assert.equal(service.fetches, 2, 'no fetch for each token');
  service.clock.advance(FAILURE_COOLDOWN_MS);
  assert.equal(await judge(service.keys, await key.sign('b')), 'unavailable');
  assert.equal(service.fetches, 3);
  assert.equal(service.log.messages('error').length, 1, 'told once');
  service.clock.advance(STALE_MAX_MS);
  assert.equal(await judge(service.keys, await key.sign('a')), 'unavailable', 'not for ever');
});

test('a service that is away from the start, or answers something else, is unavailable until it is not', async () => {
  const key = newKey('EdDSA');
  const service = await login([key, 'a']);
  const { text } = service;
  for (const bad of [undefined, '<html>']) {
    service.text = bad;
    assert.equal(await judge(service.keys, await key.sign('a')), 'unavailable');
    service.clock.advance(FAILURE_COOLDOWN_MS);
  }
  service.text = text;
  assert.equal(await judge(service.keys, await key.sign('a')), 'alice');
  assert.deepEqual(service.log.messages('info'), ['key set can be fetched again']);
});

test('a key that was taken out of the set counts no more once the set is fetched anew', async () => {
  const key = newKey('ES256');
  const service = await login([key, 'a']);
  service.keys.keepFresh();
  await settled();
  service.text = '{"keys":[]}';
  assert.equal(await judge(service.keys, await key.sign('a')), 'alice');
  await service.clock.run(FRESH_MS);
  assert.equal(await judge(service.keys, await key.sign('a')), 'invalid');
});

/** What an operator sees. */
function seen({ keys }: Login): readonly unknown[] {
  const { ok, problem, loadedAtEpochMs, reloads, refusals } = keys.status();
  return [ok, problem, loadedAtEpochMs, reloads, refusals];
}

test('it is fetched and told of while nobody logs in, until it is closed', async () => {
  const service = await login([newKey('ES256'), 'a']);
  const { clock, keys, text } = service;
  service.text = undefined;
  keys.keepFresh();
  await settled();
  assert.deepEqual(keys.status().files, [URL]);
  assert.deepEqual(seen(service), [false, 'refused', undefined, 0, 1], 'it could never be fetched');
  service.text = text;
  await clock.run(RETRY_MS);
  const loadedAtEpochMs = clock.epochMs();
  assert.deepEqual(seen(service), [true, undefined, loadedAtEpochMs, 0, 1]);
  service.text = await keySetText(newKey('ES256').jwk('b'));
  await clock.run(FRESH_MS);
  assert.deepEqual(seen(service), [true, undefined, loadedAtEpochMs + FRESH_MS, 1, 1]);
  service.text = '<html>';
  await clock.run(FRESH_MS);
  const [ok, , lastLoadedAtEpochMs] = seen(service);
  assert.deepEqual([ok, lastLoadedAtEpochMs, service.fetches], [false, loadedAtEpochMs + FRESH_MS, 4]);
  keys.close();
  assert.equal(clock.pending, 0);
});

test('closed while it is fetched, it asks no more', async () => {
  const service = await login([newKey('ES256'), 'a']);
  service.keys.keepFresh();
  service.keys.close();
  await settled();
  assert.deepEqual([service.fetches, service.clock.pending], [1, 0]);
});
