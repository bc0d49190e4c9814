// Who is asked whether a connection may be, as the listener sees it. Implemented by
// traffic/connection-limits.ts.

/** Why a connection may not be. */
export const CONNECTION_REFUSALS = [
  /** As many connections as there may be. */
  'connections-full',
  /** Too many new ones in a second. */
  'connection-rate',
  /** As many connections as one address may have. */
  'address-full',
  /** Too many new ones in a second from one address. */
  'address-rate',
] as const;
export type ConnectionRefusal = (typeof CONNECTION_REFUSALS)[number];

/** `remote` is "address:port" of the client. */
export interface ConnectionGate {
  /** Counts a new connection, or says why it may not be. */
  admit(remote: string): ConnectionRefusal | undefined;
  /** Counts a connection that was admitted for the client that its proxy named too, or says why not. */
  admitAddress(remote: string): ConnectionRefusal | undefined;
  /** An admitted connection is gone. */
  release(remote: string): void;
}

/** Lets everybody in. */
export const OPEN_GATE: ConnectionGate = {
  admit: () => undefined,
  admitAddress: () => undefined,
  release: () => undefined,
};
