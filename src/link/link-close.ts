// Names of link close codes, and what to make of a peer's.

import { LinkCloseCode } from '../protocol/link-frames.js';

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
