// The other peers: proxies and gateways of others when they are installed, and two of our own. All get the same
// envelopes, without a Hello; nats-server as messages of its own protocol.
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePorts } from '../ports.js';
import type { Speech } from '../../../src/cli/bench/load-protocol.js';
import {
  isInstalled,
  isListening,
  readiness,
  startProgram,
  type Program,
  type ProgramSpec,
} from '../program.js';
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
  /** That its configuration in conf/ lets in. Default: any number. */
  readonly sessionsMax?: number;
  /** Default: envelopes and nothing else. */
  readonly speech?: Speech;
  /** Its own type of what goes to everybody. */
  readonly fanOutType?: number;
  readonly env?: Readonly<Record<string, string>>;
  /** What stands behind it: listens before it starts, or connects to it and then says "ready". */
  readonly backend: (places: Places) => readonly string[];
  readonly backendConnects?: boolean;
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
    sessionsMax: 9_900,
    backend: echoBackend,
    command: async (places) => ['haproxy', '-db', '-f', await configured('haproxy.cfg', places)],
  },
  {
    name: 'nginx',
    missing: installed('nginx', 'nginx-light libnginx-mod-stream'),
    kinds: PROXIED,
    pipes: () => (existsSync(NGINX_STREAM) ? ['ws', 'tcp'] : ['ws']),
    socketsPerSession: 2,
    // 19,900 connections, two of each session, less its own.
    sessionsMax: 9_900,
    backend: echoBackend,
    command: async (places) => ['nginx', '-c', await configured(`nginx-${places.pipe}.conf`, places)],
  },
  {
    name: 'nats',
    missing: installed('nats-server', 'nats-server'),
    kinds: [...PROXIED, 'broadcast'],
    socketsPerSession: 1,
    speech: { kind: 'nats' },
    // One core is all it gets: threads that cannot run together only cost it.
    env: { GOMAXPROCS: '1' },
    backend: ({ pipe, port, backendPort }) =>
      own('nats-echo.mjs', String(pipe === 'tcp' ? port : backendPort)),
    backendConnects: true,
    command: async (places) => ['nats-server', '-c', await configured(`nats-${places.pipe}.conf`, places)],
  },
  {
    name: 'plain',
    missing: always,
    kinds: [...PROXIED, 'broadcast', 'group'],
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
      if (kit === undefined) return 'it needs --kit FOLDER, the folder whose build/ has it';
      return existsSync(binary('cgw')) ? undefined : `${binary('cgw')} is not built`;
    },
    kinds: [...PROXIED, 'broadcast'],
    socketsPerSession: 1,
    fanOutType: 99,
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
  const { name, missing, kinds, pipes, socketsPerSession, sessionsMax = Infinity } = peer;
  const { speech = { kind: 'bare' }, fanOutType } = peer;
  return {
    ...{ name, missing, socketsPerSession, sessionsMax },
    takes: ({ kind, pipe }) => kinds.includes(kind) && (pipes?.() ?? [pipe]).includes(pipe),
    start: async ({ pipe }) => {
      const [port = 0, backendPort = 0] = await freePorts(2);
      const folder = await mkdtemp(path.join(tmpdir(), 'causeway-bench-'));
      const { programs, backend, program } = await startBoth(peer, { pipe, port, backendPort, folder });
      return {
        ...{ program, backend, port, speech, fanOutType },
        check: () => Promise.resolve([]),
        stop: async () => {
          await stopAll(programs);
          await rm(folder, { recursive: true, force: true });
        },
      };
    },
  };
}

interface Both {
  /** In the order in which they are stopped. */
  readonly programs: readonly Program[];
  readonly program: Program;
  readonly backend: Program;
}

async function startBoth(peer: ProgramPeer, places: Places): Promise<Both> {
  const { name, env = {} } = peer;
  const programs: Program[] = [];
  const start = async (what: string, spec: ProgramSpec, isReady: Readiness): Promise<Program> => {
    const program = startProgram(spec);
    programs.unshift(program);
    await readiness(what, program, () => isReady(program));
    return program;
  };
  const startPeer = async (): Promise<Program> =>
    start(name, { command: await peer.command(places), core: 'measured', env }, () =>
      isListening(places.port),
    );
  const startBackend = (isReady: Readiness): Promise<Program> =>
    start(`the backend of ${name}`, { command: peer.backend(places), core: 'load' }, isReady);
  try {
    if (peer.backendConnects) {
      const program = await startPeer();
      return { programs, program, backend: await startBackend(saysReady) };
    }
    const backend = await startBackend(() => isListening(places.backendPort));
    return { programs, program: await startPeer(), backend };
  } catch (error) {
    await stopAll(programs);
    throw error;
  }
}

type Readiness = (program: Program) => Promise<boolean>;

const saysReady: Readiness = (program) => Promise.resolve(program.said().includes('ready'));

async function stopAll(programs: readonly Program[]): Promise<void> {
  for (const program of programs) await program.stop();
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
