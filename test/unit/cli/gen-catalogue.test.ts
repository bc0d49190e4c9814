// What `causeway gen` generates, without files: problems with their places, and code that agrees with
// protobufjs's own reflection on every value.

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import fc from 'fast-check';
import protobuf from 'protobufjs';
import { generate } from '../../../src/cli/catalogue/generate.js';
import { problemText } from '../../../src/cli/catalogue/problems.js';
import {
  halves,
  type MessageCodec,
  type PushType,
  type RequestType,
} from '../../../src/protocol/catalogue.js';

const runtime = path.resolve('src/protocol/catalogue.ts');

function problems(...texts: string[]): string[] {
  const sources = texts.map((text, index) => ({ file: `file${index}.proto`, text }));
  const generated = generate(sources, () => undefined, { name: 'x', runtime });
  return generated.ok ? [] : generated.problems.map(problemText);
}

const proto = (body: string): string => `syntax = "proto3";\npackage game;\n${body}`;

describe('problems', () => {
  it('are all told at once, with file and line', () => {
    assert.deepEqual(
      problems(
        proto(`message Low { option (causeway.type) = 99; }
message High {
  option (causeway.type) = 4294967296;
}
message Word { option (causeway.type) = "x"; }
message Both { option (causeway.type) = 100; option (causeway.push) = true; option (causeway.reply) = "Low"; }
message Orphan { option (causeway.reply) = "Low"; }
message Lost { option (causeway.type) = 101; option (causeway.reply) = "Nowhere"; }
message Odd { option (causeway.tipe) = 102; }
message Hole { Missing missing = 1; }
/* message Commented { */ // message Out {
message Twice { option (causeway.type) = 100; }`),
      ),
      [
        'file0.proto:12: game.Hole: field missing has the type Missing, which is declared nowhere',
        'file0.proto:3: game.Low: type 99 is not from 100 to 4294967295',
        'file0.proto:4: game.High: type 4294967296 is not from 100 to 4294967295',
        'file0.proto:7: game.Word: type "x" is not from 100 to 4294967295',
        'file0.proto:8: game.Both: a push has no reply: leave one of the two out',
        'file0.proto:9: game.Orphan: has a reply or push option but no type',
        'file0.proto:10: game.Lost: reply "Nowhere" is no message that is declared or imported here',
        'file0.proto:11: game.Odd: there is no option (causeway.tipe); (causeway.type) was meant?',
        'file0.proto:14: game.Twice: type 100 is taken by game.Both',
      ],
    );
  });

  it('name types taken in another file, and exports that would meet', () => {
    const one = proto('message A { option (causeway.type) = 100; }');
    const two = 'syntax = "proto3";\npackage other;\n\nmessage A { option (causeway.type) = 100; }';
    assert.deepEqual(problems(one, two), [
      'file1.proto:4: other.A: would be exported as A, which game.A is already',
      'file1.proto:4: other.A: type 100 is taken by game.A',
    ]);
  });

  it('name the line of what cannot be read, of every file', () => {
    assert.deepEqual(
      problems(
        proto('message A {\n  int32 x == 1;\n}'),
        proto('message B { int32 a = 1; int32 b = 1; }'),
        proto('\nimport "no.proto";'),
      ),
      [
        "file0.proto:4: illegal id '='",
        'file1.proto:3: duplicate id 1 in Type B',
        'file2.proto:4: import "no.proto" is not found beside this file nor in a --proto-path',
      ],
    );
  });

  it('name what proto2 has and this has not', () => {
    assert.deepEqual(
      problems('syntax = "proto2";\nmessage A { required int32 a = 1; optional int32 b = 2 [default = 7]; }'),
      [
        'file0.proto:2: A: field a: required fields are not supported, make it optional',
        'file0.proto:2: A: field b: default values are not supported, leave it out',
      ],
    );
  });
});

const SOURCE = proto(`
import "causeway/options.proto";
import "google/protobuf/timestamp.proto";
import "shared.proto";

// Everything there is.
message All {
  option (causeway.type) = 1001;
  option (causeway.reply) = "Answer";
  double a_double = 1; float a_float = 2; int32 an_int32 = 3; uint32 an_uint32 = 4; sint32 a_sint32 = 5;
  fixed32 a_fixed32 = 6; sfixed32 a_sfixed32 = 7; int64 an_int64 = 8; uint64 an_uint64 = 9;
  sint64 a_sint64 = 10; fixed64 a_fixed64 = 11; sfixed64 a_sfixed64 = 12; bool a_bool = 13;
  string a_string = 14; bytes some_bytes = 15; Color color = 16; Inner inner = 17;
  repeated int32 packed = 18; repeated int32 loose = 19 [packed = false]; repeated string words = 20;
  repeated Inner inners = 21; map<string, int64> by_name = 22; map<int32, Inner> by_number = 23;
  optional int32 maybe = 24; oneof choice { string left = 25; Inner right = 26; }
  google.protobuf.Timestamp at = 27; shared.Point point = 28; All self = 5000;
  repeated double doubles = 30; repeated Color colors = 31; repeated uint64 bigs = 32;
  enum Color { NONE = 0; RED = 1; BLUE = -5; }
  message Inner { int32 n = 1; string s = 2; }
}
message Answer { string text = 1; }
message Chat { option (causeway.type) = 2001; option (causeway.push) = true; string text = 1; }
message Ping { option (causeway.type) = 2002; }
message delete { int32 x = 1; }
`);

/** Names that the code around them uses too. */
const GLOBALS = proto(`
message Map { map<string, Object> by_name = 1; bytes raw = 2; double number = 3; globalThis all = 4; }
message Object { Uint8Array kind = 1; }
message globalThis { map<int32, bytes> parts = 1; }
enum Uint8Array { NONE = 0; ONE = 1; }
`);

const SHARED = 'syntax = "proto3"; package shared; message Point { float x = 1; float y = 2; }';

interface Inner {
  n: number;
  s: string;
}
type All = Record<string, unknown> & {
  inner?: Inner;
  self?: All;
  left?: string;
  right?: Inner;
  someBytes: Uint8Array;
};

interface Module {
  All: RequestType<All, { text: string }>;
  Chat: PushType<{ text: string }>;
  Answer: MessageCodec<{ text: string }>;
  All_Color: Record<string, number>;
  All_Inner: MessageCodec<Inner>;
  delete$: MessageCodec<{ x: number }>;
  catalogue: readonly { name: string; type: number }[];
}

describe('generated code', () => {
  let folder: string;
  let module: Module;
  const reference = protobuf.parse(SOURCE.replace(/import "(?!google).*/g, ''), new protobuf.Root());

  before(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'causeway-gen-'));
    const generated = generate(
      [{ file: 'game.proto', text: SOURCE }],
      (name) => (name === 'shared.proto' ? { file: name, text: SHARED } : undefined),
      { name: 'game', runtime },
    );
    assert.ok(generated.ok, generated.ok ? '' : generated.problems.map(problemText).join('\n'));
    assert.equal(generated.messageCount, 3);
    for (const { file, text } of generated.files) writeFileSync(path.join(folder, file), text);
    // The runtime is TypeScript here.
    const outfile = path.join(folder, 'game.mjs');
    await build({ entryPoints: [path.join(folder, 'game.js')], outfile, bundle: true, format: 'esm' });
    module = (await import(pathToFileURL(outfile).href)) as Module;
    protobuf.parse(SHARED, reference.root);
    reference.root.addJSON(protobuf.common.get('google/protobuf/timestamp.proto')?.nested ?? {});
    reference.root.resolveAll();
  });

  after(() => {
    rmSync(folder, { recursive: true });
  });

  it('has the descriptors', () => {
    assert.deepEqual(
      module.catalogue.map(({ name, type }) => [name, type]),
      [
        ['game.All', 1001],
        ['game.Chat', 2001],
        ['game.Ping', 2002],
      ],
    );
    assert.equal(module.All.reply, module.Answer);
    assert.equal(module.Chat.push, true);
    assert.deepEqual({ ...module.All_Color }, { NONE: 0, RED: 1, BLUE: -5 });
    assert.deepEqual(module.delete$.decode(module.delete$.encode({ x: 3 })), { x: 3 });
  });

  const record = <T>(model: { [K in keyof T]: fc.Arbitrary<T[K]> }): fc.Arbitrary<T> =>
    fc.record(model, { noNullPrototype: true });
  const int = (min: number, max: number): fc.Arbitrary<number> => fc.integer({ min, max });
  const int32 = int(-(2 ** 31), 2 ** 31 - 1);
  const uint32 = int(0, 2 ** 32 - 1);
  const int64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
  const uint64 = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });
  const inner = record({ n: int32, s: fc.string({ unit: 'grapheme' }) });
  const maybe = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
    fc.option(value, { nil: undefined });
  const flat = record({
    aDouble: fc.double({ noNaN: true }),
    aFloat: fc.float({ noNaN: true }),
    anInt32: int32,
    anUint32: uint32,
    aSint32: int32,
    aFixed32: uint32,
    aSfixed32: int32,
    anInt64: int64,
    anUint64: uint64,
    aSint64: int64,
    aFixed64: uint64,
    aSfixed64: int64,
    aBool: fc.boolean(),
    aString: fc.string({ unit: 'grapheme' }),
    someBytes: fc.uint8Array(),
    color: fc.constantFrom(0, 1, -5, 77),
    inner: maybe(inner),
    packed: fc.array(int32),
    loose: fc.array(int32),
    words: fc.array(fc.string()),
    inners: fc.array(inner),
    byName: fc.array(fc.tuple(fc.string(), int64)).map((entries) => new Map(entries)),
    byNumber: fc.array(fc.tuple(int32, inner)).map((entries) => new Map(entries)),
    maybe: maybe(int32),
    left: fc.constant(undefined),
    right: maybe(inner),
    at: maybe(record({ seconds: int64, nanos: int32 })),
    point: maybe(record({ x: fc.float({ noNaN: true }), y: fc.float({ noNaN: true }) })),
    self: fc.constant(undefined),
    doubles: fc.array(fc.double({ noNaN: true })),
    colors: fc.array(fc.constantFrom(0, 1, -5)),
    bigs: fc.array(uint64),
  });

  it('reads what it wrote', () => {
    fc.assert(
      fc.property(flat, maybe(flat), (message, self) => {
        const whole = { ...message, self };
        const decoded = module.All.decode(module.All.encode(whole));
        assert.deepEqual(
          { ...decoded, someBytes: [...decoded.someBytes], self: undefined },
          {
            ...whole,
            someBytes: [...whole.someBytes],
            self: undefined,
          },
        );
        assert.equal(decoded.self === undefined, self === undefined);
      }),
      { numRuns: 200 },
    );
  });

  it('agrees with protobufjs’s reflection in both directions', () => {
    const All = reference.root.lookupType('game.All');
    fc.assert(
      fc.property(flat, ({ byName, byNumber, at, bigs, ...message }) => {
        // Reflection knows no bigint and no Map, and keeps the fields' order only where none is missing.
        const plain = {
          ...message,
          ...{ anInt64: halves(message.anInt64), anUint64: halves(message.anUint64) },
          ...{ aSint64: halves(message.aSint64), aFixed64: halves(message.aFixed64) },
          ...{ aSfixed64: halves(message.aSfixed64), bigs: bigs.map((value) => halves(value)) },
          byName: Object.fromEntries([...byName].map(([key, value]) => [key, halves(value)])),
          byNumber: Object.fromEntries(byNumber),
          at: at && { ...at, seconds: halves(at.seconds) },
        };
        const theirs = All.decode(All.encode(plain).finish());
        const ours = All.decode(module.All.encode({ ...message, byName, byNumber, at, bigs }));
        assert.deepEqual(All.toObject(ours, { longs: String }), All.toObject(theirs, { longs: String }));
        const back = module.All.decode(All.encode(plain).finish());
        assert.deepEqual(
          back,
          module.All.decode(module.All.encode({ ...message, byName, byNumber, at, bigs })),
        );
      }),
      { numRuns: 200 },
    );
  });

  it('takes any bytes or throws an Error, and never hangs', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        try {
          module.All.decode(bytes);
        } catch (cause) {
          assert.ok(cause instanceof Error);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('lets the last member of a oneof win, and merges a message that comes twice', () => {
    const left = module.All.encode({ left: 'l' });
    const right = module.All.encode({ right: { n: 1 } });
    const both = module.All.decode(
      Uint8Array.from([...left, ...right, ...module.All.encode({ right: { s: 'x' } })]),
    );
    assert.deepEqual([both.left, both.right], [undefined, { n: 1, s: 'x' }]);
    assert.equal(module.All.decode(Uint8Array.from([...right, ...left])).right, undefined);
  });

  it('stands beside messages and enums that are called as what it uses', async () => {
    const generated = generate([{ file: 'globals.proto', text: GLOBALS }], () => undefined, {
      name: 'globals',
      runtime,
    });
    assert.ok(generated.ok);
    for (const { file, text } of generated.files) writeFileSync(path.join(folder, file), text);
    const outfile = path.join(folder, 'globals.mjs');
    await build({ entryPoints: [path.join(folder, 'globals.js')], outfile, bundle: true, format: 'esm' });
    const globals = (await import(pathToFileURL(outfile).href)) as {
      Map: MessageCodec<Record<string, unknown>>;
    };
    const message = {
      byName: new Map([['a', { kind: 1 }]]),
      raw: Uint8Array.of(1, 2),
      number: 0.5,
      all: { parts: new Map([[7, Uint8Array.of(3)]]) },
    };
    assert.deepEqual(globals.Map.decode(globals.Map.encode(message)), message);
  });

  it('refuses nesting without end', () => {
    let bytes: Uint8Array = new Uint8Array(0);
    for (let depth = 0; depth < 120; depth++) {
      const writer = protobuf.Writer.create().uint32((5000 << 3) | 2);
      bytes = writer.bytes(bytes).finish();
    }
    assert.throws(() => module.All.decode(bytes), /nested deeper/);
  });
});
