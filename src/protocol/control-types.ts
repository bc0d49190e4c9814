// Message types 1-99: the gateway's own. Everything from FIRST_APPLICATION_TYPE on is the applications'.

export const HELLO = 1;
export const WELCOME = 2;
export const PING = 3;
export const PONG = 4;
export const ACK = 5;
export const REFRESH = 6;
export const GO_AWAY = 7;
export const DISCONNECT = 8;
export const UNDELIVERED = 9;
export const LOST = 10;

export const FIRST_APPLICATION_TYPE = 100;

/** Version of the client wire, in Hello and Welcome. */
export const PROTOCOL_VERSION = 1;

/** WebSocket subprotocol that a client must offer. */
export const SUBPROTOCOL = 'causeway.v1';

/** Longest envelope before Welcome, in bytes: a token of 8 KiB and room to spare. */
export const HELLO_BYTES_MAX = 16 * 1024;

/** Longest routing key a client may send, in bytes. */
export const KEY_BYTES_MAX = 64;

/** Longest payload of Ping and Pong, in bytes. */
export const PING_BYTES_MAX = 64;

/** In a resumable session each side sends Ack at least after so many application envelopes. */
export const ACK_EVERY = 32;

/** In a resumable session each side sends Ack at least so often while something is unacknowledged. */
export const ACK_INTERVAL_MS = 1000;

export const UINT32_MAX = 0xffff_ffff;
