// Hostile clients in a process of their own. Ruled over IPC:
//   { abuse: AbuseOrder }   every abuse of test/support/abuses.ts, at once and again and again; says { abused }
import { ABUSES, type Abuse } from '../../support/abuses.js';
import type { AbuseOrder, AbuseReport } from '../../support/hostile-stage.js';

function say(report: AbuseReport): void {
  process.send?.({ abused: report });
}

async function abuse({ target, workers, forMs, pauseMs }: AbuseOrder): Promise<void> {
  const untilMs = performance.now() + forMs;
  let connections = 0;
  const unexpected: Record<string, number> = {};
  const work = async ({ name, expected, run }: Abuse): Promise<void> => {
    do {
      connections++;
      const outcome = await run(target);
      const wrong = `${name}: ${outcome} and not ${expected}`;
      if (outcome !== expected) unexpected[wrong] = (unexpected[wrong] ?? 0) + 1;
      await new Promise((resolve) => setTimeout(resolve, pauseMs * (0.5 + Math.random())));
    } while (performance.now() < untilMs);
  };
  await Promise.all(ABUSES.flatMap((each) => Array.from({ length: workers }, () => work(each))));
  say({ connections, unexpected });
}

process.on('message', (command: { readonly abuse: AbuseOrder }) => void abuse(command.abuse));
