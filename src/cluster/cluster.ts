// What a gateway wants from the other gateways: to know who is online where, and to reach sessions that
// it does not hold. Implementations: memory.ts (one process, the embedded default); the same contract
// tests run against each.

import type { PushTarget } from '../protocol/control-messages.js';

/** A session as the directory knows it. */
export interface Presence {
  readonly sessionId: string;
  readonly user: string;
  readonly gatewayId: string;
  readonly sinceEpochMs: number;
}

/** What one gateway asks of the others. Each does it to the sessions that it holds itself. */
export type ClusterMessage =
  | { readonly kind: 'push'; readonly target: PushTarget; readonly envelope: Uint8Array }
  | {
      readonly kind: 'group';
      readonly change: 'join' | 'leave';
      readonly group: string;
      readonly sessions: readonly string[];
    }
  | {
      readonly kind: 'kick';
      readonly session: string;
      readonly user: string;
      readonly reason: string;
      readonly advice: number;
    };

export interface ClusterReceiver {
  /** Messages of one gateway come in the order in which it sent them. */
  receive(message: ClusterMessage, fromGatewayId: string): void;
}

export type LocateOutcome =
  | { readonly ok: true; readonly sessions: readonly Presence[] }
  | { readonly ok: false; readonly detail: string };

export interface Cluster {
  /** Called once, before anything else. */
  start(receiver: ClusterReceiver): void;
  /** A session of this gateway began. */
  enter(presence: Presence): void;
  /** A session of this gateway ended. */
  leave(sessionId: string): void;
  /** All sessions of a user, on all gateways. Never rejects. */
  locate(user: string): Promise<LocateOutcome>;
  /**
   * Sends to all other gateways, in order.
   * @returns false when they cannot be reached now: nothing was sent.
   */
  publish(message: ClusterMessage): boolean;
  /** Takes this gateway and its presences out. */
  close(): Promise<void>;
}
