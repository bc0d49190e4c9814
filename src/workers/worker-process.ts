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
  /** Why it could not even be started. */
  readonly error?: string;
}

/**
 * Called once, when the channel is rid of a message. `went`: the other process has it, and its connection; else
 * the connection is closed.
 */
export type Sent = (went: boolean) => void;

/** Messages to a process that is gone are dropped, connections closed. */
export interface WorkerProcess {
  readonly pid: number | undefined;
  send(message: ToWorker, connection?: Connection, sent?: Sent): void;
  onMessage(listener: (message: ToPrimary, connection: Connection | undefined) => void): void;
  /** Called once, also for a process that could not be started. */
  onExit(listener: (exit: WorkerExit) => void): void;
  /** SIGKILL. */
  kill(): void;
}

/** What a worker has of its primary. */
export interface PrimaryChannel {
  send(message: ToPrimary, connection?: Connection, sent?: Sent): void;
  onMessage(listener: (message: ToWorker, connection: Connection | undefined) => void): void;
  /** The primary is gone. */
  onGone(listener: () => void): void;
}

/** The part of a process that sends: ours, or a child. */
type Channel = Pick<ChildProcess, 'connected' | 'send'>;

export function workerProcess(child: ChildProcess): WorkerProcess {
  const sends = new Sends(child);
  // A channel that breaks ends the worker; without a listener it would end the primary.
  child.on('error', () => undefined);
  child.once('disconnect', () => {
    sends.giveUp();
  });
  return {
    pid: child.pid,
    send: (message, connection, sent) => {
      sends.send(message, connection, sent);
    },
    onMessage: (listener) => {
      child.on('message', (message: unknown, connection: unknown) => {
        if (isToPrimary(message)) listener(message, connectionOf(connection));
      });
    },
    onExit: (listener) => {
      const ended = (exit: WorkerExit): void => {
        sends.giveUp();
        listener(exit);
      };
      // Who never ran has no exit: out of files, or of processes.
      if (child.pid === undefined)
        child.once('error', ({ message }) => {
          ended({ code: null, signal: null, error: message });
        });
      else
        child.once('exit', (code, signal) => {
          ended({ code, signal });
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
  const sends = new Sends(channel);
  return {
    send: (message, connection, sent) => {
      sends.send(message, connection, sent);
    },
    onMessage: (listener) => {
      self.on('message', (message: unknown, connection: unknown) => {
        if (isToWorker(message)) listener(message, connectionOf(connection));
      });
    },
    onGone: (listener) => {
      self.once('disconnect', () => {
        sends.giveUp();
        listener();
      });
    },
  };
}

/**
 * What goes over a channel. Behind a connection that the other process has not confirmed Node queues all that
 * follows, and when the channel breaks it forgets that queue with its callbacks and connections: so what is
 * under way is remembered here too.
 */
class Sends {
  readonly #channel: Channel;
  readonly #underWay = new Set<(went: boolean) => void>();

  constructor(channel: Channel) {
    this.#channel = channel;
  }

  send(message: object, connection: Connection | undefined, sent: Sent | undefined): void {
    const done = (went: boolean): void => {
      if (!this.#underWay.delete(done)) return;
      // Of a socket Node closes its own side when the other one has it; a handle is ours to close.
      if (connection !== undefined && (!went || !(connection instanceof Socket))) drop(connection);
      sent?.(went);
    };
    this.#underWay.add(done);
    if (!this.#channel.connected) return done(false);
    // Node sends its own handles as well as sockets; its types know sockets only.
    this.#channel.send(message, connection as unknown as SendHandle, { keepOpen: false }, (error) => {
      done(error === null);
    });
  }

  /** Nothing goes any more. */
  giveUp(): void {
    for (const done of [...this.#underWay]) done(false);
  }
}

/** Ends a connection that nobody takes. */
export function drop(connection: Connection): void {
  if (connection instanceof Socket) connection.destroy();
  else connection.close();
}

function connectionOf(sent: unknown): Connection | undefined {
  return sent instanceof Socket || isTransferable(sent) ? sent : undefined;
}
