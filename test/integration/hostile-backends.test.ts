// Backends that know the secret and send what they must not, over real sockets: the link is closed with its
// code, the request on it ends, and the other service goes on.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { SignJWT } from 'jose';
import { systemClock } from '../../src/clock.js';
import type { Instance } from '../../src/discovery/registry.js';
import { DEFAULT_LINK_LIMITS } from '../../src/link/link-connection.js';
import { listenForLinks, type LinkListener } from '../../src/link/link-listener.js';
import { encodeEnvelope } from '../../src/protocol/envelope.js';
import { encodeLinkFrame, LinkCloseCode, LinkKind, LinkRole } from '../../src/protocol/link-frames.js';
import { connect, RequestError, type Client } from '../../src/sdk/client/node.js';
import { LINK_SECRET, startEchoGateway, TOKEN_SECRET, type EchoGateway } from '../support/echo-gateway.js';
import { eventually } from '../support/journal.js';
import { recordingLog } from '../support/recording-log.js';

const MESSAGE = encodeEnvelope({ type: 1000 });
const frame = (kind: LinkKind, fields: object, envelope?: Uint8Array, body?: Uint8Array): Uint8Array =>
  encodeLinkFrame({ kind, ...fields }, envelope, body);
const { LINK_VIOLATION, LINK_MALFORMED } = LinkCloseCode;

/** What each of them sends when it gets a request, and the code with which its link is closed. */
const CASES: readonly (readonly [what: string, bytes: Uint8Array, code: LinkCloseCode])[] = [
  ['an answer to nothing', frame(LinkKind.ANSWER, { request: 77 }, MESSAGE), LINK_VIOLATION],
  [
    'an answer of another type',
    frame(LinkKind.ANSWER, { request: 1 }, encodeEnvelope({ type: 1234, seq: 1 })),
    LINK_VIOLATION,
  ],
  [
    "an envelope of the gateway's own types",
    frame(LinkKind.PUSH, { session: 1 }, encodeEnvelope({ type: 8 })),
    LINK_VIOLATION,
  ],
  ['a push to a session it never heard of', frame(LinkKind.PUSH, { session: 9 }, MESSAGE), LINK_VIOLATION],
  [
    'an envelope that is none',
    frame(LinkKind.PUSH, { session: 1 }, Uint8Array.of(0xff, 0xff)),
    LINK_MALFORMED,
  ],
  ['what only gateways send', frame(LinkKind.SESSION_SUSPENDED, { session: 1 }), LINK_VIOLATION],
  ['an unknown kind', frame(99 as LinkKind, {}), LINK_VIOLATION],
  ['a frame that is none', Uint8Array.of(0, 0, 0, 3, 0xff, 0xff, 0xff), LINK_MALFORMED],
  ['the longest length there is', Uint8Array.of(0xff, 0xff, 0xff, 0xff), LinkCloseCode.LINK_FRAME_TOO_LARGE],
  ['commands that are none', frame(LinkKind.KICK, {}, undefined, Uint8Array.of(0xff)), LINK_MALFORMED],
];

interface HostileBackend {
  readonly instance: Instance;
  readonly listener: LinkListener;
}

async function startHostile(serverId: string, bytes: Uint8Array): Promise<HostileBackend> {
  const host = '127.0.0.1';
  const listener = await listenForLinks(host, 0, (open) => {
    const link = open(
      {
        side: 'listener',
        role: LinkRole.BACKEND,
        id: serverId,
        secrets: [LINK_SECRET],
        nonce: randomBytes(16),
        limits: DEFAULT_LINK_LIMITS,
        clock: systemClock,
        scheduleFlush: setImmediate,
      },
      {
        onReady: () => undefined,
        onFrame: (_bytes, _start, _end, { kind }) => {
          if (kind === LinkKind.REQUEST) link.writeFrame(bytes);
          return 0;
        },
        onDrain: () => undefined,
        onClosed: () => undefined,
      },
    );
  });
  const place = { host, port: listener.port, healthy: true, weight: 1, meta: new Map<string, string>() };
  return { instance: { serverId, service: serverId, ...place }, listener };
}

async function nameOf(answer: Promise<unknown>): Promise<string> {
  try {
    await answer;
    return 'answered';
  } catch (error) {
    if (error instanceof RequestError) return error.name;
    throw error;
  }
}

describe('backends that send what they must not', { timeout: 30_000 }, () => {
  const log = recordingLog();
  let backends: HostileBackend[];
  let echo: EchoGateway;
  let client: Client;

  before(async () => {
    backends = await Promise.all(CASES.map(([, bytes], index) => startHostile(`hostile-${index}`, bytes)));
    echo = await startEchoGateway({
      instances: backends.map(({ instance }) => instance),
      routes: backends.map(({ instance }, index) => ({ types: 2000 + index, service: instance.service })),
      log,
    });
    const { host, port } = echo.gateway.address;
    const token = await new SignJWT({ sub: 'alice' })
      .setProtectedHeader({ alg: 'HS256' })
      .setExpirationTime('1h')
      .sign(Buffer.from(TOKEN_SECRET));
    client = await connect({ url: `tcp://${host}:${port}`, token });
  });

  after(async () => {
    await client.close();
    await echo.stop();
    for (const { listener } of backends) listener.close();
  });

  for (const [index, [what, , code]] of CASES.entries())
    it(`${what}: the link is closed, nothing else`, async () => {
      assert.equal(await nameOf(client.request(2000 + index, new Uint8Array(1))), 'INSTANCE_LOST');
      const closed = await eventually(
        'the link to be closed',
        () =>
          log.lines.find(
            ({ message, fields }) => message === 'link closed' && isOf(fields, `hostile-${index}`),
          ),
        (line) => line !== undefined,
      );
      assert.equal(codeOf(closed?.fields), closeName(code));
      assert.equal(await nameOf(client.request(1000, new Uint8Array(1))), 'answered');
    });
});

const isOf = (fields: object, serverId: string): boolean =>
  'serverId' in fields && fields.serverId === serverId;
const codeOf = (fields: object | undefined): unknown =>
  fields !== undefined && 'code' in fields ? fields.code : undefined;
const closeName = (code: LinkCloseCode): unknown =>
  Object.entries(LinkCloseCode).find(([, value]) => value === code)?.[0];
