// Hostile clients in a process of their own. Ruled over IPC:
//   { abuse: AbuseOrder }   every abuse of test/support/abuses.ts, at once and again and again; says { abused }
import { ABUSES, ORDINARY_VISIT, type Abuse } from '../../support/abuses.js';
import type { AbuseOrder, AbuseReport } from '../../support/hostile-stage.js';

function say(report: AbuseReport): void {
  process.send?.({ abused: report });
}

async function abuseAll({ visitors, target, workers, forMs, pauseMs }: AbuseOrder): Promise<void> {
  const untilMs = performance.now() + forMs;
  let connections = 0;
  const unexpected: Record<string, number> = {};
  const work = async (each: Abuse): Promise<void> => {
    const { name, expected } = each;
    do {
      connections++;
      const outcome = await each.run(target);
      const wrong = `${name}: ${outcome} and not ${expected}`;
      if (outcome !== expected) unexpected[wrong] = (unexpected[wrong] ?? 0) + 1;
      await new Promise((resolve) => setTimeout(resolve, pauseMs * (0.5 + Math.random())));
    } while (performance.now() < untilMs);
  };
  const visits = visitors === 'hostile' ? ABUSES : ABUSES.map(() => ORDINARY_VISIT);
  await Promise.all(visits.flatMap((abuse) => Array.from({ length: workers }, () => work(abuse))));
  say({ connections, unexpected });
}

process.on('message', (command: { readonly abuse: AbuseOrder }) => void abuseAll(command.abuse));
