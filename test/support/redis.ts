// A real Redis for one suite: on a random loopback port, nothing kept on disk.
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findRedis } from '../../tools/testenv/tools.js';
import { mustHave } from './require.js';
import { freePorts, startServer, type ServerProcess } from './server-process.js';

export interface TestRedis {
  readonly host: string;
  readonly port: number;
  /** host:port */
  readonly address: string;
  /** SIGKILL; it can be started again. */
  kill(): Promise<void>;
  /** SIGSTOP: it hangs until `resume`. */
  pause(): void;
  resume(): void;
  /** Kills it if it runs, and starts a new empty one on the same port. */
  restartEmpty(): Promise<void>;
  /** Kills it and removes its folder. */
  stop(): Promise<void>;
}

export interface RedisOptions {
  /** Further settings of its configuration, by name. */
  readonly settings?: Readonly<Record<string, string>>;
  /** It speaks TLS and nothing else. */
  readonly tls?: { readonly certFile: string; readonly keyFile: string; readonly caFile: string };
}

/** Resolves when it answers PING. Throws where Redis is missing. */
export async function startRedis({ settings: more = {}, tls }: RedisOptions = {}): Promise<TestRedis> {
  const tool = mustHave(findRedis());
  const [port = 0] = await freePorts(1);
  const folder = await mkdtemp(path.join(tmpdir(), 'causeway-redis-'));
  const listening = tls === undefined ? { port } : tlsSettings(port, tls);
  const settings = { ...listening, bind: '127.0.0.1', dir: folder, save: '', appendonly: 'no', ...more };
  const args = Object.entries(settings).flatMap(([key, value]) => [`--${key}`, value]);
  const answers = (): Promise<boolean> => (tls === undefined ? answersPing(port) : greetsTls(port));
  const start = (): Promise<ServerProcess> => startServer(tool, args, answers);
  let server = await start();
  return {
    host: '127.0.0.1',
    port,
    address: `127.0.0.1:${port}`,
    kill: () => server.kill(),
    pause: () => {
      server.pause();
    },
    resume: () => {
      server.resume();
    },
    restartEmpty: async () => {
      await server.kill();
      server = await start();
    },
    stop: async () => {
      await server.kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export function answersPing(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write('PING\r\n'));
    socket.setTimeout(1_000, () => socket.destroy());
    socket.once('data', (chunk) => {
      socket.destroy();
      // One that wants a password answers too.
      resolve(/^(\+PONG|-NOAUTH)/.test(chunk.toString()));
    });
    socket.on('error', () => undefined);
    socket.once('close', () => {
      resolve(false);
    });
  });
}

const tlsSettings = (
  port: number,
  { certFile, keyFile, caFile }: NonNullable<RedisOptions['tls']>,
): Readonly<Record<string, string | number>> => ({
  ...{ port: 0, 'tls-port': port, 'tls-auth-clients': 'no' },
  ...{ 'tls-cert-file': certFile, 'tls-key-file': keyFile, 'tls-ca-cert-file': caFile },
});

function greetsTls(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connectTls({ port, host: '127.0.0.1', rejectUnauthorized: false }, () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => undefined);
    socket.once('close', () => {
      resolve(false);
    });
  });
}
