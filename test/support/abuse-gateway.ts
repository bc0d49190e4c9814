// A gateway in this process for abuses of test/support/abuses.ts: the echo, a service that never answers
// (type 1002), and limits that the floods reach. Deadlines are as short as the gateway has them.
import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import { SignJWT } from 'jose';
import type { Gateway } from '../../src/gateway.js';
import { silentLog, type Log } from '../../src/log.js';
import type { AbuseTarget } from './abuses.js';
import { TestAuthority } from './certificates.js';
import { startEchoBackend } from './echo-backend.js';
import { LINK_SECRET, startEchoGateway, TOKEN_SECRET, type EchoChanges } from './echo-gateway.js';

export interface AbuseGateway {
  readonly gateway: Gateway;
  readonly target: AbuseTarget;
  /** Without TLS, also where `target` is under TLS. */
  readonly bareTarget: AbuseTarget;
  stop(): Promise<void>;
}

export interface AbuseGatewayChanges extends Pick<EchoChanges, 'sockets' | 'connections' | 'proxyFrom'> {
  readonly secure?: boolean;
  readonly session?: EchoChanges['session'];
  readonly log?: Log;
}

const SESSION = { messagesPerSecondMax: 2_000, controlsPerSecondMax: 4_000, bytesPerSecondMax: 64 << 20 };

export function tokenFor(user: string): Promise<string> {
  return new SignJWT({ sub: user })
    .setProtectedHeader({ alg: 'HS256' })
    .setIssuedAt()
    .setExpirationTime('1h')
    .sign(Buffer.from(TOKEN_SECRET));
}

/** With TLS it takes both, like a gateway with tls.plain "allow". */
export async function startAbuseGateway(changes: AbuseGatewayChanges = {}): Promise<AbuseGateway> {
  const { secure = false, session, log = silentLog, ...rest } = changes;
  const authority = secure ? new TestAuthority() : undefined;
  const secureContext = authority && contextOf(authority);
  const slow = await startEchoBackend('slow', 'slow-1', LINK_SECRET, false);
  const beside = { instances: [slow.instance], routes: [{ types: 1002, service: 'slow' }], log };
  const echo = await startEchoGateway(beside, {
    ...rest,
    session: { ...SESSION, ...session },
    tls: secureContext && { secureContext: () => secureContext, required: false },
  });
  const { gateway } = echo;
  const bareTarget = { ...gateway.address, token: await tokenFor('mallory') };
  return {
    gateway,
    bareTarget,
    target: authority === undefined ? bareTarget : { ...bareTarget, ca: authority.ca },
    async stop() {
      await echo.stop();
      slow.close();
      authority?.remove();
    },
  };
}

function contextOf(authority: TestAuthority): ReturnType<typeof createSecureContext> {
  const { certFile, keyFile } = authority.issue('gateway');
  return createSecureContext({ cert: readFileSync(certFile), key: readFileSync(keyFile) });
}
