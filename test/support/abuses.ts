// What hostile clients do, one row each, with how the gateway ends it. Used one by one (each has its code)
// and all at once (nobody else notices).
import { ack, hello, refresh } from '../../src/protocol/control-messages.js';
import { ACK, GO_AWAY, HELLO, PING, PONG, REFRESH } from '../../src/protocol/control-types.js';
import { encodeEnvelope } from '../../src/protocol/envelope.js';
import { OPCODE, RawPeer, wsFrame, type PeerTarget, type PipeName } from './raw-peer.js';

export interface AbuseTarget extends PeerTarget {
  /** One that the gateway takes. */
  readonly token: string;
}

export interface Abuse {
  readonly name: string;
  /** How it ends; see RawPeer.ended. */
  readonly expected: string;
  /** It waits for a deadline. */
  readonly isSlow: boolean;
  run(target: AbuseTarget): Promise<string>;
}

/** More than the limit on control envelopes lets through in the time of a test. */
const FLOOD = 12_000;

/** Ends that come by time. */
const DEADLINES: ReadonlySet<string> = new Set(['HELLO_TIMEOUT', 'HEARTBEAT_LOST']);

/** The shortest that a client may ask for: silence of twice as long ends it. */
const HEARTBEAT_MS = 1_000;

type Act = (peer: RawPeer, target: AbuseTarget) => Promise<void> | void;

function abuse(name: string, pipe: PipeName, expected: string, act: Act, upgrade = pipe === 'ws'): Abuse {
  return {
    name: `${name} (${pipe})`,
    expected,
    isSlow: DEADLINES.has(expected) || name.startsWith('slow'),
    async run(target) {
      const peer = new RawPeer(target, pipe, upgrade);
      await act(peer, target);
      return peer.ended;
    },
  };
}

/** The same over both pipes. */
function both(name: string, expected: string, act: Act): readonly Abuse[] {
  return [abuse(name, 'tcp', expected, act), abuse(name, 'ws', expected, act)];
}

/** As `both`, by a client that is logged in. */
function bothIn(name: string, expected: string, act: Act): readonly Abuse[] {
  return both(name, expected, async (peer, target) => {
    await peer.login(target.token);
    await act(peer, target);
  });
}

/** One byte after the other, for as long as the gateway has patience. */
async function trickle(peer: RawPeer, bytes: Uint8Array | string): Promise<void> {
  for (const byte of Buffer.from(bytes)) {
    if (!peer.isOpen) return;
    void peer.raw(Uint8Array.of(byte));
    await new Promise((resolve) => setTimeout(resolve, 400));
  }
}

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);
const helloOf = (fields: Parameters<typeof hello.encode>[0]): Uint8Array =>
  encodeEnvelope({ type: HELLO, seq: 1, payload: hello.encode(fields) });

const OPENING: readonly Abuse[] = [
  abuse('slow: says nothing', 'tcp', 'closed', () => undefined),
  abuse(
    'slow: an upgrade byte by byte',
    'ws',
    'closed',
    (peer) => trickle(peer, 'GET / HTTP/1.1\r\nHost: x'),
    false,
  ),
  abuse('a first byte of no protocol', 'tcp', 'closed', (peer) => peer.raw(bytes(0x42, 1, 2, 3))),
  abuse('TLS in TLS, or where there is none', 'tcp', 'closed', (peer) => peer.raw(bytes(0x16, 3, 1, 0, 200))),
  abuse('plain HTTP', 'ws', '404', (peer) => peer.raw('GET /status HTTP/1.1\r\nHost: x\r\n\r\n'), false),
  abuse('no HTTP at all', 'ws', '400', (peer) => peer.raw('GET\0 / nonsense\r\n\r\n'), false),
  abuse(
    'an endless HTTP header',
    'ws',
    '431',
    (peer) => peer.raw(`GET / HTTP/1.1\r\nX: ${'x'.repeat(40_000)}`),
    false,
  ),
  abuse('half-open: sends nothing and finishes', 'tcp', 'closed', (peer) => {
    peer.finish();
  }),
];

const BEFORE_WELCOME: readonly Abuse[] = [
  abuse('no Hello', 'ws', 'HELLO_TIMEOUT', () => undefined),
  abuse('a Hello byte by byte', 'tcp', 'HELLO_TIMEOUT', (peer, { token }) =>
    trickle(peer, peer.frame(helloOf({ protocol: 1, token }))),
  ),
  abuse('a Hello byte by byte', 'ws', 'HELLO_TIMEOUT', (peer, { token }) =>
    trickle(peer, peer.frame(helloOf({ protocol: 1, token }))),
  ),
  ...both('a message before Hello', 'PROTOCOL', (peer) => peer.send({ type: 1000, seq: 1 })),
  ...both('a Hello that is none', 'MALFORMED', (peer) =>
    peer.send({ type: HELLO, seq: 1, payload: bytes(0x12) }),
  ),
  ...both('an unknown version', 'VERSION_UNSUPPORTED', (peer) =>
    peer.raw(peer.frame(helloOf({ protocol: 2 }))),
  ),
  ...both('a bad token', 'TOKEN_INVALID', (peer) =>
    peer.raw(peer.frame(helloOf({ protocol: 1, token: 'x.y.z' }))),
  ),
  ...both('two Hellos', 'PROTOCOL', async (peer, { token }) => {
    await peer.raw(peer.frame(helloOf({ protocol: 1, token })));
    await peer.raw(peer.frame(helloOf({ protocol: 1, token })));
  }),
  ...both('an envelope that is none', 'MALFORMED', (peer) => peer.raw(peer.frame(bytes(0xff, 0xff, 0xff)))),
  ...both('longer than before Welcome', 'FRAME_TOO_LARGE', (peer) =>
    peer.raw(peer.frame(new Uint8Array(16_385))),
  ),
  abuse('the longest length there is', 'tcp', 'FRAME_TOO_LARGE', (peer) =>
    peer.raw(bytes(0, 0xff, 0xff, 0xff)),
  ),
  abuse('the longest length there is', 'ws', 'FRAME_TOO_LARGE', (peer) =>
    peer.raw(bytes(0x82, 0xff, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0)),
  ),
];

const WEBSOCKET: readonly Abuse[] = [
  abuse('a text frame', 'ws', 'PROTOCOL', (peer) => peer.raw(wsFrame(OPCODE.TEXT, bytes(104, 105)))),
  abuse('a frame without a mask', 'ws', 'MALFORMED', (peer) => peer.raw(bytes(0x82, 1, 0))),
  abuse('reserved bits', 'ws', 'MALFORMED', (peer) => peer.raw(bytes(0xf2, 0x80, 0, 0, 0, 0))),
  abuse('an unknown opcode', 'ws', 'MALFORMED', (peer) => peer.raw(wsFrame(3))),
  abuse('a fragmented ping', 'ws', 'MALFORMED', (peer) => peer.raw(wsFrame(OPCODE.PING, bytes(1), false))),
  abuse('a ping longer than 125 bytes', 'ws', 'MALFORMED', (peer) =>
    peer.raw(wsFrame(OPCODE.PING, new Uint8Array(126))),
  ),
  abuse('a fragmented close', 'ws', 'MALFORMED', (peer) => peer.raw(wsFrame(OPCODE.CLOSE, bytes(), false))),
  abuse('a close amid the fragments of a message', 'ws', 'closed', async (peer) => {
    await peer.raw(wsFrame(OPCODE.BINARY, bytes(8), false));
    await peer.raw(wsFrame(OPCODE.CLOSE, bytes(3, 232)));
  }),
  abuse('a continuation of nothing', 'ws', 'MALFORMED', (peer) =>
    peer.raw(wsFrame(OPCODE.CONTINUATION, bytes(1))),
  ),
  abuse('a message amid the fragments of another', 'ws', 'MALFORMED', async (peer) => {
    await peer.raw(wsFrame(OPCODE.BINARY, bytes(8), false));
    await peer.raw(wsFrame(OPCODE.BINARY, bytes(8)));
  }),
  abuse('fragments without end, pings between them', 'ws', 'FRAME_TOO_LARGE', (peer) => {
    // So few pings are no flood.
    const fragments = Array.from({ length: 11 }, () => wsFrame(OPCODE.CONTINUATION, bytes(), false));
    const part = Buffer.concat([...fragments, wsFrame(OPCODE.PING)]);
    return peer.raw(
      Buffer.concat([wsFrame(OPCODE.BINARY, bytes(8), false), ...Array.from({ length: 100 }, () => part)]),
    );
  }),
  ...(['PING', 'PONG'] as const).map((name) =>
    abuse(`a flood of ${name} frames`, 'ws', 'FLOOD', async (peer, { token }) => {
      await peer.login(token);
      await peer.raw(Buffer.concat(Array.from({ length: FLOOD }, () => wsFrame(OPCODE[name], bytes(1)))));
    }),
  ),
];

const LOGGED_IN: readonly Abuse[] = [
  ...bothIn('a second Hello', 'PROTOCOL', (peer, { token }) =>
    peer.raw(peer.frame(helloOf({ protocol: 1, token }))),
  ),
  ...bothIn('type 0', 'MALFORMED', (peer) => peer.send({ type: 0, seq: 2 })),
  ...bothIn('a code', 'MALFORMED', (peer) => peer.send({ type: 1000, seq: 2, code: 1000 })),
  ...bothIn('a key of 65 bytes', 'MALFORMED', (peer) =>
    peer.send({ type: 1000, seq: 2, key: new Uint8Array(65) }),
  ),
  ...bothIn('a seq twice', 'PROTOCOL', async (peer) => {
    await peer.send({ type: 1002, seq: 2 });
    await peer.send({ type: 1002, seq: 2 });
  }),
  ...bothIn('an envelope longer than the limit', 'FRAME_TOO_LARGE', (peer) =>
    peer.raw(peer.frame(new Uint8Array(65_537))),
  ),
  ...bothIn('a Ping of 65 bytes', 'MALFORMED', (peer) =>
    peer.send({ type: PING, payload: new Uint8Array(65) }),
  ),
  ...both('an Ack of what was never sent', 'PROTOCOL', async (peer, { token }) => {
    await peer.login(token, { resumable: true });
    await peer.send({ type: ACK, payload: ack.encode({ received: 4_000_000_000 }) });
  }),
  ...bothIn('a flood of Pings', 'FLOOD', (peer) => peer.flood({ type: PING, payload: bytes(1) }, FLOOD)),
  ...bothIn('a flood of Pongs', 'FLOOD', (peer) => peer.flood({ type: PONG }, FLOOD)),
  ...bothIn('a flood of Acks', 'FLOOD', (peer) => peer.flood({ type: ACK, payload: ack.encode({}) }, FLOOD)),
  ...bothIn('a flood of a reserved type', 'FLOOD', (peer) => peer.flood({ type: 42 }, FLOOD)),
  ...bothIn('a flood of Refreshes without a seq', 'FLOOD', (peer) =>
    peer.flood({ type: REFRESH, payload: refresh.encode({ token: 'x' }) }, FLOOD / 32),
  ),
  ...bothIn('a flood of Refreshes', 'FLOOD', async (peer) => {
    const payload = refresh.encode({ token: 'x' });
    const frames = Array.from({ length: FLOOD / 32 }, (_, index) =>
      peer.frame(encodeEnvelope({ type: REFRESH, seq: index + 2, payload })),
    );
    await peer.raw(Buffer.concat(frames));
  }),
  ...bothIn("a flood of the gateway's own types", 'FLOOD', (peer) => peer.flood({ type: GO_AWAY }, FLOOD)),
  ...bothIn('a flood of messages nobody wants', 'FLOOD', (peer) => peer.flood({ type: 9_999 }, FLOOD)),
];

/** Gone without a FIN: what is seen of such a peer is that it says nothing any more. */
const HALF_OPEN: readonly Abuse[] = [
  ...both('half-open: reads and never answers', 'HEARTBEAT_LOST', (peer, { token }) =>
    peer.login(token, { heartbeatMs: HEARTBEAT_MS }),
  ),
  ...both('half-open: neither reads nor writes', 'HEARTBEAT_LOST', async (peer, { token }) => {
    await peer.login(token, { heartbeatMs: HEARTBEAT_MS });
    peer.stall();
    // Longer than the gateway has patience: what it said meanwhile is read now.
    await new Promise((resolve) => setTimeout(resolve, 4 * HEARTBEAT_MS));
    peer.resume();
  }),
];

export const ABUSES: readonly Abuse[] = [
  ...OPENING,
  ...BEFORE_WELCOME,
  ...WEBSOCKET,
  ...LOGGED_IN,
  ...HALF_OPEN,
];

/** Where the gateway takes TLS: what is done to the handshake itself, over a bare socket. */
export const TLS_ABUSES: readonly Abuse[] = [
  abuse('slow: a TLS handshake byte by byte', 'tcp', 'closed', (peer) =>
    trickle(peer, bytes(0x16, 3, 1, 2, 0, 1, 0, 1, 0xfc, 3, 3, ...new Array<number>(32).fill(7))),
  ),
  abuse('a TLS handshake of rubbish', 'tcp', 'closed', (peer) =>
    peer.raw(bytes(0x16, 3, 1, 0, 5, 1, 2, 3, 4, 5)),
  ),
  abuse('the longest TLS record there is', 'tcp', 'closed', (peer) =>
    peer.raw(Buffer.concat([bytes(0x16, 3, 1, 0xff, 0xff), Buffer.alloc(65_535)])),
  ),
];

/** What an ordinary client does that comes and goes, to compare with. */
export const ORDINARY_VISIT: Abuse = {
  name: 'an ordinary visit',
  expected: 'closed',
  isSlow: false,
  async run(target) {
    const peer = new RawPeer(target, 'tcp');
    await peer.login(target.token);
    await peer.send({ type: 1000, seq: 2, payload: bytes(0x31) });
    peer.finish();
    return peer.ended;
  },
};

/** With limits on messages that the flood of them reaches. For the gateway's environment. */
export const ABUSE_LIMITS = { CAUSEWAY_SESSION_MESSAGES_PER_SECOND_MAX: '2000' };
