// Feeds a FrameReader and writes down what it says, in a form that two runs can be compared by.

import { FrameStatus, type FrameReader, type FrameSink } from '../../src/protocol/frames.js';
import { toHex } from './golden.js';

export interface FrameRun {
  /** `envelope <hex>`, `ping <hex>`, `close`, in order. */
  readonly events: readonly string[];
  readonly status: FrameStatus;
  /** The most the reader held after any piece, in bytes. */
  readonly heldBytesMost: number;
}

/**
 * Pushes `pieces` until the reader says anything but OK. Each piece lies in the middle of a larger
 * buffer, whose margins must come back untouched: a reader unmasks in place.
 * @param envelopesMax the sink stops the reader at this envelope
 */
export function feed(reader: FrameReader, pieces: readonly Uint8Array[], envelopesMax = Infinity): FrameRun {
  const events: string[] = [];
  let envelopes = 0;
  const sink: FrameSink = {
    onEnvelope(bytes, start, end) {
      events.push(`envelope ${toHex(bytes.subarray(start, end))}`);
      return ++envelopes < envelopesMax;
    },
    onPing: (bytes, start, end) => void events.push(`ping ${toHex(bytes.subarray(start, end))}`),
    onClose: () => void events.push('close'),
  };
  let status: FrameStatus = FrameStatus.OK;
  let heldBytesMost = 0;
  for (const piece of pieces) {
    if (status !== FrameStatus.OK) break;
    status = pushGuarded(reader, piece, sink);
    heldBytesMost = Math.max(heldBytesMost, reader.heldBytes);
  }
  return { events, status, heldBytesMost };
}

const MARGIN = 16;

function pushGuarded(reader: FrameReader, piece: Uint8Array, sink: FrameSink): FrameStatus {
  const buffer = new Uint8Array(piece.length + 2 * MARGIN).fill(0xee);
  buffer.set(piece, MARGIN);
  const status = reader.push(buffer, MARGIN, MARGIN + piece.length, sink);
  const margins = [...buffer.subarray(0, MARGIN), ...buffer.subarray(MARGIN + piece.length)];
  if (margins.some((byte) => byte !== 0xee)) throw new Error('the reader wrote outside its range');
  buffer.fill(0xdd); // what a reader kept without a copy is wrong from here on
  return status;
}

export const concatBytes = (parts: readonly Uint8Array[]): Uint8Array =>
  Uint8Array.from(parts.flatMap((part) => [...part]));
