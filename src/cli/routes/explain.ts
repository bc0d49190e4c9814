// `causeway routes explain`: where a message would go and why. A gateway tells it by the code that routes;
// without one, the table alone is asked.

import { z } from 'zod';
import { compileTable } from '../../routing/compile-table.js';
import { explainMessage, type Explanation } from '../../routing/explain.js';
import { formatTableProblem } from '../../routing/table-problems.js';
import { askAdmin } from '../admin-client.js';
import { ExitCode, type Host } from '../host.js';
import type { AskedGateways } from '../operator.js';
import { columns, counted } from '../text.js';
import type { TableHome } from './home.js';

export interface ExplainArguments {
  readonly type: number;
  readonly user: string | undefined;
  readonly session: string | undefined;
  readonly roles: readonly string[];
  readonly key: string;
  readonly payloadBytes: number;
  readonly isNotification: boolean;
  readonly json: boolean;
}

const instance = z.object({
  server: z.string(),
  address: z.string(),
  weight: z.number(),
  pending: z.number(),
});

/** What is printed of an Explanation. */
const told = z.object({
  session: z.string(),
  outcome: z.string(),
  code: z.number(),
  instance: instance.optional(),
  candidates: z.array(instance).readonly(),
  steps: z.array(z.string()).readonly(),
});

const explainAnswer = z.looseObject({
  gateway: z.string(),
  sessionCount: z.number(),
  explanations: z.array(told),
  /** Workers that did not answer: sessions there are not explained. */
  silent: z.array(z.string()).default([]),
});

type Answer = z.infer<typeof explainAnswer>;
type Told = Readonly<z.infer<typeof told>>;
type Output = Pick<Host, 'out' | 'err'>;

/** Ends with 1 when the message would not be sent. */
export async function explain(
  host: Output,
  home: TableHome,
  gateways: AskedGateways,
  args: ExplainArguments,
): Promise<ExitCode> {
  const query = queryOf(args);
  const answers = await Promise.all(
    gateways.targets.map((target) => askAdmin(target, { path: '/explain', query }, explainAnswer)),
  );
  const good = telling(answers.flatMap((answer) => (answer.ok ? [answer.value] : [])));
  const failures = answers.flatMap((answer) => (answer.ok ? [] : [answer]));
  // A session lives at one gateway; the others saying that they lack it is no trouble then.
  const troubles = good.length === 0 ? failures : failures.filter(({ status }) => status !== 404);
  for (const { problem } of troubles) host.err(problem);
  const silences = good.filter(({ silent }) => silent.length > 0);
  for (const { gateway, silent } of silences)
    host.err(`${gateway}: no answer from worker ${silent.join(', ')}: sessions there are not explained`);
  if (good.length === 0 && troubles.every(({ status }) => status === 0) && !gateways.named)
    return explainByTable(host, home, args);
  if (args.json) host.out(JSON.stringify(good, undefined, 2));
  else for (const answer of good) print(host, args, answer);
  const sent = good.flatMap(({ explanations }) => explanations).every(({ code }) => code === 0);
  const isWhole = good.length > 0 && !(gateways.named && troubles.length + silences.length > 0);
  return sent && isWhole ? ExitCode.OK : ExitCode.FAILED;
}

/** Where the user has sessions, if anywhere: the other gateways could only assume one. */
function telling(answers: readonly Answer[]): readonly Answer[] {
  const knowing = answers.filter(({ sessionCount }) => sessionCount > 0);
  return knowing.length > 0 ? knowing : answers;
}

function queryOf(args: ExplainArguments): Record<string, string | undefined> {
  const { type, user, session, roles, key, payloadBytes, isNotification } = args;
  return {
    type: String(type),
    user,
    session,
    roles: roles.length === 0 ? undefined : roles.join(','),
    key: key === '' ? undefined : Buffer.from(key).toString('base64url'),
    payloadBytes: String(payloadBytes),
    notification: String(isNotification),
  };
}

async function explainByTable(host: Output, home: TableHome, args: ExplainArguments): Promise<ExitCode> {
  const read = await home.read();
  const compiled = read.ok ? compileTable(read.value) : undefined;
  if (!read.ok) host.err(read.reason);
  if (compiled === undefined) return ExitCode.FAILED;
  if (!compiled.ok) {
    for (const problem of compiled.problems) host.err(formatTableProblem(problem));
    return ExitCode.FAILED;
  }
  const explanation: Explanation = explainMessage(undefined, compiled.table, {
    type: args.type,
    session: undefined,
    roles: args.roles,
    key: Buffer.from(args.key),
    payloadBytes: args.payloadBytes,
    isRequest: !args.isNotification,
  });
  if (args.json) host.out(JSON.stringify([{ explanations: [explanation] }], undefined, 2));
  else for (const line of [`By the table of ${home.origin}:`, ...lines(explanation)]) host.out(line);
  return explanation.code === 0 ? ExitCode.OK : ExitCode.FAILED;
}

function print(host: Output, args: ExplainArguments, answer: Answer): void {
  const { gateway, sessionCount, explanations } = answer;
  const who =
    args.user === undefined || sessionCount > 0
      ? ''
      : ` (${args.user} is not online there: a new session is assumed)`;
  host.out(`Gateway ${gateway}${who}:`);
  for (const one of explanations) for (const line of lines(one)) host.out(line);
  const more = sessionCount - explanations.length;
  if (more > 0 && sessionCount > 0) host.out(`  ${counted(more, 'more session')} of the user`);
}

function lines({ session, outcome, code, instance: goal, candidates, steps }: Told): readonly string[] {
  const head = session === '' ? [] : [`  Session ${session}`];
  const end = goal === undefined ? 'sent' : `sent to ${goal.server} at ${goal.address}`;
  const verdict = code === 0 ? end : `answered with ${code} ${outcome}`;
  const rows = candidates.map((one) => [
    `    ${one.server}`,
    one.address,
    `weight ${one.weight}`,
    `${one.pending} pending`,
  ]);
  return [...head, ...steps.map((step) => `  ${step}`), `  => ${verdict}`, ...columns(rows)];
}
