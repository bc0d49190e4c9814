// The greeting: who is there, and do both know the secret. Pure: frames in, a step out.
//
//   dialler                                listener
//   GREET (no proof)         ──────────▶   awaits GREET
//   awaits GREET             ◀──────────   GREET with proof
//   PROOF                    ──────────▶   awaits PROOF
//   awaits READY             ◀──────────   READY; open
//   open
//
// The listener proves first: a dialler that reached the wrong server says nothing that helps it.

import { linkGreeting, linkProof, linkReady, type LinkGreeting } from '../protocol/link-messages.js';
import { encodeLinkFrame, LINK_VERSION, LinkCloseCode, LinkKind, LinkRole } from '../protocol/link-frames.js';
import { prove, provenBy, type LinkSide, type Transcript } from './proof.js';

/** What one end says of itself. */
export interface GreetingSelf {
  readonly side: LinkSide;
  readonly role: LinkRole;
  /** Gateway id or server id. */
  readonly id: string;
  /** The dialler's: the server id it wants to reach. */
  readonly expectedId?: string | undefined;
  /** Secrets in force, 1 or 2. The listener proves with the first, the dialler with the one it was proven. */
  readonly secrets: readonly Uint8Array[];
  /** 16 to 64 bytes from a cryptographic source, used for this link only. */
  readonly nonce: Uint8Array;
  /** Largest LinkFrame in bytes that this end takes. */
  readonly frameBytesMax: number;
  readonly heartbeatMs: number;
  /** The listener's: it wants no new sessions. */
  readonly draining: boolean;
}

/** The other end, proven. */
export interface LinkPeer {
  readonly role: LinkRole;
  readonly id: string;
  /** Largest LinkFrame in bytes that the peer takes. */
  readonly frameBytesMax: number;
  readonly heartbeatMs: number;
  /** The peer is a backend that wants no new sessions. */
  readonly draining: boolean;
}

type Phase =
  'dialler-awaits-greet' | 'dialler-awaits-ready' | 'listener-awaits-greet' | 'listener-awaits-proof';

/** A greeting under way. Immutable: each step gives the next one. */
export interface Greeting {
  readonly phase: Phase;
  readonly self: GreetingSelf;
  /** Known from the peer's GREET on. */
  readonly peer: LinkPeer | undefined;
  readonly transcript: Transcript | undefined;
}

/** What a frame did to a greeting. `send` is a whole frame, to be written before anything else. */
export type GreetingStep =
  | { readonly outcome: 'continue'; readonly greeting: Greeting; readonly send: Uint8Array }
  | { readonly outcome: 'open'; readonly peer: LinkPeer; readonly send: Uint8Array | undefined }
  | { readonly outcome: 'refused'; readonly code: LinkCloseCode; readonly reason: string };

/** Longest frame before a link is open, in bytes: a Greeting with the longest id, nonce and proof is shorter. */
export const GREETING_BYTES_MAX = 1024;

const NONCE_BYTES_MIN = 16;
const NONCE_BYTES_MAX = 64;
/** In UTF-16 units as JavaScript counts; a Consul service id is far shorter. */
const ID_LENGTH_MAX = 255;
/** A peer that takes less cannot even be told who a session is. */
const PEER_FRAME_BYTES_MIN = 4096;

/** One row a phase: the only frame that may come, and what it does. */
const STEPS: Record<Phase, { kind: LinkKind; take: (greeting: Greeting, body: Uint8Array) => GreetingStep }> =
  {
    'dialler-awaits-greet': { kind: LinkKind.GREET, take: checkListener },
    'dialler-awaits-ready': { kind: LinkKind.READY, take: takeReady },
    'listener-awaits-greet': { kind: LinkKind.GREET, take: answerDialler },
    'listener-awaits-proof': { kind: LinkKind.PROOF, take: checkDialler },
  };

/** Begins a greeting. The dialler sends `send` at once; the listener waits. */
export function startGreeting(self: GreetingSelf): { greeting: Greeting; send: Uint8Array | undefined } {
  const phase: Phase = self.side === 'dialler' ? 'dialler-awaits-greet' : 'listener-awaits-greet';
  const greeting: Greeting = { phase, self, peer: undefined, transcript: undefined };
  return { greeting, send: self.side === 'dialler' ? greetFrame(self, undefined) : undefined };
}

/** Takes the next frame of the peer, other than BYE. `body` is read only during the call. */
export function takeGreetingFrame(greeting: Greeting, kind: number, body: Uint8Array): GreetingStep {
  const step = STEPS[greeting.phase];
  if (kind === step.kind) return step.take(greeting, body);
  return refused(LinkCloseCode.LINK_VIOLATION, `frame of kind ${kind} before the greeting was done`);
}

function answerDialler(greeting: Greeting, body: Uint8Array): GreetingStep {
  const met = meet(greeting, body);
  if ('outcome' in met) return met;
  const { self } = greeting;
  const [first] = self.secrets;
  if (first === undefined) return refused(LinkCloseCode.UNAUTHENTICATED, 'no secret is set on this end');
  const proof = prove(first, 'listener', met.transcript);
  return {
    outcome: 'continue',
    greeting: { ...met, phase: 'listener-awaits-proof', self },
    send: greetFrame(self, proof),
  };
}

function checkListener(greeting: Greeting, body: Uint8Array): GreetingStep {
  const met = meet(greeting, body);
  if ('outcome' in met) return met;
  const { self } = greeting;
  if (self.expectedId !== undefined && met.peer.id !== self.expectedId)
    return refused(LinkCloseCode.WRONG_SERVER, `dialled ${self.expectedId}, reached ${met.peer.id}`);
  const secret = provenBy(self.secrets, 'listener', met.transcript, met.proof);
  if (secret === undefined) return unproven('listener');
  const proof = linkProof.encode({ proof: prove(secret, 'dialler', met.transcript) });
  return {
    outcome: 'continue',
    greeting: { ...met, phase: 'dialler-awaits-ready', self },
    send: encodeLinkFrame({ kind: LinkKind.PROOF }, undefined, proof),
  };
}

function checkDialler(greeting: Greeting, body: Uint8Array): GreetingStep {
  const { self, peer, transcript } = greeting;
  const message = linkProof.decode(body);
  if (message === undefined) return refused(LinkCloseCode.LINK_MALFORMED, 'PROOF cannot be decoded');
  if (peer === undefined || transcript === undefined) return unproven('dialler');
  if (provenBy(self.secrets, 'dialler', transcript, message.proof) === undefined) return unproven('dialler');
  const ready = linkReady.encode({ draining: self.draining });
  return { outcome: 'open', peer, send: encodeLinkFrame({ kind: LinkKind.READY }, undefined, ready) };
}

function takeReady(greeting: Greeting, body: Uint8Array): GreetingStep {
  const message = linkReady.decode(body);
  if (message === undefined) return refused(LinkCloseCode.LINK_MALFORMED, 'READY cannot be decoded');
  if (greeting.peer === undefined) return unproven('listener');
  return { outcome: 'open', peer: { ...greeting.peer, draining: message.draining }, send: undefined };
}

interface Met {
  readonly peer: LinkPeer;
  readonly transcript: Transcript;
  readonly proof: Uint8Array;
}

/** Reads the peer's GREET and checks all that needs no secret. */
function meet(greeting: Greeting, body: Uint8Array): Met | (GreetingStep & { outcome: 'refused' }) {
  const message = linkGreeting.decode(body);
  if (message === undefined) return refused(LinkCloseCode.LINK_MALFORMED, 'GREET cannot be decoded');
  if (message.version !== LINK_VERSION)
    return refused(
      LinkCloseCode.LINK_VERSION,
      `peer speaks link version ${message.version}, this end ${LINK_VERSION}`,
    );
  const fault = greetingFault(greeting.self, message);
  if (fault !== undefined) return refused(LinkCloseCode.LINK_VIOLATION, fault);
  const { id, role, frameBytesMax, heartbeatMs } = message;
  const peer = { id, role: role as LinkRole, frameBytesMax, heartbeatMs, draining: false };
  return { peer, transcript: transcriptOf(greeting.self, peer, message.nonce), proof: message.proof };
}

/** What makes a greeting unacceptable, for the log of both ends; undefined when nothing does. */
function greetingFault(self: GreetingSelf, message: LinkGreeting): string | undefined {
  const { role, id, nonce, frameBytesMax } = message;
  const backendAllowed = self.side === 'dialler';
  if (role !== LinkRole.GATEWAY && !(backendAllowed && role === LinkRole.BACKEND))
    return `role ${role} cannot be on the other end of this link`;
  if (id.length === 0 || id.length > ID_LENGTH_MAX) return `id of ${id.length} characters`;
  if (nonce.length < NONCE_BYTES_MIN || nonce.length > NONCE_BYTES_MAX)
    return `nonce of ${nonce.length} bytes`;
  if (frameBytesMax < PEER_FRAME_BYTES_MIN)
    return `frame_bytes_max ${frameBytesMax} is below ${PEER_FRAME_BYTES_MIN}`;
  return Buffer.compare(nonce, self.nonce) === 0 ? 'nonce is a reflection' : undefined;
}

function transcriptOf(self: GreetingSelf, peer: LinkPeer, peerNonce: Uint8Array): Transcript {
  const mine = { id: self.id, role: self.role, nonce: self.nonce };
  const theirs = { id: peer.id, role: peer.role, nonce: peerNonce };
  const [dialler, listener] = self.side === 'dialler' ? [mine, theirs] : [theirs, mine];
  return {
    version: LINK_VERSION,
    diallerRole: dialler.role,
    listenerRole: listener.role,
    diallerId: dialler.id,
    listenerId: listener.id,
    diallerNonce: dialler.nonce,
    listenerNonce: listener.nonce,
  };
}

function greetFrame(self: GreetingSelf, proof: Uint8Array | undefined): Uint8Array {
  const { role, id, nonce, frameBytesMax, heartbeatMs } = self;
  const body = linkGreeting.encode({
    version: LINK_VERSION,
    role,
    id,
    nonce,
    frameBytesMax,
    heartbeatMs,
    ...(proof && { proof }),
  });
  return encodeLinkFrame({ kind: LinkKind.GREET }, undefined, body);
}

function refused(code: LinkCloseCode, reason: string): GreetingStep & { outcome: 'refused' } {
  return { outcome: 'refused', code, reason };
}

function unproven(prover: LinkSide): GreetingStep {
  return refused(LinkCloseCode.UNAUTHENTICATED, `proof of the ${prover} is wrong: the link secrets differ`);
}
