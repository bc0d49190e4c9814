// tools/examples/client.py is copied by who writes a client: what it does with answers that nobody waits for.
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { createPython, pythonTools } from '../support/python.js';
import { skipUnless } from '../support/require.js';

const skip = skipUnless(...pythonTools());

it('the Python client reads on after a late answer, and after a push that is no text', { skip }, (t) => {
  const python = createPython();
  t.after(() => {
    python.close();
  });
  assert.deepEqual(python.run('test/python/example_client.py').split('\n'), [
    'timed out',
    'push 1001: \uFFFD is no text',
    'answer: on time',
    'pending: 0',
    '',
  ]);
});
