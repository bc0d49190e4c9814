import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { initialSettling, look, missingFile } from '../../../../src/discovery/file/file-settling.js';

function actions(...signatures: string[]): string[] {
  let state = initialSettling;
  return signatures.map((signature) => {
    const next = look(state, signature);
    state = next.state;
    return next.action;
  });
}

describe('file settling', () => {
  test('the first look reads', () => {
    assert.deepEqual(actions('a'), ['read']);
    assert.deepEqual(actions(missingFile), ['read']);
  });
  test('a change is read when it looks the same twice', () => {
    assert.deepEqual(actions('a', 'a', 'b', 'b', 'b'), ['read', 'rest', 'look-again', 'read', 'rest']);
  });
  test('a file that keeps changing is not read', () => {
    assert.deepEqual(actions('a', 'b', 'c', 'd', 'd'), [
      'read',
      'look-again',
      'look-again',
      'look-again',
      'read',
    ]);
  });
  test('a file that is away only while it is replaced is never missed', () => {
    assert.deepEqual(actions('a', missingFile, 'b', 'b'), ['read', 'look-again', 'look-again', 'read']);
  });
  test('one that changed and changed back is as it was', () => {
    assert.deepEqual(actions('a', 'b', 'a'), ['read', 'look-again', 'rest']);
  });
  test('whatever it went through, two quiet looks later the last version has been read', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', 'b', 'c', missingFile), { minLength: 1 }), (history) => {
        let read: string | undefined;
        let state = initialSettling;
        const last = history.at(-1) ?? '';
        for (const signature of [...history, last, last]) {
          const next = look(state, signature);
          state = next.state;
          if (next.action === 'read') read = signature;
        }
        assert.equal(read, last);
      }),
    );
  });
});
