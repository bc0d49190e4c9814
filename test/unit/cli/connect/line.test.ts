import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { openBook, type Book } from '../../../../src/cli/connect/book.js';
import { parseLine, readable, type Order } from '../../../../src/cli/connect/line.js';

const PROTO = `syntax = "proto3";
import "causeway/options.proto";
package game;
enum Kind { NONE = 0; FAST = 1; }
message Step { int32 x = 1; }
message Values {
  option (causeway.type) = 1004;
  uint32 small = 1; double real = 2; bool flag = 3; string text = 4; bytes raw = 5; uint64 big = 6; repeated Kind kinds = 7;
}
message Move {
  option (causeway.type) = 1001; option (causeway.reply) = "Step";
  repeated Step steps = 1; map<string, Step> named = 2; Kind kind = 3; int64 at_ms = 4; bytes raw = 5;
}
message Wave { option (causeway.type) = 1002; string hand = 1; }
message News { option (causeway.type) = 1003; option (causeway.push) = true; }`;

function book(): Book {
  const opened = openBook([{ file: 'game.proto', text: PROTO }], () => undefined);
  assert.ok(opened.ok);
  return opened.book;
}

const sent = (order: Order): Extract<Order, { do: 'send' }> => {
  assert.ok(order.do === 'send', JSON.stringify(order));
  return order;
};
const complaint = (line: string): string => {
  const order = parseLine(book(), line);
  return order.do === 'complain' ? order.problem : `no complaint: ${order.do}`;
};

describe('messages by name', () => {
  test('with a reply it is a request, without one a notification, unless told otherwise', () => {
    assert.equal(sent(parseLine(book(), 'Move')).isRequest, true);
    assert.equal(sent(parseLine(book(), 'Wave {}')).isRequest, false);
    assert.equal(sent(parseLine(book(), 'request Wave {}')).isRequest, true);
    assert.equal(sent(parseLine(book(), 'notify Move {}')).isRequest, false);
  });

  test('JSON becomes the message, by its number too, with a key', () => {
    const order = sent(parseLine(book(), '1001@room-7 {"steps":[{"x":1}],"kind":"FAST","atMs":"5"}'));
    assert.deepEqual([order.name, order.type, order.key], ['Move', 1001, 'room-7']);
    assert.equal(Buffer.from(order.payload).toString('hex'), '0a0208011801' + '2005');
  });

  test('what does not fit is said with its place', () => {
    assert.match(complaint('Move {"step":[]}'), /^Move has no field step; did you mean steps\?/);
    assert.match(
      complaint('Move {"steps":[{"weird":1}]}'),
      /^Move\.steps has no field weird; its fields are x/,
    );
    assert.match(complaint('Move {"named":{"a":{"z":1}}}'), /^Move\.named has no field z/);
    assert.match(complaint('Move {"steps":[7]}'), /^Move\.steps is no JSON object/);
    assert.match(complaint('Move [1'), /^Move: /);
    assert.match(complaint('News {}'), /is a push/);
    assert.match(complaint('Mov {}'), /did you mean Move\?/);
  });
});

describe('values that are none of the field', () => {
  for (const [json, reason] of [
    ['{"small":"abc"}', /^Values\.small is "abc"; write a whole number from 0 to 4294967295$/],
    ['{"small":-1}', /small is -1/],
    ['{"small":1.5}', /small is 1\.5/],
    ['{"small":true}', /small is true/],
    ['{"real":"1"}', /real is "1"; write a number/],
    ['{"flag":1}', /flag is 1; write true or false/],
    ['{"text":5}', /text is 5; write a text/],
    ['{"raw":"%"}', /raw is "%"; write base64/],
    ['{"big":"18446744073709551616"}', /big is .*to 18446744073709551615$/],
    ['{"constructor":1}', /^Values has no field constructor/],
    ['{"kinds":["toString"]}', /kinds is "toString"; write one of NONE, FAST/],
    ['{"kinds":["FAST","SLOW"]}', /kinds is "SLOW"; write one of NONE, FAST/],
  ] as const)
    test(json, () => {
      assert.match(complaint(`Values ${json}`), reason);
    });

  test('and values that are', () => {
    const json = '{"small":"7","real":"NaN","flag":true,"text":null,"raw":"AP8=","kinds":[1,"NONE"]}';
    const { payload } = sent(parseLine(book(), `Values ${json}`));
    assert.equal(Buffer.from(payload).toString('hex'), '080711000000000000f87f18012a0200ff3a020100');
    const big = sent(parseLine(book(), 'Values {"big":"18446744073709551615"}'));
    assert.equal(Buffer.from(big.payload).toString('hex'), '30ffffffffffffffffff01');
  });
});

describe('raw messages', () => {
  test('text, bytes and nothing', () => {
    assert.deepEqual(Buffer.from(sent(parseLine(book(), '4711 a b')).payload).toString(), 'a b');
    assert.deepEqual([...sent(parseLine(book(), 'notify 4711 0x00ff')).payload], [0, 255]);
    assert.equal(sent(parseLine(book(), '4711')).payload.length, 0);
  });

  test('numbers and keys have their limits', () => {
    assert.match(complaint('99 x'), /go from 100 to 4294967295/);
    assert.match(complaint('4294967296 x'), /go from 100/);
    assert.match(complaint(`4711@${'k'.repeat(65)} x`), /longer than 64 bytes/);
  });
});

test('any line is an order or a complaint', () => {
  fc.assert(
    fc.property(fc.string(), (line) => {
      assert.ok(
        ['send', 'types', 'help', 'exit', 'nothing', 'complain'].includes(parseLine(book(), line).do),
      );
    }),
    { numRuns: 50 },
  );
});

test('bytes are shown as text only when they are one', () => {
  assert.equal(readable(Buffer.from('grüße\n')), 'grüße\n');
  assert.equal(readable(Buffer.from([0x61, 0x00])), '0x6100');
  assert.equal(readable(Buffer.from([0xff])), '0xff');
});
