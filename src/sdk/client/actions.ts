// What the connection core tells its driver to do, in this order, and what users hear of it.

import type { Advice } from '../../protocol/codes.js';
import type { Ticket } from './pending-requests.js';
import type { RequestFailure } from './request-error.js';

export type Outcome =
  | { readonly ok: true; readonly payload: Uint8Array }
  | { readonly ok: false; readonly failure: RequestFailure };

/** A message that a backend sent unasked. */
export interface Push {
  readonly type: number;
  /** Empty when the backend set none. */
  readonly key: Uint8Array;
  readonly payload: Uint8Array;
}

/** Why a transport ended and what it means. */
export interface Departure {
  /** A DisconnectCode; TRANSPORT_LOST when the gateway sent none. */
  readonly code: number;
  /** Name of the code in the registry. */
  readonly name: string;
  /** For people. */
  readonly reason: string;
  readonly advice: Advice;
}

/** Name to payload of every event of a client. */
export interface ClientEvents {
  /** A Welcome. `resumed`: the session before it goes on, nothing was lost; false: a new session. */
  connected: {
    readonly session: string;
    readonly user: string;
    readonly gateway: string;
    readonly resumed: boolean;
  };
  /** The transport ended, and another one will be tried. */
  disconnected: Departure & { readonly willRetryInMs: number };
  /** The end: nothing will be tried any more. Exactly once. */
  closed: Departure;
  /** Every push, also those that an `onPush` takes. */
  push: Push;
  /** Notifications that the gateway could not deliver. `code`: why the last of them failed. */
  undelivered: {
    readonly type: number;
    readonly code: number;
    readonly name: string;
    readonly count: number;
  };
  /** Pushes that were lost between gateways: what is shown may be out of date. */
  lost: { readonly count: number };
  /** The gateway asked to move; the client does so by itself. */
  goAway: {
    readonly code: number;
    readonly name: string;
    readonly reconnectAfterMs: number;
    readonly address: string;
  };
}

export type ClientEvent = {
  [Name in keyof ClientEvents]: { readonly name: Name; readonly event: ClientEvents[Name] };
}[keyof ClientEvents];

export type Action =
  /** Call the user's token function; report by `tokenFetched` or `tokenFailed`. */
  | { readonly do: 'fetch-token' }
  /** Open a transport; at most one is there at a time. */
  | { readonly do: 'open'; readonly url: string }
  | { readonly do: 'write'; readonly envelope: Uint8Array }
  /** Largest envelope to take from now on. */
  | { readonly do: 'limit'; readonly bytesMax: number }
  /** End the transport after what was written; nothing of it is to be reported any more. */
  | { readonly do: 'close'; readonly code: number }
  /** The end of a wait: exactly once for each ticket. */
  | { readonly do: 'answer'; readonly ticket: Ticket; readonly outcome: Outcome }
  | ({ readonly do: 'emit' } & ClientEvent);
