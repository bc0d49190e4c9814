import { InvalidArgumentError, Option, type Command } from 'commander';
import { ExitCode } from '../host.js';
import type { AdminTarget } from '../admin-client.js';
import {
  addAdminFlags,
  addRegistryFlags,
  gatewaysToAsk,
  operatorConfig,
  type OperatorFlags,
} from '../operator.js';
import { addExamples, seconds, wholeNumber, type CommandScope } from '../scope.js';
import { kick, listSessions, revoke } from '../sessions.js';

interface SessionsFlags extends OperatorFlags {
  readonly user?: string;
  readonly state?: string;
  readonly group?: string;
  readonly olderThan?: number;
  readonly limit: number;
  readonly json?: boolean;
}

interface KickFlags extends OperatorFlags {
  readonly session?: string;
  readonly user?: string;
  readonly reason: string;
  readonly advice: string;
}

interface RevokeFlags extends OperatorFlags {
  readonly user: string;
  readonly before?: string;
}

async function withGateways(
  { host, ended }: CommandScope,
  flags: OperatorFlags,
  run: (targets: readonly AdminTarget[]) => Promise<ExitCode>,
): Promise<void> {
  const config = operatorConfig(host, flags);
  if (config === undefined) {
    ended(ExitCode.USAGE);
    return;
  }
  const { targets, isWhole } = await gatewaysToAsk(host, config, flags);
  const code = await run(targets);
  ended(code === ExitCode.OK && !isWhole ? ExitCode.FAILED : code);
}

export function addSessions(program: Command, scope: CommandScope): void {
  const command = program
    .command('sessions')
    .description('List the sessions of the gateways, the oldest first.')
    .option('--user <id>', 'of this user')
    .addOption(new Option('--state <state>', 'in this state').choices(['live', 'suspended']))
    .option('--group <name>', 'in this group')
    .option('--older-than <time>', 'opened so long ago at least: 90s, 15m, 2h, 1d', seconds)
    .option('--limit <number>', 'most sessions of each gateway', wholeNumber, 100)
    .option('--json', 'print JSON, with roles and groups');
  addExamples(
    addAdminFlags(addRegistryFlags(command)),
    'causeway sessions --state suspended --older-than 1h',
    'causeway sessions --user alice --json',
  );
  command.action((flags: SessionsFlags) =>
    withGateways(scope, flags, (targets) => {
      const { user, state, group, olderThan, limit, json = false } = flags;
      return listSessions(scope.host, targets, {
        ...{ user, state, group, limit, json },
        olderThanSeconds: olderThan,
      });
    }),
  );
}

export function addKick(program: Command, scope: CommandScope): void {
  const advice = ['nothing', 'connect', 'resume', 'authenticate', 'never'];
  const command = program
    .command('kick')
    .description('End a session, or all sessions of a user.')
    .option('--session <id>', 'this session')
    .option('--user <id>', 'all sessions of this user')
    .option('--reason <text>', 'told to the client, at most 200 characters', '')
    .addOption(new Option('--advice <what>', 'what the client does next').choices(advice).default('never'));
  addExamples(
    addAdminFlags(addRegistryFlags(command)),
    'causeway kick --user mallory --reason "chat rules" --advice never',
    'causeway kick --session Zk3… --advice connect',
  );
  command.action((flags: KickFlags) =>
    withGateways(scope, flags, (targets) =>
      kick(scope.host, targets, { session: undefined, user: undefined, ...flags }),
    ),
  );
}

/** "2026-03-01", "2026-03-01T12:00:00Z" or how long ago ("2h") to ISO 8601. */
export function moment(text: string, epochMs = Date.now()): string {
  if (/^\d+[smhd]$/.test(text)) return new Date(epochMs - seconds(text) * 1000).toISOString();
  const parsed = /^\d{4}-\d{2}-\d{2}/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(parsed))
    throw new InvalidArgumentError('Write a time such as 2026-03-01T12:00:00Z, or how long ago, such as 2h.');
  return new Date(parsed).toISOString();
}

export function addRevoke(program: Command, scope: CommandScope): void {
  const command = program
    .command('revoke')
    .description('Let the tokens of a user count no more, and end the sessions that have one.')
    .requiredOption('--user <id>', 'whose')
    .option(
      '--before <time>',
      'tokens made before it: 2026-03-01T12:00:00Z, or 2h ago; default: now',
      (text) => moment(text),
    );
  addExamples(
    addAdminFlags(addRegistryFlags(command)),
    'causeway revoke --user mallory',
    'causeway revoke --user alice --before 2h',
  );
  command.action((flags: RevokeFlags) =>
    withGateways(scope, flags, (targets) => revoke(scope.host, targets, { before: undefined, ...flags })),
  );
}
