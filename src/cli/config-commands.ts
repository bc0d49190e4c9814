// `causeway check-config`, `config schema` and `config table`.

import { z } from 'zod';
import { fileProblems } from '../assemble-check.js';
import { formatConfigProblem } from '../config/layer.js';
import { loadConfig } from '../config/load-config.js';
import { optionTable } from '../config/option-table.js';
import type { Option } from '../config/option.js';
import { fileKey, optionRows } from '../config/schema.js';
import { Secret } from '../config/secret.js';
import { formatAddress } from '../discovery/address.js';
import { routeJsonSchema } from '../routing/route-schema.js';
import { ExitCode, type Host } from './host.js';
import type { Flags } from './scope.js';
import { columns, counted } from './text.js';

/** Stands for the gateway id that each start makes up. */
const GENERATED = 'generated-at-start';

/** Reads the configuration as `serve` would: prints every problem, or every value and where it comes from. */
export async function checkConfig(host: Host, flags: Flags): Promise<ExitCode> {
  const loaded = loadConfig({
    file: flags.config,
    env: host.env,
    flags,
    generatedGatewayId: GENERATED,
  });
  const problems = loaded.ok
    ? await fileProblems(loaded.config)
    : loaded.problems.map((problem) => formatConfigProblem(problem));
  for (const problem of problems) host.err(problem);
  if (!loaded.ok || problems.length > 0) {
    host.err(`refused: ${counted(problems.length, 'problem')}`);
    return ExitCode.USAGE;
  }
  const rows = loaded.effective.map(({ key, value, from }) => [
    key,
    shown(value),
    from === '' ? 'default' : from,
  ]);
  for (const line of columns(rows)) host.out(line);
  return ExitCode.OK;
}

function shown(value: unknown): string {
  if (value === undefined) return '-';
  if (value instanceof Secret) return value.toString();
  if (typeof value === 'string') return value;
  const { host, port } = Object(value) as { readonly host?: unknown; readonly port?: unknown };
  if (typeof host === 'string' && typeof port === 'number') return formatAddress({ host, port });
  // A secret inside masks itself here too.
  return JSON.stringify(value);
}

export function printConfigTable(host: Pick<Host, 'out'>): ExitCode {
  for (const line of optionTable()) host.out(line);
  return ExitCode.OK;
}

/** The JSON Schema of causeway.yaml, for editors. */
export function printConfigSchema(host: Pick<Host, 'out'>): ExitCode {
  host.out(JSON.stringify(configJsonSchema(), undefined, 2));
  return ExitCode.OK;
}

type Properties = Record<string, object>;

export function configJsonSchema(): object {
  const routes = { type: 'array', items: routeJsonSchema() };
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'causeway.yaml',
    ...closed({
      gateway: closed(gatewayProperties()),
      routes: { anyOf: [routes, { type: 'object', additionalProperties: routes }] },
      services: { type: 'object', additionalProperties: { type: 'array', items: instanceSchema() } },
    }),
  };
}

/** An option stands below its section or, with a dot in its key, beside it. */
function gatewayProperties(): Properties {
  const top: Properties = {};
  const sections = new Map<string, Properties>();
  for (const [key, option] of optionRows()) {
    for (const [written, schema] of writtenSchemas(key, option)) {
      top[written] = schema;
      const [section = '', name] = written.split('.');
      if (name === undefined) continue;
      const inner = sections.get(section) ?? {};
      inner[name] = schema;
      sections.set(section, inner);
    }
  }
  for (const [section, inner] of sections) top[section] = closed(inner);
  return top;
}

function writtenSchemas(
  key: Parameters<typeof fileKey>[0],
  option: Option<unknown>,
): readonly (readonly [string, object])[] {
  const { doc, expects, fallback } = option;
  const schema = {
    ...z.toJSONSchema(option.type, { io: 'input', unrepresentable: 'any' }),
    $schema: undefined,
    description: `${doc} Write ${expects}.`,
    ...(fallback !== undefined && { default: fallback }),
  };
  if (!option.secret) return [[key, schema]];
  return [
    [key, schema],
    [fileKey(key), { type: 'string', description: `File with: ${doc}` }],
  ];
}

const instanceSchema = (): object => ({
  ...closed({
    id: { type: 'string', description: 'Server id, unique over all services.' },
    address: { type: 'string', description: 'host:port on which it takes links.' },
    weight: { type: 'number', description: 'Share of new work relative to the others; 1 if left out.' },
    meta: { type: 'object', additionalProperties: { type: ['string', 'number', 'boolean'] } },
  }),
  required: ['id', 'address'],
});

const closed = (properties: Properties): object => ({
  type: 'object',
  properties,
  additionalProperties: false,
});
