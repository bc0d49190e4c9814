// A backend on the bare link, of the build in `dist` (another one's folder may be named): echoes requests, leaves
// those of the silent type unanswered, and pushes to everyone or to a group when it is notified. The load side of
// a benchmark should cost little.
//   node tools/bench/echo-link.mjs PORT LINK_SECRET [DIST]
import { randomBytes } from 'node:crypto';
import net from 'node:net';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { MessageType } from './message-types.mjs';

const [port, secret, dist = path.join(import.meta.dirname, '../../dist')] = process.argv.slice(2);
const built = (file) => import(pathToFileURL(path.resolve(dist, file)).href);
const { systemClock } = await built('clock.js');
const { DEFAULT_LINK_LIMITS, LinkConnection } = await built('link/link-connection.js');
const { encodeLinkFrame, LinkKind, LinkRole } = await built('protocol/link-frames.js');
const { groupChange, pushTarget, sessionOpened } = await built('protocol/link-messages.js');
const { NetByteSocket } = await built('transport/net-byte-socket.js');

// 5,000 sessions with 16 requests of 1 KiB each: more than a link takes at once, and a load that loses answers measures
// its own time-outs.
const LIMITS = { ...DEFAULT_LINK_LIMITS, queueBytesMax: 256 * 1024 * 1024 };

const GROUP = 'bench';
const TO_ALL = pushTarget.encode({ all: true });
const TO_GROUP = pushTarget.encode({ group: GROUP });

function serve(socket) {
  const pushTo = (body, bytes, { envelopeStart, envelopeEnd }) =>
    link.writeFrame(
      encodeLinkFrame({ kind: LinkKind.PUSH_TO }, bytes.slice(envelopeStart, envelopeEnd), body),
    );
  /** SESSION_OPENED comes right before a session's first message. */
  let opened = { handle: 0, id: '' };
  const remember = (bytes, { session: handle, bodyStart, bodyEnd }) => {
    opened = { handle, id: sessionOpened.decode(bytes.subarray(bodyStart, bodyEnd)).id };
  };
  const join = (handle) => {
    if (opened.handle !== handle) return;
    const body = groupChange.encode({ group: GROUP, sessions: [opened.id] });
    link.writeFrame(encodeLinkFrame({ kind: LinkKind.GROUP_JOIN }, undefined, body));
  };
  const link = new LinkConnection(
    new NetByteSocket(socket),
    {
      side: 'listener',
      role: LinkRole.BACKEND,
      id: 'echo-1',
      secrets: [Buffer.from(secret)],
      nonce: randomBytes(32),
      limits: LIMITS,
      clock: systemClock,
      scheduleFlush: setImmediate,
    },
    {
      onReady: () => undefined,
      onDrain: () => undefined,
      onClosed: () => undefined,
      onFrame: (bytes, _start, _end, head) => {
        const { kind, type, request, envelopeStart, envelopeEnd } = head;
        if (kind === LinkKind.REQUEST) {
          if (type === MessageType.SILENT) return 0;
          if (type === MessageType.JOIN) join(head.session);
          link.writeEnvelope(LinkKind.ANSWER, 0, request, 0, 0, 0, bytes, envelopeStart, envelopeEnd);
        } else if (kind === LinkKind.NOTIFY && type === MessageType.BROADCAST) pushTo(TO_ALL, bytes, head);
        else if (kind === LinkKind.NOTIFY && type === MessageType.GROUP_PUSH) pushTo(TO_GROUP, bytes, head);
        else if (kind === LinkKind.SESSION_OPENED) remember(bytes, head);
        return 0;
      },
    },
  );
}

net.createServer({ allowHalfOpen: true }, serve).listen(Number(port), '127.0.0.1');
