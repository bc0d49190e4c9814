// The plane on which beings move: people, who walk to where they steer, and wanderers, who choose for
// themselves. Pure: time and chance come in, positions go out.

export const WIDTH = 1600;
export const HEIGHT = 900;
const MARGIN = 60;
/** Units per second. */
const SPEED = { person: 320, wanderer: 110 };
const GOLDEN_ANGLE = 137.5;

const WANDERERS = ['Fern', 'Moss', 'Reed', 'Sage', 'Ivy', 'Clover', 'Thistle', 'Aster'];

export class Plane {
  #beings = new Map();
  #lastId = 0;
  #random;

  /** @param {() => number} random from 0 up to 1 */
  constructor(random) {
    this.#random = random;
    for (const name of WANDERERS) this.#add(name, true);
  }

  /** @returns {readonly { id: number, name: string, hue: number, wanderer: boolean }[]} */
  beings() {
    return [...this.#beings.values()].map(({ id, name, hue, wanderer }) => ({ id, name, hue, wanderer }));
  }

  /** @returns the new being's id */
  arrive(name) {
    return this.#add(name, false);
  }

  depart(id) {
    this.#beings.delete(id);
  }

  /** Sets where a being walks to; points outside are moved to the edge. */
  steer(id, x, y) {
    const being = this.#beings.get(id);
    if (being !== undefined) being.goal = { x: Math.min(x, WIDTH), y: Math.min(y, HEIGHT) };
  }

  /** Moves everyone by `elapsedMs`. @returns whole units */
  step(elapsedMs) {
    for (const being of this.#beings.values()) {
      const arrived = walk(being, elapsedMs);
      if (arrived && being.wanderer) being.goal = this.#somewhere();
    }
    return [...this.#beings.values()].map(({ id, x, y }) => ({ id, x: Math.round(x), y: Math.round(y) }));
  }

  #add(name, wanderer) {
    const id = ++this.#lastId;
    const hue = Math.round((id * GOLDEN_ANGLE) % 360);
    const speed = wanderer ? SPEED.wanderer : SPEED.person;
    const place = this.#somewhere();
    const goal = wanderer ? this.#somewhere() : place;
    this.#beings.set(id, { id, name, hue, wanderer, speed, ...place, goal });
    return id;
  }

  #somewhere() {
    const along = (length) => MARGIN + this.#random() * (length - 2 * MARGIN);
    return { x: along(WIDTH), y: along(HEIGHT) };
  }
}

/** @returns whether it is where it wanted to be */
function walk(being, elapsedMs) {
  const dx = being.goal.x - being.x;
  const dy = being.goal.y - being.y;
  const distance = Math.hypot(dx, dy);
  const stride = (being.speed * elapsedMs) / 1000;
  const part = distance <= stride ? 1 : stride / distance;
  being.x += dx * part;
  being.y += dy * part;
  return part === 1;
}
