// The tools that tests need and that npm does not bring: where each may be found, and how it is fetched.
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { fetchPackages, type AptRequest } from './apt.js';
import { fromEnvironment, isExecutable, repositoryRoot, type FoundTool } from './tool.js';

/** A real Consul: $CONSUL_BIN, PATH, the cache, Debian's bullseye suite (the last that has it). */
export function findConsul(): FoundTool {
  return (
    fromEnvironment('CONSUL_BIN', ['consul']) ??
    fromApt(
      { name: 'consul', packages: ['consul'], suite: 'bullseye', dependencies: false },
      'consul',
      'Consul is missing. Install it (macOS: brew install hashicorp/tap/consul; Linux: the packages of ' +
        'HashiCorp) or set CONSUL_BIN to its binary',
    )
  );
}

/** A real Redis: $REDIS_BIN, PATH, the cache, apt. */
export function findRedis(): FoundTool {
  return (
    fromEnvironment('REDIS_BIN', ['redis-server']) ??
    fromApt(
      { name: 'redis', packages: ['redis-server'], dependencies: true },
      'redis-server',
      'Redis is missing. Install it (Debian: apt-get install redis-server; macOS: brew install redis) or set ' +
        'REDIS_BIN to redis-server',
    )
  );
}

/** What checks and evaluates rules as Prometheus does: $PROMTOOL_BIN, PATH, the cache, apt. */
export function findPromtool(): FoundTool {
  return findOfPrometheus('promtool', 'PROMTOOL_BIN');
}

/** A real Prometheus: $PROMETHEUS_BIN, PATH, the cache, apt. */
export function findPrometheus(): FoundTool {
  return findOfPrometheus('prometheus', 'PROMETHEUS_BIN');
}

function findOfPrometheus(program: string, variable: string): FoundTool {
  return (
    fromEnvironment(variable, [program]) ??
    fromApt(
      { name: 'prometheus', packages: ['prometheus'], dependencies: false },
      program,
      `${program} is missing. Install it (Debian: apt-get install prometheus; macOS: brew install prometheus) ` +
        `or set ${variable}`,
    )
  );
}

/** The reference protobuf compiler: $PROTOC_BIN, PATH, the cache, apt. */
export function findProtoc(): FoundTool {
  return (
    fromEnvironment('PROTOC_BIN', ['protoc']) ??
    fromApt(
      { name: 'protoc', packages: ['protobuf-compiler'], dependencies: true },
      'protoc',
      'protoc is missing. Install it (Debian: apt-get install protobuf-compiler; macOS: brew install ' +
        'protobuf) or set PROTOC_BIN',
    )
  );
}

/** A Python 3 that imports protobuf and websockets; `env` has the PYTHONPATH when they were fetched. */
export function findPython(): FoundTool {
  const hint =
    'Python 3 with the modules google.protobuf and websockets is missing. Install them (Debian: apt-get ' +
    'install python3-protobuf python3-websockets) or set PYTHON_BIN';
  const debians = '/usr/bin/python3';
  // Debian's modules belong to Debian's interpreter; another python3 may come first in PATH.
  const interpreter =
    process.env['PYTHON_BIN'] === undefined && isExecutable(debians)
      ? { ok: true as const, path: debians, env: {} }
      : (fromEnvironment('PYTHON_BIN', ['python3']) ?? { ok: false as const, reason: hint });
  if (!interpreter.ok || importsModules(interpreter.path, {})) return interpreter;
  const fetched = fetchPackages({
    name: 'python',
    packages: ['python3-protobuf', 'python3-websockets'],
    dependencies: true,
  });
  if (!fetched.ok) return { ok: false, reason: `${hint} (${fetched.reason})` };
  const env = {
    ...libraryPath(fetched.folder),
    PYTHONPATH: path.join(fetched.folder, 'usr/lib/python3/dist-packages'),
  };
  return importsModules(interpreter.path, env)
    ? { ok: true, path: interpreter.path, env }
    : { ok: false, reason: `${hint} (the fetched ones do not load in ${interpreter.path})` };
}

/** Makes certificates: $OPENSSL_BIN, PATH, the cache, apt. */
export function findOpenssl(): FoundTool {
  return (
    fromEnvironment('OPENSSL_BIN', ['openssl']) ??
    fromApt(
      { name: 'openssl', packages: ['openssl'], dependencies: true },
      'openssl',
      'openssl is missing. Install it (Debian: apt-get install openssl; macOS: brew install openssl) or set ' +
        'OPENSSL_BIN',
    )
  );
}

/** A browser: $CHROMIUM_BIN, PATH, else installed by apt when this is root (it needs fonts and a sandbox). */
export function findChromium(): FoundTool {
  const names = ['chromium', 'chromium-browser', 'google-chrome'];
  const found = fromEnvironment('CHROMIUM_BIN', names);
  if (found !== undefined) return found;
  const hint = 'Chromium is missing. Install it (Debian: apt-get install chromium) or set CHROMIUM_BIN';
  if (process.getuid?.() !== 0) return { ok: false, reason: hint };
  for (const args of [['update'], ['install', '-y', '--no-install-recommends', 'chromium']])
    spawnSync('apt-get', args, {
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      stdio: 'ignore',
    });
  return fromEnvironment('CHROMIUM_BIN', names) ?? { ok: false, reason: `${hint} (apt-get failed)` };
}

function fromApt(request: AptRequest, executable: string, hint: string): FoundTool {
  const fetched = fetchPackages(request);
  if (!fetched.ok) return { ok: false, reason: `${hint} (${fetched.reason})` };
  const file = path.join(fetched.folder, 'usr/bin', executable);
  return isExecutable(file)
    ? { ok: true, path: file, env: libraryPath(fetched.folder) }
    : { ok: false, reason: `${hint} (${path.relative(repositoryRoot, fetched.folder)} does not hold it)` };
}

/** Unpacked libraries lie where no linker looks; the folder's name depends on the machine. */
function libraryPath(folder: string): Record<string, string> {
  const libraries = path.join(folder, 'usr/lib');
  const folders = namesIn(libraries)
    .filter((name) => name.includes('-linux-'))
    .map((name) => path.join(libraries, name));
  return folders.length === 0 ? {} : { LD_LIBRARY_PATH: folders.join(':') };
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function importsModules(python: string, env: Record<string, string>): boolean {
  const ran = spawnSync(python, ['-c', 'import google.protobuf, websockets'], {
    env: { ...process.env, ...env },
    stdio: 'ignore',
  });
  return ran.status === 0;
}
