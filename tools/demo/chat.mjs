// A chat with rooms. A room is a group at the gateways, which fan out what is pushed to it; this backend only
// knows who is in it, for the list of people and the presence pushes.
//   node tools/demo/chat.mjs          beside a standalone gateway
import { ApplicationError } from 'causeway/backend';
import { Join, Leave, Presence, Say, Spoken } from '../../dist/demo/catalogue.js';
import { demoBackend, run } from './demo-backend.mjs';
import { Rooms } from './rooms.mjs';

const ROOM_NAME = /^[\p{L}\p{N}_-]{1,32}$/u;
const ROOMS_PER_SESSION_MAX = 32;
const TEXT_LENGTH_MAX = 500;

/** The application's codes, as chat.proto says. */
const Code = { ROOM_NAME: 10001, ROOMS_MAX: 10002, NOT_THERE: 10003, TEXT: 10004 };

const backend = demoBackend('chat', 7102);
const rooms = new Rooms();

const groupOf = (room) => `chat/${room}`;

function tell(room, user, here, except = []) {
  backend.push({ group: groupOf(room), except }, Presence, { room, user, here });
}

async function join({ room }, { session }) {
  if (!ROOM_NAME.test(room)) throw new ApplicationError(Code.ROOM_NAME);
  if (rooms.roomsOf(session).size >= ROOMS_PER_SESSION_MAX) throw new ApplicationError(Code.ROOMS_MAX);
  await backend.join([session], groupOf(room));
  // It may have ended while the gateway was asked, and what ended is told only once.
  if (session.state !== 'closed' && rooms.enter(room, session)) tell(room, session.user, true, [session]);
  return { people: rooms.people(room) };
}

async function leave({ room }, { session }) {
  if (!rooms.has(room, session)) throw new ApplicationError(Code.NOT_THERE);
  await backend.leave([session], groupOf(room));
  if (rooms.leave(room, session)) tell(room, session.user, false);
  return {};
}

function say({ room, text }, { session }) {
  if (!rooms.has(room, session)) throw new ApplicationError(Code.NOT_THERE);
  if (text.trim() === '' || text.length > TEXT_LENGTH_MAX) throw new ApplicationError(Code.TEXT);
  backend.push({ group: groupOf(room) }, Spoken, { room, user: session.user, text });
  return {};
}

// Ordered: a session's Say waits for the Join before it.
backend.on(Join, join, { ordered: true });
backend.on(Leave, leave, { ordered: true });
backend.on(Say, say, { ordered: true });
backend.onSession('closed', (session) => {
  for (const room of rooms.leaveAll(session)) tell(room, session.user, false);
});
await run(backend);
