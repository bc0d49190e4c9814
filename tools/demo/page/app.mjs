// The demo's page: logs in, and hands the client to the chat and to the world.
//   ?user=NAME in the address logs in at once
import { connect } from 'causeway/client';
import { ChatView } from './chat-view.mjs';
import { WorldView } from './world-view.mjs';

const WORLD = 'meadow';
const FIGURES_EVERY_MS = 1000;

const element = (id) => document.getElementById(id);
const login = element('login');

async function fetchToken(user) {
  const answer = await fetch(`/token?user=${encodeURIComponent(user)}`);
  if (!answer.ok) throw new Error(await answer.text());
  return answer.json();
}

async function start(user) {
  const { url } = await fetchToken(user);
  const client = await connect({
    url,
    // Asked again whenever a token ends: the session lives on.
    token: async () => (await fetchToken(user)).token,
    client: 'causeway-demo/1',
  });
  const chat = new ChatView(client, element('chat'));
  const world = new WorldView(client, element('plane'), WORLD);
  showStatus(client);
  showFigures(client, world);
  // Not a failed login: the session lives, and what works of the page goes on.
  const begin = () =>
    Promise.all([chat.start(), world.start()]).catch((error) => {
      chat.tell(`Could not come in: ${error.message}`);
    });
  client.on('connected', ({ resumed }) => {
    // A session that could not be resumed is a new one: it is in no room and in no world.
    if (!resumed) void begin();
  });
  await begin();
  // Without a word the session would wait for its return, and so would the others.
  addEventListener('pagehide', () => void client.close('the page was closed'));
}

function showStatus(client) {
  const status = element('status');
  const show = (text) => {
    status.textContent = text;
    status.dataset.phase = client.phase;
  };
  const showOpen = () => show(`${client.session.user} on ${client.session.gateway}`);
  client.on('connected', showOpen);
  client.on('disconnected', ({ reason }) => show(`${reason}; trying again`));
  client.on('closed', ({ reason }) => show(reason));
  showOpen();
}

function showFigures(client, world) {
  let pushes = 0;
  client.on('push', () => (pushes += 1));
  const show = () => {
    element('figures').textContent = `${world.beingCount} beings · ${pushes} pushes/s`;
    pushes = 0;
  };
  setInterval(show, FIGURES_EVERY_MS);
}

async function tryLogin(user) {
  element('trouble').textContent = '';
  try {
    await start(user);
  } catch (error) {
    element('trouble').textContent = error.message;
    login.showModal();
  }
}

login.addEventListener('cancel', (event) => event.preventDefault());
login.addEventListener('close', () => void tryLogin(login.querySelector('input').value));

const user = new URLSearchParams(location.search).get('user');
if (user === null) login.showModal();
else void tryLogin(user);
