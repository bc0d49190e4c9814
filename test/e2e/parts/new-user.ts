// What a new user does after `git clone` and `npm ci`, with what is committed: `npm start`, the commands that it
// prints word for word, an edit of causeway.yaml while it runs, Ctrl-C. Part of tour.test.ts, which runs `npm start`:
// its ports are the same on every machine.
import assert from 'node:assert/strict';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { connect as connectTcp } from 'node:net';
import path from 'node:path';
import { it } from 'node:test';
import { connect } from '../../../src/sdk/client/node.js';
import { inPath } from '../../../tools/testenv/tool.js';
import { DEMO_PORTS, type Demo } from '../../support/demo.js';
import { eventually } from '../../support/journal.js';
import { Program } from '../../support/program.js';
import { freePorts } from '../../support/server-process.js';

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connectTcp({ host: '127.0.0.1', port });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => {
      resolve(false);
    });
  });
}

/** The first minutes: what `npm start` prints, and a route changed while it runs. Leaves causeway.yaml as it was. */
export function newUser(demo: () => Demo): void {
  it('has a gateway after `npm start`, and every command it prints works word for word', async () => {
    const { shell, start } = demo();
    const lines = start.lines.entries;
    const next = lines.indexOf('Next, in another terminal:');
    const commands = lines.slice(next + 1, lines.indexOf('', next)).map((line) => line.trim());
    assert.equal(commands.length, 3, lines.join('\n'));
    const [token = '', say = '', status = ''] = commands;
    assert.equal(token, 'npx causeway token --user alice');
    assert.match(await shell(token), /^[\w-]+\.[\w-]+\.[\w-]+\n$/);
    assert.equal(await shell(say), 'hello\n');
    assert.match(status, /^curl /);
    if (inPath('curl') === undefined) return;
    assert.match(await shell(status), /"server":"echo-1".*"link":"open"/);
  });

  it('keeps its keys to itself', () => {
    for (const key of ['development.key', 'link.key'])
      assert.equal(statSync(path.join(demo().folder, '.causeway', key)).mode & 0o777, 0o600, key);
  });

  it('is refused development tokens where others can reach it', async () => {
    for (const env of [
      { CAUSEWAY_LISTEN: '0.0.0.0:0' },
      { CAUSEWAY_LISTEN: '127.0.0.1:0', CAUSEWAY_ADMIN_LISTEN: '[::]:0' },
    ]) {
      const gateway = new Program(process.execPath, ['dist/main.js', 'serve'], {
        cwd: demo().folder,
        env,
      });
      const { code } = await gateway.exited;
      assert.equal(code, 2, JSON.stringify(env));
      assert.match(gateway.lines.entries.join('\n'), /development tokens let anybody be anybody/);
    }
  });

  it('edits causeway.yaml while it runs, and the route changes without an error', async (t) => {
    const { folder, shell } = demo();
    const [port = 0] = await freePorts(1);
    writeFileSync(path.join(folder, 'shout.mjs'), SHOUT);
    const shout = new Program(process.execPath, ['shout.mjs', String(port)], { cwd: folder });
    t.after(() => shout.end('SIGKILL'));
    await shout.lines.find('the second backend', (line) => line === 'ready');
    const token = (await shell('npx causeway token --user bob')).trim();
    const client = await connect({ url: 'tcp://127.0.0.1:7000', token });
    t.after(() => client.close());
    const ask = async (): Promise<string> =>
      new TextDecoder().decode(await client.request(1000, new TextEncoder().encode('hello')));
    assert.equal(await ask(), 'hello');

    const file = path.join(folder, 'causeway.yaml');
    const original = readFileSync(file, 'utf8');
    const withShout = `${original}\n  shout:\n    - { id: shout-1, address: "127.0.0.1:${port}" }\n`;
    writeFileSync(file, withShout);
    await eventually(
      'a link to the second backend',
      async () => (await fetch('http://127.0.0.1:7001/status')).text(),
      (status) => /"server":"shout-1"[^}]*"link":"open"/.test(status),
    );
    writeFileSync(file, withShout.replace('service: echo', 'service: shout'));
    // Each answer on the way must be one of the two: an error would reject here.
    await eventually('the other answer', ask, (answer) => {
      assert.match(answer, /^(hello|HELLO)$/);
      return answer === 'HELLO';
    });
    writeFileSync(file, 'routes: [');
    assert.equal(await ask(), 'HELLO');
    writeFileSync(file, original);
    await eventually('the first answer', ask, (answer) => answer === 'hello');
  });
}

/** Nothing of the demo runs behind it. */
export function ctrlC(demo: () => Demo): void {
  it('stops everything, in order, with Ctrl-C', async () => {
    const { shell, start } = demo();
    const token = (await shell('npx causeway token --user carol')).trim();
    const client = await connect({ url: 'ws://127.0.0.1:7000', token });
    const told = new Promise<string>((resolve) => {
      client.on('disconnected', ({ name }) => {
        resolve(name);
      });
    });
    const from = start.lines.entries.length;
    await start.end('SIGINT');
    assert.equal(await told, 'DRAINING');
    await client.close();
    const said = start.lines.entries.slice(from).join('\n');
    assert.match(said, /"msg":"stopped"/);
    assert.doesNotMatch(said, /stopped at once/);
    for (const port of DEMO_PORTS) assert.equal(await answers(port), false, `port ${port}`);
  });
}

/** After the demo has ended: its ports are free. */
export function otherPort(demo: () => Demo): void {
  it("finds the operators' port where the configuration has it, and leaves nothing behind", async (t) => {
    const [port = 0] = await freePorts(1);
    const token = 'a token for operators';
    const begin = (adminListen: string): Program => {
      const env = { CAUSEWAY_ADMIN_LISTEN: adminListen, CAUSEWAY_ADMIN_TOKEN: token };
      const started = new Program(process.execPath, ['tools/start.mjs'], { cwd: demo().folder, env });
      t.after(() => started.end('SIGINT'));
      return started;
    };
    const broken = begin('nowhere');
    assert.equal((await broken.exited).code, 1);
    assert.match(broken.lines.entries.join('\n'), /admin\.listen/);

    const started = begin(`127.0.0.1:${port}`);
    await started.lines.find('where operators connect', (line) =>
      line.includes(`operators    127.0.0.1:${port}`),
    );
    await started.lines.find('the end of the welcome', (line) => line === 'Ctrl-C stops it.');
    await started.end('SIGINT');
    for (const used of [...DEMO_PORTS, port]) assert.equal(await answers(used), false, `port ${used}`);
  });
}

/** A second backend, as somebody would write it after reading tools/demo/echo.mjs. */
const SHOUT = `
import { readFileSync } from 'node:fs';
import { createBackend } from 'causeway/backend';
const backend = createBackend({
  service: 'shout',
  serverId: 'shout-1',
  listen: '127.0.0.1:' + process.argv[2],
  secrets: readFileSync('.causeway/link.key', 'utf8').trim(),
});
backend.on(1000, (payload) => new TextEncoder().encode(new TextDecoder().decode(payload).toUpperCase()));
await backend.start();
console.log('ready');
`;
