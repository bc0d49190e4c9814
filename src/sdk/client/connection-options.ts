// What a client's connection is told at its beginning.

import type { Random } from '../../clock.js';
import type { SessionLimits } from './session.js';

export interface ConnectionOptions {
  readonly url: string;
  /** undefined: fetched by the driver, and again when it is refused or about to end. */
  readonly token: string | undefined;
  readonly resumable: boolean;
  /** Name and version for the gateway's logs. */
  readonly client: string;
  /** Wished heartbeat interval; 0: the gateway's. */
  readonly heartbeatMs: number;
  /** From the first step of a try to connect to its Welcome. */
  readonly handshakeTimeoutMs: number;
  readonly limits: SessionLimits;
  readonly random: Random;
}
