import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ERRORS } from '../../../src/protocol/codes.js';
import { presenceEvents, presenceUnwatch, presenceWatch } from '../../../src/protocol/link-messages.js';
import {
  LinkCloseCode,
  LinkKind,
  PresenceChangeKind,
  PresenceState,
} from '../../../src/protocol/link-frames.js';
import { callError } from '../../../src/sdk/backend/errors.js';
import {
  PresenceBook,
  type PresenceListener,
  type PresenceWatch,
} from '../../../src/sdk/backend/presence.js';
import { recordingLog } from '../../support/recording-log.js';
import { FakePath } from './fake-path.js';

const { ENTERED, LEFT } = PresenceChangeKind;
const { WHOLE, UNSURE } = PresenceState;

class Stage {
  nowMs = 0;
  readonly links = new Set<FakePath>();
  readonly log = recordingLog();
  readonly book = new PresenceBook(this.links, () => this.nowMs, this.log);
  readonly heard: string[] = [];

  link(): FakePath {
    const link = new FakePath();
    this.links.add(link);
    this.book.sweep();
    return link;
  }

  cut(link: FakePath): void {
    link.isOpen = false;
    this.links.delete(link);
    this.book.linkGone(link);
    this.book.sweep();
  }

  watch(users = ['alice', 'bob'], extra: PresenceListener = {}): PresenceWatch {
    const hear = (what: string) => (session: { id: string }) => this.heard.push(`${what} ${session.id}`);
    return this.book.add(
      { users },
      {
        entered: hear('entered'),
        left: hear('left'),
        changed: hear('changed'),
        whole: (isWhole) => this.heard.push(isWhole ? 'whole' : 'unsure'),
        ended: (error) => this.heard.push(`ended ${error.name}`),
        ...extra,
      },
    );
  }

  tell(link: FakePath, events: [number, string, string?][], state = 0, code = 0): number {
    const { watch } = presenceWatch.decode(lastOf(link, LinkKind.PRESENCE_WATCH)) ?? assert.fail();
    return this.book.take(
      link,
      presenceEvents.encode({
        watch,
        events: events.map(([change, session, client = '']) => ({
          change,
          presence: { session, user: 'alice', client },
        })),
        state,
        code,
      }),
    );
  }

  said(): string[] {
    return this.heard.splice(0);
  }
}

function lastOf(link: FakePath, kind: number): Uint8Array {
  return link.sent.filter(({ head }) => head.kind === kind).at(-1)?.body ?? assert.fail(`no frame ${kind}`);
}

describe('a watch', () => {
  test('tells what the gateway tells, and knows who is online', () => {
    const stage = new Stage();
    const link = stage.link();
    const watch = stage.watch();
    assert.deepEqual(presenceWatch.decode(lastOf(link, LinkKind.PRESENCE_WATCH))?.users, ['alice', 'bob']);
    stage.tell(
      link,
      [
        [ENTERED, 's1'],
        [ENTERED, 's2'],
      ],
      WHOLE,
    );
    stage.tell(link, [
      [ENTERED, 's1', 'v2'],
      [LEFT, 's2'],
    ]);
    assert.deepEqual(stage.said(), ['entered s1', 'entered s2', 'whole', 'changed s1', 'left s2']);
    assert.deepEqual(
      watch.sessions.map(({ id, client }) => `${id} ${client}`),
      ['s1 v2'],
    );
    assert.ok(watch.isWhole);
  });

  test('goes on over another link with differences only', () => {
    const stage = new Stage();
    const [one, two] = [stage.link(), stage.link()];
    stage.watch();
    stage.tell(
      one,
      [
        [ENTERED, 's1'],
        [ENTERED, 's2'],
        [ENTERED, 's3'],
      ],
      WHOLE,
    );
    stage.said();
    stage.cut(one);
    assert.deepEqual(stage.said(), ['unsure']);
    stage.tell(
      two,
      [
        [ENTERED, 's1'],
        [ENTERED, 's2', 'v2'],
        [ENTERED, 's4'],
      ],
      WHOLE,
    );
    assert.deepEqual(stage.said(), ['changed s2', 'entered s4', 'left s3', 'whole']);
  });

  test('takes a link that is retiring only when there is no other', () => {
    const stage = new Stage();
    const [retiring, other] = [stage.link(), stage.link()];
    retiring.isRetiring = true;
    stage.watch();
    assert.deepEqual([retiring.sent.length, other.sent.length], [0, 1]);
    stage.cut(other);
    assert.equal(retiring.sent.length, 1);
  });

  test('waits for a link, and tries again where it found no room', () => {
    const stage = new Stage();
    stage.watch();
    const full = new FakePath();
    full.full = true;
    stage.links.add(full);
    stage.nowMs += 1000;
    stage.book.sweep();
    full.full = false;
    stage.book.sweep();
    assert.equal(full.sent.length, 0);
    stage.nowMs += 1000;
    stage.book.sweep();
    assert.equal(full.sent.length, 1);
    assert.equal(full.calls.pending, 1);
  });

  test('a question without an answer is asked again, under another number', () => {
    const stage = new Stage();
    const link = stage.link();
    stage.watch();
    stage.nowMs += 5_001;
    link.calls.sweep(stage.nowMs);
    const first = presenceUnwatch.decode(lastOf(link, LinkKind.PRESENCE_UNWATCH))?.watch;
    stage.nowMs += 1_000;
    stage.book.sweep();
    const second = presenceWatch.decode(lastOf(link, LinkKind.PRESENCE_WATCH))?.watch;
    assert.deepEqual([first, second], [1, 2]);
  });

  test('ends where the gateway takes no more, at once or later', () => {
    const stage = new Stage();
    const link = stage.link();
    stage.watch();
    link.calls.settle('command', link.last.head.request, { ok: false, error: callError('STATE_LIMIT') });
    assert.deepEqual(stage.said(), ['ended STATE_LIMIT']);
    stage.watch();
    stage.tell(link, [[ENTERED, 's1']], WHOLE);
    stage.tell(link, [], 0, ERRORS.STATE_LIMIT.code);
    assert.deepEqual(stage.said(), ['entered s1', 'whole', 'unsure', 'ended STATE_LIMIT']);
    stage.cut(link);
    assert.equal(stage.link().sent.length, 0);
  });

  test('that was closed is silent, and the gateway is told', () => {
    const stage = new Stage();
    const link = stage.link();
    const watch = stage.watch();
    watch.close();
    assert.ok(lastOf(link, LinkKind.PRESENCE_UNWATCH));
    assert.equal(stage.tell(link, [[ENTERED, 's1']], WHOLE), 0);
    stage.cut(link);
    assert.deepEqual(stage.said(), []);
  });

  test('unsure is told, and what cannot be read closes the link', () => {
    const stage = new Stage();
    const link = stage.link();
    stage.watch();
    stage.tell(link, [], WHOLE);
    stage.tell(link, [], UNSURE);
    stage.tell(link, [], UNSURE);
    assert.deepEqual(stage.said(), ['whole', 'unsure']);
    assert.equal(stage.book.take(link, Uint8Array.of(0xff)), LinkCloseCode.LINK_MALFORMED);
  });

  test('a listener that throws is logged and harms nobody', () => {
    const stage = new Stage();
    const link = stage.link();
    stage.watch(['alice'], {
      entered: () => {
        throw new Error('oops');
      },
    });
    stage.tell(link, [[ENTERED, 's1']], WHOLE);
    assert.deepEqual(stage.said(), ['whole']);
    assert.equal(stage.log.lines.length, 1);
  });
});
