// What operators' commands start from: the configuration of the gateways, and which gateways to ask.

import type { Command } from 'commander';
import { consulClient } from '../assemble.js';
import { formatConfigProblem } from '../config/layer.js';
import { loadConfig } from '../config/load-config.js';
import type { Config } from '../config/schema.js';
import { formatAddress, type Address } from '../discovery/address.js';
import { announcedGateways } from '../discovery/consul/gateway-announcement.js';
import type { AdminTarget } from './admin-client.js';
import type { Host } from './host.js';
import { addConfigFile, addConfigFlags, collectAddresses, type Flags } from './scope.js';

export interface OperatorFlags extends Flags {
  readonly admin?: readonly Address[];
}

/** Flags that say where the registry is. */
export function addRegistryFlags(command: Command): Command {
  return addConfigFlags(addConfigFile(command), (key) => /^(?:registry\.|consul\.|stateDir$)/.test(key));
}

/** Flags that say which gateways to ask. */
export function addAdminFlags(command: Command): Command {
  return addConfigFlags(
    command.option(
      '--admin <host:port>',
      "a gateway's admin address; may be repeated; else those in Consul, or admin.listen",
      collectAddresses,
    ),
    (key) => key === 'admin.tokenFile',
  );
}

/** @returns undefined when there are problems, which are printed */
export function operatorConfig(host: Host, flags: Flags): Config | undefined {
  const loaded = loadConfig({
    file: flags.config,
    env: host.env,
    flags,
    generatedGatewayId: 'operator',
  });
  if (loaded.ok) return loaded.config;
  for (const problem of loaded.problems) host.err(formatConfigProblem(problem));
  return undefined;
}

export interface AskedGateways {
  readonly targets: readonly AdminTarget[];
  /** The operator named them: when one is silent, that is an error. */
  readonly named: boolean;
}

export async function gatewaysToAsk(
  host: Host,
  config: Config,
  { admin = [] }: OperatorFlags,
): Promise<AskedGateways> {
  const token = config.admin.token?.reveal();
  const target = (address: Address): AdminTarget => ({ address, token });
  if (admin.length > 0) return { targets: admin.map(target), named: true };
  const announced = config.registry.kind === 'consul' ? await fromConsul(host, config) : [];
  const addresses = announced.length > 0 ? announced : [config.admin.listen];
  return { targets: addresses.map(target), named: false };
}

/** Workers of one machine are gateways of their own with one address for operators. */
const distinct = (addresses: readonly Address[]): readonly Address[] => [
  ...new Map(addresses.map((address) => [formatAddress(address), address])).values(),
];

async function fromConsul(host: Host, config: Config): Promise<readonly Address[]> {
  const client = consulClient(config);
  const found = await announcedGateways(client);
  client.close();
  if (found.ok) return distinct(found.gateways.map(({ admin }) => admin));
  host.err(`${found.reason}; asking ${formatAddress(config.admin.listen)} only`);
  return [];
}
