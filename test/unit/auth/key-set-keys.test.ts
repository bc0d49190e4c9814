import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  COOLDOWN_MS,
  FAILURE_COOLDOWN_MS,
  FRESH_MS,
  remoteKeySetKeys,
  STALE_MAX_MS,
} from '../../../src/auth/key-set-keys.js';
import type { TokenKeys } from '../../../src/auth/token-keys.js';
import { FakeClock, settled } from '../../support/fake-clock.js';
import { recordingLog, type RecordingLog } from '../../support/recording-log.js';
import { judge, keySetText, newKey, type TestKey } from './key-parts.js';

interface Login {
  readonly keys: TokenKeys;
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
    keys: remoteKeySetKeys({ url: 'https://login.example/keys', fetchText, clock, log }),
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
  await judge(service.keys, await key.sign('a'));
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
  await judge(service.keys, await key.sign('a'));
  service.text = '{"keys":[]}';
  service.clock.advance(FRESH_MS);
  assert.equal(await judge(service.keys, await key.sign('a')), 'alice', 'the fetch is under way');
  await settled();
  assert.equal(await judge(service.keys, await key.sign('a')), 'invalid');
});
