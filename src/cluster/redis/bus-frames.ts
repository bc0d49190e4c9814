// The bytes of the bus, both ways. What comes from Redis may be old, cut or hostile: it is checked here,
// and beyond this file nothing is malformed any more.

import { busAnswer, busBatch, BusFrameKind, busLoss } from '../../protocol/bus-messages.js';
import type { Codec } from '../../protocol/message-codec.js';
import type { FlowBatch, FlowItem } from './bus-flow.js';
import type { NumberedBatch, NumberedFrame } from './bus-ledger.js';
import { LOSS_RUNS_MAX, type LossRun } from './bus-losses.js';

/** One life of one gateway. */
export interface GatewayLife {
  readonly gatewayId: string;
  /** Random, new at each start. */
  readonly incarnation: string;
}

export interface ReceivedBatch extends NumberedBatch {
  readonly from: GatewayLife;
  /** Numbers are those of this flow of the sender. */
  readonly flow: number;
}

type RawBatch = typeof busBatch extends Codec<infer Fields> ? Fields : never;
type RawFrame = NonNullable<RawBatch['frames'][number]>;

const NAME_CHARS_MAX = 256;
const EMPTY = new Uint8Array(0);

/** One entry of a stream. */
export function encodeBatch(
  from: GatewayLife,
  flow: number,
  { first, pushes, items }: FlowBatch,
): Uint8Array {
  const { gatewayId, incarnation } = from;
  return busBatch.encode({
    gateway: gatewayId,
    incarnation,
    first,
    pushes,
    flow,
    frames: items.map(frameOf),
  });
}

/** @returns undefined when the bytes are no batch */
export function decodeBatch(bytes: Uint8Array): ReceivedBatch | undefined {
  const raw = busBatch.decode(bytes);
  if (raw === undefined || !isWellNumbered(raw)) return undefined;
  const frames = raw.frames.map((frame) => numberedFrame(frame));
  if (!frames.every((frame) => frame !== undefined)) return undefined;
  const { gateway: gatewayId, incarnation, flow, first, pushes } = raw;
  return { from: { gatewayId, incarnation }, flow, first, pushes, frames };
}

export function encodeAnswer(ask: number, count: number): Uint8Array {
  return busAnswer.encode({ ask, count });
}

export function decodeAnswer(body: Uint8Array): { readonly ask: number; readonly count: number } | undefined {
  return busAnswer.decode(body);
}

function frameOf(item: FlowItem): { kind: number; body: Uint8Array; ask: number } {
  if (item.is === 'message')
    return { kind: item.message.kind, body: item.message.body.bytes, ask: item.message.ask };
  const runs = item.runs.map(({ target = EMPTY, ...run }) => ({ ...run, target }));
  return { kind: BusFrameKind.LOSS, body: busLoss.encode({ runs }), ask: 0 };
}

function isWellNumbered({ gateway, incarnation, first, pushes }: RawBatch): boolean {
  const isName = (text: string): boolean => text.length > 0 && text.length <= NAME_CHARS_MAX;
  const areCounts = Number.isSafeInteger(first) && Number.isSafeInteger(pushes);
  return isName(gateway) && isName(incarnation) && areCounts && first >= 1 && pushes >= 0 && pushes < first;
}

function numberedFrame(raw: RawFrame): NumberedFrame | undefined {
  // What is absent in a decoded message stands in its prototype: nothing here is spread.
  const frame = { kind: raw.kind ?? 0, body: raw.body ?? EMPTY, ask: raw.ask ?? 0 };
  if (frame.kind !== BusFrameKind.LOSS)
    return { ...frame, push: frame.kind === BusFrameKind.PUSH, runs: undefined };
  const runs = runsOf(frame.body);
  return runs && { ...frame, push: false, runs };
}

function runsOf(body: Uint8Array): readonly LossRun[] | undefined {
  const runs = (busLoss.decode(body)?.runs ?? []).map(({ count, push, target, unnumbered }) => ({
    count: count ?? 0,
    push: push ?? false,
    target: target === undefined || target === null || target.length === 0 ? undefined : target,
    unnumbered: unnumbered ?? false,
  }));
  const isLoss = runs.length > 0 && runs.length <= LOSS_RUNS_MAX && runs.every(({ count }) => count > 0);
  return isLoss ? runs : undefined;
}
