// What peers that do not read cost the others: `npm run hostile -- stuck [seconds [rounds]]`. Each round has windows of
// the same length, the same 50 clients sending in all of them:
//   quiet    nobody else
//   reading  one more client asks for large echoes, another sends large notifications to a second backend
//   stuck    the same, but that client reads nothing (each time it is ended it comes again), nor does that backend
// stuck ÷ reading is what not reading costs the others, stuck ÷ quiet what they see in all. Cores as in run.ts.
import { connect, type Client } from '../../src/sdk/client/node.js';
import { startConsul } from '../../test/support/consul.js';
import { linkedTo, signToken } from '../../test/support/gateway-process.js';
import { HostileStage, type Measured, type Turns } from '../../test/support/hostile-stage.js';
import { buildPrograms } from '../../test/support/program.js';
import { RawPeer } from '../../test/support/raw-peer.js';
import { median } from '../bench/measurement.js';

const CLIENTS = 50;
const REQUESTS_PER_SECOND = 500;
const LARGE = new Uint8Array(60_000).fill(0x31);
/** One large message to each of the two: 3 MB a second fill what the kernel and the gateway keep within seconds. */
const EVERY_MS = 20;
const ECHO = 1000;
/** Of the service "other"; see HostileStage. */
const TO_OTHER = 3001;
const SETTLE_MS = 5_000;

const KINDS = ['quiet', 'reading', 'stuck'] as const;
type Kind = (typeof KINDS)[number];

interface Window {
  readonly kind: Kind;
  readonly measured: Measured;
  readonly turns: Turns;
  /** Sessions that were ended as SLOW_CONSUMER, and notifications that found the backend's queue full. */
  readonly ended: number;
  readonly refused: number;
}

/** The two that send much, until stopped. */
class Senders {
  readonly #stage: HostileStage;
  readonly #reads: boolean;
  readonly #sender: Client;
  readonly #timer: NodeJS.Timeout;
  #peer: RawPeer | undefined;
  #seq = 0;

  constructor(stage: HostileStage, reads: boolean, sender: Client) {
    this.#stage = stage;
    this.#reads = reads;
    this.#sender = sender;
    this.#timer = setInterval(() => {
      this.#sender.notify(TO_OTHER, LARGE);
      void this.#peer?.send({ type: ECHO, seq: (this.#seq += 1), payload: LARGE });
    }, EVERY_MS);
  }

  /** The client of the echoes; another one whenever it is ended. */
  async come(): Promise<void> {
    const target = await this.#stage.target();
    const peer = new RawPeer(target, 'tcp');
    await peer.login(target.token);
    if (!this.#reads) peer.stall();
    this.#seq = 0;
    this.#peer = peer;
    void peer.ended.then(() => (this.#peer === peer ? this.come() : undefined));
  }

  stop(): void {
    clearInterval(this.#timer);
    const peer = this.#peer;
    this.#peer = undefined;
    peer?.destroy();
  }
}

async function measureWindow(
  stage: HostileStage,
  kind: Kind,
  sender: Client,
  forMs: number,
): Promise<Window> {
  const [, other] = stage.backends;
  await linkedTo(stage.gateway, 'echo-1', 'other-1');
  await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
  const before = await counts(stage);
  const senders = kind === 'quiet' ? undefined : new Senders(stage, kind === 'reading', sender);
  await senders?.come();
  if (kind === 'stuck') other?.freeze();
  await stage.turns();
  const measured = await stage.measure(forMs);
  const turns = await stage.turns();
  senders?.stop();
  if (kind === 'stuck') other?.thaw();
  const after = await counts(stage);
  return {
    kind,
    measured,
    turns,
    ended: after.ended - before.ended,
    refused: after.refused - before.refused,
  };
}

async function counts(stage: HostileStage): Promise<{ readonly ended: number; readonly refused: number }> {
  const metrics = await stage.gateway.metrics();
  return {
    ended: metrics.sum('causeway_disconnects_total', { code: 'SLOW_CONSUMER' }),
    refused: metrics.sum('causeway_notifications_undelivered_total'),
  };
}

function print({ kind, measured, turns, ended, refused }: Window): void {
  const { answers, p50Ms, p99Ms, failed, disconnects } = measured;
  const cells = [
    kind.padEnd(7),
    `${answers} answers`,
    `p50 ${p50Ms.toFixed(2)} ms`,
    `p99 ${p99Ms.toFixed(2)} ms`,
    `ahead p99 ${turns.p99Ms.toFixed(2)} longest ${turns.longestMs.toFixed(0)} ms`,
    `ended ${ended}`,
    `refused ${refused}`,
    `failed ${JSON.stringify(failed)}`,
    `dropped ${disconnects}`,
  ];
  console.log(cells.join('  '));
}

export async function measureStuckPeers(seconds: number, rounds: number): Promise<void> {
  const [programs, consul] = await Promise.all([buildPrograms(), startConsul()]);
  const limits = { CAUSEWAY_LINK_QUEUE_BYTES_MAX: String(4 * 1024 * 1024) };
  const stage = await HostileStage.start(programs, consul, CLIENTS, REQUESTS_PER_SECOND, limits);
  // Not resumable: what it sends need not be acknowledged, so its own queue is not what fills up.
  const token = await signToken('sender');
  const sender = await connect({ url: stage.gateway.tcpUrl, token, resumable: false });
  try {
    stage.separate();
    for (const kind of KINDS) await measureWindow(stage, kind, sender, 2_000);
    const windows: Window[] = [];
    for (let round = 0; round < rounds; round++)
      for (const kind of KINDS) {
        const window = await measureWindow(stage, kind, sender, seconds * 1000);
        print(window);
        windows.push(window);
      }
    const p99Ms = (kind: Kind): number =>
      median(windows.filter((window) => window.kind === kind).map(({ measured }) => measured.p99Ms));
    const ratio = (over: Kind): string => (p99Ms('stuck') / p99Ms(over)).toFixed(2);
    console.log(`median p99: stuck ÷ reading ${ratio('reading')}, stuck ÷ quiet ${ratio('quiet')}`);
  } finally {
    await sender.close();
    await stage.dispose();
    await consul.stop();
    programs.close();
  }
}
