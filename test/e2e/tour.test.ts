// What `npm start`, README.md and the examples tell a new user to do, done word for word beside one `npm start`:
// its own first commands, the five-minute tour, the demo's page in two browser windows, every example, Ctrl-C.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, it, type TestContext } from 'node:test';
import type { Page } from 'playwright-core';
import { findProtoc, findPython } from '../../tools/testenv/tools.js';
import { findChromium, startChromium, type TestBrowser } from '../support/chromium.js';
import { Cleanup } from '../support/cleanup.js';
import { startDemo, whyNoDemo, type Demo } from '../support/demo.js';
import type { Program } from '../support/program.js';
import { blocksUnder, commandsIn, type DocumentBlock } from '../support/read-commands.js';
import { mustHave, skipBecause, skipUnless } from '../support/require.js';
import { ctrlC, newUser, otherPort } from './parts/new-user.js';
import { ownProject } from './parts/own-project.js';

/** What a push Positions of the demo's world holds. */
interface Tick {
  readonly tick: number;
  readonly positions: readonly { readonly id: number; readonly x?: number; readonly y?: number }[];
}

const skip = skipBecause(await whyNoDemo([7111, 7112, 7121, 7131]));

describe('beside npm start', { skip, timeout: 340_000 }, () => {
  let demo: Demo;
  const cleanup = new Cleanup();

  const file = (...parts: string[]): string => path.join(demo.folder, ...parts);
  const read = (...parts: string[]): string => readFileSync(file(...parts), 'utf8');

  before(async () => {
    demo = await startDemo();
    cleanup.add(() => demo.dispose());
  });

  after(() => cleanup.run());

  newUser(() => demo);
  ownProject(() => demo);

  // ---- the tour -----------------------------------------------------------------------------------

  const edit = async ({ text }: DocumentBlock): Promise<void> => {
    writeFileSync(file('tour.diff'), text);
    await demo.shell('git apply --verbose -p0 tour.diff');
  };

  /** One block after the other; `running` gets what stays. */
  async function follow(block: DocumentBlock, running: Program[]): Promise<void> {
    const { language, hint, text } = block;
    const target = /^file=(\S+)$/.exec(hint)?.[1];
    if (target !== undefined) {
      mkdirSync(path.dirname(file(target)), { recursive: true });
      writeFileSync(file(target), text);
    } else if (language === 'diff') {
      await edit(block);
      await demo.linked('butler-1', 'parrot-1');
    } else if (language === 'text') {
      await running.at(-1)?.lines.find('what README shows', (line) => line === text.trimEnd());
    } else if (hint === 'stays') running.push(demo.background(text));
    else assert.notEqual(await demo.shell(text), undefined);
  }

  it('the tour of README.md works word for word', async (t) => {
    const [first, ...rest] = blocksUnder(read('README.md'), '## The five-minute tour');
    // The packages are installed and `npm start` runs already.
    assert.deepEqual([first?.language, first?.text], ['sh', 'npm ci && npm start\n']);
    const running: Program[] = [];
    endAfter(t, running);
    for (const block of rest) await follow(block, running);

    const client = running.at(-1);
    const table = read('causeway.yaml');
    writeFileSync(file('causeway.yaml'), table.replace('service: parrot', 'service: 5'));
    await demo.start.lines.find('the refusal', (line) => line.includes('/0/service: is 5; write '));
    const isParrot = (line: string): boolean => line === 'Hello alice, this is the parrot.';
    await client?.lines.find('the parrot, still', isParrot, client.lines.entries.length);
    await assert.rejects(demo.shell('npx causeway routes check'), /\/0\/service: is 5; write /);
    writeFileSync(file('causeway.yaml'), table);
    // Nothing else was said, but by npm: no error, no lost connection.
    const others = client?.lines.entries.filter(
      (line) => !/^(Hello alice, this is the \w+\.$|npm )/.test(line),
    );
    assert.deepEqual(others, []);
  });

  // ---- the page -----------------------------------------------------------------------------------

  describe('the page', { skip: skipUnless(findChromium()) }, () => {
    let browser: TestBrowser;
    const complaints: string[] = [];

    before(async () => {
      browser = await startChromium();
    });

    after(async () => {
      await browser.stop();
    });

    const open = async (search: string): Promise<Page> => {
      const page = await browser.context.newPage();
      // Other tests start dozens of programs beside this one.
      page.setDefaultTimeout(90_000);
      page.on('console', (message) => {
        if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
      });
      page.on('pageerror', ({ message }) => complaints.push(message));
      await page.goto(`http://127.0.0.1:7080/${search}`);
      return page;
    };

    it('two people meet, chat, and see the world move', async () => {
      const ada = await open('');
      await ada.getByPlaceholder('Your name').fill('Ada');
      await ada.getByRole('button', { name: 'Come in' }).click();
      const ben = await open('?user=Ben');
      await ada.locator('#people', { hasText: 'Ada, Ben' }).waitFor();
      await ben.locator('#people', { hasText: 'Ada, Ben' }).waitFor();

      await ada.getByPlaceholder('Say something').fill('hello <b>there</b>');
      await ada.getByPlaceholder('Say something').press('Enter');
      await ben.locator('#messages li', { hasText: 'Adahello <b>there</b>' }).waitFor();

      await ben.bringToFront();
      await ben.locator('#plane').click({ position: { x: 40, y: 40 } });
      // Eight wanderers and these two, twenty times a second.
      await ben.locator('#figures', { hasText: /^10 beings · (1\d|2\d) pushes\/s$/ }).waitFor();
      const before = await ben.locator('#plane').screenshot();
      await ben.locator('#figures', { hasText: /pushes/ }).waitFor();
      assert.notDeepEqual(await ben.locator('#plane').screenshot(), before, 'nothing moves on the canvas');

      await ben.close();
      await ada.locator('#messages li', { hasText: 'Ben left' }).waitFor();
      await ada.locator('#figures', { hasText: /^9 beings/ }).waitFor();
      assert.deepEqual(complaints, []);
    });

    it('says why it cannot come in, and stays one client', async () => {
      const table = read('causeway.yaml');
      const write = async (text: string): Promise<void> => {
        const { lines } = demo.start;
        const from = lines.entries.length;
        writeFileSync(file('causeway.yaml'), text);
        await lines.find('the new table', (line) => line.includes('"route table accepted"'), from);
      };
      await write(table.replace('service: world', 'service: nowhere'));
      const page = await open('?user=Lee');
      await page.locator('#messages li', { hasText: 'Could not come in: ' }).waitFor();
      assert.equal(await page.locator('#login').isVisible(), false);
      assert.equal(await page.locator('#rooms button').count(), 3);
      await page.close();
      await write(table);
    });

    it('refuses a name that cannot be, and a page of another name', async () => {
      const refused = await open('?user=%20');
      await refused.locator('#trouble', { hasText: '1 to 24 letters' }).waitFor();
      complaints.length = 0;
      // fetch would set a Host of its own.
      const raw = await demo.shell(
        `node -e "require('node:http').get({port:7080,path:'/token?user=eve',headers:{host:'rebound.example'}},(a)=>console.log(a.statusCode))"`,
      );
      assert.equal(raw, '403\n');
    });

    it('the browser example', async () => {
      const [bundle = ''] = commandsIn(read('tools/examples/client-browser.mjs'));
      assert.match(bundle, /^npx esbuild /);
      await demo.shell(bundle);
      const token = (await demo.shell('npx causeway token --user alice')).trim();
      const page = await browser.context.newPage();
      await page.goto(`file://${file('tools/examples/client-browser.html')}#${token}`);
      await page.locator('pre', { hasText: 'session of alice' }).waitFor();
      await page.getByRole('button', { name: 'Send' }).click();
      await page.locator('pre', { hasText: 'answer: hello' }).waitFor();
    });
  });

  // ---- chat and world by hand -----------------------------------------------------------------------

  const PROTOS = '--proto tools/demo/proto/chat.proto --proto tools/demo/proto/world.proto';
  const byHand = (user: string, lines: readonly string[]): string =>
    `npx causeway connect --user ${user} ${PROTOS} ${lines.map((line) => `--send '${line}'`).join(' ')}`;

  it('the chat keeps its rooms apart, and refuses as chat.proto says', async (t) => {
    const listener = (user: string, room: string): Program => {
      const program = demo.background(`${byHand(user, [`Join@${room} {"room":"${room}"}`])} --wait 2m`);
      endAfter(t, [program]);
      return program;
    };
    const [cleo, eve] = [listener('Cleo', 'den'), listener('Eve', 'attic')];
    for (const [program, user] of [
      [cleo, 'Cleo'],
      [eve, 'Eve'],
    ] as const)
      await program.lines.find('the room', (line) => line === `answer Joined {"people":["${user}"]}`);
    const said = await demo.shell(
      byHand('Dora', [
        'Join@den {"room":"den"}',
        'Say@den {"room":"den","text":"to the den"}',
        'Leave@den {"room":"den"}',
        'Join@attic {"room":"attic"}',
        'Say@attic {"room":"attic","text":"to the attic"}',
      ]),
    );
    assert.match(said, /^answer Joined \{"people":\["Cleo","Dora"\]\}$/m);
    assert.match(said, /^answer Left /m);
    // As everywhere in proto3's JSON, what has its default value is not written.
    const inRoom = (room: string, here: string): string =>
      `push Presence {"room":"${room}","user":"Dora"${here}}`;
    const spoken = (room: string): string =>
      `push Spoken {"room":"${room}","user":"Dora","text":"to the ${room}"}`;
    for (const [program, room] of [
      [cleo, 'den'],
      [eve, 'attic'],
    ] as const) {
      await program.lines.find('Dora to be gone', (line) => line === inRoom(room, ''));
      const heard = program.lines.entries.filter((line) => line.startsWith('push '));
      assert.deepEqual(heard, [inRoom(room, ',"here":true'), spoken(room), inRoom(room, '')]);
    }

    for (const [line, code] of [
      ['Join@x {"room":"no such name!"}', 10001],
      ['Say@den {"room":"den","text":"from outside"}', 10003],
      ['Leave@den {"room":"den"}', 10003],
    ] as const)
      await assert.rejects(demo.shell(byHand('Fay', [line])), new RegExp(`failed \\w+: ${code} `));
    const empty = ['Join@den {"room":"den"}', 'Say@den {"room":"den","text":" "}'];
    await assert.rejects(demo.shell(byHand('Fay', empty)), /failed Say: 10004 /);
  });

  it('a world tells where everybody is, many times a second, to those who are in it', async () => {
    const lines = ['Enter@glade {"world":"glade"}', 'Steer@glade {"x":0,"y":0}'];
    const said = await demo.shell(`${byHand('Gus', lines)} --wait 6s`);
    const entered = /^answer Entered (.*)$/m.exec(said)?.[1] ?? '';
    const { id, tickMs } = JSON.parse(entered) as { readonly id: number; readonly tickMs: number };
    assert.equal(tickMs, 50);
    const ticks = [...said.matchAll(/^push Positions (.*)$/gm)].map(
      ([, json = '']) => JSON.parse(json) as Tick,
    );
    assert.ok(ticks.length > 40, `${ticks.length} pushes in 6 s`);
    const numbers = ticks.map(({ tick }) => tick);
    assert.deepEqual(
      numbers,
      numbers.map((_, at) => (numbers[0] ?? 0) + at),
      'each once, in order',
    );
    // The meadow of the page is another world: here are the wanderers and Gus.
    for (const { positions } of ticks) assert.equal(positions.length, 9);
    const way = ticks.map(({ positions }) => positions.find((one) => one.id === id));
    const xs = way.map((place) => place?.x ?? 0);
    assert.ok((xs.at(-1) ?? 0) < (xs[0] ?? 0), `Gus walks to where he steered, by ${xs.join(' ')}`);
    await assert.rejects(demo.shell(byHand('Gus', ['Enter@x {"world":" "}'])), /failed Enter: 10101 /);
  });

  // ---- the examples -------------------------------------------------------------------------------

  /** Routes and instances that the examples' comments ask for. */
  const nameExamples = (): void => {
    const table = read('causeway.yaml');
    if (table.includes('example-1')) return;
    const routes = 'routes:\n  - { types: 1400, service: example }\n  - { types: 1500, service: python }';
    const services =
      'services:\n  example:\n    - { id: example-1, address: "127.0.0.1:7121" }\n' +
      '  python:\n    - { id: python-1, address: "127.0.0.1:7131" }';
    writeFileSync(file('causeway.yaml'), table.replace(/^routes:/m, routes).replace(/^services:/m, services));
  };

  it('the examples for Node', async (t) => {
    nameExamples();
    const [ask = ''] = commandsIn(read('tools/examples/client-node.mjs'));
    assert.equal(await demo.shell(ask), 'session of alice\nanswer: hello\n');
    const [serve = ''] = commandsIn(read('tools/examples/backend-node.mjs'));
    const backend = demo.background(serve);
    endAfter(t, [backend]);
    await demo.linked('example-1');
    const answered = (await demo.shell(ask, { TYPE: '1400' })).split('\n').sort();
    assert.deepEqual(answered, [
      '',
      'answer: hello from example-1',
      'push: alice said hello',
      'session of alice',
    ]);
    await backend.lines.find('the end of the session', (line) => line.startsWith('alice is gone: '));
  });

  it('the examples for Python', { skip: skipUnless(findPython(), findProtoc()) }, async (t) => {
    nameExamples();
    const env = pythonEnvironment(file('bin'));
    const [protoc = '', ask = ''] = commandsIn(read('tools/examples/client.py'));
    const [protocToo = '', serve = ''] = commandsIn(read('tools/examples/backend.py'));
    await demo.shell(protoc, env);
    assert.equal(await demo.shell(ask, env), 'session of alice\nanswer: hello\n');
    await demo.shell(protocToo, env);
    const backend = demo.background(serve, env);
    endAfter(t, [backend]);
    await demo.linked('python-1');
    const [askNode = ''] = commandsIn(read('tools/examples/client-node.mjs'));
    assert.match(await demo.shell(askNode, { TYPE: '1500' }), /^answer: hello from python-1$/m);
  });

  ctrlC(() => demo);
  otherPort(() => demo);
});

function endAfter(t: TestContext, programs: readonly Program[]): void {
  t.after(() => Promise.all(programs.map((program) => program.end('SIGTERM'))));
}

/** PATH and modules as a machine with Debian's packages has them, wherever the tools were found. */
function pythonEnvironment(folder: string): NodeJS.ProcessEnv {
  const python = mustHave(findPython());
  const protoc = mustHave(findProtoc());
  mkdirSync(folder, { recursive: true });
  symlinkSync(python.path, path.join(folder, 'python3'));
  symlinkSync(protoc.path, path.join(folder, 'protoc'));
  return { ...protoc.env, ...python.env, PATH: `${folder}:${process.env['PATH'] ?? ''}` };
}
