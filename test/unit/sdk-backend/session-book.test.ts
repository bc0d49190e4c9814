import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { silentLog } from '../../../src/log.js';
import { DISCONNECTS } from '../../../src/protocol/codes.js';
import { sessionOpened, type SessionOpened } from '../../../src/protocol/link-messages.js';
import { callError } from '../../../src/sdk/backend/errors.js';
import { SessionBook, type AskOnline } from '../../../src/sdk/backend/session-book.js';
import type { Attendance } from '../../../src/sdk/backend/session.js';
import { settled } from '../../support/fake-clock.js';
import { FakePath } from './fake-path.js';

function opened(change: Partial<SessionOpened> = {}): SessionOpened {
  const fields = {
    id: 's-1',
    generation: 1,
    user: 'alice',
    roles: ['admin'],
    address: 'a:1',
    client: 'game/1',
  };
  return sessionOpened.decode(sessionOpened.encode({ ...fields, ...change })) ?? assert.fail();
}

/** No session is online anywhere. */
const nobody: AskOnline = () => Promise.resolve([]);

function setUp(askOnline = nobody): {
  book: SessionBook;
  heard: string[];
  seat: (handle: number) => Attendance;
} {
  const book = new SessionBook(silentLog, askOnline);
  const heard: string[] = [];
  for (const event of ['opened', 'suspended', 'resumed', 'changed'] as const)
    book.listen(event, ({ id, generation, state }) => heard.push(`${event} ${id} ${generation} ${state}`));
  book.listen('closed', ({ id, state }, { code }) => heard.push(`${state} ${id} ${code}`));
  const path = new FakePath();
  return { book, heard, seat: (handle) => ({ link: path, handle }) };
}

const CLOSED = { code: DISCONNECTS.CLOSED.code, reason: '' };
const SUPERSEDED = { code: DISCONNECTS.SUPERSEDED.code, reason: '' };

test('a session is told from its first link to its end', () => {
  const { book, heard, seat } = setUp();
  const place = seat(1);
  const session = book.enter(place, opened({ attributes: [{ name: 'team', value: 'red' }] }));
  assert.equal(book.get('s-1'), session);
  assert.deepEqual([session.user, session.roles, session.client], ['alice', ['admin'], 'game/1']);
  assert.equal(session.attributes.get('team'), 'red');
  book.suspend(session);
  book.resume(session, 2, 'b:2');
  book.change(session, { attributes: [{ name: 'team', value: 'blue' }], roles: ['gm'] });
  assert.deepEqual([session.attributes.get('team'), session.roles], ['blue', ['gm']]);
  assert.equal(session.address, 'b:2');
  book.close(session, place, CLOSED, 0);
  assert.equal(book.size, 0);
  assert.deepEqual(heard, [
    'opened s-1 1 active',
    'suspended s-1 1 suspended',
    'resumed s-1 2 active',
    'changed s-1 2 active',
    'closed s-1 1',
  ]);
});

test('a session that is announced as suspended is so', () => {
  const { book, seat } = setUp();
  assert.equal(book.enter(seat(1), opened({ suspended: true })).state, 'suspended');
});

test('taken over elsewhere: resumed when it comes again, closed when it does not', () => {
  const { book, heard, seat } = setUp();
  const [first, second] = [seat(1), seat(2)];
  const session = book.enter(first, opened());
  book.close(session, first, SUPERSEDED, 0);
  assert.equal(book.enter(second, opened({ generation: 2 })), session);
  book.sweep(1e9);
  assert.deepEqual(heard, ['opened s-1 1 active', 'resumed s-1 2 active']);
  book.close(session, second, SUPERSEDED, 10_000);
  book.sweep(12_999);
  assert.equal(book.size, 1);
  book.sweep(13_000);
  assert.equal(heard.at(-1), 'closed s-1 12');
});

test('a lost link: the same session on another goes on in silence, else it is closed later', async () => {
  const { book, heard, seat } = setUp();
  const [first, second] = [seat(1), seat(2)];
  const session = book.enter(first, opened());
  book.lose(session, first, 0);
  assert.equal(session.attendance, undefined);
  book.enter(second, opened());
  assert.equal(session.attendance, second);
  book.lose(session, second, 0);
  book.sweep(29_999);
  assert.deepEqual(heard, ['opened s-1 1 active']);
  book.sweep(30_000);
  await settled();
  assert.equal(heard.at(-1), 'closed s-1 0');
});

test('what became of a session while its link was lost is told when it is heard of again', () => {
  for (const [change, events] of [
    [{ suspended: true }, ['suspended s-1 1 suspended']],
    [{ generation: 2 }, ['resumed s-1 2 active']],
    [{ generation: 2, suspended: true }, ['suspended s-1 2 suspended']],
    [{ roles: [] }, ['changed s-1 1 active']],
    [
      { generation: 2, attributes: [{ name: 'team', value: 'red' }] },
      ['resumed s-1 2 active', 'changed s-1 2 active'],
    ],
  ] as const) {
    const { book, heard, seat } = setUp();
    const first = seat(1);
    book.lose(book.enter(first, opened()), first, 0);
    heard.length = 0;
    book.enter(seat(2), opened(change as Partial<SessionOpened>));
    assert.deepEqual(heard, events);
  }
});

describe('a session whose link was lost and that says nothing', () => {
  const lost = (askOnline: AskOnline): ReturnType<typeof setUp> => {
    const stage = setUp(askOnline);
    const first = stage.seat(1);
    stage.book.lose(stage.book.enter(first, opened()), first, 0);
    stage.heard.length = 0;
    return stage;
  };

  test('stays as long as a gateway has it', async () => {
    const asked: (readonly string[])[] = [];
    let online = [{ id: 's-1' }];
    const { book, heard } = lost((users) => {
      asked.push(users);
      return Promise.resolve(online);
    });
    for (const nowMs of [29_999, 30_000, 30_050, 60_000]) {
      book.sweep(nowMs);
      await settled();
    }
    assert.deepEqual([asked, heard], [[['alice'], ['alice']], []]);
    online = [{ id: 'another session of hers' }];
    book.sweep(90_000);
    await settled();
    assert.deepEqual(heard, ['closed s-1 0']);
  });

  test('is asked about once at a time', () => {
    let questions = 0;
    const { book } = lost(() => {
      questions++;
      return new Promise(() => undefined);
    });
    book.sweep(30_000);
    book.sweep(30_050);
    assert.equal(questions, 1);
  });

  test('that came back while it was asked about goes on', async () => {
    const { book, heard, seat } = lost(nobody);
    book.sweep(30_000);
    book.enter(seat(2), opened());
    await settled();
    assert.deepEqual(heard, []);
  });

  for (const [name, events] of [
    ['NOT_CONNECTED', ['closed s-1 0']],
    ['CLUSTER_UNAVAILABLE', []],
    ['TIMEOUT', []],
  ] as const)
    test(`when the question fails as ${name}: ${events.length === 0 ? 'it stays' : 'it is closed'}`, async () => {
      const { book, heard } = lost(() => Promise.reject(callError(name, 'test')));
      book.sweep(30_000);
      await settled();
      assert.deepEqual(heard, events);
    });
});

test('the end of an old generation is not the end of the session, and it is reached at the new one', () => {
  const { book, heard, seat } = setUp();
  const [first, second] = [seat(1), seat(2)];
  const session = book.enter(first, opened());
  book.enter(second, opened({ generation: 2 }));
  assert.equal(session.attendance, second);
  book.close(session, first, CLOSED, 0);
  assert.equal(heard.length, 2);
  const late = seat(3);
  book.enter(late, opened({ generation: 1, address: 'old:1' }));
  assert.equal(session.attendance, second, 'an older one that is late changes nothing');
  assert.equal(session.address, 'a:1');
});

test('what a listener throws reaches neither the link nor the other listeners', () => {
  const book = new SessionBook(silentLog, nobody);
  let heard = 0;
  book.listen('opened', () => {
    throw new Error('listener');
  });
  book.listen('opened', () => heard++);
  book.enter({ link: new FakePath(), handle: 1 }, opened());
  assert.equal(heard, 1);
});

test('a dead gateway ends what was lost with it, and what is lost with its link later; others stay', () => {
  const { book, heard } = setUp();
  const [dead, other] = [new FakePath('dead'), new FakePath('other')];
  const enter = (id: string, link: FakePath): [ReturnType<SessionBook['enter']>, Attendance] => {
    const attendance = { link, handle: 1 };
    return [book.enter(attendance, opened({ id })), attendance];
  };
  const [first, second, third] = [enter('s-1', dead), enter('s-2', dead), enter('s-3', other)];
  heard.length = 0;
  book.lose(...first, 0);
  book.gatewayGone('dead');
  assert.deepEqual(heard, ['closed s-1 0']);
  dead.isBelievedDead = true;
  book.lose(...second, 5_000);
  book.lose(...third, 5_000);
  assert.deepEqual(heard, ['closed s-1 0', 'closed s-2 0']);
});
