// From the order for a protocol to the protocol.

import { tcpClientPipe, websocketClientPipe } from './client-pipe.js';
import { envelopeProtocol } from './envelope-talk.js';
import type { LoadProtocol, Speech } from './load-protocol.js';
import { natsProtocol } from './nats-talk.js';

/** @param hearsAll whether sessions will get notifications that are for all: some protocols must ask for them */
export function protocolOf(speech: Speech, pipe: 'tcp' | 'ws', hearsAll: boolean): LoadProtocol {
  if (speech.kind === 'nats') return natsProtocol(pipe, hearsAll);
  const framed = pipe === 'ws' ? websocketClientPipe : tcpClientPipe;
  return envelopeProtocol(framed, speech.kind === 'causeway' ? speech.token : undefined);
}
