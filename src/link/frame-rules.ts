// Who may send which kind of frame, with which fields. The table of docs/LINK.md; what breaks it closes
// the link with LINK_VIOLATION before any code of a kind sees the frame.

import { LinkKind, type LinkHead } from '../protocol/link-frames.js';
import type { LinkSide } from './proof.js';

/** One bit a field of the head. */
const SESSION = 1;
const REQUEST = 2;
const TYPE = 4;
const DEADLINE = 8;
const HOPS = 16;
const ENVELOPE = 32;
const BODY = 64;

interface FrameRule {
  readonly from: LinkSide | 'both';
  /** Fields that must be there. */
  readonly must: number;
  /** Further fields that may be there. Zero and absent are the same, also for bodies of defaults. */
  readonly may: number;
}

const rule = (from: FrameRule['from'], must: number, may = 0): FrameRule => ({ from, must, may });

const RULES = new Map<number, FrameRule>([
  [LinkKind.PING, rule('both', 0, REQUEST)],
  [LinkKind.PONG, rule('both', 0, REQUEST)],
  [LinkKind.BYE, rule('both', 0, BODY)],
  [LinkKind.RETIRE, rule('dialler', 0)],

  [LinkKind.SESSION_OPENED, rule('dialler', SESSION | BODY)],
  [LinkKind.SESSION_SUSPENDED, rule('dialler', SESSION)],
  [LinkKind.SESSION_RESUMED, rule('dialler', SESSION | BODY)],
  [LinkKind.SESSION_CLOSED, rule('dialler', SESSION, BODY)],
  [LinkKind.SESSION_CHANGED, rule('dialler', SESSION, BODY)],
  [LinkKind.GATEWAY_GONE, rule('dialler', BODY)],

  [LinkKind.REQUEST, rule('dialler', SESSION | REQUEST | TYPE | ENVELOPE, DEADLINE | HOPS)],
  [LinkKind.NOTIFY, rule('dialler', SESSION | TYPE | ENVELOPE, HOPS)],
  [LinkKind.ANSWER, rule('listener', REQUEST | ENVELOPE)],
  [LinkKind.PUSH, rule('listener', SESSION | ENVELOPE)],
  [LinkKind.PUSH_TO, rule('listener', ENVELOPE | BODY)],
  [LinkKind.UNDELIVERED, rule('dialler', BODY)],
  [LinkKind.FENCE, rule('listener', REQUEST | BODY)],
  [LinkKind.AWAIT, rule('listener', REQUEST | BODY)],

  [LinkKind.RELAY, rule('both', TYPE | ENVELOPE | BODY, HOPS)],
  [LinkKind.CALL, rule('both', REQUEST | TYPE | ENVELOPE | BODY, DEADLINE | HOPS)],
  [LinkKind.CALL_ANSWER, rule('both', REQUEST | ENVELOPE)],

  [LinkKind.GROUP_JOIN, rule('listener', BODY, REQUEST)],
  [LinkKind.GROUP_LEAVE, rule('listener', BODY, REQUEST)],
  [LinkKind.SET_ATTRIBUTES, rule('listener', SESSION | BODY, REQUEST)],
  [LinkKind.KICK, rule('listener', BODY, REQUEST)],
  [LinkKind.PIN, rule('listener', BODY, SESSION | REQUEST)],
  [LinkKind.DRAIN, rule('listener', 0, REQUEST)],
  [LinkKind.CONFIRM, rule('listener', REQUEST)],
  [LinkKind.DONE, rule('dialler', REQUEST, BODY)],

  [LinkKind.PRESENCE_QUERY, rule('listener', REQUEST | BODY)],
  [LinkKind.PRESENCE_ANSWER, rule('dialler', REQUEST, BODY)],
  [LinkKind.PRESENCE_WATCH, rule('listener', BODY, REQUEST)],
  [LinkKind.PRESENCE_UNWATCH, rule('listener', BODY, REQUEST)],
  [LinkKind.PRESENCE_EVENTS, rule('dialler', BODY)],
]);

/** The same by number: a look-up for each frame. */
const RULE_OF_KIND: readonly (FrameRule | undefined)[] = Array.from(
  { length: Math.max(...RULES.keys()) + 1 },
  (_, kind) => RULES.get(kind),
);

/** Whether `sender` may send a frame with this head once the link is open. */
export function isFrameAllowed(sender: LinkSide, head: LinkHead): boolean {
  const found = RULE_OF_KIND[head.kind];
  if (found === undefined || (found.from !== sender && found.from !== 'both')) return false;
  const present = presentFields(head);
  return (present & found.must) === found.must && (present & ~(found.must | found.may)) === 0;
}

function presentFields(head: LinkHead): number {
  let present = head.session === 0 ? 0 : SESSION;
  if (head.request !== 0) present |= REQUEST;
  if (head.type !== 0) present |= TYPE;
  if (head.deadlineMs !== 0) present |= DEADLINE;
  if (head.hops !== 0) present |= HOPS;
  if (head.envelopeEnd !== head.envelopeStart) present |= ENVELOPE;
  return head.bodyEnd === head.bodyStart ? present : present | BODY;
}
