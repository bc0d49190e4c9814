import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import protobuf from 'protobufjs';
import * as control from '../../../src/protocol/control-types.js';
import { LinkCloseCode, LinkKind, LinkRole } from '../../../src/protocol/link-frames.js';
import { markdownTable } from '../../support/markdown.js';

const link = protobuf.loadSync('proto/causeway/link.proto');
const client = protobuf.loadSync('proto/causeway/client.proto');
const doc = readFileSync('docs/PROTOCOL.md', 'utf8');

const TYPES: readonly (readonly [string, number])[] = [
  ['Hello', control.HELLO],
  ['Welcome', control.WELCOME],
  ['Ping', control.PING],
  ['Pong', control.PONG],
  ['Ack', control.ACK],
  ['Refresh', control.REFRESH],
  ['GoAway', control.GO_AWAY],
  ['Disconnect', control.DISCONNECT],
  ['Undelivered', control.UNDELIVERED],
  ['Lost', control.LOST],
];

describe('control types', () => {
  const rows = markdownTable(doc, '## Control types');

  test('docs/PROTOCOL.md has the same numbers', () => {
    assert.deepEqual(
      rows.map(([type, name]) => [name, Number(type)]),
      TYPES,
    );
  });
  test('the gateway keeps 1-99', () => {
    for (const [, type] of TYPES) assert.ok(type >= 1 && type < control.FIRST_APPLICATION_TYPE);
    assert.equal(control.FIRST_APPLICATION_TYPE, 100);
  });
  for (const [type = '', name = '', , , payload = ''] of rows)
    if (!['Ping', 'Pong'].includes(name))
      test(`the fields of ${name} stand in docs/PROTOCOL.md as in client.proto`, () => {
        const fields = client.lookupType(`causeway.v1.${name}`).fieldsArray;
        const printed = fields.map((field) => `${snakeCase(field.name)}=${field.id}`).join(' ');
        assert.ok(payload.startsWith(`\`${printed}\``), `type ${type}: \`${printed}\``);
      });
  test('every field of Hello and Welcome is explained', () => {
    for (const name of ['Hello', 'Welcome'])
      for (const field of client.lookupType(`causeway.v1.${name}`).fieldsArray)
        assert.match(doc, new RegExp(`^\\| (.*, )?\`${snakeCase(field.name)}\`(, .*)? \\|`, 'm'));
  });
  test('limits printed in docs/PROTOCOL.md are the ones in force', () => {
    assert.ok(doc.includes(`16 KiB (${control.HELLO_BYTES_MAX} bytes)`));
    assert.ok(doc.includes(`| key from a client | ${control.KEY_BYTES_MAX} bytes |`));
    assert.ok(doc.includes(`| payload of Ping | ${control.PING_BYTES_MAX} bytes |`));
    assert.ok(doc.includes(`every ${control.ACK_EVERY} application envelopes`));
    assert.equal(control.ACK_INTERVAL_MS, 1000);
    assert.ok(doc.includes(`subprotocol \`${control.SUBPROTOCOL}\``));
    assert.equal(control.PROTOCOL_VERSION, 1);
    assert.equal(control.UINT32_MAX, 2 ** 32 - 1);
  });
});

describe('link.proto has the same numbers as link-frames.ts', () => {
  for (const [name, ours] of Object.entries({ LinkKind, LinkRole, LinkCloseCode }))
    test(name, () => {
      const { values } = link.lookupEnum(`causeway.link.v1.${name}`);
      assert.deepEqual(
        Object.entries(values).filter(([, number]) => number !== 0),
        Object.entries(ours),
      );
    });
});

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
