// A world that pushes everyone's position to a group, 20 times a second. One push is one frame on the link,
// however many watch: the gateway fans it out. A world that nobody watches stands still.
//   node tools/demo/world.mjs          beside a standalone gateway
import { ApplicationError } from 'causeway/backend';
import { Arrived, Departed, Enter, Positions, Steer } from '../../dist/demo/catalogue.js';
import { demoBackend, run } from './demo-backend.mjs';
import { Plane } from './plane.mjs';

const TICK_MS = 50;
const WORLD_NAME = /^[\p{L}\p{N}_-]{1,32}$/u;
const WORLDS_MAX = 64;
/** At 12 bytes a position this keeps a push well below a frame's limit. */
const PEOPLE_MAX = 200;

/** The application's codes, as world.proto says. */
const Code = { WORLD_NAME: 10101, FULL: 10102 };

const backend = demoBackend('world', 7103);
/** name → { plane, tick, people: session → being's id } */
const worlds = new Map();
/** session → name of its world */
const whereabouts = new Map();

const groupOf = (name) => `world/${name}`;

function worldCalled(name) {
  const known = worlds.get(name);
  if (known !== undefined) return known;
  if (worlds.size >= WORLDS_MAX) throw new ApplicationError(Code.FULL);
  const world = { plane: new Plane(Math.random), tick: 0, people: new Map() };
  worlds.set(name, world);
  return world;
}

async function enter({ world: name }, { session }) {
  if (!WORLD_NAME.test(name)) throw new ApplicationError(Code.WORLD_NAME);
  await quit(session);
  // It may have ended meanwhile, and what ended is told only once.
  if (session.state === 'closed') return {};
  const world = worldCalled(name);
  if (world.people.size >= PEOPLE_MAX) throw new ApplicationError(Code.FULL);
  const id = world.plane.arrive(session.user);
  world.people.set(session, id);
  whereabouts.set(session, name);
  const beings = world.plane.beings();
  backend.push({ group: groupOf(name) }, Arrived, { being: beings.find((being) => being.id === id) });
  await backend.join([session], groupOf(name));
  return { id, beings, tickMs: TICK_MS };
}

function steer({ x, y }, { session }) {
  const world = worlds.get(whereabouts.get(session));
  world?.plane.steer(world.people.get(session), x, y);
}

function forget(session) {
  const name = whereabouts.get(session);
  const world = worlds.get(name);
  if (world === undefined) return undefined;
  const id = world.people.get(session);
  world.plane.depart(id);
  world.people.delete(session);
  whereabouts.delete(session);
  if (world.people.size === 0) worlds.delete(name);
  backend.push({ group: groupOf(name) }, Departed, { id });
  return name;
}

async function quit(session) {
  const name = forget(session);
  if (name !== undefined) await backend.leave([session], groupOf(name));
}

function tick() {
  for (const [name, world] of worlds) {
    world.tick += 1;
    const positions = world.plane.step(TICK_MS);
    backend.push({ group: groupOf(name) }, Positions, { tick: world.tick, positions });
  }
}

backend.on(Enter, enter, { ordered: true });
backend.on(Steer, steer);
backend.onSession('closed', forget);
await run(backend);
// Not kept alive for the ticks: when the backend has drained, the process ends.
setInterval(tick, TICK_MS).unref();
