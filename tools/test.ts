// Runs the tests: `tools/test.ts unit|all [files…]`.
//   unit  test/unit; needs nothing that npm does not bring
//   all   everything; fetches what is missing (tools/testenv), starts one Consul and one Redis for the suites
//         that do not kill theirs, and passes CONSUL_ADDR and REDIS_ADDR
// Named files (or folders) replace the list; the servers are started all the same. One file alone also runs by
// itself: node --import tsx --test test/…
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { startConsul } from '../test/support/consul.js';
import { endsWithUs } from '../test/support/ends-with-us.js';
import { startRedis } from '../test/support/redis.js';
import { compileTests } from './testenv/compile.js';
import { planStages, type Stage } from './testenv/lanes.js';
import type { RunOrder } from './testenv/run-stages.js';
import { PROGRAMS_VARIABLE, repositoryRoot, type FoundTool } from './testenv/tool.js';
import { findChromium, findConsul, findProtoc, findPython, findRedis } from './testenv/tools.js';

const runner = path.join(repositoryRoot, 'tools', 'testenv', 'run-stages.ts');

interface SharedServers {
  readonly env: Record<string, string>;
  stop(): Promise<void>;
}

async function main(args: readonly string[]): Promise<number> {
  const [suite, ...named] = args;
  if (suite !== 'unit' && suite !== 'all') {
    console.error('usage: tools/test.ts unit|all [files or folders…]');
    return 2;
  }
  const absent = named.filter((name) => !existsSync(name));
  if (absent.length > 0) {
    console.error(`no such file or folder: ${absent.join(', ')}`);
    return 2;
  }
  const roots = named.length > 0 ? named : [suite === 'unit' ? 'test/unit' : 'test'];
  const files = roots.flatMap((root) => testFilesIn(path.resolve(root)));
  if (files.length === 0) {
    console.error(`no *.test.ts in ${roots.join(', ')}`);
    return 2;
  }
  const servers = suite === 'all' ? await startShared() : { env: {}, stop: () => Promise.resolve() };
  if (servers === undefined) return 1;
  try {
    return await runTests(files, servers.env);
  } finally {
    await servers.stop();
  }
}

/** Node 20's --test knows no globs, so the files are listed here. */
function testFilesIn(root: string): string[] {
  if (!statSync(root).isDirectory()) return [root];
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.ts'))
    .sort()
    .map((name) => path.join(root, name));
}

/** undefined: this is CI and something is missing. Elsewhere the tests that need it are skipped. */
async function startShared(): Promise<SharedServers | undefined> {
  const consul = findConsul();
  const redis = findRedis();
  const missing = [consul, redis, findProtoc(), findPython(), findChromium()].filter(isMissing);
  for (const tool of missing) console.error(`# ${tool.reason}`);
  if (missing.length > 0 && process.env['CI'] === 'true') return undefined;
  const started: { stop(): Promise<void> }[] = [];
  const env: Record<string, string> = {};
  if (consul.ok) {
    const server = await startConsul();
    started.push(server);
    env['CONSUL_ADDR'] = server.address;
  }
  if (redis.ok) {
    const server = await startRedis();
    started.push(server);
    env['REDIS_ADDR'] = server.address;
  }
  return {
    env,
    stop: async () => {
      await Promise.all(started.map((server) => server.stop()));
    },
  };
}

function isMissing(tool: FoundTool): tool is Extract<FoundTool, { ok: false }> {
  return !tool.ok;
}

async function runTests(files: readonly string[], env: Record<string, string>): Promise<number> {
  const compiled = await compileTests([runner, ...files]);
  endsWithUs(() => {
    compiled.remove();
  });
  try {
    const stages: readonly Stage[] = planStages(files).map((lanes) =>
      lanes.map((lane) => ({ ...lane, files: lane.files.map((file) => compiled.file(file)) })),
    );
    const order = path.join(compiled.folder, 'order.json');
    writeFileSync(order, JSON.stringify({ folder: compiled.folder, stages } satisfies RunOrder));
    return await runStages(compiled.file(runner), order, { ...env, [PROGRAMS_VARIABLE]: compiled.programs });
  } finally {
    compiled.remove();
  }
}

async function runStages(program: string, order: string, env: Record<string, string>): Promise<number> {
  const child = spawn(process.execPath, ['--enable-source-maps', program, order], {
    cwd: repositoryRoot,
    env: { ...process.env, ...env },
    stdio: 'inherit',
  });
  child.once(
    'exit',
    endsWithUs(() => void child.kill('SIGTERM')),
  );
  const [code] = (await once(child, 'exit')) as [number | null];
  return code ?? 1;
}

process.exitCode = await main(process.argv.slice(2));
