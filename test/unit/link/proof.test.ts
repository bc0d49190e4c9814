import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { prove, provenBy, type Transcript } from '../../../src/link/proof.js';
import { LinkRole } from '../../../src/protocol/link-frames.js';

const SECRET = Buffer.from('correct horse battery staple');

/** The test vector of docs/LINK.md, computed with Python's hmac. */
const TRANSCRIPT: Transcript = {
  version: 1,
  diallerRole: LinkRole.GATEWAY,
  listenerRole: LinkRole.BACKEND,
  diallerId: 'gateway-1',
  listenerId: 'chat-7',
  diallerNonce: Uint8Array.from({ length: 16 }, (_, index) => index),
  listenerNonce: Uint8Array.from({ length: 32 }, (_, index) => 16 + index),
};
const VECTOR = {
  listener: '3f655a14a41e97d14af527d567b559221880982d2447200088e6e841fe38b473',
  dialler: '4f4187d83975d1fc72d49c1f23a9b538dd910914e1f992d53cd8d10f7c4d8fcd',
};

describe('proof', () => {
  test('both sides give the bytes of the test vector', () => {
    assert.equal(Buffer.from(prove(SECRET, 'listener', TRANSCRIPT)).toString('hex'), VECTOR.listener);
    assert.equal(Buffer.from(prove(SECRET, 'dialler', TRANSCRIPT)).toString('hex'), VECTOR.dialler);
  });

  test('is found under any of the secrets in force, and says which', () => {
    const other = Buffer.from('the next secret');
    const proof = prove(SECRET, 'listener', TRANSCRIPT);
    assert.equal(provenBy([other, SECRET], 'listener', TRANSCRIPT, proof), SECRET);
    assert.equal(provenBy([other], 'listener', TRANSCRIPT, proof), undefined);
  });

  test('is refused from the other side, cut short, too long, or with any part of the transcript changed', () => {
    const proof = prove(SECRET, 'listener', TRANSCRIPT);
    assert.equal(provenBy([SECRET], 'dialler', TRANSCRIPT, proof), undefined);
    assert.equal(provenBy([SECRET], 'listener', TRANSCRIPT, proof.subarray(1)), undefined);
    assert.equal(provenBy([SECRET], 'listener', TRANSCRIPT, Buffer.concat([proof, proof])), undefined);
    const changes: Partial<Transcript>[] = [
      { version: 2 },
      { diallerRole: LinkRole.BACKEND },
      { listenerRole: LinkRole.GATEWAY },
      { diallerId: 'gateway-2' },
      { listenerId: 'chat-8' },
      { diallerNonce: TRANSCRIPT.listenerNonce },
      { listenerNonce: TRANSCRIPT.diallerNonce },
    ];
    for (const change of changes)
      assert.equal(provenBy([SECRET], 'listener', { ...TRANSCRIPT, ...change }, proof), undefined);
  });

  test('moving bytes between neighbouring ids changes it', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 20 }), fc.nat(20), fc.nat(20), (both, first, second) => {
        const at = (cut: number): Transcript => ({
          ...TRANSCRIPT,
          diallerId: both.slice(0, cut),
          listenerId: both.slice(cut),
        });
        fc.pre(at(first).diallerId !== at(second).diallerId);
        assert.notDeepEqual(prove(SECRET, 'dialler', at(first)), prove(SECRET, 'dialler', at(second)));
      }),
    );
  });
});
