// A gateway from a configuration file as operators write it, in this process, and clients that speak the
// wire over any socket: for what a configuration says about tokens, certificates and secrets.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect as connectTcp, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestContext } from 'node:test';
import { stringify } from 'yaml';
import { assemble } from '../../src/assemble.js';
import { loadConfig } from '../../src/config/load-config.js';
import { formatConfigProblem } from '../../src/config/layer.js';
import { startGateway, type Gateway } from '../../src/gateway.js';
import type { GatewayParts } from '../../src/gateway-parts.js';
import { disconnectName } from '../../src/protocol/codes.js';
import { disconnect, hello, refresh, welcome, type Welcome } from '../../src/protocol/control-messages.js';
import { DISCONNECT, HELLO, REFRESH } from '../../src/protocol/control-types.js';
import { encodeEnvelope, newEnvelopeHead, scanEnvelope } from '../../src/protocol/envelope.js';
import { createBackend, type Backend, type BackendOptions } from '../../src/sdk/backend/backend.js';
import { eventually } from './journal.js';
import type { HelloWishes } from './raw-peer.js';
import { recordingLog, type RecordingLog } from './recording-log.js';

export const LINK_SECRET = 'a link secret of these tests';

export interface SecureGateway {
  readonly gateway: Gateway;
  readonly port: number;
  readonly log: RecordingLog;
}

export interface ListedBackend {
  readonly service: string;
  readonly id: string;
  readonly port: number;
  readonly meta?: Readonly<Record<string, string>>;
}

/**
 * Options as below `gateway:`; type 1000 goes to `game`, 1001 with role gm too, 500 to `auth`.
 * @param parts instead of what the options make
 */
export async function startSecureGateway(
  context: TestContext,
  options: Readonly<Record<string, unknown>>,
  backends: readonly ListedBackend[],
  parts: Partial<GatewayParts> = {},
): Promise<SecureGateway> {
  const folder = mkdtempSync(path.join(tmpdir(), 'causeway-secure-'));
  const file = path.join(folder, 'causeway.yaml');
  const services: Record<string, object[]> = {};
  for (const { service, id, port, meta } of backends)
    (services[service] ??= []).push({ id, address: `127.0.0.1:${port}`, ...(meta && { meta }) });
  const gateway = {
    listen: '127.0.0.1:0',
    'admin.listen': '127.0.0.1:0',
    stateDir: folder,
    'link.secret': LINK_SECRET,
    'registry.file': file,
    ...options,
  };
  const routes = [
    { types: 1000, service: 'game' },
    { types: 1001, service: 'game', roles: ['gm'] },
    { types: 500, service: 'auth' },
  ];
  writeFileSync(file, stringify({ gateway, routes, services }));
  const loaded = loadConfig({ file, env: {}, flags: {}, generatedGatewayId: 'g1' });
  if (!loaded.ok) throw new Error(loaded.problems.map(formatConfigProblem).join('\n'));
  const log = recordingLog();
  const assembled = await assemble(loaded.config, loaded.config.gatewayId, log);
  if (!assembled.ok) throw new Error(assembled.problem);
  const running = await startGateway(assembled.settings, { ...assembled.parts, ...parts });
  context.after(async () => {
    await running.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  return { gateway: running, port: running.address.port, log };
}

/** Waits until something is so. */
export async function until(what: string, isSo: () => boolean): Promise<void> {
  await eventually(what, isSo, (met) => met);
}

/** Waits until the gateway has an open link to each of these. */
export function linkedTo({ gateway }: SecureGateway, ...ids: readonly string[]): Promise<void> {
  const isLinked = (id: string): boolean =>
    gateway.links.views().some(({ instance, link }) => instance.serverId === id && link !== undefined);
  return until(`links to ${ids.join(', ')}`, () => ids.every(isLinked));
}

export async function startSecureBackend(
  context: TestContext,
  options: Partial<BackendOptions> & { readonly service: string },
  set: (backend: Backend) => void,
): Promise<ListedBackend & { readonly backend: Backend }> {
  const id = `${options.service}-1`;
  const backend = createBackend({ serverId: id, secrets: LINK_SECRET, ...options });
  set(backend);
  const { port, serverId } = await backend.start();
  context.after(() => backend.close());
  const meta: Record<string, string> = options.tls === undefined ? {} : { tls: 'true' };
  return { service: options.service, id: serverId, port, meta, backend };
}

export interface Answer {
  readonly type: number;
  readonly code: number;
  readonly payload: Buffer;
}

/** One client on one socket. */
export class WireClient {
  /** Name of the Disconnect that ended it, 'closed' without one. */
  readonly ended: Promise<string>;
  readonly socket: Socket;
  readonly #waiting = new Map<number, (answer: Answer) => void>();
  #bytes = Buffer.alloc(0);
  #outcome = 'closed';
  #seq = 0;

  constructor(socket: Socket) {
    this.socket = socket;
    socket.on('error', () => undefined);
    socket.on('data', (bytes: Buffer) => {
      this.#read(bytes);
    });
    this.ended = new Promise((resolve) => {
      socket.once('close', () => {
        resolve(this.#outcome);
      });
    });
  }

  static dial(port: number): WireClient {
    return new WireClient(connectTcp(port, '127.0.0.1'));
  }

  /** @returns Welcome, or the name of the Disconnect */
  async login(token: string, wishes: HelloWishes = {}): Promise<Welcome | string> {
    const payload = hello.encode({ protocol: 1, token, client: 'test', ...wishes });
    const answer = await Promise.race([this.ask(HELLO, payload), this.ended]);
    if (typeof answer === 'string') return answer;
    const welcomed = welcome.decode(answer.payload);
    if (welcomed === undefined) throw new Error('the answer to Hello is no Welcome');
    return welcomed;
  }

  /** @returns the code of the answer and its payload as text */
  async request(type: number, text = ''): Promise<string> {
    const answer = await Promise.race([this.ask(type, Buffer.from(text)), this.ended]);
    return typeof answer === 'string'
      ? answer
      : `${answer.code} ${answer.code === 0 ? answer.payload.toString() : ''}`.trim();
  }

  /** @returns the code of the answer */
  async refresh(token: string): Promise<number> {
    return (await this.ask(REFRESH, refresh.encode({ token }))).code;
  }

  close(): void {
    this.socket.destroy();
  }

  /** Resolves with the answer; never, when there is none. */
  ask(type: number, payload: Uint8Array = new Uint8Array()): Promise<Answer> {
    const seq = ++this.#seq;
    const envelope = encodeEnvelope({ type, seq, payload });
    const head = Buffer.alloc(4);
    head.writeUInt32BE(envelope.length);
    this.socket.write(Buffer.concat([head, envelope]));
    return new Promise((resolve) => this.#waiting.set(seq, resolve));
  }

  #read(bytes: Buffer): void {
    this.#bytes = Buffer.concat([this.#bytes, bytes]);
    while (this.#bytes.length >= 4 && this.#bytes.length >= 4 + this.#bytes.readUInt32BE(0)) {
      const end = 4 + this.#bytes.readUInt32BE(0);
      this.#take(this.#bytes.subarray(4, end));
      this.#bytes = this.#bytes.subarray(end);
    }
  }

  #take(envelope: Buffer): void {
    const head = newEnvelopeHead();
    if (!scanEnvelope(envelope, 0, envelope.length, head)) throw new Error('no canonical envelope');
    const { type, seq, code } = head;
    const payload = Buffer.from(envelope.subarray(head.payloadStart, head.payloadEnd));
    if (type === DISCONNECT) {
      this.#outcome = disconnectName(disconnect.decode(payload)?.code ?? 0);
      this.socket.end();
    }
    const resolve = this.#waiting.get(seq);
    this.#waiting.delete(seq);
    if (seq !== 0) resolve?.({ type, code, payload });
  }
}
