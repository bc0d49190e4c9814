import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import type { OpenFailure, Talk, TalkingSession } from '../../../../src/cli/bench/load-protocol.js';
import { NatsReader } from '../../../../src/cli/bench/nats-reader.js';
import { natsProtocol } from '../../../../src/cli/bench/nats-talk.js';
import { RequestFrames, SEQ_MIN } from '../../../../src/cli/bench/request-frames.js';
import { encodeEnvelope } from '../../../../src/protocol/envelope.js';

const INFO = 'INFO {"server_id":"a"}\r\n';

describe('the reader', () => {
  interface Heard {
    readonly lines: string[];
    readonly payloads: string[];
  }

  function heard(pieces: readonly Uint8Array[]): Heard {
    const found: Heard = { lines: [], payloads: [] };
    const reader = new NatsReader();
    for (const piece of pieces)
      assert.ok(
        reader.push(piece, 0, piece.length, {
          onMessage: (bytes, start, end) => {
            found.payloads.push(Buffer.from(bytes.subarray(start, end)).toString('latin1'));
          },
          onLine: (line) => {
            found.lines.push(line);
          },
        }),
      );
    return found;
  }

  test('finds the same in any split, payloads that look like operations too', () => {
    const payloads = ['', 'PING\r\n', 'x'.repeat(300), 'MSG a 1 3\r\n'];
    const text = [
      INFO,
      ...payloads.map((payload) => `MSG i.000001 1 ${payload.length}\r\n${payload}\r\n`),
      'PING\r\n',
    ].join('');
    const bytes = Buffer.from(text, 'latin1');
    fc.assert(
      fc.property(fc.array(fc.nat(bytes.length), { maxLength: 12 }), (cuts) => {
        const edges = [0, ...cuts.sort((a, b) => a - b), bytes.length];
        const pieces = edges.slice(1).map((end, at) => Uint8Array.from(bytes.subarray(edges[at] ?? 0, end)));
        assert.deepEqual(heard(pieces), { lines: [INFO.trim(), 'PING'], payloads });
      }),
    );
  });

  test('what has no line for long is not NATS', () => {
    const sink = { onMessage: () => undefined, onLine: () => undefined };
    assert.equal(new NatsReader().push(new Uint8Array(3 * 2 ** 20), 0, 3 * 2 ** 20, sink), false);
  });
});

class FakeSession implements TalkingSession {
  readonly index = 42;
  readonly sent: string[] = [];
  readonly faults: string[] = [];
  readonly lost: string[] = [];
  ups = 0;
  readonly seqs: number[] = [];
  send(body: Uint8Array): void {
    this.sent.push(Buffer.from(body).toString('latin1'));
  }
  up(): void {
    this.ups++;
  }
  deliver(_bytes: Uint8Array, { seq }: { readonly seq: number }): void {
    this.seqs.push(seq);
  }
  fault(what: string): void {
    this.faults.push(what);
  }
  lose({ cause }: OpenFailure): void {
    this.lost.push(cause);
  }
}

describe('the talk', () => {
  function say(talk: Talk, ...parts: readonly (string | Uint8Array)[]): void {
    const bytes = Buffer.concat(parts.map((part) => Buffer.from(part)));
    talk.onBody(bytes, 0, bytes.length);
  }

  test('greets after INFO, hears its inbox, and is up when the server has done that', () => {
    const session = new FakeSession();
    const talk = natsProtocol('tcp', false).newTalk(session);
    talk.begin();
    assert.deepEqual(session.sent, []);
    say(talk, INFO);
    assert.match(session.sent.join(), /^CONNECT \{.*\}\r\nSUB i\.000042 1\r\nPING\r\n$/);
    assert.equal(session.ups, 0);
    say(talk, 'PONG\r\n', INFO, 'PING\r\n', 'PONG\r\n');
    assert.equal(session.ups, 1);
    assert.deepEqual(session.sent.slice(1), ['PONG\r\n']);
  });

  test('delivers envelopes; a broken one is a fault, an error of the server the end', () => {
    const session = new FakeSession();
    const talk = natsProtocol('ws', true).newTalk(session);
    const envelope = encodeEnvelope({ type: 1000, seq: 7, payload: new Uint8Array(9) });
    say(talk, `MSG i.000042 1 ${envelope.length}\r\n`, envelope, '\r\nMSG all 2 2\r\nxx\r\n');
    assert.deepEqual(session.seqs, [7]);
    assert.equal(session.faults.length, 1);
    say(talk, "-ERR 'Slow Consumer'\r\n");
    assert.deepEqual(session.lost, ["-ERR 'Slow Consumer'"]);
  });

  test('who hears all asks for it, and what is for all goes there', () => {
    const session = new FakeSession();
    const protocol = natsProtocol('tcp', true);
    say(protocol.newTalk(session), INFO);
    assert.match(session.sent.join(), /\r\nSUB all 2\r\nPING\r\n$/);
    const notification = Buffer.from(protocol.wrapNotification(Uint8Array.of(8, 1)));
    assert.equal(notification.toString('latin1'), 'PUB all 2\r\n\b\x01\r\n');
  });
});

test("a request names its session's inbox, whatever the session's number", () => {
  const frames = new RequestFrames(natsProtocol('tcp', false), 1000, 64);
  fc.assert(
    fc.property(fc.nat(999_999), (session) => {
      const bytes = new Uint8Array(frames.bytes);
      frames.write(bytes, 0, session, SEQ_MIN);
      const text = Buffer.from(bytes).toString('latin1');
      const found = /^PUB svc i\.(\d{6}) (\d+)\r\n/.exec(text);
      const [inbox, length] = found?.slice(1) ?? [];
      assert.equal(Number(inbox), session);
      const envelopeAt = text.indexOf('\n') + 1;
      assert.equal(bytes.length, envelopeAt + Number(length) + 2);
      assert.ok(text.endsWith('\r\n'));
    }),
  );
});
