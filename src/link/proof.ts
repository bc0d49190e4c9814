// Proof that the other end of a link knows the shared secret. docs/LINK.md defines the bytes and has a
// test vector.
//
// Both nonces are fresh, so a recorded proof is worth nothing on another link; the prover's side is part
// of what is signed, so a proof cannot be sent back to who made it.

import { createHmac, timingSafeEqual } from 'node:crypto';
import type { LinkRole } from '../protocol/link-frames.js';

/** Who opened the connection, and who took it. */
export type LinkSide = 'dialler' | 'listener';

/** What both ends agreed on, as both know it after the two greetings. */
export interface Transcript {
  readonly version: number;
  readonly diallerRole: LinkRole;
  readonly listenerRole: LinkRole;
  readonly diallerId: string;
  readonly listenerId: string;
  readonly diallerNonce: Uint8Array;
  readonly listenerNonce: Uint8Array;
}

const DOMAIN = 'causeway link 1';

/** The 32 bytes with which `prover` shows that it knows `secret`. */
export function prove(secret: Uint8Array, prover: LinkSide, transcript: Transcript): Uint8Array {
  return createHmac('sha256', secret).update(signedBytes(prover, transcript)).digest();
}

/**
 * Checks a proof against each secret in force (two of them while a secret is rotated).
 * @returns the secret it was made with, undefined when it was made with none of them.
 */
export function provenBy(
  secrets: readonly Uint8Array[],
  prover: LinkSide,
  transcript: Transcript,
  proof: Uint8Array,
): Uint8Array | undefined {
  return secrets.find((secret) => equalInConstantTime(prove(secret, prover, transcript), proof));
}

function equalInConstantTime(expected: Uint8Array, given: Uint8Array): boolean {
  return expected.length === given.length && timingSafeEqual(expected, given);
}

/** Every part of variable length carries its length, so no two transcripts give the same bytes. */
function signedBytes(prover: LinkSide, transcript: Transcript): Uint8Array {
  return Buffer.concat([
    chunk(Buffer.from(DOMAIN)),
    chunk(Buffer.from(prover)),
    uint32(transcript.version),
    uint32(transcript.diallerRole),
    uint32(transcript.listenerRole),
    chunk(Buffer.from(transcript.diallerId)),
    chunk(Buffer.from(transcript.listenerId)),
    chunk(transcript.diallerNonce),
    chunk(transcript.listenerNonce),
  ]);
}

function chunk(bytes: Uint8Array): Uint8Array {
  return Buffer.concat([uint32(bytes.length), bytes]);
}

function uint32(value: number): Uint8Array {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
