// The least backend there can be: it greets, and answers each request with the request's own envelope, or none.

import { randomBytes } from 'node:crypto';
import { systemClock } from '../../src/clock.js';
import type { Instance } from '../../src/discovery/registry.js';
import { DEFAULT_LINK_LIMITS, type LinkConnection } from '../../src/link/link-connection.js';
import { listenForLinks } from '../../src/link/link-listener.js';
import { LinkCloseCode, LinkKind, LinkRole } from '../../src/protocol/link-frames.js';

export interface EchoBackend {
  /** As a registry would name it. */
  readonly instance: Instance;
  close(): void;
}

/** Listens on a random loopback port. @param answers false: requests stay pending */
export async function startEchoBackend(
  service: string,
  serverId: string,
  secret: Uint8Array,
  answers = true,
): Promise<EchoBackend> {
  const links = new Set<LinkConnection>();
  const host = '127.0.0.1';
  const listener = await listenForLinks(host, 0, (open) => {
    const link = open(
      {
        side: 'listener',
        role: LinkRole.BACKEND,
        id: serverId,
        secrets: [secret],
        nonce: randomBytes(16),
        limits: DEFAULT_LINK_LIMITS,
        clock: systemClock,
        scheduleFlush: setImmediate,
      },
      {
        onReady: () => void links.add(link),
        onFrame(bytes, _start, _end, head) {
          const { kind, request, envelopeStart, envelopeEnd } = head;
          if (answers && kind === LinkKind.REQUEST)
            link.writeEnvelope(LinkKind.ANSWER, 0, request, 0, 0, 0, bytes, envelopeStart, envelopeEnd);
          return 0;
        },
        onDrain: () => undefined,
        onClosed: () => void links.delete(link),
      },
    );
  });
  return {
    instance: { serverId, service, host, port: listener.port, healthy: true, weight: 1, meta: new Map() },
    close() {
      listener.close();
      for (const link of links) link.close(LinkCloseCode.STOPPING, 'the test is over');
    },
  };
}
