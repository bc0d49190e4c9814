import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import protobuf from 'protobufjs';
import {
  APPLICATION_CODE_MIN,
  Advice,
  DISCONNECTS,
  DISCONNECT_CODE_MAX,
  ERRORS,
  GATEWAY_CODE_MIN,
  WEBSOCKET_CLOSE_BASE,
  disconnectName,
  errorName,
} from '../../../src/protocol/codes.js';
import { markdownTable } from '../../support/markdown.js';

const root = protobuf.loadSync('proto/causeway/codes.proto');
const doc = readFileSync('docs/PROTOCOL.md', 'utf8');

/** Name and number of an enum's members, without the zero that proto3 asks for. */
function protoEnum(name: string): (readonly [string, number])[] {
  return Object.entries(root.lookupEnum(`causeway.v1.${name}`).values).filter(
    ([member]) => !member.endsWith('_NONE'),
  );
}

const adviceName = (advice: number): string =>
  Object.keys(Advice).find((name) => Advice[name as keyof typeof Advice] === advice) ?? '?';

describe('proto/causeway/codes.proto has the same numbers', () => {
  test('Advice', () => {
    assert.deepEqual(protoEnum('Advice'), Object.entries(Advice));
  });
  test('DisconnectCode', () => {
    assert.deepEqual(
      protoEnum('DisconnectCode'),
      Object.entries(DISCONNECTS).map(([name, { code }]) => [name, code]),
    );
  });
  test('ErrorCode', () => {
    assert.deepEqual(
      protoEnum('ErrorCode'),
      Object.entries(ERRORS).map(([name, { code }]) => [name, code]),
    );
  });
});

describe('docs/PROTOCOL.md prints the same tables', () => {
  test('advice', () => {
    assert.deepEqual(
      markdownTable(doc, '## Ending').map(([number, name]) => [name, Number(number)]),
      Object.entries(Advice),
    );
  });
  test('disconnect codes', () => {
    assert.deepEqual(
      markdownTable(doc, '## Disconnect codes').map((row) => row.slice(0, 4)),
      Object.entries(DISCONNECTS).map(([name, { code, advice }]) => [
        String(code),
        name,
        `${advice} ${adviceName(advice)}`,
        String(WEBSOCKET_CLOSE_BASE + code),
      ]),
    );
  });
  test('error codes', () => {
    assert.deepEqual(
      markdownTable(doc, '## Error codes').map((row) => row.slice(0, 3)),
      Object.entries(ERRORS).map(([name, { code, outcomeKnown }]) => [
        String(code),
        name,
        outcomeKnown ? 'known' : 'unknown',
      ]),
    );
  });
});

describe('the registries themselves', () => {
  test('every code is in its range, and there once', () => {
    const disconnects = Object.values(DISCONNECTS).map(({ code }) => code);
    const errors = Object.values(ERRORS).map(({ code }) => code);
    for (const code of disconnects) assert.ok(code >= 1 && code <= DISCONNECT_CODE_MAX);
    for (const code of errors) assert.ok(code >= GATEWAY_CODE_MIN && code < APPLICATION_CODE_MIN);
    assert.equal(new Set([...disconnects, ...errors]).size, disconnects.length + errors.length);
  });
  test('every WebSocket close code is in the private range', () => {
    const closeCodes = Object.values(DISCONNECTS).map(({ code }) => WEBSOCKET_CLOSE_BASE + code);
    assert.ok(closeCodes.every((code) => code >= 4000 && code <= 4999));
  });
  test('names', () => {
    assert.equal(errorName(1102), 'TIMEOUT');
    assert.equal(errorName(4711), '4711');
    assert.equal(disconnectName(12), 'SUPERSEDED');
    assert.equal(disconnectName(999), '999');
  });
});
