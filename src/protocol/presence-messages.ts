// What gateways tell each other of who is online: see proto/causeway/presence.proto.

import { causeway } from './gen/presence.js';
import { codec } from './message-codec.js';

export const presenceNews = codec(causeway.presence.v1.News);

/** NewsKind in proto/causeway/presence.proto. */
export const NewsKind = { WATCH: 1, UNWATCH: 2, CHANGES: 3 } as const;
