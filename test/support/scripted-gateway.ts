// The model gateway behind real sockets, TCP and WebSocket, on random loopback ports: what drivers are
// tested against. The tests script it: push, drop, refuse, say anything.

import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';
import { SUBPROTOCOL } from '../../src/protocol/control-types.js';
import { frameEnvelope } from '../../src/protocol/frames.js';
import { TcpFrameReader, tcpFraming } from '../../src/protocol/tcp-frames.js';
import { ModelGateway } from './model-gateway.js';

/** One client transport, seen from the gateway. */
interface Peer {
  send(envelope: Uint8Array): void;
  /** Sends bytes that are framed as they are, or not at all. */
  sendRaw(bytes: Uint8Array | string): void;
  end(): void;
  destroy(): void;
}

export class ScriptedGateway {
  readonly model = new ModelGateway();
  readonly #tcp: Server;
  readonly #ws: WebSocketServer;
  readonly #peers = new Set<Peer>();
  #current: Peer | undefined;
  #connections = 0;
  /** Answers every envelope instead of the model, when set. */
  script: ((envelope: Uint8Array) => Uint8Array[]) | undefined;

  private constructor() {
    this.#tcp = createServer((socket) => {
      this.#onTcp(socket);
    });
    this.#ws = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false });
    this.#ws.on('connection', (socket) => {
      this.#onWebSocket(socket);
    });
  }

  static async start(): Promise<ScriptedGateway> {
    const gateway = new ScriptedGateway();
    gateway.#tcp.listen(0, '127.0.0.1');
    await Promise.all([once(gateway.#tcp, 'listening'), once(gateway.#ws, 'listening')]);
    return gateway;
  }

  get tcpUrl(): string {
    return `tcp://127.0.0.1:${(this.#tcp.address() as AddressInfo).port}`;
  }

  get wsUrl(): string {
    return `ws://127.0.0.1:${(this.#ws.address() as AddressInfo).port}/game`;
  }

  /** Transports accepted so far. */
  get connections(): number {
    return this.#connections;
  }

  push(type: number, payload: string): void {
    for (const envelope of this.model.push(type, payload)) this.#current?.send(envelope);
  }

  send(envelope: Uint8Array): void {
    this.#current?.send(envelope);
  }

  sendRaw(bytes: Uint8Array | string): void {
    this.#current?.sendRaw(bytes);
  }

  /** Breaks the transport, without a word. */
  drop(): void {
    this.#current?.destroy();
    this.#current = undefined;
  }

  /** A Disconnect, then the end. */
  disconnect(envelope: Uint8Array): void {
    this.#current?.send(envelope);
    this.#current?.end();
    this.#current = undefined;
  }

  async stop(): Promise<void> {
    for (const peer of this.#peers) peer.destroy();
    this.#tcp.close();
    this.#ws.close();
    await Promise.all([once(this.#tcp, 'close'), once(this.#ws, 'close')]);
  }

  #accept(peer: Peer): void {
    this.#connections++;
    this.#peers.add(peer);
    this.#current = peer;
    this.model.attach();
  }

  #take(peer: Peer, envelope: Uint8Array): void {
    if (peer !== this.#current) return;
    for (const answer of (this.script ?? this.model.take.bind(this.model))(envelope)) peer.send(answer);
  }

  #onTcp(socket: Socket): void {
    const reader = new TcpFrameReader({ bytesMax: 1 << 24 });
    const peer: Peer = {
      send: (envelope) => socket.write(frameEnvelope(tcpFraming, envelope)),
      sendRaw: (bytes) => socket.write(bytes),
      end: () => socket.end(),
      destroy: () => socket.destroy(),
    };
    this.#accept(peer);
    socket.on('error', () => undefined);
    socket.on('close', () => this.#peers.delete(peer));
    socket.on('data', (bytes: Buffer) => {
      reader.push(bytes, 0, bytes.length, {
        onEnvelope: (chunk, start, end) => {
          this.#take(peer, new Uint8Array(chunk.subarray(start, end)));
          return true;
        },
        onPing: () => undefined,
        onClose: () => undefined,
      });
    });
  }

  #onWebSocket(socket: WebSocket): void {
    if (socket.protocol !== SUBPROTOCOL) {
      socket.close(1002);
      return;
    }
    const peer: Peer = {
      send: (envelope) => {
        socket.send(envelope);
      },
      sendRaw: (bytes) => {
        socket.send(bytes);
      },
      end: () => {
        socket.close(4000);
      },
      destroy: () => {
        socket.terminate();
      },
    };
    this.#accept(peer);
    socket.on('error', () => undefined);
    socket.on('close', () => this.#peers.delete(peer));
    socket.on('message', (bytes: Buffer) => {
      this.#take(peer, new Uint8Array(bytes));
    });
  }
}
