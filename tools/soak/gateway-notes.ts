// What the gateways counted and logged of the bus, to be read beside a broken rule.
import type { GatewayProcess } from '../../test/support/gateway-process.js';

const COUNTERS = {
  lapses: 'causeway_cluster_lapses_total',
  gaps: 'causeway_bus_gaps_total',
  lost: 'causeway_bus_pushes_lost_total',
  gaveUp: 'causeway_bus_pushes_given_up_total',
} as const;
/** Lines of the log that say who gave whom up, and what was lost by it. */
const TELLING = /^gateway (lost|joined)|^the lease of this gateway|pushes of another gateway were lost/;

/** Something that a gateway said. */
export interface GatewayNote {
  readonly atMs: number;
  readonly gateway: string;
  readonly what: string;
}

export class GatewayNotes {
  /** When they were taken last. */
  #sinceMs = 0;
  /** All of the round, those that were killed too. */
  #lives: { readonly gateway: string; readonly process: GatewayProcess }[] = [];

  add(gateway: string, process: GatewayProcess): void {
    this.#lives.push({ gateway, process });
  }

  /** Since the last time, in order; counters are since the start of each process that still lives. */
  async take(): Promise<readonly GatewayNote[]> {
    const lives = this.#lives;
    const sinceMs = this.#sinceMs;
    this.#sinceMs = Date.now();
    this.#lives = lives.filter(({ process }) => process.program.running);
    const counted = await Promise.all(this.#lives.map((life) => countersOf(life)));
    const logged = lives.flatMap(({ gateway, process }) =>
      process.log.entries
        .filter(({ msg, time }) => time >= sinceMs && TELLING.test(msg))
        .map(({ time: atMs, msg, ...fields }) => ({ atMs, gateway, what: `${msg} ${detailOf(fields)}` })),
    );
    return [...together(logged), ...counted].sort((one, other) => one.atMs - other.atMs);
  }
}

/** Those that say the same within a second are one: a hang ends with hundreds. */
function together(notes: readonly GatewayNote[]): readonly GatewayNote[] {
  const groups = new Map<string, GatewayNote & { times: number }>();
  for (const note of notes) {
    const key = `${note.gateway} ${note.what} ${Math.floor(note.atMs / 1_000)}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { ...note, times: 1 });
    else group.times++;
  }
  return [...groups.values()].map(({ times, ...note }) =>
    times === 1 ? note : { ...note, what: `${note.what} × ${times}` },
  );
}

async function countersOf(life: { gateway: string; process: GatewayProcess }): Promise<GatewayNote> {
  const metrics = await life.process.metrics().catch(() => undefined);
  const counts = Object.entries(COUNTERS).map(([name, series]) => `${name} ${metrics?.sum(series) ?? '?'}`);
  return { atMs: Date.now(), gateway: life.gateway, what: counts.join(', ') };
}

function detailOf({ gateway, from, count }: Readonly<Record<string, unknown>>): string {
  return JSON.stringify({ gateway, from, count });
}
