import type { Command } from 'commander';
import { ExitCode } from '../host.js';
import {
  addAdminFlags,
  addRegistryFlags,
  gatewaysToAsk,
  operatorConfig,
  type AskedGateways,
  type OperatorFlags,
} from '../operator.js';
import { consulHome } from '../routes/consul-home.js';
import {
  acceptTable,
  applyTable,
  checkTable,
  diffTable,
  listHistory,
  rollbackTable,
} from '../routes/edit.js';
import { explain } from '../routes/explain.js';
import { fileHome } from '../routes/file-home.js';
import type { TableHome } from '../routes/home.js';
import { entryJsonSchema } from '../routes/route-json-schema.js';
import { tableStatus } from '../routes/status.js';
import { addExamples, wholeNumber, wholeNumberOrZero, type CommandScope } from '../scope.js';

interface PlanFlags extends OperatorFlags {
  readonly prune?: boolean;
  readonly only?: readonly string[];
  readonly allowEmpty?: boolean;
  readonly exitCode?: boolean;
}

interface ExplainFlags extends OperatorFlags {
  readonly type: number;
  readonly user?: string;
  readonly session?: string;
  readonly role: readonly string[];
  readonly key: string;
  readonly payloadBytes: number;
  readonly notification?: boolean;
  readonly json?: boolean;
}

const INPUT = 'a folder of <name>.json and <name>.yaml files, or one file with a map of name to routes';

/** Runs with the configured home of the table. */
type Run = (home: TableHome, gateways: () => Promise<AskedGateways>) => Promise<ExitCode>;

export function addRoutes(program: Command, scope: CommandScope): void {
  const routes = program.command('routes').description('Look at the route table, change it, explain it.');
  addCheck(routes, scope);
  addDiff(routes, scope);
  addApply(routes, scope);
  addStatus(routes, scope);
  addHistory(routes, scope);
  addRollback(routes, scope);
  addAccept(routes, scope);
  addExplain(routes, scope);
  routes
    .command('schema')
    .description('Print the JSON Schema of a key in Consul: what editors check and complete by.')
    .action(() => {
      scope.host.out(JSON.stringify(entryJsonSchema(), undefined, 2));
      scope.ended(ExitCode.OK);
    });
}

async function withHome({ host, ended }: CommandScope, flags: OperatorFlags, run: Run): Promise<void> {
  const config = operatorConfig(host, flags);
  if (config === undefined) {
    ended(ExitCode.USAGE);
    return;
  }
  const home = config.registry.kind === 'consul' ? consulHome(config) : fileHome(config);
  ended(await run(home, () => gatewaysToAsk(host, config, flags)));
  home.close();
}

function addCheck(routes: Command, scope: CommandScope): void {
  const command = routes
    .command('check')
    .description('Check a table: an input, or what stands in the registry. Shows all problems.')
    .argument('[input]', INPUT);
  addExamples(addRegistryFlags(command), 'causeway routes check routes/', 'causeway routes check');
  command.action((place: string | undefined, flags: OperatorFlags) =>
    withHome(scope, flags, (home) => checkTable(scope.host, home, place)),
  );
}

function addPlanFlags(command: Command): Command {
  return addRegistryFlags(
    command
      .option('--prune', 'remove keys of the registry that the input does not have')
      .option('--only <name...>', 'look at these keys only'),
  );
}

function addDiff(routes: Command, scope: CommandScope): void {
  const command = routes
    .command('diff')
    .description('Show what apply would change.')
    .argument('<input>', INPUT)
    .option('--exit-code', 'end with 1 when there is a difference');
  addExamples(addPlanFlags(command), 'causeway routes diff routes/ --prune');
  command.action((place: string, flags: PlanFlags) =>
    withHome(scope, flags, (home) => {
      const { prune = false, only = [], exitCode = false } = flags;
      return diffTable(scope.host, home, { place, prune, only, exitCode });
    }),
  );
}

function addApply(routes: Command, scope: CommandScope): void {
  const command = routes
    .command('apply')
    .description('Write a table or a part of it, all changed keys at once.')
    .argument('<input>', INPUT)
    .option('--allow-empty', 'let a table without any routes be written');
  addExamples(
    addPlanFlags(command),
    'causeway routes apply routes/ --registry-kind consul',
    'causeway routes apply routes/ --only chat lobby',
  );
  command.action((place: string, flags: PlanFlags) =>
    withHome(scope, flags, (home) => {
      const { prune = false, only = [], allowEmpty = false } = flags;
      return applyTable(scope.host, home, { place, prune, only, allowEmpty });
    }),
  );
}

function addStatus(routes: Command, scope: CommandScope): void {
  const command = routes
    .command('status')
    .description('Show what stands in the registry and what each gateway makes of it.')
    .option('--json', 'print JSON');
  addExamples(
    addAdminFlags(addRegistryFlags(command)),
    'causeway routes status',
    'causeway routes status --admin 10.0.0.1:7001 --admin 10.0.0.2:7001 --admin-token-file admin.token',
  );
  command.action((flags: OperatorFlags & { readonly json?: boolean }) =>
    withHome(scope, flags, async (home, gateways) => {
      const { targets, isWhole } = await gateways();
      const code = await tableStatus(scope.host, home, { targets, json: flags.json ?? false });
      return isWhole ? code : ExitCode.FAILED;
    }),
  );
}

function addHistory(routes: Command, scope: CommandScope): void {
  const command = routes
    .command('history')
    .description('List the tables that gateways accepted, the last 20.');
  addExamples(addRegistryFlags(command), 'causeway routes history --registry-kind consul');
  command.action((flags: OperatorFlags) => withHome(scope, flags, (home) => listHistory(scope.host, home)));
}

function addRollback(routes: Command, scope: CommandScope): void {
  const command = routes
    .command('rollback')
    .description('Write the table of an earlier revision again.')
    .argument('<revision>', 'as `causeway routes history` lists it')
    .option('--only <name...>', 'these keys only; default: all, and no others are left');
  addExamples(
    addRegistryFlags(command),
    'causeway routes rollback 4711 --registry-kind consul',
    'causeway routes rollback 4711 --only chat lobby',
  );
  command.action((revision: string, flags: OperatorFlags & { readonly only?: readonly string[] }) =>
    withHome(scope, flags, (home) => rollbackTable(scope.host, home, revision, flags.only ?? [])),
  );
}

function addAccept(routes: Command, scope: CommandScope): void {
  const command = routes
    .command('accept')
    .description('Mark what stands in the registry as meant, so that gateways that hold it take it.');
  addExamples(addRegistryFlags(command), 'causeway routes accept');
  command.action((flags: OperatorFlags) => withHome(scope, flags, (home) => acceptTable(scope.host, home)));
}

function addExplain(routes: Command, scope: CommandScope): void {
  const command = routes
    .command('explain')
    .description('Tell where a message would go and why, by the code that routes.')
    .requiredOption('--type <number>', 'message type', wholeNumber)
    .option('--user <id>', 'look through the sessions of this user')
    .option('--session <id>', 'look through this session')
    .option('--role <name...>', "assume these roles instead of the session's", [])
    .option('--key <text>', 'routing key', '')
    .option('--payload-bytes <number>', 'length of the payload', wholeNumberOrZero, 0)
    .option('--notification', 'a message that wants no answer')
    .option('--json', 'print JSON');
  addExamples(
    addAdminFlags(addRegistryFlags(command)),
    'causeway routes explain --type 1000 --user alice',
    'causeway routes explain --type 9000 --role gm --key room-7 --payload-bytes 512',
  );
  command.action((flags: ExplainFlags) =>
    withHome(scope, flags, async (home, gateways) => {
      const { type, user, session, role, key, payloadBytes, notification = false, json = false } = flags;
      const query = { type, user, session, roles: role, key, payloadBytes, isNotification: notification };
      return explain(scope.host, home, await gateways(), { ...query, json });
    }),
  );
}
