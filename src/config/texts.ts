// The two layers of texts: environment and flags. Both are given as objects; only main.ts reads the
// process's own.

import { unknownName, type ConfigProblem, type Layer, type Written } from './layer.js';
import { envName, flagName, optionRows, writtenKeys } from './schema.js';

const ENV_PREFIX = 'CAUSEWAY_';

/** Names the configuration file itself; read before there is a configuration. */
export const CONFIG_FILE_ENV = 'CAUSEWAY_CONFIG';

/** Kubernetes gives every pod such variables for a service that is called causeway. */
const SERVICE_VARIABLE =
  /^CAUSEWAY_(?:[A-Z0-9_]+_)?(?:SERVICE_HOST|SERVICE_PORT(?:_\w+)?|PORT(?:_\d+_\w+)?)$/;

/** Variables with the prefix that no option has are refused; an empty one counts as unset. */
export function readEnvironment(env: Readonly<Record<string, string | undefined>>): Layer {
  const byName = new Map<string, (text: string) => readonly [key: string, value: unknown]>();
  for (const [key, option] of optionRows()) {
    for (const written of writtenKeys(key, option)) {
      byName.set(envName(written), (text) => [written, option.fromText(text)]);
    }
  }
  const values = new Map<string, Written>();
  const problems: ConfigProblem[] = [];
  for (const [name, text] of Object.entries(env)) {
    if (!name.startsWith(ENV_PREFIX) || name === CONFIG_FILE_ENV || text === undefined || text === '')
      continue;
    const parse = byName.get(name);
    if (parse) {
      const [key, value] = parse(text);
      values.set(key, { value, from: name });
    } else if (!SERVICE_VARIABLE.test(name)) {
      problems.push(unknownName(name, 'environment', [...byName.keys(), CONFIG_FILE_ENV]));
    }
  }
  return { values, problems };
}

export interface ConfigFlag {
  readonly key: string;
  /** "--session-heartbeat-ms". */
  readonly flag: string;
  /** The name under which commander gives its value: "sessionHeartbeatMs". */
  readonly attribute: string;
  readonly doc: string;
}

/** All flags. A secret has only the one for its file. */
export function configFlags(): readonly ConfigFlag[] {
  return optionRows().map(([key, option]) => {
    const written = option.secret ? `${key}File` : key;
    const flag = flagName(written);
    const attribute = flag.replace(/-(.)/g, (_dash, letter: string) => letter.toUpperCase());
    const doc = option.secret ? `File with: ${option.doc}` : option.doc;
    return { key: written, flag: `--${flag}`, attribute, doc };
  });
}

/** `flags` by attribute, as commander's `opts()` gives them; what is no option of ours is left alone. */
export function readFlags(flags: Readonly<Record<string, unknown>>): Layer {
  const options = new Map(optionRows().map(([key, option]) => [option.secret ? `${key}File` : key, option]));
  const values = new Map<string, Written>();
  for (const { key, flag, attribute } of configFlags()) {
    const text = Object.hasOwn(flags, attribute) ? flags[attribute] : undefined;
    if (typeof text !== 'string') continue;
    const isFile = options.get(key)?.secret;
    values.set(key, { value: isFile ? text : options.get(key)?.fromText(text), from: flag });
  }
  return { values, problems: [] };
}
