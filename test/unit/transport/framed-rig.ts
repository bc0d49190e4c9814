// A transport over a socket in memory, and a client's WebSocket frames by hand.
import { PongSlot } from '../../../src/protocol/websocket-frames.js';
import type { ClientTransport } from '../../../src/transport/client-transport.js';
import { FramedTransport, SpareReader, type Pipe } from '../../../src/transport/framed-transport.js';
import { ReadPortions } from '../../../src/transport/read-portions.js';
import { CountingOwner, FakeByteSocket, FakeClock, RecordingSink } from './fakes.js';

export interface Setup {
  readonly transport: ClientTransport;
  readonly socket: FakeByteSocket;
  readonly clock: FakeClock;
  readonly owner: CountingOwner;
  readonly sink: RecordingSink;
  /** What is to run in the next turn. */
  readonly turns: (() => void)[];
}

export function setup(pipe: Pipe, unread: readonly Uint8Array[] = []): Setup {
  const socket = new FakeByteSocket();
  const clock = new FakeClock();
  const owner = new CountingOwner();
  const sink = new RecordingSink();
  const turns: (() => void)[] = [];
  const portions = new ReadPortions(clock, (run) => turns.push(run));
  const parts = { readers: new SpareReader(pipe), pong: new PongSlot(), portions, clock, owner };
  const transport = new FramedTransport(parts, { socket, acceptedAtMs: 7 });
  transport.open(() => sink, unread);
  return { transport, socket, clock, owner, sink, turns };
}

/** A client's WebSocket frame; a mask of zeros leaves the payload readable. */
export const frame = (first: number, ...payload: number[]): number[] => [
  first,
  0x80 | payload.length,
  0,
  0,
  0,
  0,
  ...payload,
];
export const BINARY = 0x82;
export const TEXT = 0x81;
export const CLOSE = 0x88;
export const PING = 0x89;
export const PONG = 0x8a;
