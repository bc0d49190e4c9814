// The gateway's entry in Consul, where that is the registry: operators' commands find all gateways there.

import type { AdminServer } from '../admin/server.js';
import { consulClient } from '../assemble.js';
import { systemClock, within } from '../clock.js';
import { isLoopback } from '../config/listen-address.js';
import type { Config } from '../config/schema.js';
import type { Address } from '../discovery/address.js';
import {
  announceGateway,
  reachableHost,
  type Announcement,
} from '../discovery/consul/gateway-announcement.js';
import type { Gateway } from '../gateway.js';
import type { Log } from '../log.js';

export interface Announced {
  /** Takes the entry out. Never rejects; a Consul that hangs is given up when the drain's time is up. */
  leave(): Promise<void>;
}

/** However short the drain: a Consul that is there takes milliseconds. */
const LEAVE_TIMEOUT_MS_MIN = 1_000;

const NOWHERE: Announced = { leave: () => Promise.resolve() };

/** Where others reach it, of the addresses it listens on. */
export function announcementOf(
  machine: string,
  { gatewayId, advertiseHost }: Pick<Config, 'gatewayId' | 'advertiseHost'>,
  clients: Address,
  admin: Address,
): Announcement {
  const reached = ({ host, port }: Address): Address => ({
    host: reachableHost(host, advertiseHost, machine),
    port,
  });
  // Nothing listens for operators under another host than loopback then.
  return {
    ...{ gatewayId, machine, clients: reached(clients) },
    admin: isLoopback(admin) ? admin : reached(admin),
  };
}

/** Registers in a later turn, and again whenever Consul forgets. */
export function announce(
  machineName: string,
  config: Config,
  gateway: Gateway,
  admin: Pick<AdminServer, 'address'>,
  log: Log,
): Announced {
  if (config.registry.kind !== 'consul') return NOWHERE;
  const client = consulClient(config);
  const announcement = announcementOf(machineName, config, gateway.address, admin.address);
  const parts = { clock: systemClock, random: Math.random, log };
  const registered = announceGateway(client, announcement, parts);
  return {
    leave: async () => {
      const limitMs = Math.max(LEAVE_TIMEOUT_MS_MIN, config.drain.timeoutMs);
      if ((await within(systemClock, limitMs, registered.deregister())) === 'late')
        log.warn({ limitMs }, 'Consul does not answer; left without taking the entry out: its check will');
      client.close();
    },
  };
}
