// Hostile clients in a process of their own. Ruled over IPC:
//   { abuse: AbuseOrder }     every abuse of test/support/abuses.ts, at once and again and again; says { abused }
//   { repeat: RepeatOrder }   some of them, each so many times; says { repeated }
import { ABUSES, ORDINARY_VISIT, TLS_ABUSES, type Abuse } from '../../support/abuses.js';
import type { AbuseOrder, AbuseReport, RepeatOrder, RepeatReport } from '../../support/hostile-stage.js';

/** Connections of a repeated abuse that are open at once; slow ones all are. */
const AT_ONCE = 8;

type Command = { readonly abuse: AbuseOrder } | { readonly repeat: RepeatOrder };

function say(message: { readonly abused: AbuseReport } | { readonly repeated: RepeatReport }): void {
  process.send?.(message);
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
  say({ abused: { connections, unexpected } });
}

async function repeatOne(name: string, { target, connections }: RepeatOrder): Promise<readonly string[]> {
  const abuse = [...ABUSES, ...TLS_ABUSES, ORDINARY_VISIT].find((each) => each.name === name);
  if (abuse === undefined) throw new Error(`no abuse is called "${name}"`);
  const unexpected: string[] = [];
  let left = connections;
  const work = async (): Promise<void> => {
    while (left-- > 0) {
      const outcome = await abuse.run(target);
      if (outcome !== abuse.expected) unexpected.push(`${name}: ${outcome}`);
    }
  };
  await Promise.all(Array.from({ length: abuse.isSlow ? connections : AT_ONCE }, work));
  return unexpected;
}

async function repeat(order: RepeatOrder): Promise<void> {
  const all = await Promise.all(order.names.map((name) => repeatOne(name, order)));
  say({ repeated: { unexpected: all.flat() } });
}

process.on('message', (command: Command) => {
  void ('abuse' in command ? abuseAll(command.abuse) : repeat(command.repeat));
});
