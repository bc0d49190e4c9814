// What gateways of one cluster say to each other: see proto/causeway/bus.proto.

import { causeway } from './gen/bus.js';
import { codec } from './message-codec.js';

const v1 = causeway.bus.v1;

export const busBatch = codec(v1.Batch);
export const busPush = codec(v1.Push);
export const busGroup = codec(v1.Group);
export const busRevoke = codec(v1.Revoke);
export const busDisplace = codec(v1.Displace);
export const busAnswer = codec(v1.Answer);
export const busOrder = codec(v1.Order);
export const busLoss = codec(v1.Loss);

/** The numbers of FrameKind in bus.proto; the generated enum is of a type of its own. */
export const BusFrameKind: Readonly<
  Record<'PUSH' | 'GROUP' | 'KICK' | 'REVOKE' | 'DISPLACE' | 'ANSWER' | 'LOSS' | 'NEWS' | 'ORDER', number>
> = v1.FrameKind;
