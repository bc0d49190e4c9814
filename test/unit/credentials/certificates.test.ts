import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { authoritiesSource, certificateSource } from '../../../src/credentials/certificates.js';
import { findOpenssl } from '../../../tools/testenv/tools.js';
import { TestAuthority, type CertificatePaths } from '../../support/certificates.js';
import { skipUnless } from '../../support/require.js';

const DAY_MS = 86_400_000;

describe('certificates', { skip: skipUnless(findOpenssl()) }, () => {
  let authority: TestAuthority;
  let paths: CertificatePaths;
  before(() => {
    authority = new TestAuthority();
    paths = authority.issue('one', { days: 10 });
  });
  after(() => {
    authority.remove();
  });

  const parse = (certFile: string, keyFile: string, epochMs = Date.now()): string => {
    const source = certificateSource('a certificate', { certFile, keyFile }, { epochMs: () => epochMs });
    const parsed = source.parse(source.files.map((file) => readFileSync(file, 'utf8')));
    if (!parsed.ok) return parsed.reason;
    const expiresAtEpochMs = source.expiresAtEpochMs?.(parsed.value) ?? 0;
    return `for ${Math.round((expiresAtEpochMs - Date.now()) / DAY_MS)} days`;
  };

  test('a certificate with its key, and when it ends', () => {
    assert.equal(parse(paths.certFile, paths.keyFile), 'for 10 days');
  });

  test('not its key, not valid now, no certificate', () => {
    const other = authority.issue('other');
    assert.match(parse(paths.certFile, other.keyFile), /cannot be used together: .*key values mismatch/);
    assert.match(parse(paths.certFile, paths.keyFile, Date.now() + 11 * DAY_MS), /ended on/);
    assert.match(parse(paths.certFile, paths.keyFile, Date.now() - DAY_MS), /valid only from/);
    assert.match(parse(paths.keyFile, paths.keyFile), /cannot be used together/);
  });

  test('authorities: one or several certificates, and nothing else', () => {
    const ca = authority.ca.toString();
    const { parse: parseAuthorities } = authoritiesSource('authorities', authority.caFile);
    assert.ok(parseAuthorities([ca]).ok);
    assert.ok(parseAuthorities([ca + readFileSync(paths.certFile, 'utf8')]).ok);
    for (const bad of ['', 'x', readFileSync(paths.keyFile, 'utf8'), ca.replace(/\n[A-Za-z]/, '\n')])
      assert.ok(!parseAuthorities([bad]).ok);
  });
});
