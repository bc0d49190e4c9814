// A backend that does nothing but echo on the bare link: the load side of a benchmark should cost little.
//   node tools/bench/echo-link.mjs PORT LINK_SECRET
import { randomBytes } from 'node:crypto';
import net from 'node:net';
import { systemClock } from '../../dist/clock.js';
import { DEFAULT_LINK_LIMITS, LinkConnection } from '../../dist/link/link-connection.js';
import { LinkKind, LinkRole } from '../../dist/protocol/link-frames.js';
import { NetByteSocket } from '../../dist/transport/net-byte-socket.js';

const [port, secret] = process.argv.slice(2);

function serve(socket) {
  const link = new LinkConnection(
    new NetByteSocket(socket),
    {
      side: 'listener',
      role: LinkRole.BACKEND,
      id: 'echo-1',
      secrets: [Buffer.from(secret)],
      nonce: randomBytes(32),
      limits: DEFAULT_LINK_LIMITS,
      clock: systemClock,
      scheduleFlush: setImmediate,
    },
    {
      onReady: () => undefined,
      onDrain: () => undefined,
      onClosed: () => undefined,
      onFrame: (bytes, _start, _end, head) => {
        if (head.kind !== LinkKind.REQUEST) return 0;
        const { request, envelopeStart, envelopeEnd } = head;
        link.writeEnvelope(LinkKind.ANSWER, 0, request, 0, 0, 0, bytes, envelopeStart, envelopeEnd);
        return 0;
      },
    },
  );
}

net.createServer({ allowHalfOpen: true }, serve).listen(Number(port), '127.0.0.1');
