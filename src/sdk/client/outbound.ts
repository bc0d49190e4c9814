// The control envelopes that a client sends.

import * as control from '../../protocol/control-messages.js';
import * as types from '../../protocol/control-types.js';
import { encodeEnvelope } from '../../protocol/envelope.js';
import type { Departure } from './actions.js';

export function helloEnvelope(seq: number, hello: Omit<control.Hello, 'protocol'>): Uint8Array {
  const payload = control.hello.encode({ protocol: types.PROTOCOL_VERSION, ...hello });
  return encodeEnvelope({ type: types.HELLO, seq, payload });
}

export function ackEnvelope(received: number): Uint8Array {
  return encodeEnvelope({ type: types.ACK, payload: control.ack.encode({ received }) });
}

export function refreshEnvelope(seq: number, token: string): Uint8Array {
  return encodeEnvelope({ type: types.REFRESH, seq, payload: control.refresh.encode({ token }) });
}

export function disconnectEnvelope({ code, reason, advice }: Departure): Uint8Array {
  const payload = control.disconnect.encode({ code, reason, advice });
  return encodeEnvelope({ type: types.DISCONNECT, payload });
}
