// Where a gateway's log cannot be written the gateway goes on: a disk that is full, a pipe that nobody reads. And
// where it can, its last line comes out.
import assert from 'node:assert/strict';
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, constants, existsSync, openSync, readFileSync, readSync, writeSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, test, type TestContext } from 'node:test';
import { eventually } from '../support/journal.js';
import { buildPrograms, type Programs } from '../support/program.js';
import { scrape, type Scrape } from '../support/scrape.js';
import { freePorts } from '../support/server-process.js';

const PIPES = process.platform === 'linux' ? false : 'pipes are opened anew by way of /proc';
const FULL = existsSync('/dev/full') ? false : 'there is no /dev/full';

let programs: Programs;
let folder: string;

before(async () => {
  programs = await buildPrograms();
  folder = await mkdtemp(path.join(tmpdir(), 'causeway-log-'));
  await writeFile(path.join(folder, 'routes.yaml'), 'routes:\n  test: [{ types: 1000, service: echo }]\n');
});

after(async () => {
  programs.close();
  await rm(folder, { recursive: true, force: true });
});

interface Serving {
  readonly child: ChildProcess;
  readonly metrics: () => Promise<Scrape>;
  /** SIGTERM, and the exit code. */
  stop(): Promise<unknown>;
}

/** Resolves when its operators' port answers. */
async function serveInto(context: TestContext, stdout: number, workers = 1): Promise<Serving> {
  const [port = 0] = await freePorts(1);
  const child = spawn(process.execPath, [programs.file('gateway'), 'serve'], {
    cwd: folder,
    stdio: ['ignore', stdout, 'ignore'],
    env: {
      ...process.env,
      CAUSEWAY_LISTEN: '127.0.0.1:0',
      CAUSEWAY_ADMIN_LISTEN: `127.0.0.1:${port}`,
      CAUSEWAY_STATE_DIR: path.join(folder, 'state'),
      CAUSEWAY_REGISTRY_KIND: 'file',
      CAUSEWAY_REGISTRY_FILE: path.join(folder, 'routes.yaml'),
      CAUSEWAY_LOG_LEVEL: 'debug',
      CAUSEWAY_WORKERS: String(workers),
    },
  });
  const exited = once(child, 'exit');
  context.after(async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
    await exited;
  });
  const page = `http://127.0.0.1:${port}/metrics`;
  // Several processes may take long to start; the limit is the suite's.
  const answers = (): Promise<boolean> =>
    fetch(page).then(
      ({ ok }) => ok,
      () => false,
    );
  while (!(await answers())) {
    assert.ok(child.exitCode === null && child.signalCode === null, 'the gateway ended');
    await sleep(50);
  }
  return {
    child,
    metrics: () => scrape(page),
    stop: async () => {
      child.kill('SIGTERM');
      const [code] = (await exited) as [number | null];
      return code;
    },
  };
}

/** A pipe that is full. The child gets an end of its own: Node changes how its end waits. */
function fullPipe(context: TestContext): { readonly reader: number; readonly writer: number } {
  const file = path.join(folder, `pipe-${String(process.hrtime.bigint())}`);
  execFileSync('mkfifo', [file]);
  const reader = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
  const writer = openSync(file, constants.O_WRONLY | constants.O_NONBLOCK);
  context.after(() => {
    closeSync(reader);
    closeSync(writer);
  });
  const filler = `${'#'.repeat(4_095)}\n`;
  const fill = (): never => {
    for (;;) writeSync(writer, filler);
  };
  assert.throws(fill, { code: 'EAGAIN' });
  return { reader, writer };
}

/** All that is in the pipe. */
function drained(fd: number): string {
  const parts: string[] = [];
  const buffer = Buffer.alloc(65_536);
  try {
    for (;;) parts.push(buffer.toString('utf8', 0, readSync(fd, buffer)));
  } catch (error) {
    assert.ok(error instanceof Error && 'code' in error && error.code === 'EAGAIN', String(error));
  }
  return parts.join('');
}

const messagesOf = (text: string): unknown[] =>
  text
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => (JSON.parse(line) as { msg: unknown }).msg);

describe("a gateway's log", { timeout: 300_000 }, () => {
  for (const workers of [1, 2])
    test(
      `on a full disk: it serves, counts what is lost, drains (workers ${workers})`,
      { skip: FULL },
      async (context) => {
        const fd = openSync('/dev/full', 'w');
        context.after(() => {
          closeSync(fd);
        });
        const gateway = await serveInto(context, fd, workers);
        const lost = [
          'causeway_log_lines_dropped_total',
          ...(workers > 1 ? ['causeway_primary_log_lines_dropped_total'] : []),
        ];
        await eventually('lines to be lost', gateway.metrics, (page) =>
          lost.every((name) => page.sum(name) > 0),
        );
        assert.equal(await gateway.stop(), 0);
      },
    );

  for (const workers of [1, 2])
    test(
      `in a pipe that nobody reads: it serves, and what waited comes out (workers ${workers})`,
      { skip: PIPES },
      async (context) => {
        const { reader, writer } = fullPipe(context);
        const gateway = await serveInto(context, writer, workers);
        assert.equal((await gateway.metrics()).sum('causeway_log_lines_dropped_total'), 0);
        drained(reader);
        let text = '';
        await eventually(
          'its lines',
          () => (text += drained(reader)),
          (all) => messagesOf(all).includes('listening'),
        );
        assert.equal(await gateway.stop(), 0);
        assert.equal(messagesOf(text + drained(reader)).at(-1), 'stopped');
      },
    );

  test('in a pipe that nobody reads: it ends', { skip: PIPES }, async (context) => {
    const gateway = await serveInto(context, fullPipe(context).writer, 2);
    assert.equal(await gateway.stop(), 0);
  });

  test('in a file: the last line is there', async (context) => {
    const file = path.join(folder, 'log');
    const fd = openSync(file, 'w');
    context.after(() => {
      closeSync(fd);
    });
    const gateway = await serveInto(context, fd);
    assert.equal(await gateway.stop(), 0);
    assert.equal(messagesOf(readFileSync(file, 'utf8')).at(-1), 'stopped');
  });
});
