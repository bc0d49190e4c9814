// The world on a canvas. Positions come every tick; between two of them each being is drawn on the straight
// way from where it was shown to where it is, so that 20 pushes a second look like 60 frames.
import { Arrived, Departed, Enter, Positions, Steer } from '../../../dist/demo/catalogue.js';

const GRID = 100;
const TRAIL_LENGTH = 16;

export class WorldView {
  #client;
  #canvas;
  #world;
  #me = 0;
  #tickMs = 50;
  #tickedAtMs = 0;
  /** id → { name, hue, wanderer, from, to, trail } */
  #beings = new Map();

  constructor(client, canvas, world) {
    this.#client = client;
    this.#canvas = canvas;
    this.#world = world;
    client.onPush(Positions, ({ positions }) => this.#tick(positions));
    client.onPush(Arrived, ({ being }) => this.#place(being));
    client.onPush(Departed, ({ id }) => this.#beings.delete(id));
    canvas.addEventListener('click', (event) => this.#steer(event));
    requestAnimationFrame(() => this.#draw());
  }

  get beingCount() {
    return this.#beings.size;
  }

  async start() {
    const entered = await this.#client.request(Enter, { world: this.#world }, { key: this.#world });
    this.#me = entered.id;
    this.#tickMs = entered.tickMs;
    this.#beings.clear();
    for (const being of entered.beings) this.#place(being);
  }

  #place({ id, name, hue, wanderer }) {
    this.#beings.set(id, { name, hue, wanderer, from: undefined, to: undefined, trail: [] });
  }

  #tick(positions) {
    this.#tickedAtMs = performance.now();
    for (const { id, x, y } of positions) {
      const being = this.#beings.get(id);
      if (being === undefined) continue;
      being.from = being.to ?? { x, y };
      being.to = { x, y };
      being.trail.push(being.from);
      if (being.trail.length > TRAIL_LENGTH) being.trail.shift();
    }
  }

  #steer({ offsetX, offsetY }) {
    const { width, height, clientWidth, clientHeight } = this.#canvas;
    const x = Math.max(0, Math.round((offsetX / clientWidth) * width));
    const y = Math.max(0, Math.round((offsetY / clientHeight) * height));
    this.#client.notify(Steer, { x, y }, { key: this.#world });
  }

  #draw() {
    const pen = this.#canvas.getContext('2d');
    const part = Math.min(1, (performance.now() - this.#tickedAtMs) / this.#tickMs);
    // Names stay readable where the canvas is shown small.
    const scale = Math.max(1, this.#canvas.width / this.#canvas.clientWidth / 1.8);
    drawGround(pen, this.#canvas);
    for (const [id, being] of this.#beings) if (being.to) drawBeing(pen, being, part, scale, id === this.#me);
    requestAnimationFrame(() => this.#draw());
  }
}

function drawGround(pen, { width, height }) {
  pen.fillStyle = '#141c26';
  pen.fillRect(0, 0, width, height);
  pen.beginPath();
  for (let x = GRID; x < width; x += GRID) {
    pen.moveTo(x, 0);
    pen.lineTo(x, height);
  }
  for (let y = GRID; y < height; y += GRID) {
    pen.moveTo(0, y);
    pen.lineTo(width, y);
  }
  pen.strokeStyle = '#1f2a38';
  pen.lineWidth = 1;
  pen.stroke();
}

function drawBeing(pen, { name, hue, wanderer, from, to, trail }, part, scale, isMe) {
  const x = from.x + (to.x - from.x) * part;
  const y = from.y + (to.y - from.y) * part;
  const radius = scale * (wanderer ? 11 : 17);
  const colour = `hsl(${hue} 60% ${wanderer ? 52 : 64}%)`;
  drawTrail(pen, trail, { x, y }, colour, radius);
  pen.beginPath();
  pen.arc(x, y, radius, 0, 2 * Math.PI);
  pen.fillStyle = colour;
  pen.fill();
  if (isMe) {
    pen.lineWidth = 4;
    pen.strokeStyle = '#ffffff';
    pen.stroke();
  }
  pen.fillStyle = wanderer ? '#8b98a9' : '#e6ebf2';
  pen.font = `${scale * (wanderer ? 18 : 24)}px system-ui, sans-serif`;
  pen.textAlign = 'center';
  pen.fillText(name, x, y - radius - 10 * scale);
}

function drawTrail(pen, trail, end, colour, radius) {
  if (trail.length === 0) return;
  pen.beginPath();
  pen.moveTo(trail[0].x, trail[0].y);
  for (const point of [...trail.slice(1), end]) pen.lineTo(point.x, point.y);
  pen.globalAlpha = 0.25;
  pen.lineWidth = radius;
  pen.lineCap = 'round';
  pen.lineJoin = 'round';
  pen.strokeStyle = colour;
  pen.stroke();
  pen.globalAlpha = 1;
}
