// ByteSocket over Node's TCP handle itself, without a net.Socket: no stream machinery per read and write,
// one read buffer for all sockets, 1.5 KB less memory each. It uses internals of Node (`stream_wrap`),
// which is why all of it is in this file, why a self-test decides at start whether it may be used, and why
// net-byte-socket.ts does the same by the public API.
//
// What of Node is relied on (lib/internal/stream_base_commons.js, src/stream_base.h):
//   handle.useUserBuffer(buffer), readStart, readStop    reads land in `buffer`
//   handle.onread()                                      called with `this` the handle; see ReadState
//   handle.writeBuffer(req, bytes)                       tries at once; 0 or an error number
//   streamBaseState                                      how the last read or write went
//   req.oncomplete(status)                               only when the write was not done at once

import type { Server, Socket } from 'node:net';
import { getSystemErrorName } from 'node:util';
import type { ByteSink, ByteSocket, TransferableHandle } from './byte-socket.js';
import { formatAddress } from './net-byte-socket.js';

/** Places in streamBaseState. */
const READ_BYTES_OR_ERROR = 0;
const LAST_WRITE_WAS_ASYNC = 3;

/** uv's number for the end of a stream, the same on every platform. */
const UV_EOF = -4095;

/** What one read can bring. Larger would only keep other sockets waiting. */
const READ_BUFFER_BYTES = 64 * 1024;

interface WriteRequest {
  oncomplete: (status: number) => void;
  /** Keep what libuv points to alive until it is done. */
  handle?: TcpHandle;
  bytes?: Uint8Array;
}

interface TcpHandle {
  byteSocket?: HandleByteSocket;
  onread: () => void;
  useUserBuffer(buffer: Uint8Array): void;
  readStart(): number;
  readStop(): number;
  setNoDelay(on: boolean): number;
  getpeername(out: { address?: string; port?: number }): number;
  writeBuffer(request: WriteRequest, bytes: Uint8Array): number;
  shutdown(request: WriteRequest): number;
  close(closed?: () => void): void;
}

interface StreamWrap {
  readonly streamBaseState: Int32Array;
  readonly WriteWrap: new () => WriteRequest;
  readonly ShutdownWrap: new () => WriteRequest;
}

/** What all sockets of one listener share. */
export class HandleSockets {
  readonly #wrap: StreamWrap;
  readonly #readBuffer = Buffer.allocUnsafeSlow(READ_BUFFER_BYTES);
  /** Reused by every write that the kernel takes at once, which is nearly all of them. */
  #spare: WriteRequest;

  private constructor(wrap: StreamWrap) {
    this.#wrap = wrap;
    this.#spare = new wrap.WriteWrap();
  }

  /** Undefined when this Node does not have the internals. */
  static open(): HandleSockets | undefined {
    const wrap = findStreamWrap();
    return wrap && new HandleSockets(wrap);
  }

  /**
   * Makes `server` give its connections to `onSocket` as they are accepted, instead of making sockets of
   * its own. Call it once the server listens. @returns false when its internals are not as expected.
   */
  takeConnections(
    server: Server,
    onSocket: (socket: ByteSocket) => void,
    onError: (error: Error) => void,
  ): boolean {
    const listening: unknown = Reflect.get(server, '_handle');
    if (typeof listening !== 'object' || listening === null || !('onconnection' in listening)) return false;
    listening.onconnection = (error: number, handle: TcpHandle | undefined): void => {
      if (error !== 0 || handle === undefined) onError(new Error(getSystemErrorName(error)));
      else onSocket(new HandleByteSocket(this, handle));
    };
    return true;
  }

  /**
   * Takes over an outgoing `socket` inside its 'connect' event; it must not be used itself any more.
   * @returns undefined when it has no handle as expected
   */
  adopt(socket: Socket): ByteSocket | undefined {
    const handle: unknown = Reflect.get(socket, '_handle');
    if (!isTcpHandle(handle)) return undefined;
    // Else it begins to read by itself after the event.
    socket.pause();
    return new HandleByteSocket(this, handle);
  }

  /** For a handle that came from another process. @returns undefined when it is not as expected */
  receive(handle: TransferableHandle): ByteSocket | undefined {
    return isTcpHandle(handle) ? new HandleByteSocket(this, handle) : undefined;
  }

  get readBuffer(): Uint8Array {
    return this.#readBuffer;
  }

  /** Bytes of the read that is being told, or an error below 0. */
  get lastRead(): number {
    return this.#wrap.streamBaseState[READ_BYTES_OR_ERROR] ?? 0;
  }

  /**
   * Writes. @returns 0 when the kernel took all, 1 when libuv holds on to `bytes` until `written`, or an
   * error below 0.
   */
  write(handle: TcpHandle, bytes: Uint8Array, socket: HandleByteSocket): number {
    const request = this.#spare;
    const error = handle.writeBuffer(request, bytes);
    if (error !== 0) return error;
    if (this.#wrap.streamBaseState[LAST_WRITE_WAS_ASYNC] === 0) return 0;
    this.#spare = new this.#wrap.WriteWrap();
    request.handle = handle;
    request.bytes = bytes;
    request.oncomplete = (status) => {
      socket.written(bytes, status);
    };
    return 1;
  }

  shutdown(handle: TcpHandle, done: () => void): void {
    const request = new this.#wrap.ShutdownWrap();
    request.handle = handle;
    request.oncomplete = done;
    if (handle.shutdown(request) !== 0) process.nextTick(done);
  }
}

function findStreamWrap(): StreamWrap | undefined {
  try {
    const binding: unknown = Reflect.get(process, 'binding');
    if (typeof binding !== 'function') return undefined;
    const found: unknown = binding.call(process, 'stream_wrap');
    return isStreamWrap(found) ? found : undefined;
  } catch {
    return undefined;
  }
}

function isStreamWrap(found: unknown): found is StreamWrap {
  return (
    typeof found === 'object' &&
    found !== null &&
    'streamBaseState' in found &&
    found.streamBaseState instanceof Int32Array &&
    'WriteWrap' in found &&
    typeof found.WriteWrap === 'function' &&
    'ShutdownWrap' in found &&
    typeof found.ShutdownWrap === 'function'
  );
}

function isTcpHandle(found: unknown): found is TcpHandle & TransferableHandle {
  return typeof found === 'object' && found !== null && 'useUserBuffer' in found && 'writeBuffer' in found;
}

/** One accepted or adopted connection. */
export class HandleByteSocket implements ByteSocket {
  readonly remote: string;
  readonly #shared: HandleSockets;
  readonly #handle: TcpHandle;
  #sink: ByteSink | undefined;
  #queuedBytes = 0;
  #readEnded = false;
  #writeEnded = false;
  #closed = false;

  constructor(shared: HandleSockets, handle: TcpHandle) {
    this.#shared = shared;
    this.#handle = handle;
    const peer: { address?: string; port?: number } = {};
    handle.getpeername(peer);
    this.remote = formatAddress(peer.address, peer.port);
    handle.setNoDelay(true);
  }

  get queuedBytes(): number {
    return this.#queuedBytes;
  }

  start(sink: ByteSink): void {
    const first = this.#sink === undefined;
    this.#sink = sink;
    if (!first) return;
    const handle = this.#handle;
    handle.byteSocket = this;
    handle.onread = onRead;
    handle.useUserBuffer(this.#shared.readBuffer);
    handle.readStart();
  }

  write(bytes: Uint8Array): boolean {
    if (this.#closed || this.#writeEnded) return true;
    const outcome = this.#shared.write(this.#handle, bytes, this);
    if (outcome === 1) {
      this.#queuedBytes += bytes.length;
      return false;
    }
    if (outcome < 0) this.#fail(outcome);
    return true;
  }

  pause(paused: boolean): void {
    if (this.#closed || this.#readEnded) return;
    if (paused) this.#handle.readStop();
    else this.#handle.readStart();
  }

  end(): void {
    if (this.#closed || this.#writeEnded) return;
    this.#writeEnded = true;
    this.#shared.shutdown(this.#handle, () => {
      if (this.#readEnded) this.#close('closed');
    });
  }

  destroy(): void {
    this.#close('closed');
  }

  release(): TransferableHandle | undefined {
    if (this.#closed || this.#readEnded || this.#queuedBytes > 0) return undefined;
    this.#handle.readStop();
    this.#closed = true;
    this.#sink = undefined;
    return this.#handle;
  }

  /** Called by the handle; the read buffer is everybody's. */
  received(): void {
    const read = this.#shared.lastRead;
    if (this.#closed || read === 0) return;
    if (read > 0) this.#sink?.onBytes(this.#shared.readBuffer, 0, read);
    else if (read === UV_EOF) this.#receivedEnd();
    else this.#fail(read);
  }

  #receivedEnd(): void {
    this.#readEnded = true;
    this.#handle.readStop();
    if (this.#writeEnded && this.#queuedBytes === 0) this.#close('closed');
    else this.#sink?.onEnd();
  }

  /** Called when libuv has let go of a write that it could not do at once. */
  written(bytes: Uint8Array, status: number): void {
    this.#queuedBytes -= bytes.length;
    if (this.#closed) return;
    if (status < 0) this.#fail(status);
    else if (this.#queuedBytes === 0) this.#sink?.onDrain();
  }

  /** The error may come up inside a call of the owner; what it closes is told in a later turn. */
  #fail(error: number): void {
    this.#close(getSystemErrorName(error));
  }

  #close(cause: string): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#handle.close(() => this.#sink?.onClosed(cause));
  }
}

function onRead(this: TcpHandle): void {
  this.byteSocket?.received();
}
