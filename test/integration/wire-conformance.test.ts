// docs/PROTOCOL.md, checked from outside: test/python/conformance.py against a whole gateway with one
// echo backend. Each check of the script is a test of its own here.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { describe, test } from 'node:test';
import { startEchoGateway, TOKEN_SECRET } from '../support/echo-gateway.js';
import { createPython, pythonTools } from '../support/python.js';
import { skipUnless } from '../support/require.js';

interface CheckLine {
  readonly name: string;
  readonly pipe: 'ws' | 'tcp';
  readonly ok: boolean;
  readonly detail: string;
}

async function runChecks(port: number): Promise<CheckLine[]> {
  const python = createPython();
  const args = ['127.0.0.1', String(port), TOKEN_SECRET, '--slow'];
  const child = python.start('test/python/conformance.py', args);
  const lines: CheckLine[] = [];
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  createInterface(child.stdout).on('line', (line) => {
    if (line.startsWith('{"name"')) lines.push(JSON.parse(line) as CheckLine);
  });
  await once(child, 'close');
  python.close();
  assert.equal(errors, '');
  return lines;
}

describe('an independent client', { skip: skipUnless(...pythonTools()) }, () => {
  test('finds the wire as docs/PROTOCOL.md says', { timeout: 120_000 }, async (t) => {
    const started = await startEchoGateway();
    const { gateway } = started;
    const lines = await runChecks(gateway.address.port);
    assert.ok(lines.length > 100, `only ${lines.length} checks ran`);
    for (const { name, pipe, ok, detail } of lines)
      await t.test(`${pipe}: ${name}`, () => {
        assert.ok(ok, detail);
      });
    await started.stop();
    assert.equal(gateway.listener.counters.open, 0, 'transports left behind');
  });
});
