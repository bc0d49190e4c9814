import assert from 'node:assert/strict';
import { test } from 'node:test';

import { RULES } from '../../../src/config/rules.js';
import { problemsOf } from './config-parts.js';

const SECRET = 'auth: { kind: jwt, secret: 0123456789abcdef0123456789abcdef }';
const TOKEN = 'token: 0123456789abcdef';
const LINK = 'link: { secret: 0123456789abcdef }';

/** In the order of RULES: what breaks it, what it says, and what mends it. */
const CASES: readonly (readonly [broken: string, says: RegExp, mended: string])[] = [
  [
    `listen: "0.0.0.0:7000", ${LINK}`,
    /^auth.kind: .* reach 0.0.0.0:7000; set auth.kind/,
    `listen: "0.0.0.0:7000", ${LINK}, ${SECRET}`,
  ],
  [
    'auth: { kind: jwt }',
    /^auth.secret: .*there are 0; set auth.secret or auth.secretFile/,
    'auth: { kind: jwt, jwksFile: keys.json }',
  ],
  [
    'auth: { previousSecret: 0123456789abcdef0123456789abcdef }',
    /^auth.previousSecret .*: there is no auth.secret/,
    'auth: { secret: 0123456789abcdef0123456789abcdeg, previousSecret: 0123456789abcdef0123456789abcdef }',
  ],
  [
    'auth: { jwksUrl: "http://auth.example/keys" }',
    /^auth.jwksUrl .*: whoever is on the way/,
    'auth: { kind: jwt, jwksUrl: "http://[::1]:9/keys" }',
  ],
  [
    'tls: { certFile: cert.pem }',
    /^tls.certFile .*: .* only together/,
    'tls: { certFile: cert.pem, keyFile: key.pem }',
  ],
  [
    'tls: { plain: refuse }',
    /^tls.plain .*: without a certificate/,
    'tls: { plain: refuse, certFile: cert.pem, keyFile: key.pem }',
  ],
  [
    'link: { certFile: cert.pem }',
    /^link.certFile .*: .* only together/,
    'link: { certFile: cert.pem, keyFile: key.pem }',
  ],
  [
    'link: { previousSecret: 0123456789abcdef }',
    /^link.previousSecret .*: there is no link.secret/,
    'link: { secret: 0123456789abcdeg, previousSecret: 0123456789abcdef }',
  ],
  [
    `admin: { listen: "[::]:7001", ${TOKEN} }, ${SECRET}`,
    /^link.secret: .* reach \[::\]:7001/,
    `admin: { listen: "[::]:7001", ${TOKEN} }, ${SECRET}, ${LINK}`,
  ],
  [
    'drain: { graceMs: 2000, spreadMs: 8001, timeoutMs: 10000 }',
    /^drain.timeoutMs .*: clients would be cut off .* 2000 \+ 8001 ms/,
    'drain: { graceMs: 2000, spreadMs: 8000, timeoutMs: 10000 }',
  ],
  [
    `admin.listen: "[::]:7001", ${SECRET}, ${LINK}`,
    /^admin.token: .* reach \[::\]:7001 .*; set admin.token/,
    `admin: { listen: "[::]:7001", ${TOKEN} }, ${SECRET}, ${LINK}`,
  ],
  [
    'admin.listen: "127.0.0.1:7000"',
    /^admin.listen .*: clients listen on 127.0.0.1:7000 too/,
    'listen: "127.0.0.1:0", admin.listen: "127.0.0.1:0"',
  ],
  [
    'sessionsMax: 60000',
    /^connections.max: no connection would be left to tell that 60000 sessions are all; set it to more/,
    'sessionsMax: 60000, connections.max: 60001',
  ],
  [
    'session: { frameBytesMax: 1048576 }, link: { frameBytesMax: 1048576 }',
    /^link.frameBytesMax .*: 1048576 bytes do not hold/,
    'session: { frameBytesMax: 1044480 }, link: { frameBytesMax: 1048576 }',
  ],
  [
    'session: { frameBytesMax: 65536, bytesPerSecondMax: 65535 }',
    /^session.bytesPerSecondMax .*: the longest envelope, 65536 bytes, .*; set it .* or to 0/,
    'session: { frameBytesMax: 65536, bytesPerSecondMax: 65536 }',
  ],
  [
    'redis: { kind: sentinel }',
    /^redis.sentinelMaster: Sentinels are asked for a master by its name; set it/,
    'redis: { kind: sentinel, sentinelMaster: main }',
  ],
  [
    'link: { frameBytesMax: 2097152, queueBytesMax: 2097151 }',
    /^link.queueBytesMax .*: 2097151 bytes/,
    'link: { frameBytesMax: 2097152, queueBytesMax: 2097152 }',
  ],
  [
    'session: { frameBytesMax: 65536, queueBytesMax: 65535 }',
    /^session.queueBytesMax .*: 65535 bytes/,
    'session: { frameBytesMax: 65536, queueBytesMax: 65536 }',
  ],
  [
    `gatewayId: ${'g'.repeat(62)}, workers: 0`,
    /^gatewayId .*: 62 characters leave no room/,
    `gatewayId: ${'g'.repeat(61)}, workers: 64`,
  ],
];

test('every rule has a case', () => {
  assert.equal(CASES.length, RULES.length);
});

for (const [index, [broken, says, mended]] of CASES.entries()) {
  test(`rule of ${RULES[index]?.looksAt.join(', ') ?? ''}`, () => {
    const problems = problemsOf({ yaml: `gateway: { ${broken} }` });
    assert.equal(problems.length, 1, problems.join('\n'));
    assert.match(problems[0] ?? '', says);
    assert.deepEqual(problemsOf({ yaml: `gateway: { ${mended} }` }), []);
  });
}

test('both listeners count, and both are named', () => {
  const [problem] = problemsOf({
    yaml: `gateway: { listen: "0.0.0.0:1", admin.listen: "10.0.0.1:2", ${LINK} }`,
  });
  assert.match(problem ?? '', /0\.0\.0\.0:1, 10\.0\.0\.1:2/);
});

test('a rule about a wrong option is silent', () => {
  const problems = problemsOf({ yaml: 'gateway: { auth: { kind: jwt, secret: short } }' });
  assert.equal(problems.length, 1);
  assert.match(problems[0] ?? '', /^auth.secret .*: has 5 bytes; write a text of at least 32 bytes/);
});
