// What a client speaks, told from the first byte it sends. One byte is enough, so that it does not
// matter how the rest is split over packets.

/** 'unknown' closes. */
export type Protocol = 'tcp' | 'tls' | 'http' | 'unknown';

const PROTOCOLS: ReadonlyMap<number, Protocol> = new Map<number, Protocol>([
  // The high byte of a TCP frame's length: frames are shorter than 2^24.
  [0x00, 'tcp'],
  // A TLS record of type handshake, which a ClientHello comes in (RFC 8446 section 5.1).
  [0x16, 'tls'],
  // A WebSocket opens with GET (RFC 6455 section 4.1).
  [0x47, 'http'],
]);

export function protocolOf(firstByte: number): Protocol {
  return PROTOCOLS.get(firstByte) ?? 'unknown';
}
