// The control payloads of the client wire, each as a codec.

import { causeway } from './gen/client.js';
import { codec, type Decoded } from './message-codec.js';

const { v1 } = causeway;

export const failure = codec(v1.Failure);
export const hello = codec(v1.Hello);
export const welcome = codec(v1.Welcome);
export const ack = codec(v1.Ack);
export const refresh = codec(v1.Refresh);
export const refreshed = codec(v1.Refreshed);
export const goAway = codec(v1.GoAway);
export const disconnect = codec(v1.Disconnect);
export const undelivered = codec(v1.Undelivered);
export const lost = codec(v1.Lost);

export type Hello = Decoded<typeof hello>;
export type Welcome = Decoded<typeof welcome>;
export type Disconnect = Decoded<typeof disconnect>;
export type GoAway = Decoded<typeof goAway>;
export type Failure = Decoded<typeof failure>;
export type Undelivered = Decoded<typeof undelivered>;
