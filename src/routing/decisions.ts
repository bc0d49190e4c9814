// What is decided about one message, without doing it: may it go, by which rule, to which instance. The
// router acts on these and `explain` tells about them, so what is told is what is done.

import type { Random } from '../clock.js';
import type { GatewayLink } from '../link/gateway-link.js';
import { ERRORS } from '../protocol/codes.js';
import type { EnvelopeHead } from '../protocol/envelope.js';
import type { ClientSession } from '../session/contracts.js';
import type { KeyPins } from '../traffic/key-pins.js';
import { hashBytes, hashText, type Choice, type Picker } from '../traffic/picker.js';
import type { Pick as PickName, Route } from './route.js';

/** The links as routing sees them. Implemented by link/instance-links.ts. */
export interface LinkFinder {
  picker(service: string): Picker<GatewayLink>;
  find(serverId: string): GatewayLink | undefined;
  /** The registry lists it as healthy: when `find` knows no link to it, one is on its way. */
  isExpected(serverId: string): boolean;
}

/** What of a session decides where its messages go. */
export type RoutedSession = Pick<ClientSession, 'id' | 'identity' | 'pendingCount' | 'pins' | 'choices'>;

export interface ChoiceParts {
  readonly links: LinkFinder;
  readonly keyPins: KeyPins;
  readonly random: Random;
}

/** What the route and the session's limits say. @returns 0, or the ErrorCode. */
export function admit(session: RoutedSession, route: Route, head: EnvelopeHead, requestsMax: number): number {
  if (route.roles !== undefined && !session.identity.roles.some((role) => route.roles?.has(role)))
    return ERRORS.FORBIDDEN.code;
  if (head.payloadEnd - head.payloadStart > route.payloadBytesMax) return ERRORS.PAYLOAD_TOO_LARGE.code;
  return head.seq !== 0 && session.pendingCount >= requestsMax ? ERRORS.TOO_MANY_REQUESTS.code : 0;
}

/** The instance for a message: a pin first, then what the route says. */
export function choose(
  parts: ChoiceParts,
  session: RoutedSession,
  route: Route,
  head: EnvelopeHead,
  bytes: Uint8Array,
): GatewayLink | undefined {
  const { service } = route;
  const pinned = pinnedServer(parts.keyPins, session, service, head, bytes);
  if (pinned !== undefined) {
    const link = parts.links.find(pinned);
    // Nobody else may have the message while the instance lives: what it is about is there.
    if (link !== undefined || parts.links.isExpected(pinned)) return link;
  }
  const picker = parts.links.picker(service);
  switch (pickInForce(route, head)) {
    case 'least-pending':
      return picker.leastPending(parts.random);
    case 'key':
      return picker.affine(hashBytes(bytes, head.keyStart, head.keyEnd));
    case 'session':
      return affineToSession(session, service, picker);
  }
}

/** The server id that a backend bound the session, or else the message's key, to. It need not be linked. */
export function pinnedServer(
  keyPins: KeyPins,
  session: RoutedSession,
  service: string,
  { keyStart, keyEnd }: EnvelopeHead,
  bytes: Uint8Array,
): string | undefined {
  const bySession = session.pins?.get(service);
  if (bySession !== undefined || keyStart === keyEnd) return bySession;
  return keyPins.find(service, bytes, keyStart, keyEnd);
}

/** A message without a key cannot be picked for by key: its session decides then. */
export function pickInForce(route: Route, { keyStart, keyEnd }: EnvelopeHead): PickName {
  return route.pick === 'key' && keyStart === keyEnd ? 'session' : route.pick;
}

function choiceOf(session: RoutedSession, service: string): Choice<GatewayLink> | undefined {
  let choice = session.choices;
  while (choice !== undefined && choice.service !== service) choice = choice.next;
  return choice;
}

/** The session's own instance, hashed once for each snapshot of the service and then remembered. */
function affineToSession(
  session: RoutedSession,
  service: string,
  picker: Picker<GatewayLink>,
): GatewayLink | undefined {
  const known = choiceOf(session, service);
  if (known?.picker === picker) return known.candidate;
  const link = picker.affine(hashText(session.id));
  if (link === undefined) return undefined;
  if (known === undefined) session.choices = { service, picker, candidate: link, next: session.choices };
  else {
    known.picker = picker;
    known.candidate = link;
  }
  return link;
}
