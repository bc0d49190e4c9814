// Every abuse of test/support/abuses.ts ends with its code over each kind of socket, with TLS and without;
// and what comes before a gateway speaks at all: the handshake of TLS and the header of a proxy.
import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { after, before, describe, it, test } from 'node:test';
import { findOpenssl } from '../../tools/testenv/tools.js';
import { ABUSES, TLS_ABUSES, type Abuse, type AbuseTarget } from '../support/abuses.js';
import { startAbuseGateway, type AbuseGateway } from '../support/abuse-gateway.js';
import { eventually } from '../support/journal.js';
import { RawPeer } from '../support/raw-peer.js';
import { skipUnless } from '../support/require.js';

const VARIANTS = [
  { sockets: 'public', secure: false },
  { sockets: 'handle', secure: false },
  { sockets: 'public', secure: true },
  { sockets: 'handle', secure: true },
] as const;

// Each waits for deadlines, so all do it at once.
describe('hostile clients', { concurrency: true }, () => {
  for (const { sockets, secure } of VARIANTS)
    describe(
      `over ${sockets} sockets${secure ? ' under TLS' : ''}`,
      { skip: secure && skipUnless(findOpenssl()), concurrency: 1, timeout: 120_000 },
      () => {
        let stage: AbuseGateway;
        before(async () => {
          stage = await startAbuseGateway({ sockets, secure });
        });
        after(() => stage.stop());

        describe('each ends with its code', { concurrency: true }, () => {
          const check = (abuse: Abuse, target: () => AbuseTarget): void => {
            void it(`${abuse.name}: ${abuse.expected}`, async () => {
              assert.equal(await abuse.run(target()), abuse.expected);
            });
          };
          for (const abuse of ABUSES) check(abuse, () => stage.target);
          if (secure) for (const abuse of TLS_ABUSES) check(abuse, () => stage.bareTarget);
        });

        it('nothing of them is left', async () => {
          const { gateway } = stage;
          await eventually(
            'sessions, connections and requests to be gone',
            () => [
              [...gateway.sessions.all()].length,
              gateway.listener.counters.open,
              gateway.listener.counters.opening,
              gateway.handshakes.size,
              gateway.pending.count,
            ],
            (left) => left.every((count) => count === 0),
          );
        });
      },
    );

  describe('headers of proxies', { concurrency: 1, timeout: 30_000 }, () => {
    let stage: AbuseGateway;
    before(async () => {
      stage = await startAbuseGateway({ proxyFrom: ['127.0.0.0/8'] });
    });
    after(() => stage.stop());

    const LONGEST = Buffer.concat([Buffer.from('PROXY TCP4 '), Buffer.alloc(100_000, 0x31)]);
    const SIGNATURE = Buffer.from('0d0a0d0a000d0a515549540a', 'hex');
    for (const [name, bytes] of [
      ['a header without end', LONGEST],
      [
        'version 2 with the longest length there is',
        Buffer.concat([SIGNATURE, Buffer.from('2111ffff', 'hex')]),
      ],
      ['no header', Buffer.from('GET / HTTP/1.1\r\n\r\n')],
      ['addresses that are none', Buffer.from('PROXY TCP4 a b c d\r\n')],
    ] as const)
      test(`${name}: closed, proxy-malformed`, async () => {
        const before = stage.gateway.listener.counters.refused['proxy-malformed'];
        const peer = new RawPeer(stage.target, 'tcp');
        await peer.raw(bytes);
        assert.equal(await peer.ended, 'closed');
        assert.equal(stage.gateway.listener.counters.refused['proxy-malformed'], before + 1);
      });

    test('slow: a header byte by byte is closed at the deadline', async () => {
      const { port } = stage.gateway.address;
      const socket = connect(port, '127.0.0.1');
      socket.on('error', () => undefined);
      const ended = new Promise((resolve) => socket.once('close', resolve));
      socket.write('PROXY TCP4 192.0.2');
      await ended;
      assert.equal(stage.gateway.listener.counters.refused['opening-timeout'], 1);
    });
  });
});
