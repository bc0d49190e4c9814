import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { NOBODY, type Requester } from '../../../src/link/pending-requests.js';
import { ERRORS } from '../../../src/protocol/codes.js';
import { DEFAULT_LINK_LIMITS } from '../../../src/link/link-connection.js';
import { linkBye } from '../../../src/protocol/link-messages.js';
import { encodeLinkFrame, LinkCloseCode, LinkKind } from '../../../src/protocol/link-frames.js';
import { instance } from '../../support/routing-world.js';
import { Yard } from './instance-yard.js';

const a = instance('echo-a');
const b = instance('echo-b', 'echo', { port: 9001 });

describe('an instance in the registry', () => {
  test('is dialled, greeted, and can be picked from then on', () => {
    const yard = new Yard();
    yard.update([a]);
    assert.deepEqual(yard.states(), ['echo-a: dialling']);
    assert.deepEqual(
      yard.dials.map(({ address }) => address),
      ['127.0.0.1:9000'],
    );
    assert.deepEqual(yard.picked(), []);
    yard.accept('echo-a');
    assert.deepEqual([yard.states(), yard.picked()], [['echo-a: open'], ['echo-a']]);
    assert.equal(yard.links.find('echo-a')?.serverId, 'echo-a');
    assert.deepEqual(yard.links.counters, { dials: 1, dialFailures: 0, opened: 1, lost: 0, retired: 0 });
  });

  test('that a snapshot repeats changes nothing: sessions keep what they chose', () => {
    const yard = new Yard();
    yard.open(a, b);
    const picker = yard.links.picker('echo');
    yard.update([b, a]);
    yard.update([a, b, instance('chat-1', 'chat')]);
    assert.equal(yard.links.picker('echo'), picker);
    assert.equal(yard.dials.length, 3);
  });

  test('that refuses is dialled again, later each time, for ever, and logged once', () => {
    const yard = new Yard();
    yard.update([a]);
    for (let failed = 0; failed < 8; failed++) {
      yard.refuse();
      assert.deepEqual(yard.states(), ['echo-a: waiting']);
      yard.advance(6_000);
      assert.equal(yard.dials.length, failed + 2);
    }
    assert.deepEqual(yard.log.messages('warn'), ['cannot reach the instance; trying on']);
    assert.equal(yard.links.counters.dialFailures, 8);
    yard.accept('echo-a');
    assert.deepEqual(yard.picked(), ['echo-a']);
  });

  test('is dialled again with a wait that grows to 5 s', () => {
    const yard = new Yard();
    yard.update([a]);
    const waits: number[] = [];
    for (let failed = 0; failed < 8; failed++) {
      const failedAtMs = yard.clock.nowMs();
      yard.refuse();
      const before = yard.dials.length;
      while (yard.dials.length === before) yard.clock.advance(1);
      waits.push(Math.round((yard.dials.at(-1)?.atMs ?? 0) - failedAtMs));
    }
    assert.deepEqual(waits, [150, 250, 450, 850, 1650, 2550, 2550, 2550]);
  });

  test('that greets as another server is not linked, and dialled again', () => {
    const yard = new Yard();
    yard.update([a]);
    const { end } = yard.accept('echo-b');
    assert.deepEqual([yard.states(), yard.picked()], [['echo-a: waiting'], []]);
    assert.equal(end.sink.closed[0]?.code, LinkCloseCode.WRONG_SERVER);
    yard.advance(1000);
    yard.accept('echo-a');
    assert.deepEqual(yard.picked(), ['echo-a']);
  });
});

test('is expected while the registry says that it lives, linked or not', () => {
  const yard = new Yard();
  const expected = (): boolean => yard.links.isExpected('echo-a');
  assert.equal(expected(), false);
  yard.update([a]);
  yard.refuse();
  assert.deepEqual([expected(), yard.links.find('echo-a')], [true, undefined]);
  yard.update([{ ...a, healthy: false }]);
  assert.equal(expected(), false);
  yard.update([a]);
  yard.advance(1000);
  yard.accept('echo-a');
  assert.ok(expected());
  const waits = yard.ask('echo-a');
  yard.update([]);
  assert.ok(waits > 0 && yard.links.find('echo-a') !== undefined);
  assert.equal(expected(), false);
});

describe('who is picked', () => {
  test('not the unhealthy, but they keep their link and come back at once', () => {
    const yard = new Yard();
    yard.open(a, b);
    yard.update([{ ...a, healthy: false }, b]);
    assert.deepEqual(yard.picked(), ['echo-b']);
    assert.ok(yard.links.find('echo-a'));
    yard.update([a, b]);
    assert.deepEqual(yard.picked(), ['echo-a', 'echo-b']);
    assert.equal(yard.dials.length, 2);
  });

  test('not one that drains, said on the link or in its greeting', () => {
    const yard = new Yard();
    const [end] = yard.open(a);
    yard.update([a, b]);
    yard.accept('echo-b', true);
    assert.deepEqual(yard.picked(), ['echo-a']);
    end?.link.writeFrame(encodeLinkFrame({ kind: LinkKind.DRAIN }));
    yard.pump();
    assert.deepEqual(yard.picked(), []);
    assert.ok(yard.links.find('echo-a') && yard.links.find('echo-b'));
  });

  test('only those of the service asked for', () => {
    const yard = new Yard();
    yard.open(a, instance('chat-1', 'chat'));
    assert.deepEqual(
      [yard.picked('echo'), yard.picked('chat'), yard.picked('none')],
      [['echo-a'], ['chat-1'], []],
    );
  });
});

describe('a link that is lost', () => {
  test('is out of the pickers before its requests fail: who tries again gets another instance', () => {
    const yard = new Yard();
    const [end] = yard.open(a, b);
    const seen: string[][] = [];
    const asker: Requester = {
      ...NOBODY,
      requestFailed: (_type, _seq, _origin, code) => {
        seen.push([...yard.picked(), String(code)]);
      },
    };
    yard.ask('echo-a', asker);
    yard.ask('echo-a', asker);
    end?.link.close(LinkCloseCode.STOPPING, 'test');
    yard.pump();
    const lost = String(ERRORS.INSTANCE_LOST.code);
    assert.deepEqual(seen, [
      ['echo-b', lost],
      ['echo-b', lost],
    ]);
    assert.equal(yard.pending.count, 0);
    assert.equal(yard.links.counters.lost, 1);
  });

  test('is dialled again soon', () => {
    const yard = new Yard();
    const [end] = yard.open(a);
    end?.socket.end();
    yard.links.find('echo-a')?.close(LinkCloseCode.LINK_SLOW, 'test');
    yard.pump();
    assert.deepEqual(yard.states(), ['echo-a: waiting']);
    yard.advance(150);
    assert.deepEqual(yard.states(), ['echo-a: dialling']);
    yard.accept('echo-a');
    assert.deepEqual(yard.picked(), ['echo-a']);
  });

  test('leaves what it counted: seen while there is none, and the next one counts on', () => {
    const yard = new Yard();
    const tooLong = (): (number | undefined)[] => yard.links.views().map(({ counters }) => counters?.tooLong);
    yard.update([a]);
    assert.deepEqual(tooLong(), [undefined], 'nothing of what was never linked');
    for (const lost of [1, 2]) {
      const { end } = yard.accept('echo-a');
      yard.links.find('echo-a')?.tell(new Uint8Array(DEFAULT_LINK_LIMITS.frameBytesMax + 1));
      assert.deepEqual(tooLong(), [lost]);
      end.link.close(LinkCloseCode.STOPPING, 'gone');
      yard.pump();
      assert.deepEqual([yard.states(), tooLong()], [['echo-a: waiting'], [lost]]);
      yard.advance(1_000);
    }
  });

  test('by a violation says so to the backend', () => {
    const yard = new Yard();
    const [end] = yard.open(a);
    end?.link.writeFrame(encodeLinkFrame({ kind: LinkKind.ANSWER, request: 1 }, Uint8Array.of(8, 100)));
    yard.pump();
    assert.equal(end?.sink.closed[0]?.code, LinkCloseCode.LINK_VIOLATION);
    assert.deepEqual(yard.states(), ['echo-a: waiting']);
  });
});

describe('an instance that leaves the registry', () => {
  test('is closed at once when it has nothing to do', () => {
    const yard = new Yard();
    const [end] = yard.open(a);
    yard.update([]);
    assert.deepEqual([yard.states(), yard.picked()], [[], []]);
    assert.deepEqual(
      end?.sink.closed.map(({ code }) => code),
      [LinkCloseCode.UNLISTED],
    );
    yard.advance(10_000);
    assert.equal(yard.dials.length, 1);
  });

  test('finishes what it was asked, gets nothing new, and is closed then', () => {
    const yard = new Yard();
    const [end] = yard.open(a);
    const id = yard.ask('echo-a');
    yard.update([]);
    assert.deepEqual([yard.states(), yard.picked()], [['echo-a: open leaving'], []]);
    yard.advance(5_000);
    assert.deepEqual(yard.states(), ['echo-a: open leaving']);
    const answer = Uint8Array.of(0x08, 0xb8, 0x17, 0x10, 4);
    end?.link.writeFrame(encodeLinkFrame({ kind: LinkKind.CALL_ANSWER, request: id }, answer));
    yard.pump();
    yard.advance(300);
    assert.deepEqual(yard.states(), []);
    assert.equal(yard.pending.count, 0);
  });

  test('is closed after 30 s though it did not finish, and what is open fails', () => {
    const yard = new Yard();
    yard.open(a);
    const failed: number[] = [];
    yard.ask('echo-a', { ...NOBODY, requestFailed: (_type, _seq, _origin, code) => void failed.push(code) });
    yard.update([]);
    yard.advance(29_900);
    assert.deepEqual(yard.states(), ['echo-a: open leaving']);
    yard.advance(500);
    assert.deepEqual([yard.states(), failed], [[], [ERRORS.INSTANCE_LOST.code]]);
  });

  test('and comes back meanwhile is as it was', () => {
    const yard = new Yard();
    yard.open(a);
    yard.ask('echo-a');
    yard.update([]);
    yard.update([a]);
    assert.deepEqual([yard.states(), yard.picked()], [['echo-a: open'], ['echo-a']]);
    yard.advance(40_000);
    assert.equal(yard.dials.length, 1);
  });

  test('while it is dialled is given up', () => {
    const yard = new Yard();
    yard.update([a]);
    yard.update([]);
    assert.deepEqual(yard.states(), []);
    assert.ok(yard.dials[0]?.aborted);
  });

  test('while it waits for its next dial is not dialled again', () => {
    const yard = new Yard();
    yard.update([a]);
    yard.refuse();
    yard.update([]);
    yard.advance(10_000);
    assert.equal(yard.dials.length, 1);
    assert.equal(yard.clock.pending, 0);
  });

  test('that the registry may have lost stays, linked or not', () => {
    const yard = new Yard();
    yard.open(a);
    yard.update([a, b]);
    yard.refuse();
    yard.update([], ['echo-a', 'echo-b']);
    assert.deepEqual(yard.picked(), ['echo-a']);
    yard.advance(1000);
    yard.accept('echo-b');
    assert.deepEqual(yard.picked(), ['echo-a', 'echo-b']);
  });
});

describe('an instance with a new address', () => {
  const moved = { ...a, port: 9100 };

  test('is dialled there, when it was linked: the old link ends', () => {
    const yard = new Yard();
    const [end] = yard.open(a);
    yard.update([moved]);
    assert.deepEqual(
      end?.sink.closed.map(({ code }) => code),
      [LinkCloseCode.UNLISTED],
    );
    yard.advance(200);
    assert.equal(yard.dials.at(-1)?.address, '127.0.0.1:9100');
    yard.accept('echo-a');
    assert.deepEqual(yard.picked(), ['echo-a']);
  });

  test('is dialled there at once, when it waited or was dialled', () => {
    const yard = new Yard();
    yard.update([a]);
    yard.update([moved]);
    assert.ok(yard.dials[0]?.aborted);
    assert.deepEqual(
      yard.dials.map(({ address }) => address),
      ['127.0.0.1:9000', '127.0.0.1:9100'],
    );
    yard.refuse();
    yard.update([a]);
    assert.equal(yard.dials.at(-1)?.address, '127.0.0.1:9000');
    yard.advance(60_000);
    assert.equal(yard.dials.length, 3, 'the old timer is gone');
  });
});

test('close ends all links in order, tells them, and nothing is dialled any more', () => {
  const yard = new Yard();
  const ends = yard.open(a, b);
  const failed: number[] = [];
  yard.ask('echo-a', { ...NOBODY, requestFailed: (_type, _seq, _origin, code) => void failed.push(code) });
  yard.links.close();
  yard.pump();
  for (const end of ends)
    assert.deepEqual(
      end.sink.closed.map(({ code }) => code),
      [LinkCloseCode.STOPPING],
    );
  assert.deepEqual([yard.states(), yard.picked(), failed], [[], [], [ERRORS.INSTANCE_LOST.code]]);
  yard.update([a]);
  yard.advance(10_000);
  assert.equal(yard.dials.length, 2);
});

test('a BYE of the backend is a lost link with its code in the log', () => {
  const yard = new Yard();
  const [end] = yard.open(a);
  const body = linkBye.encode({ code: LinkCloseCode.STOPPING, reason: 'deploy' });
  end?.link.writeFrame(encodeLinkFrame({ kind: LinkKind.BYE }, undefined, body));
  yard.pump();
  assert.match(JSON.stringify(yard.log.lines.at(-1)), /STOPPING.*deploy/);
});
