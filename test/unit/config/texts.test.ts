import assert from 'node:assert/strict';
import { test } from 'node:test';

import { configFlags, readEnvironment, readFlags } from '../../../src/config/texts.js';

test('variables of options are taken, numbers as numbers', () => {
  const { values, problems } = readEnvironment({
    CAUSEWAY_LISTEN: 'a:1',
    CAUSEWAY_SESSION_REQUESTS_MAX: '7',
    CAUSEWAY_LINK_SECRET_FILE: '/run/x',
    CAUSEWAY_STATE_DIR: '',
    CAUSEWAY_CONFIG: 'other.yaml',
    PATH: '/bin',
  });
  assert.deepEqual(problems, []);
  assert.deepEqual(
    [...values].map(([key, { value, from }]) => [key, value, from]),
    [
      ['listen', 'a:1', 'CAUSEWAY_LISTEN'],
      ['session.requestsMax', 7, 'CAUSEWAY_SESSION_REQUESTS_MAX'],
      ['link.secretFile', '/run/x', 'CAUSEWAY_LINK_SECRET_FILE'],
    ],
  );
});

test('a mistyped variable is refused with the right one', () => {
  const [problem] = readEnvironment({ CAUSEWAY_LISTN: 'a:1' }).problems;
  assert.equal(problem?.key, 'CAUSEWAY_LISTN');
  assert.match(problem.remedy, /CAUSEWAY_LISTEN/);
});

test("Kubernetes' variables of a service called causeway are left alone", () => {
  const names = [
    'CAUSEWAY_SERVICE_HOST',
    'CAUSEWAY_SERVICE_PORT',
    'CAUSEWAY_SERVICE_PORT_CLIENTS',
    'CAUSEWAY_PORT',
    'CAUSEWAY_PORT_7000_TCP',
    'CAUSEWAY_PORT_7000_TCP_ADDR',
    'CAUSEWAY_ADMIN_SERVICE_HOST',
  ];
  const { values, problems } = readEnvironment(Object.fromEntries(names.map((name) => [name, 'x'])));
  assert.deepEqual([values.size, problems], [0, []]);
});

test('flags by attribute; what is no option is left to the command', () => {
  const flags = { listen: 'a:1', sessionHeartbeatMs: '6000', linkSecretFile: 'f', config: 'x', workers: 2 };
  assert.deepEqual(
    [...readFlags(flags).values].map(([key, { value, from }]) => [key, value, from]),
    [
      ['listen', 'a:1', '--listen'],
      ['link.secretFile', 'f', '--link-secret-file'],
      ['session.heartbeatMs', 6000, '--session-heartbeat-ms'],
    ],
  );
});

test('no flag takes a secret itself', () => {
  const flags = configFlags().map(({ flag }) => flag);
  assert.ok(flags.includes('--auth-secret-file') && !flags.includes('--auth-secret'));
  assert.equal(readFlags({ authSecret: 'x'.repeat(40) }).values.size, 0);
});
