// Outgoing connections of a load generator: through Node's TCP handle where that works, because what drives a
// gateway to its limit must itself cost less than the gateway does.

import { connect } from 'node:net';
import type { Clock } from '../../clock.js';
import type { ByteSocket } from '../../transport/byte-socket.js';
import type { HandleSockets } from '../../transport/handle-byte-socket.js';
import { NetByteSocket } from '../../transport/net-byte-socket.js';
import { connectTlsByteSocket } from '../../transport/tls-connect.js';

/** How an attempt ended; `cause` is for people. */
export type Dialled =
  { readonly ok: true; readonly socket: ByteSocket } | { readonly ok: false; readonly cause: string };

export interface Target {
  readonly host: string;
  readonly port: number;
  readonly secure: boolean;
}

/** TCP and TLS handshakes of a gateway that lets thousands in at once take a while. */
const DIAL_TIMEOUT_MS = 15_000;

/** Connections from one address to one port are bounded by the ephemeral ports, 28,000 on Linux. */
const PER_SOURCE = 20_000;

/**
 * On Linux 127.0.0.0/8 is one interface, and any of its addresses can be a source; macOS has 127.0.0.1 alone, so
 * the others are taken only for more connections than one address has. Elsewhere the system chooses.
 */
export function sourceAddress(host: string, index: number): string | undefined {
  const further = Math.floor(index / PER_SOURCE);
  return host === '127.0.0.1' && further > 0 ? `127.0.1.${further}` : undefined;
}

export class Dialler {
  readonly #target: Target;
  readonly #clock: Clock;
  readonly #handles: HandleSockets | undefined;

  /** @param handles undefined: by Node's public API */
  constructor(target: Target, clock: Clock, handles: HandleSockets | undefined) {
    this.#target = target;
    this.#clock = clock;
    this.#handles = handles;
  }

  /** Opens connection number `index`. Never rejects. */
  dial(index: number): Promise<Dialled> {
    return new Promise((resolve) => {
      if (this.#target.secure) this.#dialSecure(resolve);
      else this.#dialPlain(index, resolve);
    });
  }

  #dialSecure(done: (outcome: Dialled) => void): void {
    const { host, port } = this.#target;
    connectTlsByteSocket(
      { host, port, timeoutMs: DIAL_TIMEOUT_MS, clock: this.#clock },
      { name: host },
      done,
    );
  }

  #dialPlain(index: number, done: (outcome: Dialled) => void): void {
    const { host, port } = this.#target;
    const localAddress = sourceAddress(host, index);
    const socket = connect({
      host,
      port,
      allowHalfOpen: true,
      ...(localAddress !== undefined && { localAddress }),
    });
    const late = this.#clock.after(DIAL_TIMEOUT_MS, () => {
      socket.destroy();
      done({ ok: false, cause: `no connection within ${DIAL_TIMEOUT_MS} ms` });
    });
    const failed = (error: Error): void => {
      late.cancel();
      done({ ok: false, cause: error.message });
    };
    socket.once('error', failed);
    socket.once('connect', () => {
      late.cancel();
      socket.removeListener('error', failed);
      done({ ok: true, socket: this.#handles?.adopt(socket) ?? new NetByteSocket(socket) });
    });
  }
}
