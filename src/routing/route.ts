// A route as the router uses it, compiled from what operators wrote. docs/ROUTES.md is the text.

/** How an instance is chosen. 'session': the same one for a session while the instances are the same. 'key': by the message's key. */
export const PICKS = ['session', 'key', 'least-pending'] as const;
export type Pick = (typeof PICKS)[number];

export interface Route {
  /** "name#position": the key below the prefix and the place in its list, for logs and explain. */
  readonly id: string;
  readonly service: string;
  /** How long a request may take, in milliseconds. */
  readonly timeoutMs: number;
  /** Longest payload, in bytes. */
  readonly payloadBytesMax: number;
  /** The session must have one of these; undefined: everyone may. */
  readonly roles: ReadonlySet<string> | undefined;
  readonly pick: Pick;
}

/** An immutable snapshot of all routes. */
export interface RouteTable {
  /** Hash of the content it was compiled from. */
  readonly hash: string;
  readonly revision: string;
  readonly routes: readonly Route[];
  /** The route of a message type, in a time that does not depend on the size of the table. */
  lookup(type: number): Route | undefined;
}
