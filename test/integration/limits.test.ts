// The limits at the gate end to end, over both kinds of socket, plain and under TLS: what is over one is closed
// or gets its code, and the next client is served. Floods and sizes are in hostile-clients.test.ts.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect as connectTcp, type Socket } from 'node:net';
import { describe, it, type TestContext } from 'node:test';
import { connect as connectTls } from 'node:tls';
import { failure } from '../../src/protocol/control-messages.js';
import { encodeEnvelope } from '../../src/protocol/envelope.js';
import { findOpenssl } from '../../tools/testenv/tools.js';
import { startAbuseGateway, type AbuseGateway, type AbuseGatewayChanges } from '../support/abuse-gateway.js';
import { eventually } from '../support/journal.js';
import { tcpFrame } from '../support/raw-peer.js';
import { skipUnless } from '../support/require.js';
import { WireClient } from '../support/secure-stage.js';

const NO_LIMITS = { max: 1_000, perSecondMax: 0, perAddressMax: 0, perAddressPerSecondMax: 0, exempt: [] };
const VARIANTS = [
  { sockets: 'public', secure: false },
  { sockets: 'handle', secure: false },
  { sockets: 'public', secure: true },
  { sockets: 'handle', secure: true },
] as const;

interface Visit {
  /** Source address; all of 127.0.0.0/8 is this machine. */
  readonly from?: string;
  /** Sent first. */
  readonly proxyHeader?: string;
}

for (const variant of VARIANTS)
  describe(
    `limits, ${variant.sockets} sockets${variant.secure ? ' under TLS' : ''}`,
    { skip: variant.secure && skipUnless(findOpenssl()), timeout: 60_000 },
    () => {
      const start = async (context: TestContext, changes: AbuseGatewayChanges): Promise<AbuseGateway> => {
        const stage = await startAbuseGateway({ ...variant, ...changes });
        context.after(() => stage.stop());
        return stage;
      };

      it('connections in all: the next is closed, until one goes', async (context) => {
        const stage = await start(context, { connections: { ...NO_LIMITS, max: 2 } });
        const first = await welcomed(stage);
        await welcomed(stage);
        await refused(stage, {});
        assert.equal(stage.gateway.listener.counters.refused['connections-full'], 1);
        first.close();
        await eventually(
          'it to be gone',
          () => stage.gateway.listener.counters.open,
          (open) => open === 1,
        );
        await welcomed(stage);
      });

      it('new connections in a second', async (context) => {
        const stage = await start(context, { connections: { ...NO_LIMITS, perSecondMax: 1 } });
        await welcomed(stage);
        await refused(stage, {});
        assert.equal(stage.gateway.listener.counters.refused['connection-rate'], 1);
      });

      it('connections of one address: another address is not concerned', async (context) => {
        const stage = await start(context, { connections: { ...NO_LIMITS, perAddressMax: 2 } });
        const from = '127.0.0.2';
        await welcomed(stage, { from });
        await welcomed(stage, { from });
        await refused(stage, { from });
        assert.equal(stage.gateway.listener.counters.refused['address-full'], 1);
        await welcomed(stage, { from: '127.0.0.3' });
      });

      it('new connections of one address in a second', async (context) => {
        const stage = await start(context, { connections: { ...NO_LIMITS, perAddressPerSecondMax: 1 } });
        await welcomed(stage, { from: '127.0.0.2' });
        await refused(stage, { from: '127.0.0.2' });
        assert.equal(stage.gateway.listener.counters.refused['address-rate'], 1);
        await welcomed(stage, { from: '127.0.0.3' });
      });

      it('behind a proxy the address is that of the header', async (context) => {
        const proxyFrom = ['127.0.0.0/8'];
        const connections = { ...NO_LIMITS, perAddressMax: 1, exempt: proxyFrom };
        const stage = await start(context, { connections, proxyFrom });
        const header = (last: number): Visit => ({
          proxyHeader: `PROXY TCP4 192.0.2.${last} 198.51.100.1 4711 443\r\n`,
        });
        await welcomed(stage, header(1));
        await refused(stage, header(1));
        assert.equal(stage.gateway.listener.counters.refused['address-full'], 1);
        await welcomed(stage, header(2));
      });

      it('sessions: OVERLOADED', async (context) => {
        const stage = await start(context, { session: { sessionsMax: 1 } });
        await welcomed(stage);
        assert.equal(await (await visit(stage, {})).login(stage.target.token), 'OVERLOADED');
        assert.equal(stage.gateway.sessionRefusals['sessions'], 1);
      });

      it('connections without a session: the oldest goes, OVERLOADED', async (context) => {
        const stage = await start(context, { session: { handshakesMax: 2 } });
        const silent: WireClient[] = [];
        for (let count = 0; count < 3; count++) {
          const client = await visit(stage, {});
          // A length and nothing behind it: a transport without a session.
          client.socket.write(Buffer.from([0, 0, 0, 9]));
          silent.push(client);
          await eventually(
            'it to be a transport',
            () => stage.gateway.listener.counters.opened.tcp,
            (opened) => opened === count + 1,
          );
        }
        assert.equal(await silent[0]?.ended, 'OVERLOADED');
        assert.equal(stage.gateway.handshakes.size, 2);
        assert.equal(stage.gateway.sessionRefusals['handshakes'], 1);
      });

      it('requests under way: TOO_MANY_REQUESTS', async (context) => {
        const stage = await start(context, { session: { requestsMax: 2 } });
        const client = await welcomed(stage);
        void client.request(1002);
        void client.request(1002);
        assert.equal(await client.request(1002), '1200');
      });

      it('messages in a second: RATE_LIMITED with the time to wait', async (context) => {
        const stage = await start(context, { session: { messagesPerSecondMax: 5 } });
        const client = await welcomed(stage);
        const answers = await Promise.all(Array.from({ length: 20 }, () => client.ask(1000)));
        const limited = answers.filter(({ code }) => code === 1201);
        assert.ok(limited.length >= 10, String(limited.length));
        for (const { payload } of limited) assert.ok((failure.decode(payload)?.retryAfterMs ?? 0) > 0);
        assert.equal(stage.gateway.sessionCounters.rateLimited, limited.length);
      });

      it('bytes in a second: RATE_LIMITED', async (context) => {
        const stage = await start(context, { session: { bytesPerSecondMax: 100_000 } });
        const client = await welcomed(stage);
        const text = 'x'.repeat(60_000);
        const answers = await Promise.all([client.request(1000, text), client.request(1000, text)]);
        assert.deepEqual(answers, [`0 ${text}`, '1201']);
      });

      it('bytes that wait for a client that does not read: SLOW_CONSUMER, its queue is freed', async (context) => {
        const stage = await start(context, { session: { queueBytesMax: 128 * 1024 } });
        const stuck = await welcomed(stage);
        stuck.socket.pause();
        const payload = new Uint8Array(60_000);
        let seq = 1;
        await eventually(
          'it to be ended',
          () => {
            for (let count = 0; count < 20; count++)
              stuck.socket.write(tcpFrame(encodeEnvelope({ type: 1000, seq: ++seq, payload })));
            return stage.gateway.sessionCounters.countOf('SLOW_CONSUMER');
          },
          (ended) => ended === 1,
        );
        await eventually(
          'its connection to be gone',
          () => stage.gateway.listener.counters.open,
          (open) => open === 0,
        );
        await welcomed(stage);
      });
    },
  );

/** A connection, under TLS where the target is. */
async function visit({ target }: AbuseGateway, { from, proxyHeader }: Visit): Promise<WireClient> {
  const { host, port, ca } = target;
  const socket: Socket = connectTcp({ host, port, ...(from !== undefined && { localAddress: from }) });
  socket.on('error', () => undefined);
  if (proxyHeader !== undefined) socket.write(proxyHeader);
  await once(socket, 'connect');
  return new WireClient(ca === undefined ? socket : connectTls({ socket, ca, servername: 'localhost' }));
}

async function welcomed(stage: AbuseGateway, how: Visit = {}): Promise<WireClient> {
  const client = await visit(stage, how);
  const outcome = await client.login(stage.target.token);
  const { refused: counted } = stage.gateway.listener.counters;
  assert.equal(typeof outcome, 'object', `it is let in: ${JSON.stringify([outcome, counted])}`);
  return client;
}

/** Closed without a word. */
async function refused(stage: AbuseGateway, how: Visit): Promise<void> {
  assert.equal(await (await visit(stage, how)).login(stage.target.token), 'closed');
}
