import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { TokenKeeper } from '../../../src/sdk/client/token-keeper.js';

describe('TokenKeeper', () => {
  it('gives a fixed token whatever happens to it', () => {
    const keeper = new TokenKeeper('fixed');
    keeper.accepted('fixed', 1_000, 0);
    keeper.refused();
    assert.equal(keeper.current(5_000), 'fixed');
    assert.equal(keeper.renewable, false);
    assert.equal(keeper.refreshAtMs, Infinity);
  });

  it('fetches anew what is refused or over', () => {
    const keeper = new TokenKeeper(undefined);
    assert.equal(keeper.current(0), undefined);
    keeper.fetched('a');
    assert.equal(keeper.current(1e12), 'a');
    keeper.accepted('a', 1_000, 0);
    assert.equal(keeper.current(999), 'a');
    assert.equal(keeper.current(1_000), undefined);
    keeper.fetched('b');
    keeper.refused();
    assert.equal(keeper.current(1_001), undefined);
  });

  it('refreshes at four fifths of the life, and again if that fails', () => {
    const keeper = new TokenKeeper(undefined);
    keeper.accepted('a', 100_000, 0);
    assert.equal(keeper.refreshAtMs, 80_000);
    keeper.refreshing();
    assert.equal(keeper.refreshAtMs, Infinity);
    keeper.refreshFailed(80_000);
    assert.equal(keeper.refreshAtMs, 85_000);
    keeper.accepted('b', 0, 85_000);
    assert.equal(keeper.refreshAtMs, Infinity);
    keeper.refreshFailed(85_000);
    assert.equal(keeper.refreshAtMs, Infinity);
  });
});
