// The link's outer frame: a scanner and a head writer, both in place. docs/LINK.md is the text.
//
// A frame is a big-endian u32 length and one LinkFrame. The client's envelope inside keeps its bytes.

import {
  chunkFieldBytes,
  readField32,
  readField53,
  readFieldChunk,
  writeChunkField,
  writeField,
  writeUint32,
  writeVarint,
  type VarintCursor,
} from './varint.js';

/** Version of the link wire, in Greeting. */
export const LINK_VERSION = 1;

/** Numbers of LinkKind in proto/causeway/link.proto; a test holds the two together. */
export const LinkKind = {
  GREET: 1,
  PROOF: 2,
  READY: 3,
  PING: 4,
  PONG: 5,
  BYE: 6,
  RETIRE: 7,
  SESSION_OPENED: 10,
  SESSION_SUSPENDED: 11,
  SESSION_RESUMED: 12,
  SESSION_CLOSED: 13,
  SESSION_CHANGED: 14,
  GATEWAY_GONE: 15,
  REQUEST: 20,
  NOTIFY: 21,
  ANSWER: 22,
  PUSH: 23,
  PUSH_TO: 24,
  UNDELIVERED: 25,
  FENCE: 26,
  AWAIT: 27,
  RELAY: 30,
  CALL: 31,
  CALL_ANSWER: 32,
  GROUP_JOIN: 40,
  GROUP_LEAVE: 41,
  SET_ATTRIBUTES: 42,
  KICK: 43,
  PIN: 44,
  DRAIN: 45,
  CONFIRM: 46,
  DONE: 50,
  PRESENCE_QUERY: 60,
  PRESENCE_ANSWER: 61,
  PRESENCE_WATCH: 62,
  PRESENCE_UNWATCH: 63,
  PRESENCE_EVENTS: 64,
} as const;

export type LinkKind = (typeof LinkKind)[keyof typeof LinkKind];

/** LinkRole in proto/causeway/link.proto. */
export const LinkRole = { GATEWAY: 1, BACKEND: 2 } as const;
export type LinkRole = (typeof LinkRole)[keyof typeof LinkRole];

/** PresenceChange in proto/causeway/link.proto. */
export const PresenceChangeKind = { ENTERED: 1, LEFT: 2, CHANGED: 3 } as const;
export type PresenceChangeKind = (typeof PresenceChangeKind)[keyof typeof PresenceChangeKind];

/** PresenceState in proto/causeway/link.proto. */
export const PresenceState = { AS_BEFORE: 0, WHOLE: 1, UNSURE: 2 } as const;
export type PresenceState = (typeof PresenceState)[keyof typeof PresenceState];

/** LinkCloseCode in proto/causeway/link.proto. */
export const LinkCloseCode = {
  STOPPING: 1,
  LINK_MALFORMED: 2,
  LINK_VIOLATION: 3,
  LINK_FRAME_TOO_LARGE: 4,
  UNAUTHENTICATED: 5,
  WRONG_SERVER: 6,
  LINK_VERSION: 7,
  LINK_SILENT: 8,
  GREETING_TIMEOUT: 9,
  LINK_SLOW: 10,
  UNLISTED: 11,
} as const;
export type LinkCloseCode = (typeof LinkCloseCode)[keyof typeof LinkCloseCode];

/** What a scan found; offsets are into the scanned buffer. Kept by the caller, overwritten by each scan, whose cursor it is. */
export interface LinkHead extends VarintCursor {
  kind: number;
  session: number;
  request: number;
  type: number;
  deadlineMs: number;
  hops: number;
  envelopeStart: number;
  envelopeEnd: number;
  bodyStart: number;
  bodyEnd: number;
}

export function newLinkHead(): LinkHead {
  return {
    at: 0,
    value: 0,
    kind: 0,
    session: 0,
    request: 0,
    type: 0,
    deadlineMs: 0,
    hops: 0,
    envelopeStart: 0,
    envelopeEnd: 0,
    bodyStart: 0,
    bodyEnd: 0,
  };
}

const KIND_TAG = 0x08;
const SESSION_TAG = 0x10;
const REQUEST_TAG = 0x18;
const TYPE_TAG = 0x20;
const DEADLINE_TAG = 0x28;
const HOPS_TAG = 0x30;
const ENVELOPE_TAG = 0x3a;
const BODY_TAG = 0x42;

/**
 * Reads the LinkFrame in `bytes[start, end)` into `head` and checks canonical form.
 * @returns false when the bytes are no canonical LinkFrame; `head` is then undefined.
 */
export function scanLinkFrame(bytes: Uint8Array, start: number, end: number, head: LinkHead): boolean {
  head.at = start;
  head.kind = readField32(bytes, end, KIND_TAG, head);
  head.session = readField32(bytes, end, SESSION_TAG, head);
  head.request = readField53(bytes, end, REQUEST_TAG, head);
  head.type = readField32(bytes, end, TYPE_TAG, head);
  head.deadlineMs = readField32(bytes, end, DEADLINE_TAG, head);
  head.hops = readField32(bytes, end, HOPS_TAG, head);
  const lowest = Math.min(head.kind, head.session, head.request, head.type, head.deadlineMs, head.hops);
  return lowest >= 0 && scanChunks(bytes, end, head);
}

function scanChunks(bytes: Uint8Array, end: number, head: LinkHead): boolean {
  head.envelopeEnd = readFieldChunk(bytes, end, ENVELOPE_TAG, head);
  if (head.envelopeEnd < 0) return false;
  head.envelopeStart = head.at;
  head.at = head.envelopeEnd;
  head.bodyEnd = readFieldChunk(bytes, end, BODY_TAG, head);
  head.bodyStart = head.at;
  return head.bodyEnd === end;
}

/** The number fields of a frame to be written. Zero fields are left out. */
export interface LinkFields {
  readonly kind: number;
  readonly session?: number;
  readonly request?: number;
  readonly type?: number;
  readonly deadlineMs?: number;
  readonly hops?: number;
}

/** Upper bound of what stands before an envelope or body: length, six numbers, a tag and a length. */
export const LINK_HEAD_BYTES_MAX = 4 + 5 * 6 + 9 + 6;

/**
 * Writes length and head of a frame whose last field is `envelopeBytes` long envelope bytes, which the
 * caller then appends. Takes numbers instead of an object: it runs once per message.
 * @returns the offset where the envelope begins.
 */
export function writeEnvelopeFrameHead(
  bytes: Uint8Array,
  at: number,
  kind: number,
  session: number,
  request: number,
  type: number,
  deadlineMs: number,
  hops: number,
  envelopeBytes: number,
): number {
  const bodyAt = at + 4;
  let next = writeNumbers(bytes, bodyAt, kind, session, request, type, deadlineMs, hops);
  bytes[next] = ENVELOPE_TAG;
  next = writeVarint(bytes, next + 1, envelopeBytes);
  writeUint32(bytes, at, next - bodyAt + envelopeBytes);
  return next;
}

function writeNumbers(
  bytes: Uint8Array,
  at: number,
  kind: number,
  session: number,
  request: number,
  type: number,
  deadlineMs: number,
  hops: number,
): number {
  at = writeField(bytes, at, KIND_TAG, kind);
  at = writeField(bytes, at, SESSION_TAG, session);
  at = writeField(bytes, at, REQUEST_TAG, request);
  at = writeField(bytes, at, TYPE_TAG, type);
  at = writeField(bytes, at, DEADLINE_TAG, deadlineMs);
  return writeField(bytes, at, HOPS_TAG, hops);
}

const EMPTY = new Uint8Array(0);

/** Encodes one whole frame, length included, into a fresh array. For everything but the hot kinds. */
export function encodeLinkFrame(
  fields: LinkFields,
  envelope: Uint8Array = EMPTY,
  body: Uint8Array = EMPTY,
): Uint8Array {
  const { kind, session = 0, request = 0, type = 0, deadlineMs = 0, hops = 0 } = fields;
  const head = new Uint8Array(LINK_HEAD_BYTES_MAX);
  const headBytes = writeNumbers(head, 0, kind, session, request, type, deadlineMs, hops);
  const length = headBytes + chunkFieldBytes(envelope) + chunkFieldBytes(body);
  const frame = new Uint8Array(4 + length);
  let at = writeUint32(frame, 0, length);
  frame.set(head.subarray(0, headBytes), at);
  at = writeChunkField(frame, at + headBytes, ENVELOPE_TAG, envelope);
  writeChunkField(frame, at, BODY_TAG, body);
  return frame;
}
