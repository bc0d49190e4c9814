// A worker's process, as the primary drives it, and the primary, as a worker drives it: both over
// child_process's channel, with connections beside the messages.

import type { ChildProcess, SendHandle } from 'node:child_process';
import { Socket } from 'node:net';
import type { TransferableHandle } from '../transport/byte-socket.js';
import { isTransferable } from '../transport/handle-transfer.js';
import { isToPrimary, isToWorker, type ToPrimary, type ToWorker } from './channel.js';

/** Accepted, and read by nobody: a paused socket, or Node's handle. */
export type Connection = Socket | TransferableHandle;

export interface WorkerExit {
  readonly code: number | null;
  readonly signal: string | null;
}

/** Messages to a process that is gone are dropped, connections closed. */
export interface WorkerProcess {
  readonly pid: number | undefined;
  /** `sent` is called once the channel is rid of it. The connection is the other process's then. */
  send(message: ToWorker, connection?: Connection, sent?: () => void): void;
  onMessage(listener: (message: ToPrimary, connection: Connection | undefined) => void): void;
  onExit(listener: (exit: WorkerExit) => void): void;
  /** SIGKILL. */
  kill(): void;
}

/** What a worker has of its primary. */
export interface PrimaryChannel {
  send(message: ToPrimary, connection?: Connection, sent?: () => void): void;
  onMessage(listener: (message: ToWorker, connection: Connection | undefined) => void): void;
  /** The primary is gone. */
  onGone(listener: () => void): void;
}

/** The part of a process that sends: ours, or a child. */
type Channel = Pick<ChildProcess, 'connected' | 'send'>;

export function workerProcess(child: ChildProcess): WorkerProcess {
  // A channel that breaks ends the worker; without a listener it would end the primary.
  child.on('error', () => undefined);
  return {
    pid: child.pid,
    send: (message, connection, sent) => {
      sendOver(child, message, connection, sent);
    },
    onMessage: (listener) => {
      child.on('message', (message: unknown, connection: unknown) => {
        if (isToPrimary(message)) listener(message, connectionOf(connection));
      });
    },
    onExit: (listener) => {
      child.once('exit', (code, signal) => {
        listener({ code, signal });
      });
    },
    kill: () => void child.kill('SIGKILL'),
  };
}

/** @returns undefined when this process was not started by a primary */
export function primaryChannel(self: NodeJS.Process): PrimaryChannel | undefined {
  const send = self.send?.bind(self);
  if (send === undefined) return undefined;
  const channel: Channel = {
    get connected() {
      return self.connected;
    },
    send: send as Channel['send'],
  };
  return {
    send: (message, connection, sent) => {
      sendOver(channel, message, connection, sent);
    },
    onMessage: (listener) => {
      self.on('message', (message: unknown, connection: unknown) => {
        if (isToWorker(message)) listener(message, connectionOf(connection));
      });
    },
    onGone: (listener) => {
      self.once('disconnect', listener);
    },
  };
}

function sendOver(
  channel: Channel,
  message: object,
  connection: Connection | undefined,
  sent: (() => void) | undefined,
): void {
  const done = (error: Error | null): void => {
    // Of a socket Node closes its own side when the other one has it; a handle is ours to close.
    if (connection !== undefined && (error !== null || !(connection instanceof Socket))) drop(connection);
    sent?.();
  };
  if (!channel.connected) return done(new Error('gone'));
  // Node sends its own handles as well as sockets; its types know sockets only.
  channel.send(message, connection as unknown as SendHandle, { keepOpen: false }, done);
}

/** Ends a connection that nobody takes. */
export function drop(connection: Connection): void {
  if (connection instanceof Socket) connection.destroy();
  else connection.close();
}

function connectionOf(sent: unknown): Connection | undefined {
  return sent instanceof Socket || isTransferable(sent) ? sent : undefined;
}
