// Each kind of message as the body of a frame and back, one row a kind.

import {
  busDisplace,
  BusFrameKind,
  busGroup,
  busOrder,
  busPush,
  busRevoke,
} from '../../protocol/bus-messages.js';
import { Advice } from '../../protocol/codes.js';
import { kick, pushTarget, type PushTarget } from '../../protocol/link-messages.js';
import { FIRST_APPLICATION_TYPE } from '../../protocol/control-types.js';
import { newEnvelopeHead, scanEnvelope } from '../../protocol/envelope.js';
import type { ClusterMessage } from '../cluster.js';

type Kind = ClusterMessage['kind'];
type Of<K extends Kind> = Extract<ClusterMessage, { kind: K }>;

interface Row<K extends Kind> {
  readonly frame: number;
  readonly encode: (message: Of<K>) => Uint8Array;
  /**
   * @param self this gateway's id
   * @returns undefined when the bytes are no such message, or one that nobody may send
   */
  readonly decode: (body: Uint8Array, self: string) => Of<K> | undefined;
}

const ROWS: { readonly [K in Kind]: Row<K> } = {
  push: {
    frame: BusFrameKind.PUSH,
    encode: ({ target, envelope, server = '' }) =>
      busPush.encode({ target: encodeTarget(target), envelope, server }),
    decode: (body) => {
      const push = busPush.decode(body);
      const target = push && decodeTarget(push.target);
      if (push === undefined || target === undefined || !isPushEnvelope(push.envelope)) return undefined;
      const { envelope, server } = push;
      return { kind: 'push', target, envelope, ...(server !== '' && { server }) };
    },
  },
  order: {
    frame: BusFrameKind.ORDER,
    encode: ({ server, step, id }) => busOrder.encode({ server, await: step === 'await', id }),
    decode: (body, self) => {
      const order = busOrder.decode(body);
      if (order === undefined || !Number.isSafeInteger(order.id) || order.id < 0) return undefined;
      const { server, id } = order;
      return { kind: 'order', gateway: self, server, step: order.await ? 'await' : 'fence', id };
    },
  },
  // Whom else it went to is nobody's business.
  news: {
    frame: BusFrameKind.NEWS,
    encode: ({ news }) => news,
    decode: (news, self) => ({ kind: 'news', to: [self], news }),
  },
  group: {
    frame: BusFrameKind.GROUP,
    encode: ({ change, group, sessions }) =>
      busGroup.encode({ leave: change === 'leave', group, sessions: [...sessions] }),
    decode: (body) => {
      const change = busGroup.decode(body);
      if (change === undefined) return undefined;
      const { leave, group, sessions } = change;
      return { kind: 'group', change: leave ? 'leave' : 'join', group, sessions };
    },
  },
  kick: {
    frame: BusFrameKind.KICK,
    encode: ({ session, user, reason, advice }) => kick.encode({ session, user, reason, advice }),
    decode: (body) => {
      const order = kick.decode(body);
      if (order === undefined || order.advice > Advice.NEVER) return undefined;
      const { session, user, reason, advice } = order;
      return { kind: 'kick', session, user, reason, advice };
    },
  },
  revoke: {
    frame: BusFrameKind.REVOKE,
    encode: ({ user, notBeforeEpochMs }) => busRevoke.encode({ user, notBeforeEpochMs }),
    decode: (body) => {
      const revoke = busRevoke.decode(body);
      if (revoke === undefined || !Number.isSafeInteger(revoke.notBeforeEpochMs)) return undefined;
      return { kind: 'revoke', user: revoke.user, notBeforeEpochMs: revoke.notBeforeEpochMs };
    },
  },
  displace: {
    frame: BusFrameKind.DISPLACE,
    encode: ({ session }) => busDisplace.encode({ session }),
    decode: (body) => {
      const displace = busDisplace.decode(body);
      return displace && { kind: 'displace', session: displace.session };
    },
  },
};

/** Which row a frame of this kind is read by. */
const KINDS = new Map(Object.entries(ROWS).map(([kind, { frame }]) => [frame, kind as Kind]));

/** The frame kind and the body of a message. */
export function encodeMessage(message: ClusterMessage): {
  readonly kind: number;
  readonly bytes: Uint8Array;
} {
  const row = ROWS[message.kind] as Row<Kind>;
  return { kind: row.frame, bytes: row.encode(message) };
}

/** @returns undefined for a kind of a later version, a body that is none, or an order nobody may give */
export function decodeMessage(kind: number, body: Uint8Array, self: string): ClusterMessage | undefined {
  const name = KINDS.get(kind);
  return name && ROWS[name].decode(body, self);
}

export function encodeTarget(target: PushTarget): Uint8Array {
  return pushTarget.encode(target);
}

/** A target of plain fields. */
export function decodeTarget(bytes: Uint8Array): PushTarget | undefined {
  const target = pushTarget.decode(bytes);
  if (target === undefined) return undefined;
  const { sessions, user, users, group, all, except } = target;
  return { sessions, user, users, group, all, except };
}

/** Only what a backend may push: a gateway that was given anything else would harm its clients. */
function isPushEnvelope(envelope: Uint8Array): boolean {
  const head = newEnvelopeHead();
  if (!scanEnvelope(envelope, 0, envelope.length, head)) return false;
  return head.type >= FIRST_APPLICATION_TYPE && head.seq === 0 && head.code === 0;
}
