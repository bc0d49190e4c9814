// ByteSocket over Node's net.Socket, by its public API only.
//
// Who owns a written buffer: libuv tries to write at once, and when the kernel takes everything the
// stream's length is back at zero before `write` returns. Only then is the buffer free again. Otherwise
// libuv holds on to the caller's memory until the write's callback.

import { Socket, type OnReadOpts, type SocketConstructorOpts } from 'node:net';
import type { ByteSink, ByteSocket, TransferableHandle } from './byte-socket.js';
import {
  PendingConnect,
  type ConnectAttempt,
  type ConnectOptions,
  type ConnectOutcome,
} from './connect-attempt.js';
import { detachHandle } from './handle-transfer.js';

/** The far end of a socket's `onread`: what it calls can be set after the socket was made. */
interface ReadTarget {
  deliver: (bytes: Uint8Array, length: number) => void;
}

/** What one read of an outgoing connection can bring: a link carries everybody's answers. */
const READ_BUFFER_BYTES = 256 * 1024;

export class NetByteSocket implements ByteSocket {
  readonly remote: string;
  readonly #socket: Socket;
  readonly #reads: ReadTarget | undefined;
  #sink: ByteSink | undefined;
  /** A write said false and the sink has not been told of the drain. */
  #owesDrain = false;
  #cause = 'closed';
  /** One function for all writes: Node then settles the writes of a turn together. */
  readonly #onWritten = (): void => {
    this.#settleWrites();
  };

  /**
   * Takes `socket` over, connected and created with `allowHalfOpen`. It may not be used directly any more.
   * @param reads where the socket reads into when it was created with `onread`: no buffer is made per read
   */
  constructor(socket: Socket, reads?: ReadTarget) {
    this.#socket = socket;
    this.remote = formatAddress(socket.remoteAddress, socket.remotePort);
    socket.setNoDelay(true);
    // From the start: an error without a listener would end the process.
    socket.on('error', (error) => {
      this.#cause = causeOf(error);
    });
    socket.on('close', () => this.#sink?.onClosed(this.#cause));
    if (reads !== undefined)
      reads.deliver = (bytes, length) => {
        this.#sink?.onBytes(bytes, 0, length);
      };
    this.#reads = reads;
  }

  get queuedBytes(): number {
    return this.#socket.writableLength;
  }

  start(sink: ByteSink): void {
    const first = this.#sink === undefined;
    this.#sink = sink;
    if (!first) return;
    if (this.#socket.closed) {
      process.nextTick(() => this.#sink?.onClosed(this.#cause));
      return;
    }
    this.#socket.on('end', () => this.#sink?.onEnd());
    if (this.#reads === undefined)
      this.#socket.on('data', (chunk: Buffer) => this.#sink?.onBytes(chunk, 0, chunk.length));
    else this.#socket.resume();
  }

  write(bytes: Uint8Array): boolean {
    const socket = this.#socket;
    if (!socket.writable) return true;
    socket.write(bytes, this.#onWritten);
    if (socket.writableLength === 0) return true;
    this.#owesDrain = true;
    return false;
  }

  pause(paused: boolean): void {
    if (paused) this.#socket.pause();
    else this.#socket.resume();
  }

  end(): void {
    this.#socket.end();
  }

  destroy(): void {
    this.#socket.destroy();
  }

  release(): TransferableHandle | undefined {
    const sink = this.#sink;
    // It hears of no end: the connection goes on elsewhere.
    this.#sink = undefined;
    const handle = detachHandle(this.#socket);
    if (handle === undefined) this.#sink = sink;
    return handle;
  }

  #settleWrites(): void {
    if (!this.#owesDrain || this.#socket.destroyed || this.#socket.writableLength > 0) return;
    this.#owesDrain = false;
    this.#sink?.onDrain();
  }
}

/** Opens an outgoing connection. `onOutcome` is called once, never from inside this call. */
export function connectByteSocket(
  options: ConnectOptions,
  onOutcome: (outcome: ConnectOutcome) => void,
): ConnectAttempt {
  const { host, port } = options;
  const reads: ReadTarget = { deliver: () => undefined };
  // Node documents `onread` for this constructor; its types know it for `connect` only.
  const onread: OnReadOpts = {
    buffer: Buffer.allocUnsafeSlow(READ_BUFFER_BYTES),
    callback: (length: number, bytes: Uint8Array): boolean => {
      reads.deliver(bytes, length);
      return true;
    },
  };
  const created: SocketConstructorOpts & { readonly onread: OnReadOpts } = { allowHalfOpen: true, onread };
  const socket = new Socket(created);
  const attempt = new PendingConnect(socket, options, 'connection', onOutcome);
  socket.on('error', (error) => {
    attempt.fail(causeOf(error));
  });
  socket.on('connect', () => {
    attempt.succeed(() => new NetByteSocket(socket, reads));
  });
  // A port outside 1-65535 throws; registries may hold anything.
  if (isPort(port)) socket.connect({ host, port });
  else
    process.nextTick(() => {
      attempt.fail(`${port} is no port`);
    });
  return attempt;
}

function isPort(port: number): boolean {
  return Number.isInteger(port) && port > 0 && port < 65536;
}

/** Node's stable code where there is one: messages change and repeat the address. */
function causeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : error.message;
}

const MAPPED_IPV4 = '::ffff:';

/** "address:port", IPv6 in brackets. An IPv4 client of a dual-stack listener shows as IPv4. */
export function formatAddress(address: string | undefined, port: number | undefined): string {
  if (address === undefined || port === undefined) return 'unknown:0';
  const plain = address.startsWith(MAPPED_IPV4) ? address.slice(MAPPED_IPV4.length) : address;
  return plain.includes(':') ? `[${plain}]:${port}` : `${plain}:${port}`;
}
