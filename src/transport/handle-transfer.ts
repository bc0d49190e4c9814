// Connections that go from one process to another: Node's handle is taken off a server or a socket in the
// one and becomes a socket in the other. child_process sends handles as they are (its 'net.Native'), which
// makes no net.Socket on the way and keeps no account of them, unlike its documented way with sockets.
//
// What of Node is relied on: `_handle` of a listening server and of a socket, `onconnection`, `readStop`,
// and the constructor option `handle` of net.Socket. Where one is not as expected, the caller hears
// undefined or false, and does without.

import { Socket, type Server, type SocketConstructorOpts } from 'node:net';
import { getSystemErrorName } from 'node:util';
import type { TransferableHandle } from './byte-socket.js';

/** Makes `server`, which listens, give away the handles of its connections instead of making sockets. */
export function takeHandles(
  server: Server,
  onHandle: (handle: TransferableHandle) => void,
  onError: (error: Error) => void,
): boolean {
  const listening: unknown = Reflect.get(server, '_handle');
  if (typeof listening !== 'object' || listening === null || !('onconnection' in listening)) return false;
  listening.onconnection = (error: number, handle: unknown): void => {
    if (error !== 0 || !isTransferable(handle)) onError(new Error(getSystemErrorName(error)));
    else onHandle(handle);
  };
  return true;
}

/**
 * Takes the handle out of a connected socket with nothing in its buffers. The socket closes without its
 * connection.
 */
export function detachHandle(socket: Socket): TransferableHandle | undefined {
  const handle: unknown = Reflect.get(socket, '_handle');
  if (!isTransferable(handle) || socket.writableLength > 0 || socket.readableLength > 0) return undefined;
  // Two processes that read from one connection would each get a part of it.
  handle.readStop();
  Reflect.set(socket, '_handle', null);
  socket.destroy();
  return handle;
}

/** A socket of this process for a handle that came from another. It begins to read at once. */
export function socketOfHandle(handle: TransferableHandle): Socket {
  const options: SocketConstructorOpts & { readonly handle: TransferableHandle } = {
    handle,
    allowHalfOpen: true,
    readable: true,
    writable: true,
  };
  return new Socket(options);
}

interface ReadableHandle extends TransferableHandle {
  readStop(): number;
}

export function isTransferable(handle: unknown): handle is ReadableHandle {
  return (
    typeof handle === 'object' &&
    handle !== null &&
    'readStop' in handle &&
    typeof handle.readStop === 'function' &&
    'close' in handle &&
    typeof handle.close === 'function'
  );
}
