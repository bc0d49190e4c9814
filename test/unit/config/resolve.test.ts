import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspect } from 'node:util';

import { optionRows } from '../../../src/config/schema.js';
import { configOf, problemsOf } from './config-parts.js';

const SECRET = '0123456789abcdef0123456789abcdef';

test('without anything, the defaults', () => {
  const config = configOf({});
  assert.deepEqual(config.listen, { host: '127.0.0.1', port: 7000 });
  assert.deepEqual(config.admin.listen, { host: '127.0.0.1', port: 7001 });
  assert.equal(config.gatewayId, 'generated-1');
  assert.equal(config.session.heartbeatMs, 20_000);
  assert.equal(config.link.secret, undefined);
  assert.deepEqual(config.registry, { kind: 'file', file: 'causeway.yaml' });
  const sections = new Set(optionRows().map(([key]) => key.split('.', 1)[0]));
  assert.deepEqual(new Set(Object.keys(config)), sections);
});

test('flags beat the environment, which beats the file, which beats the default', () => {
  const yaml = 'gateway: { session: { requestsMax: 1, heartbeatMs: 6001, frameBytesMax: 2001 } }';
  const env = { CAUSEWAY_SESSION_REQUESTS_MAX: '2', CAUSEWAY_SESSION_HEARTBEAT_MS: '6002' };
  const flags = { sessionRequestsMax: '3' };
  const { session } = configOf({ yaml, env, flags });
  assert.deepEqual([session.requestsMax, session.heartbeatMs, session.frameBytesMax], [3, 6002, 2001]);
  assert.equal(session.resumeWindowMs, 30_000);
});

test('all problems at once, each with its place', () => {
  const problems = problemsOf({
    yaml: 'gateway:\n  listen: 7000\n  session:\n    heartbeatMs: 1\n  auth: { kind: jwt }',
    env: { CAUSEWAY_LOG_LEVEL: 'loud', CAUSEWAY_NOTHING_KNOWN: '1' },
    flags: { sessionRequestsMax: 'many' },
  });
  assert.deepEqual(problems.map((line) => line.slice(0, line.indexOf(':'))).sort(), [
    'CAUSEWAY_NOTHING_KNOWN (environment)',
    'auth.secret',
    'listen (causeway.yaml line 2)',
    'logLevel (CAUSEWAY_LOG_LEVEL)',
    'session.heartbeatMs (causeway.yaml line 4)',
    'session.requestsMax (--session-requests-max)',
  ]);
  assert.ok(problems.some((line) => line.endsWith('is "many"; write a whole number from 1 to 65536')));
});

test('a wrong value is refused where it wins, and only there', () => {
  const yaml = 'gateway: { session: { requestsMax: 0 } }';
  assert.equal(configOf({ yaml, env: { CAUSEWAY_SESSION_REQUESTS_MAX: '5' } }).session.requestsMax, 5);
});

test('a secret as text, and from a file without its last line end', () => {
  const jwt = { CAUSEWAY_AUTH_KIND: 'jwt' };
  const plain = configOf({ env: { ...jwt, CAUSEWAY_AUTH_SECRET: SECRET } });
  assert.equal(plain.auth.secret?.reveal(), SECRET);
  const secretFiles = { '/run/a': `${SECRET}\n`, '/run/b': `${SECRET}x\r\n` };
  const fromFile = configOf({ env: { ...jwt, CAUSEWAY_AUTH_SECRET_FILE: '/run/a' }, secretFiles });
  assert.equal(fromFile.auth.secret?.reveal(), SECRET);
  assert.deepEqual([plain.auth.secret.file, fromFile.auth.secret.file], [undefined, '/run/a']);
  const stronger = configOf({
    env: { ...jwt, CAUSEWAY_AUTH_SECRET: SECRET },
    flags: { authSecretFile: '/run/b' },
    secretFiles,
  });
  assert.equal(stronger.auth.secret?.reveal(), `${SECRET}x`);
});

test('what is wrong with a secret is said without the secret', () => {
  const env = { CAUSEWAY_LINK_SECRET: 'hunter2' };
  assert.deepEqual(problemsOf({ env }), [
    'link.secret (CAUSEWAY_LINK_SECRET): has 7 bytes; write a text of at least 16 bytes',
  ]);
  const both = { ...env, CAUSEWAY_LINK_SECRET_FILE: '/run/a' };
  assert.match(problemsOf({ env: both })[0] ?? '', /link.secretFile is set too .*only one/);
  const missing = { CAUSEWAY_LINK_SECRET_FILE: '/nowhere' };
  assert.match(problemsOf({ env: missing })[0] ?? '', /^link.secretFile .*: no such file/);
  const short = { env: { CAUSEWAY_LINK_SECRET_FILE: '/run/a' }, secretFiles: { '/run/a': 'hunter2' } };
  assert.match(
    problemsOf(short)[0] ?? '',
    /^link.secretFile \(CAUSEWAY_LINK_SECRET_FILE: \/run\/a\): has 7 bytes/,
  );
  assert.match(problemsOf({ yaml: 'gateway: { link: { secretFile: 5 } }' })[0] ?? '', /is no path/);
  assert.match(problemsOf({ yaml: 'gateway: { link: { secret: 5 } }' })[0] ?? '', /is no text/);
});

test('a printed configuration holds no secret', () => {
  const config = configOf({ env: { CAUSEWAY_LINK_SECRET: SECRET } });
  assert.ok(!inspect(config, { depth: 9 }).includes(SECRET));
  assert.ok(!JSON.stringify(config).includes(SECRET));
});

test('endless values are cut', () => {
  const [problem] = problemsOf({ flags: { logLevel: 'x'.repeat(10_000) } });
  assert.ok((problem ?? '').length < 300);
});

test('of a list, the element that is wrong is named', () => {
  const [fromFile = ''] = problemsOf({
    yaml: 'gateway: { origins: ["https://a.example", "https://B.example/"] }',
  });
  assert.match(
    fromFile,
    /^origins \(causeway\.yaml line 1\): has "https:\/\/B\.example\/" in it; write a list/,
  );
  const [fromEnvironment = ''] = problemsOf({ env: { CAUSEWAY_PROXY_FROM: '10.0.0.0/8, 10.0.0.0/33' } });
  assert.match(fromEnvironment, /has "10\.0\.0\.0\/33" in it/);
  const many = JSON.stringify(Array.from({ length: 65 }, () => 'https://a.example'));
  assert.match(
    problemsOf({ yaml: `gateway: { origins: ${many} }` }).join(),
    /is a list; write a list of up to 64/,
  );
});
