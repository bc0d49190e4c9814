// Names of link close codes, what to make of a peer's, and how to say one.

import { encodeLinkFrame, LinkCloseCode, LinkKind } from '../protocol/link-frames.js';
import { linkBye } from '../protocol/link-messages.js';

const NAMES = new Map<number, keyof typeof LinkCloseCode>(
  (Object.keys(LinkCloseCode) as (keyof typeof LinkCloseCode)[]).map((name) => [LinkCloseCode[name], name]),
);

/** Name of a close code for logs and metrics; 'lost' stays 'lost'. */
export function linkCloseName(code: LinkCloseCode | 'lost'): string {
  return code === 'lost' ? code : (NAMES.get(code) ?? String(code));
}

/** A code from a peer's BYE. One that is not in the registry says no more than that the peer stops. */
export function toLinkCloseCode(code: number): LinkCloseCode {
  return NAMES.has(code) ? (code as LinkCloseCode) : LinkCloseCode.STOPPING;
}

/** The reason is for the peer's log; an over-long one would not fit a greeting's frame limit. */
export function byeFrame(code: LinkCloseCode, reason: string): Uint8Array {
  return encodeLinkFrame(
    { kind: LinkKind.BYE },
    undefined,
    linkBye.encode({ code, reason: reason.slice(0, 200) }),
  );
}
