// What operators' commands start from: the configuration of the gateways, and which gateways to ask.

import type { Command } from 'commander';
import { consulClient } from '../assemble.js';
import { formatConfigProblem } from '../config/layer.js';
import { isLoopback } from '../config/listen-address.js';
import { loadConfig } from '../config/load-config.js';
import type { Config } from '../config/schema.js';
import { formatAddress, type Address } from '../discovery/address.js';
import { announcedGateways, type AnnouncedGateway } from '../discovery/consul/gateway-announcement.js';
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
  /** False: which gateways there are could not be found out. It has been said. */
  readonly isWhole: boolean;
}

export async function gatewaysToAsk(
  host: Host,
  config: Config,
  { admin = [] }: OperatorFlags,
): Promise<AskedGateways> {
  const token = config.admin.token?.reveal();
  const target = (address: Address): AdminTarget => ({ address, token });
  if (admin.length > 0) return { targets: admin.map(target), named: true, isWhole: true };
  const own = { targets: [target(config.admin.listen)], named: false };
  if (config.registry.kind !== 'consul') return { ...own, isWhole: true };
  const found = await fromConsul(config);
  if (found.ok)
    return { targets: announcedTargets(found.gateways, host.hostname, token), named: false, isWhole: true };
  host.err(
    `${found.reason}; asking ${formatAddress(config.admin.listen)} only: name the gateways by --admin`,
  );
  return { ...own, isWhole: false };
}

async function fromConsul(config: Config): ReturnType<typeof announcedGateways> {
  const client = consulClient(config);
  const found = await announcedGateways(client);
  client.close();
  if (!found.ok || found.gateways.length > 0) return found;
  return { ok: false, reason: 'Consul names no gateway: none is registered, or the token may not read them' };
}

/** Workers of one machine are gateways of their own with one address for operators. */
export function announcedTargets(
  gateways: readonly AnnouncedGateway[],
  machineName: string,
  token: string | undefined,
): readonly AdminTarget[] {
  const targets = new Map<string, AdminTarget>();
  for (const { gatewayId, admin, machine } of gateways) {
    const isLocal = isLoopback(admin);
    const key = `${isLocal ? machine : ''} ${formatAddress(admin)}`;
    if (targets.has(key)) continue;
    const outOfReach =
      isLocal && machine !== machineName
        ? `gateway ${gatewayId} cannot be asked from here: its admin.listen is ${formatAddress(admin)} of ${machine}`
        : undefined;
    targets.set(key, { address: admin, token, outOfReach });
  }
  return [...targets.values()];
}
