// The payloads of link frames, each as a codec. Apart from those of the client wire, so that a browser does not
// load them.

import { causeway } from './gen/link.js';
import { codec, copying, type Decoded } from './message-codec.js';

const { v1 } = causeway.link;

export const linkGreeting = copying(codec(v1.Greeting));
export const linkProof = copying(codec(v1.Proof));
export const linkReady = codec(v1.Ready);
export const linkBye = codec(v1.Bye);
export const sessionOpened = codec(v1.SessionOpened);
export const sessionResumed = codec(v1.SessionResumed);
export const sessionClosed = codec(v1.SessionClosed);
export const sessionChanged = codec(v1.SessionChanged);
export const gatewayGone = codec(v1.GatewayGone);
export const fence = codec(v1.Fence);
export const awaitFence = codec(v1.Await);
export const pushTarget = codec(v1.PushTarget);
export const relayTarget = codec(v1.RelayTarget);
export const relaySource = codec(v1.RelaySource);
export const linkUndelivered = codec(v1.Undelivered);
export const groupChange = codec(v1.GroupChange);
export const attributesChange = codec(v1.AttributesChange);
export const kick = codec(v1.Kick);
export const pin = copying(codec(v1.Pin));
export const done = codec(v1.Done);
export const linkPresence = codec(v1.Presence);
export const presenceQuery = codec(v1.PresenceQuery);
export const presenceAnswer = codec(v1.PresenceAnswer);
export const presenceWatch = codec(v1.PresenceWatch);
export const presenceUnwatch = codec(v1.PresenceUnwatch);
export const presenceEvents = codec(v1.PresenceEvents);

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
