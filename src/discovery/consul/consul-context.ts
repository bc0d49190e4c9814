// What the parts of the Consul registry share.
import type { Clock, Random } from '../../clock.js';
import type { Log } from '../../log.js';
import type { Contact } from '../contact.js';
import type { SkipLog } from '../skip-log.js';
import type { QueryTiming } from './blocking-query.js';
import type { ConsulClient } from './consul-client.js';

export interface ConsulContext {
  readonly client: ConsulClient;
  /** Root of our keys, without a slash at its end. */
  readonly prefix: string;
  /** Services with this tag are ours. */
  readonly serviceTag: string;
  readonly trustPeriodMs: number;
  readonly timing: QueryTiming;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly contact: Contact;
  readonly skipLog: SkipLog;
}
