// The payloads between a gateway and an auth service: see proto/causeway/auth.proto.

import { causeway } from './gen/auth.js';
import { codec } from './message-codec.js';

const v1 = causeway.auth.v1;

export const authRequest = codec(v1.AuthRequest);
export const authReply = codec(v1.AuthReply);
