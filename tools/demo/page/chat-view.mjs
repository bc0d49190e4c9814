// The chat: rooms as tabs, who is there, what was said. Everything shown came from the gateway; the view keeps
// the last lines of each room.
import { Join, Presence, Say, Spoken } from '../../../dist/demo/catalogue.js';

const ROOMS = ['lobby', 'harbour', 'tavern'];
const LINES_MAX = 200;

const REFUSALS = new Map([
  [10003, 'You are not in this room.'],
  [10004, 'Too long, or empty.'],
]);

export class ChatView {
  #client;
  #tabs;
  #people;
  #messages;
  #room = ROOMS[0];
  /** room → { people: Set of users, lines: [{ user, text }] } */
  #rooms = new Map(ROOMS.map((room) => [room, { people: new Set(), lines: [] }]));

  constructor(client, root) {
    this.#client = client;
    this.#tabs = root.querySelector('#rooms');
    this.#people = root.querySelector('#people');
    this.#messages = root.querySelector('#messages');
    for (const room of ROOMS) this.#tabs.append(this.#tab(room));
    root.querySelector('form').addEventListener('submit', (event) => this.#say(event));
    client.onPush(Spoken, ({ room, user, text }) => this.#add(room, { user, text }));
    client.onPush(Presence, (presence) => this.#presence(presence));
  }

  /** Joins every room. */
  async start() {
    await Promise.all(ROOMS.map((room) => this.#join(room)));
    this.#show();
  }

  /** A line in the open room that nobody said. */
  tell(text) {
    this.#add(this.#room, { text });
  }

  async #join(room) {
    const { people } = await this.#client.request(Join, { room }, { key: room });
    this.#rooms.get(room).people = new Set(people);
  }

  async #say(event) {
    event.preventDefault();
    const { text } = event.target.elements;
    const said = text.value.trim();
    if (said === '') return;
    try {
      await this.#client.request(Say, { room: this.#room, text: said }, { key: this.#room });
      text.value = '';
    } catch (error) {
      this.tell(REFUSALS.get(error.code) ?? error.message);
    }
  }

  #presence({ room, user, here }) {
    const people = this.#rooms.get(room)?.people;
    if (people === undefined) return;
    if (here) people.add(user);
    else people.delete(user);
    this.#add(room, { text: `${user} ${here ? 'came in' : 'left'}` });
  }

  #add(room, line) {
    const lines = this.#rooms.get(room)?.lines;
    if (lines === undefined) return;
    lines.push(line);
    if (lines.length > LINES_MAX) lines.shift();
    this.#show();
  }

  #tab(room) {
    const tab = document.createElement('button');
    tab.textContent = room;
    tab.addEventListener('click', () => {
      this.#room = room;
      this.#show();
    });
    return tab;
  }

  #show() {
    const { people, lines } = this.#rooms.get(this.#room);
    for (const tab of this.#tabs.children) tab.setAttribute('aria-current', tab.textContent === this.#room);
    this.#people.textContent = [...people].sort().join(', ');
    this.#messages.replaceChildren(...lines.map(lineElement));
    this.#messages.scrollTop = this.#messages.scrollHeight;
  }
}

/** Text nodes only: what people say is never markup. */
function lineElement({ user, text }) {
  const item = document.createElement('li');
  if (user === undefined) item.className = 'event';
  else item.append(Object.assign(document.createElement('b'), { textContent: user }));
  item.append(text);
  return item;
}
