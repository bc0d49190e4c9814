// Reads test/golden: frames made by tools/golden/generate.py with Google's protobuf, never by our codec.

import { readFileSync } from 'node:fs';

/** Bytes as they stand in the golden files. */
export interface GoldenBytes {
  readonly hex: string;
}

export type GoldenValue = string | number | boolean | GoldenBytes | readonly GoldenValue[] | GoldenFields;

/** All fields of a message, defaults included, by their JSON names. */
export interface GoldenFields {
  readonly [field: string]: GoldenValue;
}

/** The control message inside an envelope's payload or a link frame's body. */
interface GoldenMessage {
  readonly message?: string;
  readonly messageFields?: GoldenFields;
}

export interface GoldenEnvelopeFields {
  readonly type: number;
  readonly seq: number;
  readonly code: number;
  readonly key: GoldenBytes;
  readonly payload: GoldenBytes;
}

export interface GoldenEnvelope extends GoldenMessage {
  readonly name: string;
  readonly sender: 'client' | 'gateway';
  readonly fields: GoldenEnvelopeFields;
  readonly hex: string;
  /** The whole frame of each pipe; from the client the WebSocket frame is masked with `mask`. */
  readonly tcp: string;
  readonly websocket: string;
}

/** An envelope of a length at which a framing's head changes. Digests stand for the whole frames. */
export interface GoldenLength {
  readonly envelopeBytes: number;
  readonly payloadBytes: number;
  readonly payloadByte: number;
  readonly tcpHead: string;
  readonly tcpSha256: string;
  readonly serverHead: string;
  readonly serverSha256: string;
  readonly clientHead: string;
  readonly clientSha256: string;
}

export interface GoldenRefusal {
  readonly name: string;
  readonly hex: string;
  readonly outcome: 'MALFORMED' | 'LINK_MALFORMED';
}

export interface ClientGolden {
  readonly mask: string;
  readonly envelopes: readonly GoldenEnvelope[];
  readonly lengths: readonly GoldenLength[];
  readonly accepted: readonly { name: string; fields: GoldenEnvelopeFields; hex: string }[];
  readonly refused: readonly GoldenRefusal[];
}

export interface GoldenLinkFields {
  readonly kind: number;
  readonly session: number;
  readonly request: number;
  readonly type: number;
  readonly deadlineMs: number;
  readonly hops: number;
  readonly envelope: GoldenBytes;
  readonly body: GoldenBytes;
}

export interface GoldenLinkFrame extends GoldenMessage {
  readonly name: string;
  readonly kind: string;
  readonly fields: GoldenLinkFields;
  /** Length and LinkFrame. */
  readonly hex: string;
}

export interface LinkGolden {
  readonly frames: readonly GoldenLinkFrame[];
  readonly accepted: readonly { name: string; fields: GoldenLinkFields; hex: string }[];
  readonly refused: readonly GoldenRefusal[];
}

const read = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../golden/${name}`, import.meta.url), 'utf8'));

export const readClientGolden = (): ClientGolden => read('client.json') as ClientGolden;
export const readLinkGolden = (): LinkGolden => read('link.json') as LinkGolden;

export const fromHex = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, 'hex'));
export const toHex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
