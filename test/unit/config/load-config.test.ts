import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { generateGatewayId, loadConfig, type ConfigSources } from '../../../src/config/load-config.js';
import type { ResolvedConfig } from '../../../src/config/resolve.js';

let folder = '';
before(() => {
  folder = mkdtempSync(join(tmpdir(), 'causeway-config-'));
});
after(() => {
  rmSync(folder, { recursive: true });
});

const load = (sources: Partial<ConfigSources>): ResolvedConfig =>
  loadConfig({ env: {}, flags: {}, generatedGatewayId: 'g', ...sources });

test('a named file and a secret file are read', () => {
  const [file, secretFile] = [join(folder, 'a.yaml'), join(folder, 'secret')];
  writeFileSync(secretFile, 'from-a-file-16bytes\n');
  writeFileSync(file, `gateway: { sessionsMax: 5, link: { secretFile: ${JSON.stringify(secretFile)} } }`);
  for (const sources of [{ file }, { env: { CAUSEWAY_CONFIG: file } }]) {
    const loaded = load(sources);
    assert.ok(loaded.ok);
    assert.equal(loaded.config.sessionsMax, 5);
    assert.equal(loaded.config.link.secret?.reveal(), 'from-a-file-16bytes');
  }
});

test('a named file must be there; the default one need not', () => {
  const file = join(folder, 'missing.yaml');
  for (const [sources, from] of [
    [{ file }, '--config'],
    [{ env: { CAUSEWAY_CONFIG: file } }, 'CAUSEWAY_CONFIG'],
  ] as const) {
    const loaded = load(sources);
    assert.ok(!loaded.ok);
    assert.equal(loaded.problems[0]?.from, from);
    assert.match(loaded.problems[0].reason, /ENOENT/);
  }
});

test('a folder in place of a file is a problem, not an exception', () => {
  assert.equal(load({ file: folder }).ok, false);
  assert.equal(load({ env: { CAUSEWAY_LINK_SECRET_FILE: folder } }).ok, false);
});

test('a generated id is a good gateway id, whatever the host is called', () => {
  assert.equal(
    generateGatewayId('web-1.example.org', 42, () => 0.5),
    'web-1-42-800000',
  );
  const file = join(folder, 'empty.yaml');
  writeFileSync(file, '');
  for (const host of ['', '...', 'ü'.repeat(300), 'x'.repeat(300)]) {
    const generatedGatewayId = generateGatewayId(host, 4_194_304, () => 0.999999999);
    assert.ok(load({ file, generatedGatewayId }).ok, generatedGatewayId);
  }
});
