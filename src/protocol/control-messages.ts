// The control payloads of client wire and link, each as a codec.

import { causeway as client } from './gen/client.js';
import { causeway as link } from './gen/link.js';
import { codec, copying, type Codec } from './message-codec.js';

const v1 = client.v1;
const link1 = link.link.v1;

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

export const linkGreeting = copying(codec(link1.Greeting));
export const linkProof = copying(codec(link1.Proof));
export const linkReady = codec(link1.Ready);
export const linkBye = codec(link1.Bye);
export const sessionOpened = codec(link1.SessionOpened);
export const sessionResumed = codec(link1.SessionResumed);
export const sessionClosed = codec(link1.SessionClosed);
export const sessionChanged = codec(link1.SessionChanged);
export const gatewayGone = codec(link1.GatewayGone);
export const fence = codec(link1.Fence);
export const awaitFence = codec(link1.Await);
export const pushTarget = codec(link1.PushTarget);
export const relayTarget = codec(link1.RelayTarget);
export const relaySource = codec(link1.RelaySource);
export const linkUndelivered = codec(link1.Undelivered);
export const groupChange = codec(link1.GroupChange);
export const attributesChange = codec(link1.AttributesChange);
export const kick = codec(link1.Kick);
export const pin = copying(codec(link1.Pin));
export const done = codec(link1.Done);
export const linkPresence = codec(link1.Presence);
export const presenceQuery = codec(link1.PresenceQuery);
export const presenceAnswer = codec(link1.PresenceAnswer);
export const presenceWatch = codec(link1.PresenceWatch);
export const presenceUnwatch = codec(link1.PresenceUnwatch);
export const presenceEvents = codec(link1.PresenceEvents);

type Decoded<C> = C extends Codec<infer Fields> ? Fields : never;

export type Hello = Decoded<typeof hello>;
export type Welcome = Decoded<typeof welcome>;
export type Disconnect = Decoded<typeof disconnect>;
export type GoAway = Decoded<typeof goAway>;
export type Failure = Decoded<typeof failure>;
export type Undelivered = Decoded<typeof undelivered>;
export type LinkGreeting = Decoded<typeof linkGreeting>;
export type SessionOpened = Decoded<typeof sessionOpened>;
export type PushTarget = Decoded<typeof pushTarget>;
export type RelayTarget = Decoded<typeof relayTarget>;
export type GroupChange = Decoded<typeof groupChange>;
export type AttributesChange = Decoded<typeof attributesChange>;
export type Kick = Decoded<typeof kick>;
export type Pin = Decoded<typeof pin>;
export type Done = Decoded<typeof done>;
export type LinkPresence = Decoded<typeof linkPresence>;
export type PresenceEvents = Decoded<typeof presenceEvents>;
