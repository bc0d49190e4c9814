// What each abuse leaves behind in a gateway: `npm run hostile -- memory [connections [rounds]]`. Each row is
// one abuse alone, from a process of its own, in rounds of so many connections; the heap (with buffers, after
// a garbage collection) and RSS are the gateway's. "each" is what a connection left behind in the best round:
// a leak grows in every one, what is kept for all, such as compiled code, in some.
import { ABUSES, ORDINARY_VISIT, TLS_ABUSES } from '../../test/support/abuses.js';
import { heldBytes } from '../../test/support/heap.js';
import { MemoryStage, WARM_UP_VISITS } from '../../test/support/memory-stage.js';
import { buildPrograms } from '../../test/support/program.js';

const KIB = 1024;
const MIB = KIB * KIB;

async function held(): Promise<{ readonly heap: string; readonly resident: string }> {
  const heap = `${((await heldBytes()) / MIB).toFixed(2)} MiB`;
  return { heap, resident: `${(process.memoryUsage.rss() / MIB).toFixed(0)} MiB` };
}

export async function measureMemory(connections: number, rounds: number): Promise<void> {
  const programs = await buildPrograms();
  const stage = await MemoryStage.start(programs, true);
  try {
    await stage.measure([ORDINARY_VISIT], WARM_UP_VISITS, 1);
    for (const abuse of [ORDINARY_VISIT, ...ABUSES, ...TLS_ABUSES]) {
      // With TLS configured it is another abuse, and stands below.
      if (abuse.name.startsWith('TLS in TLS')) continue;
      const before = await held();
      const { bytesEach, unexpected } = await stage.measure([abuse], connections, rounds);
      const after = await held();
      const cells = [
        abuse.name.padEnd(52),
        `${String(connections * (rounds + 1)).padStart(5)} connections`,
        `each ${Math.min(...bytesEach)
          .toFixed(0)
          .padStart(6)} B`,
        `heap ${before.heap} -> ${after.heap}`,
        `RSS ${before.resident} -> ${after.resident}`,
        ...(unexpected.length > 0 ? [`unexpected: ${unexpected.length} × ${unexpected[0] ?? ''}`] : []),
      ];
      console.log(cells.join('  '));
    }
  } finally {
    await stage.dispose();
    programs.close();
  }
}
