// Where a message would go and why, told in the steps in which the router decides (decisions.ts).

import { formatAddress } from '../discovery/address.js';
import type { GatewayLink } from '../link/gateway-link.js';
import { errorName, ERRORS } from '../protocol/codes.js';
import { FIRST_APPLICATION_TYPE } from '../protocol/control-types.js';
import { newEnvelopeHead, type EnvelopeHead } from '../protocol/envelope.js';
import {
  admit,
  choose,
  pickInForce,
  pinnedServer,
  type ChoiceParts,
  type RoutedSession,
} from './decisions.js';
import type { Route, RouteTable } from './route.js';
import { quoteText } from './table-problems.js';

/** The message in question. */
export interface ExplainQuery {
  readonly type: number;
  /** A live session to look through; undefined: a new one with `roles`. */
  readonly session: RoutedSession | undefined;
  /** Roles to assume instead of the session's own, when there are any. */
  readonly roles: readonly string[];
  readonly key: Uint8Array;
  readonly payloadBytes: number;
  /** A notification has no limit on how many are under way. */
  readonly isRequest: boolean;
}

export interface ExplainedInstance {
  readonly server: string;
  readonly address: string;
  readonly weight: number;
  readonly pending: number;
}

export interface Explanation {
  readonly type: number;
  readonly table: { readonly hash: string; readonly revision: string };
  /** Empty when the session is an assumed one. */
  readonly session: string;
  readonly route: ExplainedRoute | undefined;
  /** 0 when the message would be sent, else the code that it would be answered with. */
  readonly code: number;
  /** Name of `code`; "OK" for 0. */
  readonly outcome: string;
  /** Where it would go; undefined when nowhere, or when that is only settled with a session or by chance. */
  readonly instance: ExplainedInstance | undefined;
  /** What can be picked of the service now, at most `CANDIDATES_MAX`. */
  readonly candidates: readonly ExplainedInstance[];
  /** The decisions in order, each a sentence. */
  readonly steps: readonly string[];
}

export interface ExplainedRoute {
  readonly id: string;
  readonly service: string;
  readonly timeoutMs: number;
  readonly payloadBytesMax: number;
  readonly roles: readonly string[] | undefined;
  readonly pick: string;
}

export interface ExplainParts extends ChoiceParts {
  readonly requestsMax: number;
}

export const CANDIDATES_MAX = 50;

const NO_LIMIT = Number.POSITIVE_INFINITY;

/** @param parts what a gateway knows of instances; undefined: only the table is known */
export function explainMessage(
  parts: ExplainParts | undefined,
  table: RouteTable,
  query: ExplainQuery,
): Explanation {
  if (query.type < FIRST_APPLICATION_TYPE) return explanation(table, query, undefined, RESERVED);
  const route = table.lookup(query.type);
  if (route === undefined) return explanation(table, query, undefined, noRoute(query.type));
  const [head, session] = [headOf(query), sessionOf(query)];
  const refused = admit(session, route, head, parts?.requestsMax ?? NO_LIMIT);
  const steps = [routeStep(query.type, route), admitStep(query, session, route, refused)];
  if (refused !== 0) return explanation(table, query, route, { code: refused, steps });
  if (parts === undefined) {
    const unknown = 'No gateway was asked: which instances there are, and which one it is, is not known.';
    return explanation(table, query, route, { code: 0, steps: [...steps, unknown] });
  }
  const chosen = explainChoice(parts, query, session, route, head);
  return explanation(table, query, route, { ...chosen, steps: [...steps, ...chosen.steps] });
}

type Verdict = Pick<Explanation, 'code' | 'steps'> & Partial<Pick<Explanation, 'instance' | 'candidates'>>;

function explanation(
  table: RouteTable,
  query: ExplainQuery,
  route: Route | undefined,
  verdict: Verdict,
): Explanation {
  const { code, steps, instance, candidates = [] } = verdict;
  return {
    type: query.type,
    table: { hash: table.hash, revision: table.revision },
    session: query.session?.id ?? '',
    route: route && { ...route, roles: route.roles && [...route.roles] },
    code,
    outcome: code === 0 ? 'OK' : errorName(code),
    instance,
    candidates,
    steps,
  };
}

/** A session answers these itself, before anything is routed (session/control.ts). */
const RESERVED: Verdict = {
  code: ERRORS.TYPE_RESERVED.code,
  steps: [`Types 1 to ${FIRST_APPLICATION_TYPE - 1} belong to the gateway: no route can have them.`],
};

const noRoute = (type: number): Verdict => ({
  code: ERRORS.NO_ROUTE.code,
  steps: [`No route has type ${type}.`],
});

/** The offsets that a scan of such an envelope would give, as far as decisions look at them. */
function headOf({ type, key, payloadBytes, isRequest }: ExplainQuery): EnvelopeHead {
  const head = newEnvelopeHead();
  return Object.assign(head, {
    type,
    seq: isRequest ? 1 : 0,
    keyStart: 0,
    keyEnd: key.length,
    payloadStart: key.length,
    payloadEnd: key.length + payloadBytes,
  });
}

/** A copy, since choosing remembers the choice in the session. */
function sessionOf({ session, roles }: ExplainQuery): RoutedSession {
  const nobody = { user: '', roles, attributes: new Map<string, string>(), expiresAtMs: Infinity };
  if (session === undefined)
    return { id: '', identity: nobody, pendingCount: 0, pins: undefined, choices: undefined };
  const { id, identity, pendingCount, pins, choices } = session;
  const assumed = roles.length === 0 ? identity : { ...identity, roles };
  return { id, identity: assumed, pendingCount, pins, choices: copyOf(choices) };
}

function copyOf(choice: RoutedSession['choices']): RoutedSession['choices'] {
  return choice && { ...choice, next: copyOf(choice.next) };
}

function routeStep(type: number, { id, service, timeoutMs }: Route): string {
  return `Type ${type} is in route ${id}: service ${quoteText(service)}, ${timeoutMs} ms for an answer.`;
}

function admitStep(query: ExplainQuery, session: RoutedSession, route: Route, refused: number): string {
  const roles = session.identity.roles.map(quoteText).join(', ') || 'none';
  switch (refused) {
    case 0:
      return route.roles === undefined
        ? 'It is let through: the route asks for no role.'
        : `It is let through: the session has one of the roles ${rolesOf(route)}.`;
    case ERRORS.FORBIDDEN.code:
      return `Refused: the route asks for one of the roles ${rolesOf(route)}, the session has ${roles}.`;
    case ERRORS.PAYLOAD_TOO_LARGE.code:
      return `Refused: ${query.payloadBytes} bytes of payload, the route takes ${route.payloadBytesMax}.`;
    default:
      return `Refused: ${session.pendingCount} requests of the session are under way, which is the limit.`;
  }
}

const rolesOf = (route: Route): string => [...(route.roles ?? [])].map(quoteText).join(', ');

function explainChoice(
  parts: ExplainParts,
  query: ExplainQuery,
  session: RoutedSession,
  route: Route,
  head: EnvelopeHead,
): Verdict {
  const picker = parts.links.picker(route.service);
  const candidates = picker.candidates.slice(0, CANDIDATES_MAX).map(instanceOf);
  const link = choose(parts, session, route, head, query.key);
  const pinned = pinnedServer(parts.keyPins, session, route.service, head, query.key);
  const steps = pinSteps(pinned, link?.serverId);
  const isPinned = pinned !== undefined && link?.serverId === pinned;
  if (link === undefined && pinned !== undefined && parts.links.isExpected(pinned)) {
    const waits = `A backend pinned it to ${quoteText(pinned)}, which is healthy but not linked: nobody else gets it.`;
    return { code: ERRORS.NO_INSTANCE.code, steps: [waits], candidates };
  }
  if (link === undefined) {
    const none = `No instance of ${quoteText(route.service)} is linked, healthy and not draining.`;
    return { code: ERRORS.NO_INSTANCE.code, steps: [...steps, none], candidates };
  }
  if (isPinned) return { code: 0, steps, candidates, instance: instanceOf(link) };
  const rule = pickInForce(route, head);
  const isSettled = candidates.length === 1 || rule === 'key' || (rule === 'session' && session.id !== '');
  const instance = isSettled ? instanceOf(link) : undefined;
  const of = `${picker.size} that can be picked`;
  return { code: 0, steps: [...steps, pickStep(rule, route, session, of)], candidates, instance };
}

function pinSteps(pinned: string | undefined, chosen: string | undefined): string[] {
  if (pinned === undefined) return [];
  return pinned === chosen
    ? [`A backend pinned it to ${quoteText(pinned)}, which is linked.`]
    : [
        `A backend pinned it to ${quoteText(pinned)}, which is neither linked nor healthy: the route decides.`,
      ];
}

function pickStep(rule: Route['pick'], route: Route, session: RoutedSession, of: string): string {
  if (rule === 'least-pending') return `Picked by load: the less busy of two drawn from ${of}.`;
  if (rule === 'key') return `Picked by the key's hash from ${of}: the same key gets the same one.`;
  const why = route.pick === 'key' ? 'It has no key, so it is picked' : 'Picked';
  return session.id === ''
    ? `${why} by the hash of the session's id from ${of}.`
    : `${why} for this session from ${of}, by the hash of its id.`;
}

function instanceOf({ serverId, weight, pendingCount, instance }: GatewayLink): ExplainedInstance {
  return { server: serverId, address: formatAddress(instance), weight, pending: pendingCount };
}
