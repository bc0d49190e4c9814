// The other peers: proxies and gateways of others when they are installed, and two of our own. All get the same
// envelopes, without a Hello.
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePorts } from '../ports.js';
import { isInstalled, isListening, readiness, startProgram, type ProgramSpec } from '../program.js';
import type { Row, RowKind } from '../rows.js';
import type { Peer } from './peer.js';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const own = (file: string, ...args: readonly string[]): readonly string[] => [
  process.execPath,
  path.join(HERE, file),
  ...args,
];

/** Where a peer listens, what it speaks with, and where it may write. */
interface Places {
  readonly pipe: Row['pipe'];
  readonly port: number;
  readonly backendPort: number;
  readonly folder: string;
}

interface ProgramPeer {
  readonly name: string;
  readonly missing: () => string | undefined;
  readonly kinds: readonly RowKind[];
  /** Default: both. */
  readonly pipes?: () => readonly Row['pipe'][];
  readonly socketsPerSession: number;
  /** What stands behind it. */
  readonly backend: (places: Places) => readonly string[];
  readonly command: (places: Places) => readonly string[] | Promise<readonly string[]>;
}

/** Debian's place of it. */
const NGINX_STREAM = '/usr/share/nginx/modules/ngx_stream_module.so';

const PROXIED: readonly RowKind[] = ['loop', 'rate', 'idle'];
const always = (): undefined => undefined;
const installed = (command: string, where: string) => (): string | undefined =>
  isInstalled(command) ? undefined : `${command} is not installed (Debian: ${where})`;

/** One connection of a backend for each of a client: the backend speaks what the client speaks. */
const echoBackend = ({ pipe, backendPort }: Places): readonly string[] =>
  own('echo.mjs', pipe, String(backendPort));
/** One connection for all: bytes come back as they are. */
const linkBackend = ({ backendPort }: Places): readonly string[] =>
  own('echo.mjs', 'tcp', String(backendPort));

const PROGRAMS: readonly ProgramPeer[] = [
  {
    name: 'haproxy',
    missing: installed('haproxy', 'haproxy'),
    kinds: PROXIED,
    socketsPerSession: 2,
    backend: echoBackend,
    command: async (places) => ['haproxy', '-db', '-f', await configured('haproxy.cfg', places)],
  },
  {
    name: 'nginx',
    missing: installed('nginx', 'nginx-light libnginx-mod-stream'),
    kinds: PROXIED,
    pipes: () => (existsSync(NGINX_STREAM) ? ['ws', 'tcp'] : ['ws']),
    socketsPerSession: 2,
    backend: echoBackend,
    command: async (places) => ['nginx', '-c', await configured(`nginx-${places.pipe}.conf`, places)],
  },
  {
    name: 'plain',
    missing: always,
    kinds: [...PROXIED, 'broadcast'],
    socketsPerSession: 1,
    backend: linkBackend,
    command: ({ pipe, port, backendPort }) =>
      own('plain-gateway.mjs', pipe, String(port), String(backendPort)),
  },
  {
    name: 'relay',
    missing: always,
    kinds: PROXIED,
    socketsPerSession: 2,
    backend: echoBackend,
    command: ({ port, backendPort }) => own('relay.mjs', String(port), String(backendPort)),
  },
];

/** The minimal gateway in C of a measuring kit, when its folder is given and built. */
function kitPeer(kit: string | undefined): ProgramPeer {
  const binary = (name: string): string => path.join(kit ?? '', 'build', name);
  return {
    name: 'c',
    missing: () => {
      if (kit === undefined) return 'it needs --kit FOLDER';
      return existsSync(binary('cgw')) ? undefined : `${binary('cgw')} is not built`;
    },
    kinds: PROXIED,
    socketsPerSession: 1,
    backend: ({ backendPort }) => [binary('echo'), '--listen', `127.0.0.1:${backendPort}`],
    command: ({ pipe, port, backendPort }) => [
      binary('cgw'),
      ...(pipe === 'ws' ? ['--ws'] : []),
      ...['--listen', `127.0.0.1:${port}`, '--backend', `127.0.0.1:${backendPort}`],
    ],
  };
}

export function programPeers(kit: string | undefined): readonly Peer[] {
  return [...PROGRAMS, kitPeer(kit)].map(toPeer);
}

function toPeer(peer: ProgramPeer): Peer {
  const { name, missing, kinds, pipes, socketsPerSession, backend, command } = peer;
  return {
    ...{ name, missing, socketsPerSession },
    takes: ({ kind, pipe }) => kinds.includes(kind) && (pipes?.() ?? [pipe]).includes(pipe),
    start: async ({ pipe }) => {
      const [port = 0, backendPort = 0] = await freePorts(2);
      const folder = await mkdtemp(path.join(tmpdir(), 'causeway-bench-'));
      const places: Places = { pipe, port, backendPort, folder };
      const behind = await started(`the backend of ${name}`, backendPort, {
        command: backend(places),
        core: 'load',
      });
      const program = await started(name, port, { command: await command(places), core: 'measured' });
      return {
        ...{ program, backend: behind, port, token: undefined },
        check: () => Promise.resolve([]),
        stop: async () => {
          await program.stop();
          await behind.stop();
          await rm(folder, { recursive: true, force: true });
        },
      };
    },
  };
}

async function started(
  what: string,
  port: number,
  spec: ProgramSpec,
): Promise<ReturnType<typeof startProgram>> {
  const program = startProgram(spec);
  try {
    await readiness(what, program, () => isListening(port));
    return program;
  } catch (error) {
    await program.stop();
    throw error;
  }
}

/** Fills a configuration in and writes it to the peer's folder. */
async function configured(name: string, { pipe, port, backendPort, folder }: Places): Promise<string> {
  const values: Readonly<Record<string, string>> = {
    PORT: String(port),
    BACKEND: String(backendPort),
    FOLDER: folder,
    MODE: pipe === 'ws' ? 'http' : 'tcp',
  };
  const template = readFileSync(path.join(HERE, 'conf', name), 'utf8');
  const file = path.join(folder, name);
  await writeFile(
    file,
    template.replace(/@([A-Z]+)@/g, (whole, key: string) => values[key] ?? whole),
  );
  return file;
}
