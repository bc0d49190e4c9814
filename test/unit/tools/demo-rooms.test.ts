// Who is in which room of the demo's chat.

import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';

interface Session {
  readonly user: string;
}

/** tools/demo is plain JavaScript, as those who copy it write it. */
interface Rooms {
  has(room: string, session: Session): boolean;
  roomsOf(session: Session): ReadonlySet<string>;
  people(room: string): string[];
  enter(room: string, session: Session): boolean;
  leave(room: string, session: Session): boolean;
  leaveAll(session: Session): string[];
}

const source = new URL('../../../tools/demo/rooms.mjs', import.meta.url).href;
const { Rooms } = (await import(source)) as { Rooms: new () => Rooms };

const ada = { user: 'ada' };
const ben = { user: 'ben' };
let rooms: Rooms;

beforeEach(() => {
  rooms = new Rooms();
});

test('a user comes with the first session and goes with the last', () => {
  const onThePhone = { user: 'ada' };
  assert.equal(rooms.enter('lobby', ada), true);
  assert.equal(rooms.enter('lobby', onThePhone), false);
  assert.deepEqual(rooms.people('lobby'), ['ada']);
  assert.equal(rooms.leave('lobby', ada), false);
  assert.equal(rooms.has('lobby', ada), false);
  assert.equal(rooms.leave('lobby', onThePhone), true);
  assert.deepEqual(rooms.people('lobby'), []);
});

test('entering twice and leaving where one is not change nothing', () => {
  rooms.enter('lobby', ada);
  assert.equal(rooms.enter('lobby', ada), false);
  assert.equal(rooms.leave('lobby', ben), false);
  assert.equal(rooms.leave('nowhere', ada), false);
  assert.deepEqual(rooms.people('lobby'), ['ada']);
});

test('a session that ends leaves every room, and names those that its user has left', () => {
  const onThePhone = { user: 'ada' };
  for (const room of ['lobby', 'tavern']) rooms.enter(room, ada);
  rooms.enter('tavern', onThePhone);
  rooms.enter('tavern', ben);
  assert.deepEqual([...rooms.roomsOf(ada)].sort(), ['lobby', 'tavern']);
  assert.deepEqual(rooms.leaveAll(ada), ['lobby']);
  assert.deepEqual(rooms.people('tavern'), ['ada', 'ben']);
  assert.deepEqual(rooms.leaveAll(ada), []);
});
